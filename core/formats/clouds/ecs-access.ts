import type { FieldName } from "@/core/events/field";
import type { AccessEvent } from "@/core/events/access-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { openJson } from "@/core/formats/open-json";
import type { JsonKey } from "@/core/formats/plan-json";

type Naming = [field: FieldName, names: string, more?: Omit<JsonKey, "path" | "field" | "rank">];

/** Elastic's names, then OpenTelemetry's, new and old. */
const NAMES: readonly Naming[] = [
  ["time", "@timestamp timestamp time ts"],
  ["method", "http.request.method http.method"],
  ["path", "url.original url.path http.target url.full http.url", { urlHost: true }],
  ["query", "url.query"],
  ["protocol", "http.version http.flavor network.protocol.version"],
  ["status", "http.response.status_code http.status_code"],
  ["bodyBytes", "http.response.body.bytes http.response.body.size http.response.bytes http.response_content_length"],
  ["requestBytes", "http.request.bytes http.request.body.bytes http.request.body.size http.request_content_length"],
  ["referer", "http.request.referrer"],
  ["userAgent", "user_agent.original http.user_agent"],
  ["client", "client.ip client.address source.ip source.address http.client_ip net.peer.ip", { trim: "address" }],
  ["host", "url.domain http.host destination.domain server.address"],
  ["requestTime", "event.duration", { unitMs: 0.000001 }],
  ["requestId", "http.request.id trace.id"],
];

/** Each name with its dots as levels, as one key, and both below OpenTelemetry's `attributes`. */
const KEYS: readonly JsonKey[] = NAMES.flatMap(([field, names, more]) => {
  const each = names.split(" ");
  return each.flatMap((name, at): JsonKey[] => {
    const rank = each.length - at;
    const levels = name.split(".");
    const paths = levels.length === 1 ? [[name]] : [levels, [name], ["attributes", name]];
    return paths.map((path): JsonKey => ({ path, field, rank, ...more }));
  });
});

/** The original URL has its query in it already. */
function refine(event: AccessEvent, text: (field: FieldName) => string | null): AccessEvent {
  const [path, query] = [text("path"), text("query")];
  const repeated = path !== null && query !== null && path.endsWith(`?${query}`);
  return { ...event, path: repeated ? path : event.path, status: event.status === 0 ? null : event.status };
}

/** Access lines that a collector has brought into a common schema. Source: https://www.elastic.co/docs/reference/ecs/ecs-http */
export const ecsAccess: FormatDefinition = {
  id: "ecs-access",
  title: "JSON in the Elastic Common Schema or OpenTelemetry's names",
  product: "Elastic Common Schema",
  role: "access",
  kind: "json",
  docs: "https://www.elastic.co/docs/reference/ecs/ecs-http",
  template: null,
  looksLike: /"http(?:\.response)?\.status_code"\s*:|"http"\s*:\s*\{.{0,2000}"status_code"\s*:/,
  precedence: 90,
  samples: [
    {
      line: '{"@timestamp":"2026-05-20T19:00:02.123Z","http":{"request":{"method":"GET","referrer":"https://shop.example.com/"},"response":{"status_code":502,"body":{"bytes":150}},"version":"1.1"},"url":{"original":"/cart?x=1","path":"/cart","query":"x=1","domain":"shop.example.com"},"source":{"ip":"203.0.113.9","address":"203.0.113.9"},"user_agent":{"original":"curl/8.5.0"},"event":{"duration":21000000}}',
      event: {
        atMs: Date.UTC(2026, 4, 20, 19, 0, 2, 123),
        ...{ status: 502, method: "GET", path: "/cart?x=1", host: "shop.example.com", clientIp: "203.0.113.9" },
        ...{ requestMs: 21, bodyBytes: 150, userAgent: "curl/8.5.0", referer: "https://shop.example.com/" },
      },
    },
    {
      line: '{"timestamp":"2026-05-20T19:00:02Z","attributes":{"http.request.method":"GET","url.path":"/a","url.query":"b=1","http.response.status_code":503,"client.address":"203.0.113.9:5000"}}',
      event: { status: 503, path: "/a?b=1", clientIp: "203.0.113.9" },
    },
  ],
  canTell: ["status and duration"],
  cannotTell: ["which upstream was asked, and why it failed"],
  improve: "Give the proxy's own log instead: the common schema has no place for what it says of its upstreams.",
  open: (choice, options) => openJson(choice, { keys: KEYS, meaning: { refine } }, options),
};
