import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { rulesOfPhase, signatureMatcher, type SignatureRule } from "@/core/formats/match-signature";
import { createTextClock } from "@/core/formats/text-clock";

const RELOADED = { kind: "config-reload", target: "Squid", text: "Squid reloaded its configuration" } as const;
const STARTED = { kind: "restart", target: "Squid", text: "Squid started" } as const;
const STOPPED = { kind: "restart", target: "Squid", text: "Squid was stopped" } as const;

/** Sources: https://github.com/squid-cache/squid/blob/master/src/http.cc, neighbors.cc, main.cc, comm.cc */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("read_header", [
    ["squid-log-empty-answer", "Invalid Response: No object data received", "EOF", "premature-close", "high", "the server closed without an answer"],
    ["squid-log-bad-header", "Invalid Response: Bad header encountered", null, "invalid-response", "high", "the answer's header is not well-formed"],
    ["squid-log-big-header", /(?:reply|HTTP) header too large|Too large reply header/i, "reply_header_max_size", "header-too-big", "high", "the answer's header is over the limit"],
  ]),
  ...rulesOfPhase("connect", [
    ["squid-log-connect-failed", /TCP connection to \S+ failed/, null, "upstream-down", "medium", "no connection to a peer"],
    ["squid-log-no-port", /[Cc]annot bind socket .{0,120}\((?:98|99)\)/, "99/EADDRNOTAVAIL", "port-exhaustion", "medium", "no local address is free"],
    ["squid-log-dead-peer", /Detected DEAD (?:Parent|Sibling)/, "health", "health-check-failing", "high", "a peer was marked dead"],
  ]),
  ...rulesOfPhase("tls", [
    ["squid-log-tls", /(?:negotiating (?:SSL|TLS)|TLS handshake|SSL_connect).{0,200}(?:error|fail|:)|(?:error|failure) (?:negotiating|during) (?:SSL|TLS)/i, null, "tls-handshake", "medium", "TLS handshake failed"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["squid-log-fds", /running out of file ?descriptors|Too many open files/i, "24/EMFILE", "fd-exhaustion", "high", "Squid ran out of file descriptors"],
    ["squid-log-config", /^(?:FATAL: )?(?:Bungled|.{0,200}configuration (?:error|failure))/i, null, "proxy-config-error", "medium", "Squid refused its configuration"],
    ["squid-log-crash", /assertion failed|terminated abnormally|Segmentation Violation|dying from an unhandled exception/i, null, "proxy-internal", "high", "Squid crashed"],
    ["squid-log-reload", /^Reconfiguring Squid Cache/, null, "", "high", "Squid reloads", RELOADED],
    ["squid-log-start", /^Starting Squid Cache version/, null, "", "high", "Squid started", STARTED],
    ["squid-log-stop", /^(?:Preparing for shutdown|Shutting down|Squid Cache \(Version [^)]*\): Exiting)/, null, "", "high", "Squid was stopped", STOPPED],
    ["squid-log-revived", /Detected REVIVED/, null, "", "high", "a peer came back"],
  ]),
];

// 2026/11/23 02:20:11 kid1| WARNING: message
const LINE =
  /^(\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,6})?)(?: (?:kid\d{1,5}|pid:\d{1,9}))?\| (?:(WARNING|ERROR|FATAL|SECURITY [A-Z]{1,20}|Important|CRITICAL)!?: )?(.*)$/;

function openSquidCache(format: string, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock(options);
  if ("problem" in clock) return clock;
  const match = signatureMatcher(SIGNATURES);
  return {
    role: "error",
    format,
    signatures: SIGNATURES,
    peel: null,
    event: (raw) => {
      if (raw.trim() === "") return { skipped: "empty line" };
      if (/^ {4}\S/.test(raw)) return { skipped: "goes on with the line before it" };
      const line = LINE.exec(raw.slice(0, 8192));
      if (!line) return { rejected: "no line of Squid's cache.log: it has no “YYYY/MM/DD hh:mm:ss|”" };
      const [, time = "", level, message = ""] = line;
      const atMs = clock(time);
      if (Number.isNaN(atMs)) return { rejected: `“${time}” is no time` };
      const known = match(message, null);
      const url = / (?:for|from) (https?:\/\/([^/\s:]{1,255})\S{0,4000})/.exec(message);
      const dialled = /^TCP connection to (\S{1,255})\/(\d{1,5}) failed/.exec(message);
      return buildMessageEvent(known, {
        format,
        atMs,
        level: level?.toLowerCase() ?? null,
        message,
        path: url?.[1] ?? null,
        host: url?.[2] ?? null,
        upstreamAddr: dialled ? `${dialled[1]}:${dialled[2]}` : null,
      });
    },
  };
}

/** Source: https://wiki.squid-cache.org/SquidFaq/SquidLogs#cachelog */
export const squidCache: FormatDefinition = {
  id: "squid-cache",
  title: "Squid cache.log",
  product: "Squid",
  role: "error",
  kind: "message",
  docs: "https://wiki.squid-cache.org/SquidFaq/SquidLogs",
  template: null,
  looksLike: /^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)?(?: kid\d+| pid:\d+)?\| /,
  precedence: 50,
  signatures: SIGNATURES,
  samples: [
    {
      line: "2026/11/25 09:45:37 kid1| WARNING: HTTP: Invalid Response: No object data received for http://app.lab.test/fin/x?a=1 AKA app.lab.test/fin/x?a=1",
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 45, 37),
        ...{ signature: "squid-log-empty-answer", level: "warning", host: "app.lab.test" },
      },
    },
    {
      line: "2026/11/25 09:45:36 kid1| TCP connection to 10.0.0.5/8080 failed",
      event: { signature: "squid-log-connect-failed", upstreamAddr: "10.0.0.5:8080" },
    },
    {
      line: "2026/11/25 09:45:34| Starting Squid Cache version 5.7 for x86_64-pc-linux-gnu...",
      event: { signature: "squid-log-start", level: null },
    },
  ],
  canTell: ["answers that were empty or not well-formed", "peers marked dead", "starts, stops and reloads"],
  cannotTell: ["most failed requests", "its time zone"],
  improve: "debug_options ALL,1 — and %err_code/%err_detail in the access log.",
  open: (choice, options) => openSquidCache(choice.id, options),
};
