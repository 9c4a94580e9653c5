import type { FormatDefinition } from "@/core/formats/format-definition";
import { openJson } from "@/core/formats/open-json";
import type { JsonKey } from "@/core/formats/plan-json";

const KEYS: readonly JsonKey[] = [
  { path: ["time"], field: "time", rank: 2 },
  { path: ["timestamp"], field: "time", rank: 1 },
  { path: ["req", "method"], field: "method", rank: 1 },
  { path: ["req", "url"], field: "path", rank: 1 },
  { path: ["req", "headers", "host"], field: "host", rank: 1 },
  { path: ["req", "headers", "user-agent"], field: "userAgent", rank: 1 },
  { path: ["req", "headers", "referer"], field: "referer", rank: 1 },
  { path: ["req", "id"], field: "requestId", rank: 1 },
  { path: ["req", "remoteAddress"], field: "client", rank: 1 },
  { path: ["res", "statusCode"], field: "status", rank: 1 },
  { path: ["res", "headers", "content-length"], field: "bodyBytes", rank: 1 },
  { path: ["responseTime"], field: "requestTime", rank: 1, unitMs: 1 },
];

/** Requests of a Node server. Source: https://github.com/pinojs/pino-http */
export const pinoHttp: FormatDefinition = {
  id: "pino-http",
  title: "pino-http (Node)",
  product: "Node",
  role: "access",
  kind: "json",
  docs: "https://github.com/pinojs/pino-http",
  template: null,
  looksLike: /"res"\s*:\s*\{.{0,2000}"responseTime"\s*:/,
  precedence: 100,
  samples: [
    {
      line: '{"level":50,"time":1591195061437,"pid":16012,"hostname":"app-1","req":{"id":1,"method":"GET","url":"/api?x=1","headers":{"host":"app.example.com","user-agent":"curl/8.5.0"},"remoteAddress":"::ffff:10.0.0.4","remotePort":64386},"res":{"statusCode":503,"headers":{"content-length":"12"}},"responseTime":10,"msg":"request errored"}',
      event: {
        atMs: 1_591_195_061_437,
        ...{ status: 503, method: "GET", path: "/api?x=1", host: "app.example.com", clientIp: "::ffff:10.0.0.4" },
        ...{ requestMs: 10, bodyBytes: 12, userAgent: "curl/8.5.0", requestId: "1" },
      },
    },
  ],
  canTell: ["what the application answered and how long it took"],
  cannotTell: ["what a proxy before it did with the answer"],
  improve: "Give the proxy's log as well, and let both log the same request id.",
  open: (choice, options) => openJson(choice, { keys: KEYS }, options),
};
