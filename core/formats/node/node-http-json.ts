import type { JsonKey } from "@/core/formats/plan-json";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { ReasonRule } from "@/core/formats/match-reason";
import { openJson } from "@/core/formats/open-json";
import { NODE_PROXY_SIGNATURES } from "./node-proxy-signatures";

const key = (path: string, field: JsonKey["field"], rank = 1, unitMs?: number): JsonKey => ({
  path: path.split("."),
  field,
  rank,
  ...(unitMs === undefined ? {} : { unitMs }),
});

/** pino-http and bunyan have the request at the top, express-winston under `meta`. */
const REQUEST: readonly JsonKey[] = ["", "meta."].flatMap((under) => [
  key(`${under}req.method`, "method"),
  key(`${under}req.url`, "path"),
  key(`${under}req.originalUrl`, "path", 2),
  key(`${under}req.id`, "requestId"),
  key(`${under}req.remoteAddress`, "client"),
  key(`${under}req.ip`, "client", 2),
  key(`${under}req.headers.host`, "host"),
  key(`${under}req.headers.user-agent`, "userAgent"),
  key(`${under}req.headers.referer`, "referer"),
  key(`${under}res.statusCode`, "status"),
  key(`${under}res.headers.content-length`, "bodyBytes"),
  key(`${under}responseTime`, "requestTime", 2, 1),
  key(`${under}err.message`, "errorReason", 2),
  key(`${under}err.code`, "errorReason", 1),
]);
const KEYS: readonly JsonKey[] = [
  ...REQUEST,
  key("time", "time", 3),
  key("timestamp", "time", 2),
  key("@timestamp", "time", 1),
  key("reqId", "requestId", 2),
  key("remoteAddress", "client", 1),
  key("latency", "requestTime", 1, 1),
];

/** What a line's error says means what it means in a message. */
const REASONS: readonly ReasonRule[] = NODE_PROXY_SIGNATURES.flatMap(({ match, ...meaning }) =>
  match instanceof RegExp ? [{ ...meaning, when: { errorReason: match } }] : [],
);

/** Source: https://github.com/pinojs/pino-http, https://github.com/bithavoc/express-winston, https://github.com/trentm/node-bunyan */
export const nodeHttpJson: FormatDefinition = {
  id: "node-http-json",
  title: "Node.js HTTP log (pino-http, winston, bunyan)",
  product: "Node.js",
  role: "access",
  kind: "json",
  docs: "https://github.com/pinojs/pino-http",
  template: null,
  looksLike: /^\s*\{.{0,4000}"req":\s*\{.{0,4000}"res":\s*\{|^\s*\{.{0,4000}"res":\s*\{.{0,4000}"req":\s*\{/,
  companions: ["node-proxy"],
  precedence: 100,
  signatures: REASONS,
  samples: [
    {
      line: '{"level":50,"time":1795400000123,"pid":7,"hostname":"h","req":{"id":1,"method":"GET","url":"/a?b=c","query":{"b":"c"},"headers":{"host":"shop.test","user-agent":"curl/8.5.0"},"remoteAddress":"::ffff:192.0.2.7","remotePort":5000},"res":{"statusCode":502,"headers":{"content-length":"11"}},"err":{"type":"Error","message":"connect ECONNREFUSED 127.0.0.1:9000","stack":"Error: …","code":"ECONNREFUSED"},"responseTime":12.5,"msg":"request errored"}',
      event: {
        atMs: 1795400000123,
        status: 502,
        method: "GET",
        path: "/a?b=c",
        host: "shop.test",
        userAgent: "curl/8.5.0",
        requestMs: 12.5,
        bodyBytes: 11,
        errorReason: "connect ECONNREFUSED 127.0.0.1:9000",
      },
    },
    {
      line: '{"name":"app","hostname":"h","pid":7,"level":30,"req":{"method":"GET","url":"/","headers":{"host":"a.test"}},"res":{"statusCode":503},"latency":3,"msg":"handled: 503","time":"2026-11-23T02:30:11.123Z","v":0}',
      event: { atMs: Date.UTC(2026, 10, 23, 2, 30, 11, 123), status: 503, requestMs: 3, host: "a.test" },
    },
    {
      line: '{"level":"info","message":"HTTP GET /x","meta":{"req":{"url":"/x","headers":{"host":"a.test"},"method":"GET","httpVersion":"1.1","originalUrl":"/api/x"},"res":{"statusCode":504},"responseTime":30001},"timestamp":"2026-11-23T02:30:11.123Z"}',
      event: { status: 504, path: "/api/x", requestMs: 30001 },
    },
  ],
  canTell: ["when, which request, how long it took", "the error, where the request's handler logs one"],
  cannotTell: ["which upstream", "who made a status without an error"],
  improve: "Log err with its code, address and port in the proxy's error handler: req.log.error({ err }).",
  open: (choice, options) =>
    openJson(
      choice,
      {
        keys: KEYS,
        meaning: { judge: (line) => (line.text("errorReason") === null ? "unknown" : "proxy"), reasons: REASONS },
      },
      options,
    ),
};
