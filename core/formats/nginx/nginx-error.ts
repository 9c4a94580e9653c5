import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { Phase } from "@/core/events/error-event";
import { errnoName } from "@/core/formats/errno-name";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { signatureMatcher } from "@/core/formats/match-signature";
import { NGINX_ERROR_SIGNATURES } from "./nginx-error-signatures";
import { readErrorLine } from "./read-error-line";
import { createTextClock } from "@/core/formats/text-clock";

const PHASES: [text: string, phase: Phase][] = [
  ["could not be resolved", "resolve"],
  ["while resolving", "resolve"],
  ["while connecting to upstream", "connect"],
  ["while SSL handshaking to upstream", "tls"],
  ["while sending request to upstream", "send"],
  ["while reading response header from upstream", "read_header"],
  ["while reading upstream", "read_body"],
];

/** A reader for the error log of nginx and of what is built on it. */
export function openNginxError(format: string, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock(options);
  if ("problem" in clock) return clock;
  const match = signatureMatcher(NGINX_ERROR_SIGNATURES);
  return {
    role: "error",
    format,
    signatures: NGINX_ERROR_SIGNATURES,
    peel: null,
    event: (raw) => {
      if (raw.trim() === "") return { skipped: "empty line" };
      const line = readErrorLine(raw);
      if (!line) return { rejected: "no line of nginx's error log: it has no “YYYY/MM/DD hh:mm:ss [level]”" };
      const atMs = clock(line.time);
      if (Number.isNaN(atMs)) return { rejected: `“${line.time}” is no time` };
      const scheme = line.upstream === null ? null : (/^([a-z]+):\/\//.exec(line.upstream)?.[1] ?? null);
      const known = match(line.message, scheme);
      const request = line.request === null ? null : /^([A-Za-z_-]+) (.*?)(?: (HTTP\/[\d.]+))?$/.exec(line.request);
      return buildMessageEvent(known, {
        format,
        atMs,
        level: line.level,
        message: line.message,
        phase: known?.phase ?? PHASES.find(([words]) => line.message.includes(words))?.[1] ?? null,
        errno: errnoOf(line.message, known?.errno ?? null),
        clientIp: line.client,
        server: line.server,
        request: line.request,
        method: request?.[1] ?? null,
        path: request?.[2] || null,
        host: line.host,
        upstreamAddr: line.upstream === null ? null : upstreamAddress(line.upstream),
        referer: line.referer,
        connection: line.connection,
        pid: line.pid,
      });
    },
  };
}

/** `(111: Connection refused)` → `111/ECONNREFUSED`; where the number is no errno, or one of another system's, what the signature says. */
function errnoOf(message: string, ofSignature: string | null): string | null {
  if (ofSignature !== null && !/^\d+\/E/.test(ofSignature)) return ofSignature;
  const number = /\((\d{1,3}): /.exec(message)?.[1];
  return (number === undefined ? null : errnoName(number)) ?? ofSignature;
}

/** `http://10.0.0.7:8080/x` → `10.0.0.7:8080`, `fastcgi://unix:/run/a.sock:` → `unix:/run/a.sock`: as `$upstream_addr` writes it. */
export function upstreamAddress(url: string): string | null {
  const rest = url.replace(/^[a-z]+:\/\//, "");
  if (rest.startsWith("unix:")) {
    const end = rest.indexOf(":", 5);
    return end < 0 ? rest : rest.slice(0, end);
  }
  return rest.split("/", 1)[0] || null;
}

const SAMPLE =
  "2025/06/11 13:21:00 [error] 91#91: *210 connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.64, " +
  'server: www.example.com, request: "GET /healthz HTTP/1.1", upstream: "http://10.1.15.103:8080/healthz", host: "www.example.com"';

/** Source: https://nginx.org/en/docs/ngx_core_module.html#error_log */
export const nginxError: FormatDefinition = {
  id: "nginx-error",
  title: "nginx error log",
  product: "nginx",
  role: "error",
  kind: "message",
  docs: "https://nginx.org/en/docs/ngx_core_module.html#error_log",
  template: null,
  precedence: 50,
  signatures: NGINX_ERROR_SIGNATURES,
  samples: [
    {
      line: SAMPLE,
      event: {
        atMs: Date.UTC(2025, 5, 11, 13, 21),
        level: "error",
        signature: "connection-refused",
        phase: "connect",
        errno: "111/ECONNREFUSED",
        clientIp: "192.0.2.64",
        upstreamAddr: "10.1.15.103:8080",
        path: "/healthz",
      },
    },
    {
      line: '2025/10/14 21:31:00 [crit] 78#78: *582 connect() to unix:/run/php/php8.2-fpm.sock failed (2: No such file or directory) while connecting to upstream, client: 192.0.2.1, server: f.test, request: "GET / HTTP/1.1", upstream: "fastcgi://unix:/run/php/php8.2-fpm.sock:", host: "f.test"',
      event: { signature: "socket-missing", upstreamAddr: "unix:/run/php/php8.2-fpm.sock", errno: "2/ENOENT" },
    },
    {
      line: "2025/10/14 21:31:00 [notice] 1#1: signal 1 (SIGHUP) received from 77, reconfiguring",
      event: { signature: "reload", level: "notice", pid: 1 },
    },
  ],
  canTell: [
    "the errno and the phase of each failure",
    "the upstream and the request",
    "reloads and dying workers at level notice",
  ],
  cannotTell: ["how many requests succeeded", "how long anything took", "its time zone"],
  improve: "error_log /var/log/nginx/error.log error; — or notice, so that reloads are logged as well.",
  open: (choice, options) => openNginxError(choice.id, options),
};
