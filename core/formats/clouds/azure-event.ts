import type { FormatDefinition } from "@/core/formats/format-definition";
import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";
import { firstText, objectAt, textAt, type JsonObject } from "@/core/formats/read-json";
import { openCloudEvents, type CloudEvents, type CloudMessage } from "./cloud-event";

/** Sources: https://learn.microsoft.com/azure/web-application-firewall/ag/web-application-firewall-logs, https://learn.microsoft.com/azure/frontdoor/monitor-front-door-reference#health-probe-log */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("policy", [
    ["azure-waf-blocked", /^WAF (?:Blocked|Block)\b/i, "blocked", "waf-block", "high", "refused by the firewall"],
    ["azure-waf-matched", /^WAF /, null, "", "high", "firewall rule matched"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["azure-probe-failed", /^health probe failed/, "health", "health-check-failing", "high", "health probe failed"],
  ]),
];

const EVENTS: Omit<CloudEvents, "format"> = {
  signatures: SIGNATURES,
  otherwise: "no line of an Azure gateway's firewall or health-probe log",
  read: (object) => {
    const category = firstText(object, ["category", "Category", "Type", "OperationName", "operationName"]) ?? "";
    const values = objectAt(object, "properties") ?? object;
    const time = firstText(object, ["time", "timeStamp", "timestamp", "TimeGenerated"]);
    if (/Performance/i.test(category)) return { skipped: "a line of the performance log" };
    if (/HealthProbe/i.test(category)) return probe(values, time);
    if (/Firewall/i.test(category)) return firewall(values, time);
    return { rejected: "no line of an Azure gateway's firewall or health-probe log" };
  },
};

function firewall(values: JsonObject, time: string | null): CloudMessage {
  const action = firstText(values, ["action", "Action"]) ?? "Matched";
  const said =
    firstText(values, ["message", "Message", "details_msg", "ruleName"]) ?? textAt(values, "details", "msg") ?? "";
  const rule = firstText(values, ["ruleId", "RuleId"]);
  const path = firstText(values, ["requestUri", "RequestUri"]);
  return {
    ...{ time, level: /^block/i.test(action) ? "error" : "warn" },
    message: ["WAF", action, rule === null ? "" : `rule ${rule}`, said].filter((word) => word !== "").join(" "),
    about: {
      clientIp: firstText(values, ["clientIp", "ClientIp", "clientIP"]),
      path,
      host: firstText(values, ["hostname", "Hostname", "host"]),
    },
  };
}

function probe(values: JsonObject, time: string | null): CloudMessage {
  const status = Number(firstText(values, ["httpStatusCode", "HttpStatusCode"]) ?? 0);
  const result = firstText(values, ["result", "Result"]) ?? "";
  const failed = status === 0 || status >= 400 || !/^(?:|success\w*|NoError)$/i.test(result);
  return {
    ...{ time, level: failed ? "error" : "info" },
    message: `health probe ${failed ? "failed" : "passed"}: ${[result, status > 0 ? String(status) : ""].filter((word) => word !== "").join(" ")}`,
    about: {
      upstreamAddr:
        firstText(values, ["originIP", "originIp", "OriginIP"]) ?? firstText(values, ["originName", "OriginName"]),
    },
  };
}

/** Source: https://learn.microsoft.com/azure/web-application-firewall/ag/web-application-firewall-logs */
export const azureEvent: FormatDefinition = {
  id: "azure-event",
  title: "Azure gateways: firewall and health-probe logs",
  product: "Azure Application Gateway",
  role: "error",
  kind: "message",
  docs: "https://learn.microsoft.com/azure/web-application-firewall/ag/web-application-firewall-logs",
  template: null,
  looksLike:
    /"(?:ApplicationGateway(?:Firewall|Performance)|Front[Dd]oor(?:HealthProbe|WebApplicationFirewall)|AGWFirewall)/,
  companions: ["azure-app-gateway", "azure-front-door"],
  precedence: 50,
  signatures: SIGNATURES,
  samples: [
    {
      line: '{"resourceId":"/SUBSCRIPTIONS/S","operationName":"ApplicationGatewayFirewall","time":"2026-03-20T15:52:09.1494499Z","category":"ApplicationGatewayFirewallLog","properties":{"instanceId":"ApplicationGatewayRole_IN_0","clientIp":"203.0.113.9","clientPort":"0","requestUri":"/login","ruleSetType":"OWASP","ruleId":"920350","message":"Host header is a numeric IP address","action":"Blocked","site":"Global","hostname":"shop.example.com","transactionId":"0592"}}',
      event: {
        atMs: Date.UTC(2026, 2, 20, 15, 52, 9, 149),
        ...{ level: "error", signature: "azure-waf-blocked", phase: "policy", clientIp: "203.0.113.9", path: "/login" },
        ...{ host: "shop.example.com", message: "WAF Blocked rule 920350 Host header is a numeric IP address" },
      },
    },
    {
      line: '{"time":"2026-02-02T07:15:37.3640748Z","category":"FrontDoorHealthProbeLog","operationName":"Microsoft.Cdn/Profiles/FrontDoorHealthProbeLog/Write","properties":{"healthProbeId":"9642","POP":"MAA","httpVerb":"HEAD","result":"OriginError","httpStatusCode":"400","probeURL":"http://origin.example.com:80/","originName":"origin.example.com","originIP":"198.51.100.4:80","totalLatencyMilliseconds":"141","connectionLatencyMilliseconds":"68","DNSLatencyMicroseconds":"1814"}}',
      event: { signature: "azure-probe-failed", upstreamAddr: "198.51.100.4:80", level: "error" },
    },
  ],
  canTell: ["requests that the firewall blocked", "probes that failed, and the origin"],
  cannotTell: ["what happened to other requests"],
  improve: "Send all log categories to the same place in the diagnostic settings.",
  open: (choice, options) => openCloudEvents({ format: choice.id, ...EVENTS }, options),
};
