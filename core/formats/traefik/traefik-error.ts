import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { goUpstream } from "@/core/formats/go-errors";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { signatureMatcher } from "@/core/formats/match-signature";
import { createTextClock } from "@/core/formats/text-clock";
import { readTraefikLine, type TraefikLine } from "./read-traefik-line";
import { TRAEFIK_SIGNATURES } from "./traefik-signatures";

/** Go's errors mean a failed request only where Traefik answered with one: its providers dial as well. */
const OF_REQUEST = /(?:^|')(?:499|50[0-4]) [A-Z][A-Za-z ]+|Error forwarding to |tls: first record does not look/;
const OF_TRAEFIK =
  /^(?:Health ?check |Skipping service|Traefik version|Starting provider|I have to go|Stopping server|Server stopped|Shutting down)|does not exist|not found for/i;

function openTraefikError(format: string, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock(options);
  if ("problem" in clock) return clock;
  const match = signatureMatcher(TRAEFIK_SIGNATURES);
  return {
    role: "error",
    format,
    signatures: TRAEFIK_SIGNATURES,
    peel: null,
    event: (raw, carriedMs = null) => {
      const text = raw.trim();
      if (text === "") return { skipped: "empty line" };
      const line = readTraefikLine(text);
      if (!line) return { rejected: "no line of Traefik's log: it has no time, level and message" };
      const message = sentenceOf(line);
      const known = OF_REQUEST.test(message) || OF_TRAEFIK.test(message) ? match(message, null) : null;
      if (/^(?:debug|trace)$/.test(line.level) && known === null)
        return { skipped: "a line of level debug about no failure" };
      const atMs = line.time === null ? carriedMs : clock(line.time);
      if (atMs === null) return { rejected: "the line has no time, nor did a collector write one" };
      if (Number.isNaN(atMs)) return { rejected: `“${line.time?.slice(0, 40) ?? ""}” is no time` };
      const target = line.values.get("targetURL") ?? /forwarding to (\S+?),/.exec(message)?.[1] ?? null;
      return buildMessageEvent(known, {
        format,
        atMs,
        level: line.level,
        message,
        upstreamAddr: target?.replace(/^\w+:\/\/([^/?]+).*$/s, "$1") ?? (known ? goUpstream(message) : null),
      });
    },
  };
}

function sentenceOf({ message, error }: TraefikLine): string {
  if (error === null || message.includes(error)) return message;
  return message === "" ? error : `${message}: ${error}`;
}

/** Source: https://doc.traefik.io/traefik/observe/logs-and-access-logs/#logs */
export const traefikError: FormatDefinition = {
  id: "traefik-error",
  title: "Traefik log",
  product: "Traefik",
  role: "error",
  kind: "message",
  docs: "https://doc.traefik.io/traefik/observe/logs-and-access-logs/#logs",
  template: null,
  looksLike:
    /^(?:\u001b\[\d+m)?\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})(?:\u001b\[0m)? (?:\u001b\[\d+m)*(?:TRC|DBG|INF|WRN|ERR|FTL|PNC)|^time="[\dT:.+Z-]+" level=(?:trace|debug|info|warning|error|fatal|panic) msg="|^\{"level":"(?:trace|debug|info|warn|error|fatal)",.{0,2000}"(?:message|msg)":"(?:'?50\d |499 |Health ?check|Traefik version|Starting provider|Skipping service)|"(?:entryPointName|routerName|providerName)":"/,
  companions: ["traefik-json", "traefik-clf"],
  precedence: 40,
  signatures: TRAEFIK_SIGNATURES,
  samples: [
    {
      line: '2026-11-23T02:10:11Z DBG github.com/traefik/traefik/v3/pkg/proxy/httputil/proxy.go:121 > 502 Bad Gateway error="dial tcp 172.18.0.5:8080: connect: connection refused"',
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 10, 11),
        level: "debug",
        message: "502 Bad Gateway: dial tcp 172.18.0.5:8080: connect: connection refused",
        ...{ signature: "traefik-connection-refused", phase: "connect", errno: "ECONNREFUSED" },
        upstreamAddr: "172.18.0.5:8080",
      },
    },
    {
      line: 'time="2026-03-01T10:00:00Z" level=debug msg="\'502 Bad Gateway\' caused by: EOF"',
      event: { atMs: Date.UTC(2026, 2, 1, 10), level: "debug", signature: "traefik-eof", upstreamAddr: null },
    },
    {
      line: '{"level":"debug","error":"dial tcp 10.0.5.5:80: i/o timeout","time":"2026-11-23T02:10:42Z","caller":"github.com/traefik/traefik/v3/pkg/proxy/httputil/proxy.go:121","message":"504 Gateway Timeout"}',
      event: { signature: "traefik-dial-timeout", phase: "connect", upstreamAddr: "10.0.5.5:80" },
    },
  ],
  canTell: [
    "at level DEBUG, the error of each failed request, in Go's words",
    "health checks that fail",
    "services without an endpoint",
  ],
  cannotTell: ["which client and which path it was", "anything about requests at level INFO"],
  improve: "--log.level=DEBUG during an incident: only then are the errors logged.",
  open: (choice, options) => openTraefikError(choice.id, options),
};
