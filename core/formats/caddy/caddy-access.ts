import type { AccessEvent, MadeBy } from "@/core/events/access-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { AccessMeaning } from "@/core/formats/create-access-reader";
import type { JsonFormat } from "@/core/formats/open-json";
import { openJson } from "@/core/formats/open-json";
import type { JsonKey } from "@/core/formats/plan-json";
import type { ScannedLine } from "@/core/formats/scanned-line";
import { CADDY_REASONS } from "./caddy-signatures";

/** `ts`, or what `time_key` is often set to, comes first; `request` is the same object as in error lines. */
export const CADDY_KEYS: readonly JsonKey[] = [
  { path: ["ts"], field: "time", rank: 2 },
  { path: ["time"], field: "time", rank: 1 },
  { path: ["timestamp"], field: "time", rank: 1 },
  { path: ["status"], field: "status", rank: 1 },
  { path: ["size"], field: "bodyBytes", rank: 1 },
  { path: ["bytes_read"], field: "requestBytes", rank: 1 },
  { path: ["duration"], field: "requestTime", rank: 2 },
  { path: ["duration_ms"], field: "requestTime", rank: 1, unitMs: 1 },
  { path: ["request", "client_ip"], field: "client", rank: 3 },
  { path: ["request", "remote_ip"], field: "client", rank: 2 },
  { path: ["request", "remote_addr"], field: "client", rank: 1, trim: "address" },
  { path: ["request", "proto"], field: "protocol", rank: 1 },
  { path: ["request", "method"], field: "method", rank: 1 },
  { path: ["request", "host"], field: "host", rank: 1 },
  { path: ["request", "uri"], field: "path", rank: 1 },
  { path: ["request", "headers", "User-Agent"], field: "userAgent", rank: 1 },
  { path: ["request", "headers", "Referer"], field: "referer", rank: 1 },
  { path: ["request", "headers", "X-Request-Id"], field: "requestId", rank: 1 },
  { path: ["uuid"], field: "requestId", rank: 2 },
  { path: ["request_id"], field: "requestId", rank: 3 },
  // log_append, under the names that people give: https://caddyserver.com/docs/caddyfile/directives/log_append
  { path: ["upstream"], field: "upstreamAddr", rank: 2 },
  { path: ["upstream_hostport"], field: "upstreamAddr", rank: 2 },
  { path: ["upstream_host"], field: "upstreamAddr", rank: 1 },
  { path: ["upstream_addr"], field: "upstreamAddr", rank: 2 },
  { path: ["up_status"], field: "upstreamStatus", rank: 1 },
  { path: ["upstream_status"], field: "upstreamStatus", rank: 1 },
  { path: ["up_latency"], field: "upstreamResponseTime", rank: 1, unitMs: 1 },
  { path: ["upstream_latency"], field: "upstreamResponseTime", rank: 1, unitMs: 1 },
  { path: ["upstream_latency_ms"], field: "upstreamResponseTime", rank: 2, unitMs: 1 },
  { path: ["upstream_duration_ms"], field: "upstreamResponseTime", rank: 2, unitMs: 1 },
];

/** An empty error is Caddy's own; of an answer to HEAD the body tells nothing. */
function judge(line: ScannedLine): MadeBy {
  const answered = line.upstreamStatus();
  if (answered !== null) return answered === line.integer("status") ? "upstream" : "proxy";
  const bodyBytes = line.integer("bodyBytes");
  if (bodyBytes === null || line.text("method") === "HEAD") return "unknown";
  return bodyBytes === 0 ? "proxy" : "upstream";
}

/** Status 0: the client left before there was one. */
function refine(event: AccessEvent): AccessEvent {
  return event.status === 0 ? { ...event, status: null } : event;
}

export const CADDY_MEANING: AccessMeaning = { refine, judge, reasons: CADDY_REASONS };

/** Error lines carry time, status and request as well; a size only access lines have. */
export const CADDY_JSON: JsonFormat = {
  keys: CADDY_KEYS,
  needs: ["time", "status", "bodyBytes"],
  meaning: CADDY_MEANING,
};

/** Source: https://caddyserver.com/docs/caddyfile/directives/log */
export const caddyAccess: FormatDefinition = {
  id: "caddy-access",
  title: "Caddy access log",
  product: "Caddy",
  role: "access",
  kind: "json",
  docs: "https://caddyserver.com/docs/caddyfile/directives/log",
  template: null,
  looksLike: /"msg":"handled request"|"logger":"http\.log\.access/,
  companions: ["caddy-error"],
  precedence: 100,
  signatures: CADDY_REASONS,
  samples: [
    {
      line: '{"level":"error","ts":1795600166.0618887,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"203.0.113.9","remote_port":"43142","proto":"HTTP/1.1","method":"GET","host":"shop.example.com","uri":"/cart?x=1","headers":{"Accept":["*/*"],"User-Agent":["curl/7.88.1"]}},"user_id":"","duration":0.000420617,"size":0,"status":502,"resp_headers":{"Server":["Caddy"]}}',
      event: {
        atMs: 1_795_600_166_061,
        status: 502,
        method: "GET",
        path: "/cart?x=1",
        protocol: "HTTP/1.1",
        host: "shop.example.com",
        clientIp: "203.0.113.9",
        userAgent: "curl/7.88.1",
        bodyBytes: 0,
        requestMs: 0.42,
        upstreams: [],
      },
    },
    {
      line: '{"level":"info","ts":"2026-11-25T09:49:31.652Z","logger":"http.log.access","msg":"handled request","request":{"remote_ip":"10.0.0.2","remote_port":"43284","client_ip":"203.0.113.9","proto":"HTTP/2.0","method":"POST","host":"shop.example.com","uri":"/slow","headers":{}},"bytes_read":17,"user_id":"","duration":"400.2ms","size":0,"status":0,"resp_headers":{"Server":["Caddy"]}}',
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 49, 31, 652),
        status: null,
        clientIp: "203.0.113.9",
        requestMs: 400.2,
        requestBytes: 17,
      },
    },
    {
      line: '{"level":"error","ts":1795600171.2,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_addr":"[2001:db8::9]:5000","proto":"HTTP/1.1","method":"GET","host":"shop.example.com","uri":"/","headers":{}},"common_log":"- - -","duration":1.2,"size":3,"status":502,"resp_headers":{},"upstream":"10.0.0.7:8080","up_status":502,"up_latency":3.5}',
      event: {
        clientIp: "2001:db8::9",
        upstreams: [
          {
            ...{ addr: "10.0.0.7:8080", status: 502, connectMs: null, headerMs: null, responseMs: 3.5 },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
  ],
  canTell: ["status 502, 503 or 504 and how long it took", "by an empty body, that Caddy made the error itself"],
  cannotTell: ["why: that is in the error log", "which upstream was asked, unless log_append says so"],
  improve:
    "In the site: log, then log_append upstream {http.reverse_proxy.upstream.hostport}, log_append up_status {http.reverse_proxy.status_code} and log_append up_latency {http.reverse_proxy.upstream.latency_ms}.",
  open: (choice, options) => openJson(choice, CADDY_JSON, options),
};
