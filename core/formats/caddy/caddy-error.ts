import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { ErrorEvent } from "@/core/events/error-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { goUpstream } from "@/core/formats/go-errors";
import type { MessageReader, OpenOptions, Problem, Rejected, Skipped } from "@/core/formats/line-reader";
import { signatureMatcher } from "@/core/formats/match-signature";
import { textAt } from "@/core/formats/read-json";
import { createTextClock } from "@/core/formats/text-clock";
import { CADDY_SIGNATURES } from "./caddy-signatures";
import { readCaddyLine, type CaddyLine } from "./read-caddy-line";

function openCaddyError(format: string, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock(options);
  if ("problem" in clock) return clock;
  const match = signatureMatcher(CADDY_SIGNATURES);

  const eventOf = (line: CaddyLine, carriedMs: number | null): ErrorEvent | Rejected | Skipped => {
    const { level, logger, message, values } = line;
    if (message === "handled request") return { rejected: "a line of the access log" };
    const failure = textAt(values, "error");
    const roundtrip = message === "upstream roundtrip";
    if (level === "debug" && !logger.startsWith("http.log.error") && !(roundtrip && failure !== null))
      return { skipped: "a line of level debug about no failure" };
    const atMs = line.time === null ? carriedMs : clock(line.time);
    if (atMs === null) return { rejected: "the line has no time: neither ts nor time, nor one that a collector wrote" };
    if (Number.isNaN(atMs)) return { rejected: `“${line.time?.slice(0, 40) ?? ""}” is no time` };
    // The error line of the request follows and has the signature; this one has the upstream.
    const known = roundtrip ? null : match(message, null);
    const method = textAt(values, "request", "method");
    const path = textAt(values, "request", "uri");
    const protocol = textAt(values, "request", "proto");
    const status = Number(textAt(values, "status") ?? 0);
    const said = failure === null || message.includes(failure) ? message : `${message}: ${failure}`;
    return buildMessageEvent(known, {
      format,
      atMs,
      level,
      message: said,
      clientIp:
        textAt(values, "request", "client_ip") ??
        textAt(values, "request", "remote_ip") ??
        withoutPort(textAt(values, "request", "remote_addr")),
      request: method === null || path === null ? null : [method, path, protocol ?? ""].join(" ").trimEnd(),
      method,
      path,
      ...(status >= 100 && status <= 999 ? { status } : {}),
      host: textAt(values, "request", "host"),
      upstreamAddr: dialAddress(textAt(values, "upstream")) ?? goUpstream(said) ?? healthChecked(line),
      referer: textAt(values, "request", "headers", "Referer"),
    });
  };

  return {
    role: "error",
    format,
    signatures: CADDY_SIGNATURES,
    peel: null,
    event: (raw, carriedMs = null) => {
      const text = raw.trim();
      if (text === "") return { skipped: "empty line" };
      const line = readCaddyLine(text);
      return line ? eventOf(line, carriedMs) : { rejected: "no line of Caddy's log: it has no level and message" };
    },
  };
}

/** Caddy writes sockets as `unix//run/app.sock`. */
function dialAddress(upstream: string | null): string | null {
  return upstream?.replace(/^unix(?:\+h2c)?\//, "unix:") ?? null;
}

function healthChecked({ logger, values }: CaddyLine): string | null {
  return logger.includes("health_checker") ? (textAt(values, "host") ?? textAt(values, "uri")) : null;
}

function withoutPort(address: string | null): string | null {
  return address?.replace(/^\[(.*)\](?::\d+)?$|^([^:]*):\d+$/, "$1$2") ?? null;
}

/** Source: https://caddyserver.com/docs/logging */
export const caddyError: FormatDefinition = {
  id: "caddy-error",
  title: "Caddy error log",
  product: "Caddy",
  role: "error",
  kind: "message",
  docs: "https://caddyserver.com/docs/logging",
  template: null,
  looksLike:
    /"logger":"(?:http|tls|admin|pki|events|caddy)|"err_trace":|"msg":"(?:using (?:provided|adjacent|config)|serving initial configuration|autosaved config|shutting down)|^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)?\s+(?:\u001b\[\d+m)?(?:DEBUG|INFO|WARN|ERROR)(?:\u001b\[0m)?\s+(?:http|tls|admin|pki|events|caddy|using|serving|autosaved|shutting)/,
  companions: ["caddy-access", "caddy-console"],
  precedence: 50,
  signatures: CADDY_SIGNATURES,
  samples: [
    {
      line: '{"level":"error","ts":1795600166.0618744,"logger":"http.log.error.log0","msg":"dial tcp 127.0.0.1:18001: connect: connection refused","request":{"remote_ip":"203.0.113.9","remote_port":"43142","proto":"HTTP/1.1","method":"GET","host":"shop.example.com","uri":"/cart?x=1","headers":{"User-Agent":["curl/7.88.1"],"Accept":["*/*"]}},"duration":0.000420617,"status":502,"err_id":"7b3tbf1xp","err_trace":"reverseproxy.statusError (reverseproxy.go:1272)"}',
      event: {
        atMs: 1_795_600_166_061,
        level: "error",
        message: "dial tcp 127.0.0.1:18001: connect: connection refused",
        signature: "caddy-connection-refused",
        phase: "connect",
        errno: "ECONNREFUSED",
        clientIp: "203.0.113.9",
        method: "GET",
        path: "/cart?x=1",
        status: 502,
        host: "shop.example.com",
        request: "GET /cart?x=1 HTTP/1.1",
        upstreamAddr: "127.0.0.1:18001",
      },
    },
    {
      line: '2026/11/25 09:49:47.304\t\u001b[31mERROR\u001b[0m\thttp.log.error.log0\tx509: certificate signed by unknown authority\t{"request": {"remote_ip": "203.0.113.9", "remote_port": "49988", "proto": "HTTP/1.1", "method": "GET", "host": "shop.example.com", "uri": "/cart", "headers": {"User-Agent": ["curl/7.88.1"]}}, "duration": 0.05, "status": 502, "err_id": "ptw1mdurm", "err_trace": "reverseproxy.statusError (reverseproxy.go:1272)"}',
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 49, 47, 304),
        level: "error",
        signature: "caddy-certificate-refused",
        phase: "tls",
        path: "/cart",
        upstreamAddr: null,
      },
    },
    {
      line: '{"level":"info","ts":1795600164.064135,"msg":"autosaved config (load with --resume flag)","file":"/root/.config/caddy/autosave.json"}',
      event: { level: "info", signature: "caddy-reloaded", path: null },
    },
  ],
  canTell: ["the error of each failed request, in Go's words", "the upstream's address where connecting failed"],
  cannotTell: ["which upstream it was when it answered badly or closed the connection"],
  improve: "{ debug } in the global options during an incident: every attempt is logged as “upstream roundtrip”.",
  open: (choice, options) => openCaddyError(choice.id, options),
};
