import type { FieldName } from "@/core/events/field";
import type { ValueKind } from "@/core/formats/line-plan";

interface Variable {
  field: FieldName;
  kind: ValueKind;
  /** Of two variables for one field in one template the higher rank is read, the other skipped. */
  rank: number;
}

const variable = (field: FieldName, kind: ValueKind, rank = 1): Variable => ({ field, kind, rank });

/**
 * Variables of `log_format` that mean something to us.
 * Sources: https://nginx.org/en/docs/varindex.html, ingress-nginx, Kong and APISIX templates.
 */
const VARIABLES: Record<string, Variable> = {
  time_local: variable("time", "time-local", 3),
  time_iso8601: variable("time", "time-iso", 2),
  msec: variable("time", "time-epoch", 1),
  remote_addr: variable("client", "list", 3),
  realip_remote_addr: variable("client", "list", 2),
  proxy_protocol_addr: variable("client", "list", 1),
  the_real_ip: variable("client", "list", 2),
  remote_port: variable("clientPort", "list"),
  request: variable("request", "request"),
  request_method: variable("method", "list"),
  request_uri: variable("path", "text", 3),
  uri: variable("path", "text", 1),
  document_uri: variable("path", "text", 1),
  server_protocol: variable("protocol", "list"),
  status: variable("status", "status"),
  body_bytes_sent: variable("bodyBytes", "integer", 2),
  bytes_sent: variable("bodyBytes", "integer", 1),
  http_referer: variable("referer", "text"),
  http_user_agent: variable("userAgent", "text"),
  host: variable("host", "list", 4),
  http_host: variable("host", "list", 3),
  best_http_host: variable("host", "list", 3),
  server_name: variable("host", "list", 2),
  upstream_addr: variable("upstreamAddr", "list"),
  upstream_status: variable("upstreamStatus", "list"),
  upstream_connect_time: variable("upstreamConnectTime", "list"),
  upstream_header_time: variable("upstreamHeaderTime", "list"),
  upstream_response_time: variable("upstreamResponseTime", "list"),
  upstream_bytes_received: variable("upstreamBytesReceived", "list", 2),
  upstream_bytes_sent: variable("upstreamBytesSent", "list"),
  upstream_cache_status: variable("cacheStatus", "list"),
  request_time: variable("requestTime", "decimal"),
  request_length: variable("requestBytes", "integer"),
  request_id: variable("requestId", "list", 4),
  req_id: variable("requestId", "list", 4),
  kong_request_id: variable("requestId", "list", 4),
  apisix_request_id: variable("requestId", "list", 4),
  http_x_request_id: variable("requestId", "list", 3),
  sent_http_x_request_id: variable("requestId", "list", 2),
  upstream_http_x_request_id: variable("requestId", "list", 1),
  proxy_upstream_name: variable("upstreamName", "list", 2),
  proxy_host: variable("upstreamName", "list", 1),
  // Nginx Proxy Manager's own, the host that a proxy host forwards to.
  server: variable("upstreamName", "list", 1),
  http_x_forwarded_for: variable("forwardedFor", "list", 2),
  proxy_add_x_forwarded_for: variable("forwardedFor", "list", 1),
  scheme: variable("scheme", "list"),
  connection: variable("connection", "list"),
  pid: variable("pid", "list"),
};

/** Kinds of variables that carry nothing for us but may hold spaces; every other unknown one is a word or a list. */
const SPACED =
  /^(?:remote_user|args|query_string|request_body|request_filename|realpath_root|ssl_.*_dn|http_.*|sent_http_.*|upstream_http_.*|cookie_.*|arg_.*|unknown_text.*)$/;

/** What a `log_format` variable (without `$`) stands for; field null where it says nothing we keep. */
export function nginxVariable(name: string): { field: FieldName | null; kind: ValueKind; rank: number } {
  if (Object.hasOwn(VARIABLES, name)) {
    const known = VARIABLES[name];
    if (known) return known;
  }
  return { field: null, kind: SPACED.test(name) ? "text" : "list", rank: 0 };
}
