import type { FormatDefinition } from "@/core/formats/format-definition";
import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";
import { openMessages } from "@/core/formats/open-messages";

/** Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("read_header", [
    ["apigw-malformed", /Execution failed due to configuration error: Malformed Lambda proxy response/, "malformed", "lambda-target-error", "high", "the function's answer is no answer"],
    ["apigw-timeout", /Execution failed due to a timeout error|INTEGRATION_TIMEOUT/, "29 s", "upstream-timeout", "high", "no answer within 29 s"],
    ["apigw-function-error", /Lambda execution failed with status 200 due to customer function error/, null, "lambda-target-error", "high", "the function failed"],
  ]),
  ...rulesOfPhase("connect", [
    ["apigw-permission", /Execution failed due to configuration error: Invalid permissions on Lambda function/, "permission", "lambda-target-error", "high", "the gateway may not call the function"],
    ["apigw-network", /Execution failed due to a network error communicating with endpoint|Network error communicating with endpoint/i, null, "upstream-down", "medium", "no connection to the endpoint"],
  ]),
  ...rulesOfPhase("resolve", [
    ["apigw-dns", /Execution failed due to configuration error: (?:There was an )?(?:Invalid endpoint address|unknown host)/i, null, "dns-failure", "medium", "the endpoint's name did not resolve"],
  ]),
  ...rulesOfPhase("tls", [
    ["apigw-tls", /Execution failed due to configuration error: .{0,200}(?:PKIX|certificate|SSL)/i, null, "tls-verify", "medium", "the endpoint's certificate is not accepted"],
  ]),
  ...rulesOfPhase("policy", [
    ["apigw-throttled", /Execution failed due to .{0,40}throttl|Rate Exceeded/i, null, "rate-limited", "medium", "requests were throttled"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["apigw-config", /Execution failed due to configuration error: /, null, "proxy-config-error", "medium", "the gateway's configuration is at fault"],
  ]),
];

/** Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
export const awsApiGatewayExecution: FormatDefinition = {
  id: "aws-api-gateway-execution",
  title: "AWS API Gateway execution log",
  product: "Amazon API Gateway",
  role: "app-error",
  kind: "message",
  docs: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
  template: null,
  looksLike:
    /\([0-9a-f-]{8,36}\) (?:Execution failed|Method (?:request|completed)|Endpoint (?:request|response)|Lambda execution|Starting execution)|Execution failed due to /,
  sparse: true,
  precedence: 60,
  signatures: SIGNATURES,
  samples: [
    {
      line: "2026-11-23T02:30:11.123Z (d27362eb) Execution failed due to configuration error: Malformed Lambda proxy response",
      event: { atMs: Date.UTC(2026, 10, 23, 2, 30, 11, 123), signature: "apigw-malformed", phase: "read_header" },
    },
    {
      line: '{"timestamp":1795400000123,"message":"(d27362eb) Execution failed due to a timeout error"}',
      event: { atMs: 1795400000123, signature: "apigw-timeout" },
    },
  ],
  canTell: ["why an integration failed"],
  cannotTell: ["how many requests succeeded"],
  improve:
    "Access logs of the stage with $context.integration.status, $context.integration.latency and $context.error.message.",
  open: (choice, options) => openMessages(choice.id, { product: "API Gateway", rules: SIGNATURES }, options),
};
