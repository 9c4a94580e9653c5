import { describe, expect, it } from "vitest";
import { formatById, openFormat } from "@/core/formats/format-registry";
import { judgeLine } from "@/core/formats/judge-line.fixture";
import type { AccessReader } from "@/core/formats/line-reader";
import { asciiBytes } from "@/core/formats/read-bytes";
import { STANDARD_FIELDS } from "./cloudfront-fields";

function judged(id: string, line: string, template: string | null = null) {
  const reader = openFormat({ id, template, escape: "default" }, { timezone: null });
  if ("problem" in reader || reader.role !== "access") throw new Error("no reader");
  const bytes = asciiBytes(line);
  const access: AccessReader = reader;
  const event = access.event(bytes, 0, bytes.length);
  if (!("role" in event)) throw new Error(JSON.stringify(event));
  return { madeBy: judgeLine(access, bytes), reason: access.reasonOf(event), event };
}

/** From the target on to the target's status, the actions and the error reason. */
function alb(target: string, actions = "forward", reason = "-"): string {
  return `http 2026-03-01T10:00:10.186641Z app/my-lb/50dc6c495c0c9188 192.0.2.39:2817 ${target} 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/8.5.0" - - arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/t/73e2 "Root=1-5833" "-" "-" 0 2026-03-01T10:00:00.180000Z "${actions}" "-" "${reason}"`;
}

describe("an Application Load Balancer", () => {
  it.each([
    ["10.0.0.1:8080 -1 -1 -1 502 -", "connect", "upstream-down", "proxy"],
    ["fd6d::46:80 -1 -1 -1 502 -", "connect", "upstream-down", "proxy"],
    ["10.0.0.1:3000 0.000 0.001 -1 502 -", "read_header", "keepalive-race", "proxy"],
    ["10.0.0.1:3000 0.000 -1 -1 502 -", "read_header", "keepalive-race", "proxy"],
    ["10.0.0.1:3000 0.000 29.998 -1 502 -", "read_header", "upstream-crash", "proxy"],
    ["10.0.0.1:80 0.000 0.003 0.000 502 502", "read_header", "passed-through", "upstream"],
    ["- -1 -1 -1 503 -", "resolve", "no-endpoints", "proxy"],
    ["10.0.0.1:8080 -1 -1 -1 504 -", "connect", "connection-timeout", "proxy"],
    ["10.0.0.1:8080 0.001 -1 -1 504 -", "read_header", "upstream-timeout", "proxy"],
    ["10.0.0.1:8080 0.001 -1 -1 460 -", "read_header", "client-abort", "proxy"],
  ])("%s", (target, phase, cause, madeBy) => {
    expect(judged("aws-alb", alb(target))).toMatchObject({ madeBy, reason: { phase, cause } });
  });

  it.each([
    ["LambdaInvalidResponse", "read_header"],
    ["LambdaUnhandled", "read_header"],
    ["LambdaResponseTooLarge", "read_body"],
    ["LambdaAccessDenied", "connect"],
    ["LambdaKMSDisabledException", "connect"],
    ["LambdaThrottling", "connect"],
    ["LambdaENILimitReachedException", "connect"],
    ["LambdaServiceException", "connect"],
    ["LambdaConnectionTimeout", "connect"],
    ["LambdaRequestTooLarge", "send"],
  ])("%s", (reason, phase) => {
    expect(judged("aws-alb", alb("- 0.000 0.001 0.000 502 -", "forward", reason))).toMatchObject({
      madeBy: "proxy",
      reason: { phase, cause: "lambda-target-error" },
    });
  });

  it("blocks by its firewall", () => {
    expect(judged("aws-alb", alb("- -1 -1 -1 403 -", "waf")).reason).toMatchObject({
      phase: "policy",
      cause: "waf-block",
    });
    expect(judged("aws-alb", alb("- -1 -1 -1 503 -", "waf-failed")).reason).toMatchObject({ cause: "waf-block" });
    expect(judged("aws-alb", alb("10.0.0.1:80 0.000 0.003 0.000 200 200", "waf,forward")).reason).toBeNull();
  });

  it("tells how long it waited where a phase was not reached", () => {
    expect(judged("aws-alb", alb("10.0.0.1:8080 -1 -1 -1 504 -")).event.requestMs).toBe(10_006);
    expect(
      judged(
        "aws-elb",
        '2026-03-01T10:00:10.186641Z lb 192.0.2.39:2817 10.0.0.1:80 0.001 -1 -1 504 0 0 0 "GET http://x:80/ HTTP/1.1" "-" - -',
      ),
    ).toMatchObject({
      reason: { cause: "upstream-timeout" },
      event: { requestMs: null },
    });
  });
});

describe("CloudFront", () => {
  const line = (type: string) =>
    `2026-03-01\t22:36:27\tSEA19\t900\t192.0.2.39\tGET\td1.cloudfront.net\t/\t502\t-\t-\t-\t-\tError\tid\twww.example.com\thttp\t675\t0.1\t-\t-\t-\tError\tHTTP/1.1\t-\t-\t1\t0.1\t${type}\t-\t-\t-\t-`;

  it.each([
    ["OriginConnectError", "connect", "cdn-origin-unreachable", "proxy"],
    ["OriginDnsError", "resolve", "dns-failure", "proxy"],
    ["NonS3OriginDnsError", "resolve", "dns-failure", "proxy"],
    ["OriginCommError", "read_header", "upstream-timeout", "proxy"],
    ["OriginReadError", "read_header", "premature-close", "proxy"],
    ["OriginWriteError", "send", "early-response", "proxy"],
    ["OriginHeaderTooBigError", "read_header", "header-too-big", "proxy"],
    ["OriginInvalidResponseError", "read_header", "invalid-response", "proxy"],
    ["OriginZeroSizeObjectError", "read_header", "premature-close", "proxy"],
    ["OriginContentRangeLengthError", "read_body", "invalid-response", "proxy"],
    ["OriginError", "read_header", "passed-through", "upstream"],
    ["AbortedOrigin", "read_body", "truncated-response", "proxy"],
    ["ClientCommError", "read_body", "client-abort", "proxy"],
    ["InvalidRequestBlocked", "policy", "waf-block", "proxy"],
    ["ClientGeoBlocked", "policy", "waf-block", "proxy"],
    ["CapacityExceeded", "proxy_internal", "cdn-fault", "proxy"],
    ["LimitExceeded", "policy", "rate-limited", "proxy"],
    ["FunctionExecutionError", "proxy_internal", "lambda-target-error", "proxy"],
    ["LambdaValidationError", "proxy_internal", "lambda-target-error", "proxy"],
  ])("%s", (type, phase, cause, madeBy) => {
    expect(judged("cloudfront", line(type), STANDARD_FIELDS)).toMatchObject({ madeBy, reason: { phase, cause } });
  });

  it("leaves open what an error without a type is", () => {
    expect(judged("cloudfront", line("Error"), STANDARD_FIELDS)).toMatchObject({ madeBy: "unknown", reason: null });
  });
});

describe("messages", () => {
  const read = (id: string, text: string, carriedMs: number | null = null) => {
    const reader = openFormat({ id, template: null, escape: "default" }, { timezone: null });
    if ("problem" in reader || reader.role === "access") throw new Error("no reader");
    const event = reader.event(text, carriedMs);
    const signature = "role" in event ? event.signature : null;
    return { event, known: formatById(id)?.signatures?.find((each) => each.id === signature) ?? null };
  };

  it.each([
    ["Target.Timeout", "connect", "health-check-failing"],
    ["Target.ResponseCodeMismatch", "read_header", "health-check-failing"],
    ["Target.FailedHealthChecks", "connect", "health-check-failing"],
    ["Target.DeregistrationInProgress", "read_header", "rolling-deploy"],
    ["Elb.InternalError", "proxy_internal", "cdn-fault"],
  ])("of a target's health: %s", (reason, phase, cause) => {
    const line = `{"State":"unhealthy","Reason":"${reason}","Description":"x"}`;
    expect(read("aws-target-health", line, 1_772_359_200_000)).toMatchObject({
      event: { atMs: 1_772_359_200_000 },
      known: { phase, cause },
    });
    expect(read("aws-target-health", line).event).toMatchObject({ rejected: expect.stringContaining("no time") });
  });

  it("pass over what went well", () => {
    expect(read("aws-target-health", '{"time":"2026-03-01T10:00:00Z","State":"healthy"}').event).toHaveProperty(
      "skipped",
    );
    expect(
      read("aws-alb-connection", '2026-03-01T17:05:15.514108Z 192.0.2.39 36280 443 TLSv1.2 A 4.0 "-" - - Success TID_1')
        .event,
    ).toHaveProperty("skipped");
    expect(
      read("aws-alb-connection", '2026-03-01T17:05:15.514108Z 192.0.2.39 36280 80 - - - "-" - - - TID_1').event,
    ).toHaveProperty("skipped");
    expect(
      read("aws-waf", '{"timestamp":1772359200186,"action":"ALLOW","httpRequest":{"clientIp":"192.0.2.39"}}').event,
    ).toHaveProperty("skipped");
  });

  it("of the firewall say whether a rate was exceeded", () => {
    const line = (type: string) =>
      `{"timestamp":1772359200186,"action":"BLOCK","terminatingRuleType":"${type}","terminatingRuleId":"r","httpRequest":{"clientIp":"192.0.2.39"}}`;
    expect(read("aws-waf", line("RATE_BASED")).known).toMatchObject({ cause: "rate-limited" });
    expect(read("aws-waf", line("REGULAR")).known).toMatchObject({ cause: "waf-block" });
  });

  it.each([
    ["Malformed Lambda proxy response", "502", "lambda-target-error"],
    ["Invalid permissions on Lambda function", "500", "lambda-target-error"],
    ["Execution failed due to a timeout error", "504", "upstream-timeout"],
  ])("of API Gateway: %s", (message, status, cause) => {
    const line = `{"requestTime":"01/Mar/2026:10:00:00 +0000","apiId":"a","status":"${status}","integrationErrorMessage":"${message}"}`;
    expect(judged("aws-api-gateway", line)).toMatchObject({ madeBy: "proxy", reason: { cause } });
  });
});
