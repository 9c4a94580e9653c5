import type { FieldName } from "@/core/events/field";
import type { ValueKind } from "@/core/formats/line-plan";
import type { AddressTrim } from "@/core/formats/trim-address";

/** What a command operator stands for; field null where it says nothing we keep. */
export interface EnvoyOperator {
  field: FieldName | null;
  kind: ValueKind;
  /** Of two operators for one field in one line the higher rank is read. */
  rank: number;
  unitMs?: number;
  trim?: AddressTrim;
}

const operator = (
  field: FieldName,
  kind: ValueKind,
  rank = 1,
  more: Pick<EnvoyOperator, "unitMs" | "trim"> = {},
): EnvoyOperator => ({ field, kind, rank, ...more });

const milliseconds = (field: FieldName, rank: number) => operator(field, "list", rank, { unitMs: 1 });

/** Source: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#command-operators */
const OPERATORS: Record<string, EnvoyOperator> = {
  PROTOCOL: operator("protocol", "list"),
  RESPONSE_CODE: operator("status", "status"),
  RESPONSE_FLAGS: operator("flags", "list", 2),
  RESPONSE_FLAGS_LONG: operator("flags", "list", 1),
  RESPONSE_CODE_DETAILS: operator("errorReason", "list"),
  UPSTREAM_TRANSPORT_FAILURE_REASON: operator("failureDetail", "list"),
  BYTES_RECEIVED: operator("requestBytes", "integer"),
  BYTES_SENT: operator("bodyBytes", "integer"),
  DURATION: operator("requestTime", "integer", 1, { unitMs: 1 }),
  RESPONSE_DURATION: milliseconds("upstreamHeaderTime", 1),
  UPSTREAM_CONNECTION_POOL_READY_DURATION: milliseconds("upstreamConnectTime", 1),
  UPSTREAM_HOST: operator("upstreamAddr", "list", 3, { trim: "authority" }),
  UPSTREAM_REMOTE_ADDRESS: operator("upstreamAddr", "list", 2, { trim: "authority" }),
  UPSTREAM_CLUSTER: operator("upstreamName", "list", 2),
  UPSTREAM_CLUSTER_RAW: operator("upstreamName", "list", 1),
  ROUTE_NAME: operator("frontend", "list"),
  STREAM_ID: operator("requestId", "list", 1),
  DOWNSTREAM_REMOTE_ADDRESS: operator("client", "list", 5, { trim: "address" }),
  DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT: operator("client", "list", 6),
  DOWNSTREAM_DIRECT_REMOTE_ADDRESS: operator("client", "list", 1, { trim: "address" }),
  DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT: operator("client", "list", 2),
};

const REQUEST_HEADERS: Record<string, EnvoyOperator> = {
  ":METHOD": operator("method", "list"),
  ":AUTHORITY": operator("host", "list", 2),
  HOST: operator("host", "list", 1),
  ":PATH": operator("path", "text", 2),
  "X-ENVOY-ORIGINAL-PATH": operator("path", "text", 1),
  "USER-AGENT": operator("userAgent", "text"),
  REFERER: operator("referer", "text"),
  "X-REQUEST-ID": operator("requestId", "list", 2),
  "X-FORWARDED-FOR": operator("client", "list", 3, { trim: "address" }),
  ":SCHEME": operator("scheme", "list"),
};

const RESPONSE_HEADERS: Record<string, EnvoyOperator> = {
  "X-ENVOY-UPSTREAM-SERVICE-TIME": milliseconds("upstreamHeaderTime", 2),
  "X-REQUEST-ID": operator("requestId", "list", 1),
};

/**
 * What `%NAME(argument)%` stands for. Of `REQ(X?Y)` the header that is written where X is missing says as much as X: the path is one
 * or the other.
 */
export function envoyOperator(name: string, argument: string): EnvoyOperator {
  if (name === "START_TIME" || name === "START_TIME_LOCAL") return operator("time", timeKind(argument), 3);
  if (name === "EMIT_TIME" || name === "EMIT_TIME_LOCAL") return operator("time", timeKind(argument), 2);
  if (name === "REQ" || name === "REQ_WITHOUT_QUERY") return headerOf(REQUEST_HEADERS, argument);
  if (name === "RESP") return headerOf(RESPONSE_HEADERS, argument);
  const known = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  return known ?? { field: null, kind: "list", rank: 0 };
}

function headerOf(headers: Record<string, EnvoyOperator>, argument: string): EnvoyOperator {
  const names = argument.toUpperCase().split("?");
  for (const name of [...names].reverse()) {
    const known = Object.hasOwn(headers, name) ? headers[name] : undefined;
    if (known) return known;
  }
  return { field: null, kind: "text", rank: 0 };
}

/** A format with blanks is taken apart by its own shape: a blank after it may be the next column's. */
function timeKind(format: string): ValueKind {
  if (format === "" || /^%(?:Y-%m-%d|F).%(?:H:%M:%S|T)/.test(format)) return "time-iso";
  if (/^%d\/%b\/%Y:%(?:H:%M:%S|T) %z$/.test(format)) return "time-local";
  return /^%(?:s|E?s)(?:\.%\d?f)?$/.test(format) ? "time-epoch" : "time";
}
