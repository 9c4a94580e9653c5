import type { AccessEvent, MadeBy } from "@/core/events/access-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { openJson } from "@/core/formats/open-json";
import type { JsonKey } from "@/core/formats/plan-json";
import type { ScannedLine } from "@/core/formats/scanned-line";
import { GCP_REASONS } from "./gcp-reasons";

const KEYS: readonly JsonKey[] = [
  { path: ["timestamp"], field: "time", rank: 2 },
  { path: ["receiveTimestamp"], field: "time", rank: 1 },
  { path: ["httpRequest", "requestMethod"], field: "method", rank: 1 },
  { path: ["httpRequest", "requestUrl"], field: "path", rank: 1, urlHost: true },
  { path: ["httpRequest", "protocol"], field: "protocol", rank: 1 },
  { path: ["httpRequest", "status"], field: "status", rank: 1 },
  { path: ["httpRequest", "requestSize"], field: "requestBytes", rank: 1 },
  { path: ["httpRequest", "responseSize"], field: "bodyBytes", rank: 1 },
  { path: ["httpRequest", "userAgent"], field: "userAgent", rank: 1 },
  { path: ["httpRequest", "referer"], field: "referer", rank: 1 },
  { path: ["httpRequest", "remoteIp"], field: "client", rank: 1, trim: "address" },
  { path: ["httpRequest", "serverIp"], field: "upstreamAddr", rank: 1 },
  { path: ["httpRequest", "latency"], field: "requestTime", rank: 1 },
  { path: ["jsonPayload", "statusDetails"], field: "errorReason", rank: 2 },
  { path: ["textPayload"], field: "errorReason", rank: 1 },
  { path: ["resource", "labels", "backend_service_name"], field: "upstreamName", rank: 2 },
  { path: ["resource", "labels", "service_name"], field: "upstreamName", rank: 1 },
  { path: ["resource", "labels", "forwarding_rule_name"], field: "frontend", rank: 1 },
  { path: ["trace"], field: "requestId", rank: 1 },
];

/** The balancer says so where the answer came from the backend; Cloud Run has no such word. */
function judge(line: ScannedLine): MadeBy {
  const errorReason = line.text("errorReason");
  if (errorReason === null) return "unknown";
  return errorReason === "response_sent_by_backend" ? "upstream" : "proxy";
}

/** Status 0: the client left before there was one. */
function refine(event: AccessEvent): AccessEvent {
  return event.status === 0 ? { ...event, status: null } : event;
}

/**
 * Request entries of Cloud Logging: those of HTTP(S) load balancers, and of Cloud Run in the same envelope.
 * Source: https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring#what_is_logged
 */
export const gcpLoadBalancer: FormatDefinition = {
  id: "gcp-load-balancer",
  title: "Google Cloud load balancer (Cloud Logging)",
  product: "Google Cloud",
  role: "access",
  kind: "json",
  docs: "https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring#what_is_logged",
  template: null,
  looksLike: /"httpRequest"\s*:\s*\{/,
  companions: ["gcp-event"],
  precedence: 100,
  signatures: GCP_REASONS,
  samples: [
    {
      line: '{"insertId":"1oek5rg3l3fxj7","jsonPayload":{"@type":"type.googleapis.com/google.cloud.loadbalancing.type.LoadBalancerLogEntry","statusDetails":"failed_to_connect_to_backend","backendTargetProjectNumber":"projects/1"},"httpRequest":{"requestMethod":"GET","requestUrl":"https://shop.example.com/cart?x=1","requestSize":"577","status":502,"responseSize":"447","userAgent":"curl/8.5.0","remoteIp":"203.0.113.9:9989","serverIp":"10.5.3.1","latency":"0.123456s","protocol":"HTTP/2"},"resource":{"type":"http_load_balancer","labels":{"zone":"global","url_map_name":"web-map","forwarding_rule_name":"web-fr","target_proxy_name":"web-proxy","backend_service_name":"web-be","project_id":"p"}},"timestamp":"2026-06-08T23:41:30.078651Z","severity":"WARNING","logName":"projects/p/logs/requests","trace":"projects/p/traces/241d","receiveTimestamp":"2026-06-08T23:41:30.588272510Z","spanId":"7b65"}',
      event: {
        atMs: Date.UTC(2026, 5, 8, 23, 41, 30, 78),
        ...{ status: 502, method: "GET", path: "https://shop.example.com/cart?x=1", host: "shop.example.com" },
        ...{ clientIp: "203.0.113.9", requestMs: 123.456, bodyBytes: 447, requestBytes: 577, protocol: "HTTP/2" },
        ...{ errorReason: "failed_to_connect_to_backend", upstreamName: "web-be", frontend: "web-fr" },
        upstreams: [
          {
            ...{ addr: "10.5.3.1", status: null, connectMs: null, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: '{"httpRequest":{"requestMethod":"POST","requestUrl":"https://app-x.a.run.app/job","requestSize":"1024","status":503,"responseSize":"98","userAgent":"curl/8.5.0","remoteIp":"203.0.113.9","serverIp":"216.239.36.53","latency":"3s","protocol":"HTTP/1.1"},"insertId":"64","logName":"projects/p/logs/run.googleapis.com%2Frequests","resource":{"type":"cloud_run_revision","labels":{"service_name":"app","revision_name":"app-00001"}},"severity":"ERROR","textPayload":"The request failed because either the HTTP response was malformed or connection to the instance had an error.","timestamp":"2026-06-08T23:41:30Z"}',
      event: { status: 503, requestMs: 3000, upstreamName: "app", host: "app-x.a.run.app" },
    },
    {
      line: '{"httpRequest":{"requestMethod":"GET","requestUrl":"http://shop.example.com/slow","status":0,"latency":"9.9s","remoteIp":"203.0.113.9"},"jsonPayload":{"statusDetails":"client_disconnected_before_any_response"},"resource":{"type":"http_load_balancer","labels":{}},"timestamp":"2026-06-08T23:41:30Z"}',
      event: { status: null, errorReason: "client_disconnected_before_any_response", upstreams: [] },
    },
  ],
  canTell: [
    "why the balancer failed, by statusDetails",
    "the backend service and the backend's address",
    "an error that the backend sent itself",
  ],
  cannotTell: ["how long connecting took", "lines left out by the sample rate"],
  improve: "gcloud compute backend-services update NAME --enable-logging --logging-sample-rate=1.0",
  open: (choice, options) =>
    openJson(
      choice,
      { keys: KEYS, needs: ["time", "method"], meaning: { refine, judge, reasons: GCP_REASONS } },
      options,
    ),
};
