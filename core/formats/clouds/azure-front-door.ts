import type { AccessEvent, MadeBy, UpstreamAttempt } from "@/core/events/access-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { openJson } from "@/core/formats/open-json";
import type { JsonKey } from "@/core/formats/plan-json";
import type { ScannedLine } from "@/core/formats/scanned-line";
import { azureKeys, AZURE_TIME } from "./azure-keys";
import { FRONT_DOOR_REASONS } from "./azure-reasons";

const KEYS: readonly JsonKey[] = [
  ...AZURE_TIME,
  ...azureKeys([
    ["client", "clientIp socketIp", { trim: "address" }],
    ["method", "httpMethod"],
    ["path", "requestUri", { urlHost: true }],
    ["host", "hostName"],
    ["protocol", "httpVersion"],
    ["status", "httpStatusCode"],
    ["userAgent", "userAgent"],
    ["referer", "referer referrer"],
    ["requestBytes", "requestBytes"],
    ["bodyBytes", "responseBytes"],
    ["requestTime", "timeTaken"],
    ["upstreamAddr", "originIp originIP backendHostname"],
    ["upstreamName", "originName originUrl"],
    ["upstreamStatus", "originStatusCode"],
    ["requestId", "trackingReference"],
    ["errorReason", "errorInfo"],
    ["frontend", "endpoint routeName routingRuleName"],
    ["cacheStatus", "cacheStatus"],
  ]),
];

const NONE = /^(?:|-|N\/A|null)$/i;

/** Where no origin could be reached its address is `N/A`, and the name says who was asked. */
function originsOf(attempts: readonly UpstreamAttempt[], upstreamName: string | null): UpstreamAttempt[] {
  return attempts
    .map((attempt) => ({
      ...attempt,
      addr: NONE.test(attempt.addr ?? "") ? upstreamName : attempt.addr,
      status: attempt.status === 0 ? null : attempt.status,
    }))
    .filter(({ addr }) => addr !== null);
}

function nameOf(logged: string | null): string | null {
  return NONE.test(logged ?? "") ? null : logged;
}

/** `NoError` is no reason. */
function reasonOf(logged: string | null): string | null {
  return /^NoError$/i.test(logged ?? "") ? null : logged;
}

function refine(event: AccessEvent): AccessEvent {
  const upstreamName = nameOf(event.upstreamName);
  return {
    ...event,
    upstreamName,
    status: event.status === 0 ? null : event.status,
    errorReason: reasonOf(event.errorReason),
    upstreams: originsOf(event.upstreams, upstreamName),
  };
}

function judge(line: ScannedLine): MadeBy {
  const errorReason = reasonOf(line.text("errorReason"));
  if (errorReason !== null) return errorReason === "OriginError" ? "upstream" : "proxy";
  const upstreams = originsOf(line.attempts(), nameOf(line.text("upstreamName")));
  const answered = upstreams.at(-1)?.status ?? null;
  return answered !== null && answered !== line.integer("status")
    ? "proxy"
    : upstreams.length > 0
      ? "upstream"
      : "unknown";
}

/** Source: https://learn.microsoft.com/azure/frontdoor/monitor-front-door-reference#access-log */
export const azureFrontDoor: FormatDefinition = {
  id: "azure-front-door",
  title: "Azure Front Door access log",
  product: "Azure Front Door",
  role: "access",
  kind: "json",
  docs: "https://learn.microsoft.com/azure/frontdoor/monitor-front-door-reference#access-log",
  template: null,
  looksLike: /"Front[Dd]oorAccessLog"|"trackingReference"\s*:/i,
  companions: ["azure-event"],
  isCdn: true,
  precedence: 100,
  signatures: FRONT_DOOR_REASONS,
  samples: [
    {
      line: '{"time":"2026-12-15T03:10:11.6479719Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.CDN/PROFILES/P","category":"FrontDoorAccessLog","operationName":"Microsoft.Cdn/Profiles/AccessLog/Write","properties":{"trackingReference":"0k1y5YQ","httpMethod":"GET","httpVersion":"2.0.0.0","requestUri":"https://shop.example.com:443/cart?x=1","sni":"shop.example.com","requestBytes":"2545","responseBytes":"1205","userAgent":"curl/8.5.0","clientIp":"203.0.113.9","clientPort":"50382","socketIp":"203.0.113.9","timeToFirstByte":"0.384","timeTaken":"30.384","requestProtocol":"HTTPS","securityProtocol":"TLS 1.3","httpStatusCode":"504","pop":"FRA","cacheStatus":"CONFIG_NOCACHE","errorInfo":"OriginTimeout","result":"OriginTimeout","endpoint":"shop.z01.azurefd.net","hostName":"shop.example.com","originUrl":"https://10.0.0.4:443/cart","originIp":"198.51.100.4:443","originName":"origin.example.com:443","originStatusCode":"N/A"}}',
      event: {
        atMs: Date.UTC(2026, 11, 15, 3, 10, 11, 647),
        ...{ status: 504, method: "GET", path: "https://shop.example.com:443/cart?x=1", host: "shop.example.com" },
        ...{ clientIp: "203.0.113.9", requestMs: 30_384, errorReason: "OriginTimeout", requestId: "0k1y5YQ" },
        upstreamName: "origin.example.com:443",
        upstreams: [
          {
            ...{ addr: "198.51.100.4:443", status: null, connectMs: null, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: '{"category":"FrontdoorAccessLog","operationName":"Microsoft.Network/FrontDoor/AccessLog/Write","properties":{"ErrorInfo":"NoError","backendHostname":"erp.azurewebsites.net:443","cacheStatus":"CONFIG_NOCACHE","clientIp":"203.0.113.9","httpMethod":"POST","httpStatusCode":"502","httpStatusDetails":"502","httpVersion":"2.0.0.0","requestBytes":"2545","requestUri":"https://erp.example.com:443/Stock","responseBytes":"1205","routingRuleName":"erp","timeTaken":"0.384","trackingReference":"0k1y5YQ","userAgent":"x"},"resourceId":"/SUBSCRIPTIONS/S","time":"2026-12-15T03:10:11.6479719Z"}',
      event: {
        ...{ status: 502, errorReason: null, host: "erp.example.com:443", requestMs: 384, frontend: "erp" },
        upstreams: [
          {
            ...{ addr: "erp.azurewebsites.net:443", status: null, connectMs: null, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: '{"time":"2026-12-15T03:10:11Z","category":"FrontDoorAccessLog","properties":{"trackingReference":"0k","httpMethod":"GET","requestUri":"https://shop.example.com/","clientIp":"203.0.113.9","timeTaken":"20","httpStatusCode":"0","errorInfo":"OriginTimeout","originIp":"N/A","originName":"origin.example.com:443"}}',
      event: { status: null, requestMs: 20_000 },
    },
  ],
  canTell: [
    "by errorInfo, why the edge failed",
    "the origin asked and what it answered",
    "the reference that the origin gets as X-Azure-Ref",
  ],
  cannotTell: ["which phase took long at the origin"],
  improve: "Log X-Azure-Ref at the origin, and switch on FrontDoorHealthProbeLog in the diagnostic settings.",
  open: (choice, options) =>
    openJson(choice, { keys: KEYS, meaning: { refine, judge, reasons: FRONT_DOOR_REASONS } }, options),
};
