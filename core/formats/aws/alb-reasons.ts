import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";

const NO_STATUS = /^$/;
const ASKED = /./;
const UNSENT = /^0$/;
/** Missing, or below 20 ms: longer than an application needs to look at a request. */
const AT_ONCE = /^(?:1?\d(?:\.\d+)?)?$/;

/**
 * What the balancers of AWS write down about a failure: error reasons, actions, and how far the target's attempt came.
 * Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#error-reason-codes,
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 */
// prettier-ignore
export const ALB_REASONS: readonly ReasonRule[] = [
  ...reasonsOfPhase("read_header", [
    ["alb-lambda-invalid", reason("LambdaInvalidResponse"), "LambdaInvalidResponse", "lambda-target-error", "high", "Lambda function answered something that is no response"],
    ["alb-lambda-unhandled", reason("LambdaUnhandled"), "LambdaUnhandled", "lambda-target-error", "high", "Lambda function threw, ended or ran out of time"],
  ]),
  ...reasonsOfPhase("read_body", [
    ["alb-lambda-too-large", reason("LambdaResponseTooLarge"), "LambdaResponseTooLarge", "lambda-target-error", "high", "Lambda function's response is over 1 MB"],
  ]),
  ...reasonsOfPhase("send", [
    ["alb-lambda-request-too-large", reason("LambdaRequestTooLarge"), "LambdaRequestTooLarge", "lambda-target-error", "high", "request is over 1 MB, too large for a Lambda function"],
  ]),
  ...reasonsOfPhase("connect", [
    ["alb-lambda-config", reason("Lambda(?:AccessDenied|ResourceNotFound|InvalidRuntimeException|InvalidZipFileException|InvalidSecurityGroupIDException|InvalidSubnetIDException|KMS\\w+)"), "Lambda*", "lambda-target-error", "high", "Lambda function may not be invoked as it is set up"],
    ["alb-lambda-limit", reason("Lambda(?:Throttling|EC2ThrottledException|ENILimitReachedException|SubnetIPAddressLimitReachedException)"), "Lambda*", "lambda-target-error", "high", "Lambda function is throttled or out of addresses"],
    ["alb-lambda-service", reason("Lambda(?:ServiceException|ConnectionTimeout|EC2UnexpectedException)"), "Lambda*", "lambda-target-error", "medium", "Lambda service failed"],
  ]),
  ...reasonsOfPhase("policy", [
    ["alb-waf", { flags: /(?:^|,)waf(?:-failed)?(?:,|$)/, status: /^(?:403|5\d\d)$/, upstreamAddr: /^$/ }, "waf", "waf-block", "medium", "blocked by AWS WAF, or the WAF failed"],
  ]),
  ...reasonsOfPhase("connect", [
    ["alb-connect-failed", { status: /^502$/, upstreamStatus: NO_STATUS, upstreamAddr: ASKED, upstreamSent: UNSENT }, null, "upstream-down", "medium", "target refused, or ended the connection at once"],
    ["alb-connect-timeout", { status: /^504$/, upstreamStatus: NO_STATUS, upstreamAddr: ASKED, upstreamSent: UNSENT }, "10 s", "connection-timeout", "high", "no connection to the target within 10 s"],
  ]),
  ...reasonsOfPhase("resolve", [
    ["alb-no-target", { status: /^503$/, upstreamAddr: /^$/ }, null, "no-endpoints", "high", "target group has no target"],
  ]),
  ...reasonsOfPhase("read_header", [
    ["alb-passed-through", { status: /^50[234]$/, upstreamStatus: /^50[234]$/ }, null, "passed-through", "high", "target itself sent the error"],
    ["alb-target-reset", { status: /^502$/, upstreamStatus: NO_STATUS, upstreamAddr: ASKED, upstreamMs: AT_ONCE }, null, "keepalive-race", "medium", "target closed the connection on the request at once"],
    ["alb-target-died", { status: /^502$/, upstreamStatus: NO_STATUS, upstreamAddr: ASKED }, null, "upstream-crash", "medium", "target worked, then closed without a response"],
    ["alb-target-timeout", { status: /^504$/, upstreamStatus: NO_STATUS, upstreamAddr: ASKED }, "idle timeout", "upstream-timeout", "high", "target sent nothing within the idle timeout"],
    ["alb-client-closed", { status: /^460$/ }, "460", "client-abort", "high", "client closed before the target answered"],
  ]),
];

function reason(pattern: string): ReasonRule["when"] {
  return { errorReason: new RegExp(`^${pattern}$`) };
}
