import type { FormatDefinition } from "@/core/formats/format-definition";
import type { PlanPart } from "@/core/formats/line-plan";
import { openTemplate } from "@/core/formats/open-template";

/** `$context.identity.sourceIp … [$context.requestTime]"$context.httpMethod …" …`, as the vendor's page has it: no space behind the bracket. */
const PARTS: PlanPart[] = [
  { name: "sourceIp", field: "client", kind: "text", rank: 1 },
  { literal: " " },
  { name: "caller", field: null, kind: "text", rank: 1 },
  { literal: " " },
  { name: "user", field: null, kind: "text", rank: 1 },
  { literal: " [" },
  { name: "requestTime", field: "time", kind: "time-local", rank: 1 },
  { literal: ']"' },
  { name: "request", field: "request", kind: "request", rank: 1 },
  { literal: '" ' },
  { name: "status", field: "status", kind: "status", rank: 1 },
  { literal: " " },
  { name: "responseLength", field: "bodyBytes", kind: "integer", rank: 1 },
  { literal: " " },
  { name: "requestId", field: "requestId", kind: "text", rank: 1, mayEnd: true },
  { literal: " " },
  { name: "extendedRequestId", field: null, kind: "text", rank: 1 },
];

/** Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
export const awsApiGatewayClf: FormatDefinition = {
  id: "aws-api-gateway-clf",
  title: "Amazon API Gateway, CLF access log",
  product: "Amazon API Gateway",
  role: "access",
  kind: "template",
  docs: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
  template: null,
  looksLike: /^\S{2,60} \S{1,200} \S{1,200} \[\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4}\]"[A-Z]/,
  precedence: 110,
  samples: [
    {
      line: '192.0.2.39 - - [01/Mar/2026:10:00:00 +0000]"GET /orders/{id} HTTP/1.1" 504 36 d27362eb-1 Zx0YEF=',
      event: {
        atMs: Date.UTC(2026, 2, 1, 10),
        status: 504,
        method: "GET",
        path: "/orders/{id}",
        clientIp: "192.0.2.39",
        bodyBytes: 36,
        requestId: "d27362eb-1",
      },
    },
  ],
  canTell: ["when, which resource, which client"],
  cannotTell: ["what the integration answered", "how long anything took", "why it failed"],
  improve:
    "Change the format to JSON with $context.integrationStatus, $context.integrationLatency and $context.integrationErrorMessage.",
  open: (choice, options) => openTemplate(choice, { dialect: () => PARTS, template: "", openEnd: true }, options),
};
