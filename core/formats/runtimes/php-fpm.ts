import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { rulesOfPhase, signatureMatcher, type SignatureRule } from "@/core/formats/match-signature";
import { createTextClock } from "@/core/formats/text-clock";

/** Sources: https://github.com/php/php-src/blob/master/sapi/fpm/fpm/fpm_children.c, fpm_process_ctl.c, fpm_request.c, fpm_sockets.c */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("connect", [
    ["fpm-children-exhausted", /server reached (?:pm\.)?max_children setting \(\d+\)/, null, "upstream-overload", "high", "every PHP worker is busy"],
    ["fpm-pool-busy", /\[pool [^\]]+\] seems busy/, null, "upstream-overload", "medium", "PHP workers are running out"],
    ["fpm-emergency-reload", /failed processes threshold \(.*\) is reached, initiating reload/, null, "upstream-crash", "high", "php-fpm restarts after too many crashes"],
    ["fpm-cannot-listen", /unable to bind listening socket for address|Another FPM instance seems to already listen/, null, "upstream-down", "high", "php-fpm could not take its socket"],
    ["fpm-config-failed", /FPM initialization failed|failed to post process the configuration|failed to load configuration file/, null, "upstream-down", "high", "php-fpm did not start"],
    ["fpm-terminating", /^(?:Terminating \.\.\.|exiting, bye-bye!)/, null, "upstream-down", "high", "php-fpm was stopped"],
  ]),
  ...rulesOfPhase("read_header", [
    ["fpm-child-killed", /child \d+ exited on signal 9\b/, "SIGKILL", "upstream-crash", "high", "PHP worker was killed"],
    ["fpm-child-crashed", /child \d+ exited on signal (?:4|6|7|8|11)\b/, "SIGSEGV", "upstream-crash", "high", "PHP worker crashed"],
    ["fpm-request-terminated", /child \d+, script '[^']*' .*execution timed out \([\d.]+ sec\), terminating/, "request_terminate_timeout", "upstream-timeout", "high", "PHP ended a request that took too long"],
    ["fpm-slow-request", /child \d+, script '[^']*' .*executing too slow/, null, "upstream-overload", "low", "PHP request is slow"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["fpm-running", /^(?:fpm is running, pid \d+|ready to handle connections)/, null, "", "high", "php-fpm started"],
    ["fpm-reloading", /^(?:Reloading in progress|reloading: |using inherited socket)/, null, "", "high", "php-fpm reloads"],
    ["fpm-child-life", /child \d+ (?:started|exited with code)/, null, "", "high", "PHP worker started or ended"],
  ]),
];

// [23-Nov-2026 02:30:11] WARNING: [pool www] message; with microseconds and pid at level debug, without the time in syslog.
const LINE =
  /(?:^|\[(\d{2}-[A-Za-z]{3}-\d{4} \d{2}:\d{2}:\d{2}(?:\.\d+)?)\] )(ALERT|ERROR|WARNING|NOTICE|DEBUG): (?:pid (\d+), [^,]{0,80}, line \d+: )?(.*)$/;

function openPhpFpm(format: string, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock(options);
  if ("problem" in clock) return clock;
  const match = signatureMatcher(SIGNATURES);
  return {
    role: "app-error",
    format,
    signatures: SIGNATURES,
    peel: null,
    event: (raw, carriedMs = null) => {
      if (raw.trim() === "") return { skipped: "empty line" };
      const line = LINE.exec(raw.slice(0, 8192));
      if (!line) return { rejected: "no line of php-fpm's log: it has no “[DD-Mon-YYYY hh:mm:ss] LEVEL:”" };
      const [, time, level = "", pid, message = ""] = line;
      const atMs = time === undefined ? carriedMs : clock(time);
      if (atMs === null) return { rejected: "has no time: give the file with the times that syslog wrote" };
      if (Number.isNaN(atMs)) return { rejected: `“${time ?? ""}” is no time` };
      const known = match(message, null);
      if (time === undefined && !known && !message.startsWith("[pool "))
        return { rejected: "no line of php-fpm's log that says anything about its workers" };
      const child = /\bchild (\d+)\b/.exec(message)?.[1] ?? pid;
      const request = /\(request: "([A-Z]+) ([^"]*)"\)/.exec(message);
      return buildMessageEvent(known, {
        format,
        atMs,
        level: level.toLowerCase(),
        message,
        request: request ? `${request[1]} ${request[2]}` : null,
        method: request?.[1] ?? null,
        path: request?.[2] ?? null,
        pid: child === undefined ? null : Number(child),
      });
    },
  };
}

/** Source: https://www.php.net/manual/en/install.fpm.configuration.php */
export const phpFpm: FormatDefinition = {
  id: "php-fpm",
  title: "php-fpm log",
  product: "PHP",
  role: "app-error",
  kind: "message",
  docs: "https://www.php.net/manual/en/install.fpm.configuration.php",
  template: null,
  precedence: 50,
  signatures: SIGNATURES,
  samples: [
    {
      line: "[23-Nov-2026 02:30:11] WARNING: [pool www] server reached pm.max_children setting (5), consider raising it",
      event: { atMs: Date.UTC(2026, 10, 23, 2, 30, 11), level: "warning", signature: "fpm-children-exhausted" },
    },
    {
      line: "[23-Nov-2026 02:30:12] WARNING: [pool www] child 1234 exited on signal 11 (SIGSEGV - core dumped) after 12.345678 seconds from start",
      event: { signature: "fpm-child-crashed", pid: 1234, phase: "read_header" },
    },
    {
      line: "Nov 23 02:30:12 web1 php-fpm[7]: WARNING: [pool www] server reached pm.max_children setting (5), consider raising it",
      choice: { wrappers: ["syslog"] },
      event: { signature: "fpm-children-exhausted" },
    },
    {
      line: "[14-Oct-2025 21:43:01] NOTICE: fpm is running, pid 80",
      event: { signature: "fpm-running", level: "notice" },
    },
  ],
  canTell: ["workers that crashed, were killed or ran too long", "a pool without free workers", "stops and starts"],
  cannotTell: ["which request failed, mostly", "its time zone"],
  improve: "catch_workers_output = yes and request_slowlog_timeout = 5s in the pool.",
  open: (choice, options) => openPhpFpm(choice.id, options),
};
