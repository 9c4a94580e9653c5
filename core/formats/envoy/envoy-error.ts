import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { rulesOfPhase, signatureMatcher, type SignatureRule } from "@/core/formats/match-signature";
import { createTextClock } from "@/core/formats/text-clock";

/** Sources: https://github.com/envoyproxy/envoy/blob/main/source/common/upstream, source/common/tls, source/server/server.cc */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("tls", [
    ["envoy-log-tls-verify", /TLS[_ ]error:.*CERTIFICATE_VERIFY_FAILED/, "CERTIFICATE_VERIFY_FAILED", "tls-verify", "high", "upstream's certificate was not accepted"],
    ["envoy-log-tls-version", /TLS[_ ]error:.*WRONG_VERSION_NUMBER/, "WRONG_VERSION_NUMBER", "wrong-protocol", "high", "upstream does not speak TLS"],
    ["envoy-log-tls-error", /TLS[_ ]error:/, null, "tls-handshake", "medium", "TLS handshake failed"],
  ]),
  ...rulesOfPhase("connect", [
    ["envoy-log-refused", /(?:delayed|immediate) connect error: (?:111|Connection refused)/, "111", "upstream-down", "medium", "connection refused"],
    ["envoy-log-connect-timeout", /\bconnect timeout\b/, "timeout", "connection-timeout", "medium", "connect timed out"],
  ]),
  ...rulesOfPhase("resolve", [
    ["envoy-log-dns-failed", /(?:dns|DNS) resolution (?:for \S+ )?failed/, null, "dns-failure", "high", "name did not resolve"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["envoy-log-overload", /overload action .* became active|envoy\.overload_actions/, "OM", "proxy-internal", "medium", "Envoy itself is overloaded"],
    ["envoy-log-config-refused", /(?:gRPC config for .* rejected|error initializing configuration|unable to (?:parse|load) .*config|Error adding\/updating (?:cluster|listener))/, null, "proxy-config-error", "medium", "configuration refused"],
    ["envoy-log-config-lost", /(?:StreamAggregatedResources gRPC config stream.* closed|initial fetch timed out)/, null, "", "low", "control plane out of reach"],
    ["envoy-log-crash", /Caught (?:Segmentation fault|Aborted)|assert failure|panic: /, null, "proxy-internal", "high", "Envoy crashed"],
    ["envoy-log-life", /^(?:starting main dispatch loop|all clusters initialized|shutting down|caught (?:ENVOY_)?SIGTERM|main dispatch loop exited|exiting)/, null, "", "high", "Envoy started or stopped"],
  ]),
  ...rulesOfPhase("policy", [
    ["envoy-log-health-check", /health check .*(?:fail|unhealthy)|marked (?:as )?unhealthy/i, "health", "health-check-failing", "medium", "health check failed"],
  ]),
];

// [2026-11-23 02:05:56.123][12][warning][upstream] [source/…cc:123] message
const LINE =
  /^\[(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)?)\]\[(\d+)\]\[(trace|debug|info|warning|warn|error|critical)\](?:\[[^\]]{0,60}\])? (?:\[[^\]]{0,200}\] )?(.*)$/s;
// Istio's agent: 2026-11-23T02:05:56.123456Z, level, scope and message between tabs.
const ISTIO =
  /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)\t(trace|debug|info|warning|warn|error|fatal|critical)\t(.*)$/s;
const SCOPE = /^(?:envoy [\w.]+ )?(?:\S{0,200}source\/\S{1,200}:\d{1,6}|[a-z][\w-]*)\t/;

function openEnvoyError(format: string, options: OpenOptions): MessageReader | Problem {
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
      const line = takeApart(raw.slice(0, 8192));
      if (!line) return { rejected: "no line of Envoy's log: it has no “[time][thread][level][logger]”" };
      const atMs = clock(line.time);
      if (Number.isNaN(atMs)) return { rejected: `“${line.time}” is no time` };
      const known = match(line.message, null);
      const address = /(?:remote address|upstream host|host)[: ]{1,3}(\[?[\da-fA-F.:]{1,45}\]?:\d{1,5})\b/.exec(
        line.message,
      );
      return buildMessageEvent(known, {
        format,
        atMs,
        level: line.level,
        message: line.message,
        upstreamAddr: address?.[1] ?? null,
        connection: Number(/^\[C(\d+)\]/.exec(line.message)?.[1] ?? NaN) || null,
        pid: line.thread,
      });
    },
  };
}

function takeApart(text: string): { time: string; level: string; message: string; thread: number | null } | null {
  const own = LINE.exec(text);
  if (own) {
    const [, time = "", thread, level = "", message = ""] = own;
    return { time, level, message, thread: Number(thread) };
  }
  const agent = ISTIO.exec(text);
  if (!agent) return null;
  const [, time = "", level = "", rest = ""] = agent;
  return { time, level, message: rest.replace(SCOPE, "").replace(/\tthread=\d+$/, ""), thread: null };
}

/** Source: https://www.envoyproxy.io/docs/envoy/latest/operations/cli#cmdoption-log-format */
export const envoyError: FormatDefinition = {
  id: "envoy-error",
  title: "Envoy's own log",
  product: "Envoy",
  role: "error",
  kind: "message",
  docs: "https://www.envoyproxy.io/docs/envoy/latest/operations/cli#cmdoption-log-format",
  template: null,
  looksLike:
    /^\[\d{4}-\d{2}-\d{2} [\d:.]+\]\[\d+\]\[[a-z]+\]|^\d{4}-\d{2}-\d{2}T[\d:.]+Z\t(?:trace|debug|info|warning|warn|error|fatal|critical)\t/,
  companions: ["envoy-default", "istio", "envoy-json"],
  precedence: 50,
  signatures: SIGNATURES,
  samples: [
    {
      line: "[2026-11-23 02:05:56.123][12][debug][connection] [source/common/tls/ssl_socket.cc:241] [C4711] remote address:10.0.0.7:8443,TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end",
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 5, 56, 123),
        level: "debug",
        signature: "envoy-log-tls-verify",
        phase: "tls",
        upstreamAddr: "10.0.0.7:8443",
        connection: 4711,
        pid: 12,
      },
    },
    {
      line: "[2026-11-23 02:05:56.123][1][info][main] [source/server/server.cc:977] starting main dispatch loop",
      event: { level: "info", message: "starting main dispatch loop", signature: "envoy-log-life" },
    },
    {
      line: "2026-11-23T02:05:56.123456Z\twarning\tenvoy config external/envoy/source/common/config/grpc_stream.h:152\tStreamAggregatedResources gRPC config stream to xds-grpc closed: 14, no healthy upstream\tthread=23",
      event: { level: "warning", signature: "envoy-log-config-lost" },
    },
  ],
  canTell: [
    "starts and stops",
    "refused configuration and a lost control plane",
    "TLS and connect errors at level debug",
  ],
  cannotTell: ["which request failed: that is in the access log", "its time zone"],
  improve: "--component-log-level upstream:debug,connection:debug during an incident.",
  open: (choice, options) => openEnvoyError(choice.id, options),
};
