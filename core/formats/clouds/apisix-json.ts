import type { AccessEvent } from "@/core/events/access-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { openJson } from "@/core/formats/open-json";
import type { JsonKey } from "@/core/formats/plan-json";

const KEYS: readonly JsonKey[] = [
  { path: ["start_time"], field: "time", rank: 1 },
  { path: ["client_ip"], field: "client", rank: 1 },
  { path: ["request", "method"], field: "method", rank: 1 },
  { path: ["request", "uri"], field: "path", rank: 2 },
  { path: ["request", "url"], field: "path", rank: 1, urlHost: true },
  { path: ["request", "size"], field: "requestBytes", rank: 1 },
  { path: ["request", "headers", "host"], field: "host", rank: 1 },
  { path: ["request", "headers", "user-agent"], field: "userAgent", rank: 1 },
  { path: ["request", "headers", "referer"], field: "referer", rank: 1 },
  { path: ["request", "headers", "x-request-id"], field: "requestId", rank: 1 },
  { path: ["response", "status"], field: "status", rank: 1 },
  { path: ["response", "size"], field: "bodyBytes", rank: 1 },
  { path: ["latency"], field: "requestTime", rank: 1, unitMs: 1 },
  { path: ["upstream_latency"], field: "upstreamResponseTime", rank: 1, unitMs: 1 },
  { path: ["upstream"], field: "upstreamAddr", rank: 1 },
  { path: ["service_id"], field: "upstreamName", rank: 2 },
  { path: ["route_id"], field: "frontend", rank: 1 },
];

function refine(event: AccessEvent): AccessEvent {
  return event.status === 0 ? { ...event, status: null } : event;
}

/** What the log plugins (http-logger, file-logger, kafka-logger …) write. Source: https://apisix.apache.org/docs/apisix/plugins/http-logger/ */
export const apisixJson: FormatDefinition = {
  id: "apisix-json",
  title: "APISIX log plugin (JSON)",
  product: "Apache APISIX",
  role: "access",
  kind: "json",
  docs: "https://apisix.apache.org/docs/apisix/plugins/http-logger/",
  template: null,
  looksLike: /"apisix_latency"\s*:/,
  companions: ["nginx-error"],
  precedence: 100,
  samples: [
    {
      line: '{"service_id":"","apisix_latency":100.99999809265,"start_time":1703907485819,"latency":101.99999809265,"upstream_latency":1,"client_ip":"203.0.113.9","route_id":"shop","server":{"version":"3.7.0","hostname":"gw"},"request":{"headers":{"host":"shop.example.com","user-agent":"curl/8.5.0","accept":"*/*"},"url":"http://shop.example.com:9080/cart?x=1","method":"GET","querystring":{"x":"1"},"uri":"/cart?x=1","size":194},"response":{"headers":{"content-type":"text/html"},"status":502,"size":282},"upstream":"10.0.0.7:8080, 10.0.0.8:8080"}',
      event: {
        atMs: 1_703_907_485_819,
        ...{ status: 502, method: "GET", path: "/cart?x=1", host: "shop.example.com", clientIp: "203.0.113.9" },
        ...{ requestMs: 102, bodyBytes: 282, requestBytes: 194, frontend: "shop", upstreamName: null },
        upstreams: [
          {
            ...{ addr: "10.0.0.7:8080", status: null, connectMs: null, headerMs: null, responseMs: 1 },
            ...{ receivedBytes: null, sentBytes: null },
          },
          {
            ...{ addr: "10.0.0.8:8080", status: null, connectMs: null, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
  ],
  canTell: ["the route and the servers tried", "how much of the time was the upstream's"],
  cannotTell: ["what the upstream answered", "why connecting failed: that is in APISIX's error log"],
  improve:
    "Give APISIX's error.log as well, and have $upstream_status and $upstream_connect_time in log_format of the plugin's metadata.",
  open: (choice, options) => openJson(choice, { keys: KEYS, meaning: { refine } }, options),
};
