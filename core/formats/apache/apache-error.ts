import { buildMessageEvent } from "@/core/formats/build-message-event";
import { errnoName } from "@/core/formats/errno-name";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { signatureMatcher } from "@/core/formats/match-signature";
import { createTextClock } from "@/core/formats/text-clock";
import { APACHE_ERROR_SIGNATURES } from "./apache-error-signatures";
import { readApacheError } from "./read-apache-error";

const APR_NAMES: Record<string, string> = {
  20014: "APR_EGENERAL",
  70007: "APR_TIMEUP",
  70008: "APR_INCOMPLETE",
  70014: "APR_EOF",
};

function openApacheError(format: string, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock(options);
  if ("problem" in clock) return clock;
  const match = signatureMatcher(APACHE_ERROR_SIGNATURES);
  return {
    role: "error",
    format,
    signatures: APACHE_ERROR_SIGNATURES,
    peel: null,
    event: (raw, carriedMs = null) => {
      if (raw.trim() === "") return { skipped: "empty line" };
      const line = readApacheError(raw);
      if (!line) return { rejected: "no line of Apache's error log: it has no “[time] [module:level]”" };
      const atMs = line.time === null ? carriedMs : clock(line.time);
      if (atMs === null)
        return { rejected: "has no time: Apache sent it to syslog, give the file with syslog's own times" };
      if (Number.isNaN(atMs)) return { rejected: `“${line.time ?? ""}” is no time` };
      const known = match(line.message, null);
      const request = requestIn(line.message);
      return buildMessageEvent(known, {
        format,
        atMs,
        level: line.level,
        message: line.message,
        errno: errnoOf(line.errno) ?? known?.errno ?? null,
        clientIp: line.client,
        method: request?.method ?? null,
        path: request?.path ?? null,
        upstreamAddr: line.remote ?? upstreamIn(line.message),
        referer: line.referer,
        pid: line.pid,
      });
    },
  };
}

function errnoOf(number: string | null): string | null {
  if (number === null) return null;
  if (number.startsWith("EAI ")) return number;
  return errnoName(number) ?? (Object.hasOwn(APR_NAMES, number) ? `${number}/${APR_NAMES[number] ?? ""}` : number);
}

const UPSTREAM =
  /(?:attempt to connect to|failed to make connection to backend:|from remote server|request body failed to|read response failed from|response headers from|ssl support for|dialog to|cping\/cpong failed to|disabled connection for|disabling worker for|acquire connection for) (?:(Unix domain socket )|\()?([^\s()]{1,256})/;

/** `127.0.0.1:8080`, `unix:/run/a.sock` or `balancer://pool`; a name without port is none: it says no more than the path. */
function upstreamIn(message: string): string | null {
  const text = message.slice(0, 1024);
  const [, socket, address = ""] = UPSTREAM.exec(text) ?? [];
  if (socket !== undefined) return `unix:${address}`;
  if (/:\d{1,5}$/.test(address)) return address;
  return /(?:^|[ (])(balancer:\/\/[\w.-]{1,100})/.exec(text)?.[1] ?? null;
}

/** `returned by /a (GET)` and `for the URL /a (scheme`. */
function requestIn(message: string): { path: string; method: string | null } | null {
  const at = message.lastIndexOf(" returned by /");
  const found =
    at < 0
      ? /valid for the URL (\/\S{0,2000}) \(scheme/.exec(message.slice(0, 4096))
      : /^ returned by (\/.*?)(?: \(([A-Z]{2,20})\))?$/.exec(message.slice(at, at + 4096));
  return found?.[1] === undefined ? null : { path: found[1], method: found[2] ?? null };
}

/** Source: https://httpd.apache.org/docs/2.4/logs.html#errorlog */
export const apacheError: FormatDefinition = {
  id: "apache-error",
  title: "Apache error log",
  product: "Apache httpd",
  role: "error",
  kind: "message",
  docs: "https://httpd.apache.org/docs/2.4/logs.html#errorlog",
  template: null,
  looksLike:
    /^(?:\[?[\w ]{7,10}\d [\d:.]+ \d{4}\] |\[\d{4}-\d{2}-\d{2}[ T][\d:.+Z -]{8,26}\] |\[\d{2}\/[A-Za-z]{3}\/\d{4}:[\d:]{8} [+-]\d{4}\] )?\[[\w.-]*:?(?:emerg|alert|crit|error|warn|notice|info|debug|trace\d)\] /,
  precedence: 100,
  signatures: APACHE_ERROR_SIGNATURES,
  samples: [
    {
      line: "[Wed Nov 25 09:40:45.807088 2026] [proxy:error] [pid 6157:tid 140077013993152] (111)Connection refused: AH00957: http: attempt to connect to 127.0.0.1:19999 (127.0.0.1:19999) failed",
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 40, 45, 807),
        level: "error",
        signature: "apache-refused",
        phase: "connect",
        errno: "111/ECONNREFUSED",
        upstreamAddr: "127.0.0.1:19999",
        pid: 6157,
        clientIp: null,
      },
    },
    {
      line: "[2026-11-25 09:41:06.212228] [proxy_http:error] [pid 7337:tid 139833976538816] (70007)The timeout specified has expired: [client ::1:55100] [L ZuAkoFarMao] AH01102: error reading status line from remote server 127.0.0.1:19004",
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 41, 6, 212),
        signature: "apache-read-timeout",
        phase: "read_header",
        clientIp: "::1",
        upstreamAddr: "127.0.0.1:19004",
      },
    },
    {
      line: "[Wed Oct 11 14:32:52 2000] [error] [client 127.0.0.1] client denied by server configuration: /export/home/live/ap/htdocs/test, referer: http://a.test/",
      event: { signature: null, clientIp: "127.0.0.1", referer: "http://a.test/", pid: null },
    },
    {
      line: "[Wed Nov 25 09:40:55.940189 2026] [mpm_event:notice] [pid 6155:tid 6155] AH00493: SIGUSR1 received.  Doing graceful restart",
      event: { signature: "apache-reload", level: "notice" },
    },
  ],
  canTell: [
    "the errno and the phase of each failure, by AH number",
    "the worker's address, for connects and for reads over HTTP and AJP",
    "workers in error state, busy pools, reloads and crashed children",
  ],
  cannotTell: ["how many requests succeeded", "how long anything took", "its time zone"],
  improve: "LogLevel warn proxy:info proxy_http:info ssl:info — so that TLS faults say why.",
  open: (choice, options) => openApacheError(choice.id, options),
};
