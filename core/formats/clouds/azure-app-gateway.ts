import type { AccessEvent, MadeBy, UpstreamAttempt } from "@/core/events/access-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { openJson } from "@/core/formats/open-json";
import { withQuery } from "@/core/formats/build-access-event";
import type { JsonKey } from "@/core/formats/plan-json";
import type { ScannedLine } from "@/core/formats/scanned-line";
import { azureKeys, AZURE_TIME } from "./azure-keys";
import { APP_GATEWAY_REASONS } from "./azure-reasons";

/** Version 1 counts `timeTaken` in whole milliseconds, version 2 in seconds with a fraction. */
const KEYS: readonly JsonKey[] = [
  ...AZURE_TIME,
  { path: ["properties", "timeStamp"], field: "time", rank: 2 },
  ...azureKeys([
    ["client", "clientIP clientIp", { trim: "address" }],
    ["method", "httpMethod"],
    ["path", "requestUri originalRequestUriWithArgs"],
    ["query", "requestQuery"],
    ["protocol", "httpVersion"],
    ["status", "httpStatus httpStatusCode"],
    ["userAgent", "userAgent"],
    ["requestBytes", "receivedBytes"],
    ["bodyBytes", "sentBytes"],
    ["requestTime", "timeTaken", { wholeUnitMs: 1 }],
    ["upstreamAddr", "serverRouted"],
    ["upstreamStatus", "serverStatus"],
    ["upstreamResponseTime", "serverResponseLatency"],
    ["host", "host originalHost"],
    ["requestId", "transactionId"],
    ["errorReason", "error_info errorInfo"],
    ["upstreamName", "backendPoolName backendSettingName"],
    ["frontend", "listenerName ruleName"],
  ]),
];

const ROUTED = /^X-AzureApplicationGateway-[^?]*$/;

function refine(event: AccessEvent): AccessEvent {
  const status = event.status === 0 ? null : event.status;
  const routed = routedOf(event.path);
  if (routed === null) return { ...event, status };
  const upstreams = event.upstreams.length > 0 ? event.upstreams : routed.upstreams;
  return { ...event, status, path: routed.path, upstreams };
}

/** Version 1 has no field for the server: it writes it into the query, in place of the client's. Null where it did not. */
function routedOf(target: string | null): { path: string; upstreams: UpstreamAttempt[] } | null {
  const at = target?.indexOf("?") ?? -1;
  if (target === null || at < 0) return null;
  const query = target.slice(at + 1);
  if (!ROUTED.test(query)) return null;
  const values = new Map(query.split("&").map((pair): [string, string] => cut(pair)));
  const addr = values.get("SERVER-ROUTED") || null;
  const answered = Number(values.get("SERVER-STATUS") || NaN);
  const attempt: UpstreamAttempt = {
    ...{ addr, status: Number.isFinite(answered) && answered > 0 ? answered : null },
    ...{ connectMs: null, headerMs: null, responseMs: null, receivedBytes: null, sentBytes: null },
  };
  return { path: target.slice(0, at), upstreams: addr === null ? [] : [attempt] };
}

function cut(pair: string): [string, string] {
  const at = pair.indexOf("=");
  return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
}

function judge(line: ScannedLine): MadeBy {
  const routed = line.wasAsked() ? null : routedOf(withQuery(line.text("path"), line.text("query")));
  const answered = line.upstreamStatus() ?? routed?.upstreams[0]?.status ?? null;
  return answered !== null && answered === line.integer("status") ? "upstream" : "proxy";
}

/** Source: https://learn.microsoft.com/azure/application-gateway/monitor-application-gateway-reference#access-log */
export const azureAppGateway: FormatDefinition = {
  id: "azure-app-gateway",
  title: "Azure Application Gateway access log",
  product: "Azure Application Gateway",
  role: "access",
  kind: "json",
  docs: "https://learn.microsoft.com/azure/application-gateway/monitor-application-gateway-reference#access-log",
  template: null,
  looksLike:
    /"ApplicationGatewayAccess|"(?:serverRouted|ServerRouted|WAFEvaluationTime|WafEvaluationTime)"\s*:|"AGWAccessLogs"/,
  companions: ["azure-event"],
  precedence: 100,
  signatures: APP_GATEWAY_REASONS,
  samples: [
    {
      line: '{"timeStamp":"2026-10-14T22:17:11.000Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.NETWORK/APPLICATIONGATEWAYS/GW","listenerName":"https","ruleName":"shop","backendPoolName":"pool","backendSettingName":"setting","operationName":"ApplicationGatewayAccess","category":"ApplicationGatewayAccessLog","properties":{"instanceId":"appgw_1","clientIP":"203.0.113.9","clientPort":46886,"httpMethod":"GET","originalRequestUriWithArgs":"\\/cart?x=1","requestUri":"\\/cart","requestQuery":"x=1","userAgent":"curl/8.5.0","httpStatus":502,"httpVersion":"HTTP/1.1","receivedBytes":65,"sentBytes":553,"clientResponseTime":0.08,"timeTaken":0.205,"transactionId":"0592","sslEnabled":"off","serverRouted":"10.0.0.4:80","serverStatus":"","serverResponseLatency":"0.023","upstreamSourcePort":"","originalHost":"shop.example.com","host":"shop.example.com","error_info":"ERRORINFO_UPSTREAM_CLOSED_CONNECTION"}}',
      event: {
        atMs: Date.UTC(2026, 9, 14, 22, 17, 11),
        ...{ status: 502, method: "GET", path: "/cart?x=1", host: "shop.example.com", clientIp: "203.0.113.9" },
        ...{
          requestMs: 205,
          errorReason: "ERRORINFO_UPSTREAM_CLOSED_CONNECTION",
          upstreamName: "pool",
          frontend: "https",
        },
        upstreams: [
          {
            ...{ addr: "10.0.0.4:80", status: null, connectMs: null, headerMs: null, responseMs: 23 },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: '{"resourceId":"/SUBSCRIPTIONS/S","operationName":"ApplicationGatewayAccess","time":"2026-04-26T19:27:38Z","category":"ApplicationGatewayAccessLog","properties":{"instanceId":"ApplicationGatewayRole_IN_0","clientIP":"203.0.113.9","clientPort":46886,"httpMethod":"GET","requestUri":"/setup.php","requestQuery":"X-AzureApplicationGateway-CACHE-HIT=0&SERVER-ROUTED=10.4.0.4&X-AzureApplicationGateway-LOG-ID=874f&SERVER-STATUS=502","userAgent":"-","httpStatus":502,"httpVersion":"HTTP/1.0","receivedBytes":65,"sentBytes":553,"timeTaken":205,"sslEnabled":"off"}}',
      event: {
        ...{ status: 502, path: "/setup.php", userAgent: null, requestMs: 205 },
        upstreams: [
          {
            ...{ addr: "10.4.0.4", status: 502, connectMs: null, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: '{"TimeGenerated":"2026-04-26T19:27:38.5Z","OperationName":"ApplicationGatewayAccess","InstanceId":"appgw_0","ClientIp":"203.0.113.9","HttpMethod":"POST","RequestUri":"/a","HttpStatus":504,"HttpVersion":"HTTP/2.0","TimeTaken":30.001,"ServerRouted":"10.0.0.4:443","ServerStatus":"","ErrorInfo":"ERRORINFO_UPSTREAM_TIMED_OUT","Host":"shop.example.com","Type":"AGWAccessLogs"}',
      event: { status: 504, clientIp: "203.0.113.9", requestMs: 30_001, errorReason: "ERRORINFO_UPSTREAM_TIMED_OUT" },
    },
  ],
  canTell: ["by error_info, why the gateway failed", "the server asked and what it answered"],
  cannotTell: ["why a backend is unhealthy: that is in Backend Health", "how long connecting took"],
  improve:
    "az network application-gateway show-backend-health -g GROUP -n NAME; keep diagnostic settings on for access and firewall logs.",
  open: (choice, options) =>
    openJson(choice, { keys: KEYS, meaning: { refine, judge, reasons: APP_GATEWAY_REASONS } }, options),
};
