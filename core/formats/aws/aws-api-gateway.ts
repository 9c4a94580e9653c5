import type { FieldName } from "@/core/events/field";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { openJson, type JsonFormat } from "@/core/formats/open-json";
import { API_GATEWAY_REASONS, judgeApiGateway } from "./api-gateway-reasons";

const key = (name: string, field: FieldName, rank = 1, unitMs?: number): JsonFormat["keys"][number] => ({
  ...{ path: [name], field, rank },
  ...(unitMs === undefined ? {} : { unitMs }),
});

/** Names are the operator's own; these are the vendor's examples and the variables' own names. */
const KEYS: JsonFormat["keys"] = [
  key("requestTimeEpoch", "time", 2),
  key("requestTime", "time", 3),
  key("ip", "client", 2),
  key("sourceIp", "client", 3),
  key("identity.sourceIp", "client"),
  key("httpMethod", "method"),
  key("path", "path", 3),
  key("resourcePath", "path", 2),
  key("routeKey", "frontend"),
  key("protocol", "protocol"),
  key("domainName", "host"),
  key("status", "status"),
  key("responseLength", "bodyBytes"),
  key("responseLatency", "requestTime", 1, 1),
  key("userAgent", "userAgent"),
  key("integrationStatus", "upstreamStatus", 2),
  key("integration.status", "upstreamStatus"),
  key("integrationLatency", "upstreamResponseTime", 2, 1),
  key("integration.latency", "upstreamResponseTime", 1, 1),
  key("integrationErrorMessage", "errorReason", 4),
  key("integrationError", "errorReason", 4),
  key("integration.error", "errorReason", 4),
  key("errorMessage", "errorReason", 3),
  key("error.message", "errorReason", 3),
  key("errorResponseType", "flags"),
  key("error.responseType", "flags"),
  key("apiId", "server"),
  key("requestId", "requestId"),
];

/** Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
export const awsApiGateway: FormatDefinition = {
  id: "aws-api-gateway",
  title: "Amazon API Gateway, JSON access log",
  product: "Amazon API Gateway",
  role: "access",
  kind: "json",
  docs: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
  template: null,
  looksLike:
    /^\s{0,9}\{(?=.{0,4000}"requestTime(?:Epoch)?"\s{0,3}:)(?=.{0,4000}"(?:routeKey|resourcePath|integration[.A-Z]\w{0,30}|apiId|extendedRequestId)"\s{0,3}:)/,
  precedence: 105,
  signatures: API_GATEWAY_REASONS,
  samples: [
    {
      line: '{"requestId":"d27362eb-1","ip":"192.0.2.39","requestTime":"01/Mar/2026:10:00:00 +0000","httpMethod":"GET","routeKey":"GET /orders","path":"/orders","status":"502","protocol":"HTTP/1.1","responseLength":"36","responseLatency":"31","integrationStatus":"200","integrationLatency":"29","integrationErrorMessage":"Malformed Lambda proxy response"}',
      event: {
        atMs: Date.UTC(2026, 2, 1, 10),
        status: 502,
        method: "GET",
        path: "/orders",
        clientIp: "192.0.2.39",
        bodyBytes: 36,
        requestMs: 31,
        requestId: "d27362eb-1",
        frontend: "GET /orders",
        errorReason: "Malformed Lambda proxy response",
        upstreams: [
          {
            addr: null,
            status: 200,
            connectMs: null,
            headerMs: null,
            responseMs: 29,
            receivedBytes: null,
            sentBytes: null,
          },
        ],
      },
    },
  ],
  canTell: ["which route, and what the integration answered, where that is logged"],
  cannotTell: ["what its operator did not put into the format", "whether a connection was made"],
  improve:
    "Have $context.status, $context.integrationStatus, $context.integrationLatency, $context.responseLatency, $context.integrationErrorMessage, $context.error.responseType and $context.requestId in the format.",
  open: (choice, options) =>
    openJson(choice, { keys: KEYS, meaning: { judge: judgeApiGateway, reasons: API_GATEWAY_REASONS } }, options),
};
