import type { AccessEvent, MadeBy } from "@/core/events/access-event";
import type { FieldName } from "@/core/events/field";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";
import { openJson } from "@/core/formats/open-json";
import type { JsonKey } from "@/core/formats/plan-json";
import type { ScannedLine } from "@/core/formats/scanned-line";

/** nginx writes its own 502 and 504 into the upstream's status as well. */
// prettier-ignore
export const KONG_REASONS: readonly ReasonRule[] = reasonsOfPhase("read_header", [
  ["kong-relayed", { status: /^50[234]$/, upstreamStatus: /^50[234]$/ }, null, "passed-through", "low", "the upstream may have answered so itself"],
]);

const KEYS: readonly JsonKey[] = [
  { path: ["started_at"], field: "time", rank: 1 },
  { path: ["client_ip"], field: "client", rank: 1 },
  { path: ["request", "method"], field: "method", rank: 1 },
  { path: ["request", "uri"], field: "path", rank: 2 },
  { path: ["request", "url"], field: "path", rank: 1, urlHost: true },
  { path: ["request", "size"], field: "requestBytes", rank: 1 },
  { path: ["request", "id"], field: "requestId", rank: 2 },
  { path: ["request", "headers", "host"], field: "host", rank: 1 },
  { path: ["request", "headers", "user-agent"], field: "userAgent", rank: 1 },
  { path: ["request", "headers", "referer"], field: "referer", rank: 1 },
  { path: ["request", "headers", "x-request-id"], field: "requestId", rank: 1 },
  { path: ["response", "status"], field: "status", rank: 1 },
  { path: ["response", "size"], field: "bodyBytes", rank: 1 },
  { path: ["latencies", "request"], field: "requestTime", rank: 1, unitMs: 1 },
  { path: ["latencies", "proxy"], field: "upstreamHeaderTime", rank: 1, unitMs: 1 },
  { path: ["upstream_status"], field: "upstreamStatus", rank: 1 },
  { path: ["tries", "ip"], field: "upstreamAddr", rank: 1 },
  { path: ["tries", "port"], field: "upstreamPort", rank: 1 },
  { path: ["service", "name"], field: "upstreamName", rank: 2 },
  { path: ["service", "host"], field: "upstreamName", rank: 1 },
  { path: ["route", "name"], field: "frontend", rank: 1 },
];

function refine(event: AccessEvent, text: (field: FieldName) => string | null): AccessEvent {
  const port = text("upstreamPort");
  const last = event.upstreams.at(-1);
  if (last?.addr === undefined) return event;
  // Of several tries the statuses are a list, the address is the last one's.
  const addr = last.addr ?? event.upstreams.find((attempt) => attempt.addr !== null)?.addr ?? null;
  const headerMs = event.upstreams.find((attempt) => attempt.headerMs !== null)?.headerMs ?? null;
  const named = addr === null || port === null ? addr : addr.includes(":") ? `[${addr}]:${port}` : `${addr}:${port}`;
  return { ...event, upstreams: named === null ? [] : [{ ...last, addr: named, headerMs }] };
}

/** Without a time to the upstream's header nobody answered. */
function judge(line: ScannedLine): MadeBy {
  const attempts = line.attempts();
  const wasAnswered = attempts.some(({ headerMs }) => headerMs !== null);
  if (!wasAnswered || attempts.every(({ addr }) => addr === null)) return "proxy";
  const answered = attempts.at(-1)?.status ?? null;
  return answered === null ? "unknown" : answered === line.integer("status") ? "upstream" : "proxy";
}

/** What the log plugins (file-log, http-log, tcp-log …) write. Source: https://developer.konghq.com/plugins/http-log/#log-format */
export const kongJson: FormatDefinition = {
  id: "kong-json",
  title: "Kong log plugin (JSON)",
  product: "Kong",
  role: "access",
  kind: "json",
  docs: "https://developer.konghq.com/plugins/http-log/#log-format",
  template: null,
  looksLike: /"latencies"\s*:\s*\{/,
  companions: ["nginx-error"],
  precedence: 100,
  signatures: KONG_REASONS,
  samples: [
    {
      line: '{"latencies":{"request":515,"kong":58,"proxy":-1},"service":{"host":"httpbin.org","created_at":1614232642,"id":"167290ee","protocol":"http","name":"shop","port":80,"path":null,"retries":5,"read_timeout":60000},"request":{"querystring":{},"size":138,"uri":"/get?x=1","url":"http://gw.example.com:8000/get?x=1","headers":{"host":"gw.example.com:8000","accept-encoding":"gzip","user-agent":"HTTPie/2.4.0","accept":"*/*"},"method":"GET","id":"c1f6e02a9b"},"tries":[{"balancer_latency":0,"port":80,"balancer_start":1614232668342,"ip":"10.0.0.6","state":"failed","code":502},{"balancer_latency":0,"port":8080,"balancer_start":1614232668399,"ip":"10.0.0.7"}],"client_ip":"203.0.113.9","workspace":"0","upstream_uri":"/get","upstream_status":"502, 502","response":{"headers":{"content-type":"application/json"},"status":502,"size":154},"route":{"id":"78f7","name":"shop-route"},"started_at":1614232668342}',
      event: {
        atMs: 1_614_232_668_342,
        ...{ status: 502, method: "GET", path: "/get?x=1", host: "gw.example.com:8000", clientIp: "203.0.113.9" },
        ...{ requestMs: 515, bodyBytes: 154, requestBytes: 138, userAgent: "HTTPie/2.4.0", requestId: "c1f6e02a9b" },
        ...{ upstreamName: "shop", frontend: "shop-route" },
        upstreams: [
          {
            ...{ addr: "10.0.0.7:8080", status: 502, connectMs: null, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: '{"latencies":{"request":2,"kong":2,"proxy":-1},"service":{"host":"api.internal","name":"api"},"request":{"method":"GET","uri":"/","size":80,"headers":{"host":"gw.example.com"}},"tries":{},"client_ip":"203.0.113.9","response":{"status":503,"size":90},"started_at":1614232668342}',
      event: { status: 503, upstreams: [], upstreamName: "api" },
    },
  ],
  canTell: ["the service and the last server tried", "whether the upstream sent a header"],
  cannotTell: ["why connecting failed: that is in Kong's error log"],
  improve:
    "Give Kong's error.log as well, and set nginx_http_log_format with $upstream_addr, $upstream_status and $upstream_connect_time.",
  open: (choice, options) =>
    openJson(choice, { keys: KEYS, meaning: { refine, judge, reasons: KONG_REASONS } }, options),
};
