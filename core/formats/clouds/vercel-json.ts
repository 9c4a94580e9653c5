import type { AccessEvent } from "@/core/events/access-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { openJson } from "@/core/formats/open-json";
import type { JsonKey } from "@/core/formats/plan-json";

const KEYS: readonly JsonKey[] = [
  { path: ["proxy", "timestamp"], field: "time", rank: 2 },
  { path: ["timestamp"], field: "time", rank: 1 },
  { path: ["proxy", "method"], field: "method", rank: 1 },
  { path: ["proxy", "path"], field: "path", rank: 2 },
  { path: ["path"], field: "path", rank: 1 },
  { path: ["proxy", "host"], field: "host", rank: 2 },
  { path: ["host"], field: "host", rank: 1 },
  { path: ["proxy", "clientIp"], field: "client", rank: 1 },
  { path: ["proxy", "userAgent"], field: "userAgent", rank: 1 },
  { path: ["proxy", "referer"], field: "referer", rank: 1 },
  { path: ["proxy", "statusCode"], field: "status", rank: 2 },
  { path: ["statusCode"], field: "status", rank: 1 },
  { path: ["proxy", "responseByteSize"], field: "bodyBytes", rank: 1 },
  { path: ["source"], field: "upstreamName", rank: 1 },
  { path: ["requestId"], field: "requestId", rank: 1 },
  { path: ["proxy", "vercelId"], field: "requestId", rank: 2 },
];

/** A status of -1: the function did not answer, and the connection was closed. */
function refine(event: AccessEvent): AccessEvent {
  return event.status === 0 ? { ...event, status: null } : event;
}

/** Source: https://vercel.com/docs/drains/reference/logs */
export const vercelJson: FormatDefinition = {
  id: "vercel-json",
  title: "Vercel log drain (JSON)",
  product: "Vercel",
  role: "access",
  kind: "json",
  docs: "https://vercel.com/docs/drains/reference/logs",
  template: null,
  looksLike: /"proxy"\s*:\s*\{.{0,2000}"statusCode"\s*:/,
  precedence: 100,
  samples: [
    {
      line: '{"id":"1573817250283254651097202070","deploymentId":"dpl_1","source":"lambda","host":"my-app.vercel.app","timestamp":1573817250283,"projectId":"gdu","level":"error","message":"Task timed out","entrypoint":"api/index.js","requestId":"643af4e3","statusCode":504,"proxy":{"timestamp":1573817250172,"method":"GET","host":"shop.example.com","path":"/api?x=1","userAgent":["Mozilla/5.0"],"referer":"https://shop.example.com/","region":"sfo1","statusCode":504,"clientIp":"203.0.113.9","scheme":"https","vercelId":"sfo1::abc"}}',
      event: {
        atMs: 1_573_817_250_172,
        ...{ status: 504, method: "GET", path: "/api?x=1", host: "shop.example.com", clientIp: "203.0.113.9" },
        ...{ userAgent: "Mozilla/5.0", upstreamName: "lambda", requestId: "sfo1::abc" },
      },
    },
  ],
  canTell: ["status, and which part answered: a function, the edge, an external host"],
  cannotTell: ["how long it took", "the error code, which is in the header x-vercel-error"],
  improve: "Log the x-vercel-error and x-vercel-id headers where the requests are made.",
  open: (choice, options) => openJson(choice, { keys: KEYS, meaning: { refine } }, options),
};
