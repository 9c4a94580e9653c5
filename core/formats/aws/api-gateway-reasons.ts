import type { MadeBy } from "@/core/events/access-event";
import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";
import type { ScannedLine } from "@/core/formats/scanned-line";

/**
 * Error messages and response types of API Gateway.
 * Sources: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html,
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
// prettier-ignore
export const API_GATEWAY_REASONS: readonly ReasonRule[] = [
  ...reasonsOfPhase("read_header", [
    ["aws-api-malformed", { errorReason: /[Mm]alformed Lambda proxy response|output from the Lambda function .{0,80}format/ }, "malformed", "lambda-target-error", "high", "Lambda function answered something that is no response"],
    ["aws-api-timeout", { errorReason: /timed? ?out|[Tt]imeout/, status: /^504$/ }, "29 s", "upstream-timeout", "high", "integration did not answer in time"],
    ["aws-api-timeout-type", { flags: /^INTEGRATION_TIMEOUT$/ }, "29 s", "upstream-timeout", "high", "integration did not answer in time"],
  ]),
  ...reasonsOfPhase("connect", [
    ["aws-api-permission", { errorReason: /Invalid permissions on Lambda function/ }, "permission", "lambda-target-error", "high", "API Gateway may not invoke the Lambda function"],
    ["aws-api-integration", { flags: /^INTEGRATION_FAILURE$/ }, null, "lambda-target-error", "low", "integration failed"],
  ]),
  ...reasonsOfPhase("policy", [
    ["aws-api-throttled", { flags: /^(?:THROTTLED|QUOTA_EXCEEDED)$/ }, null, "rate-limited", "high", "request was throttled"],
    ["aws-api-waf", { flags: /^WAF_FILTERED$/ }, null, "waf-block", "high", "blocked by AWS WAF"],
  ]),
];

/** A response type or a message is the gateway's own; an integration's equal status was passed on. */
export function judgeApiGateway(line: ScannedLine): MadeBy {
  if (line.text("flags") !== null || line.text("errorReason") !== null) return "proxy";
  const sent = line.upstreamStatus();
  return sent === null ? "unknown" : sent === line.integer("status") ? "upstream" : "proxy";
}
