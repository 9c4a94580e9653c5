import type { MadeBy } from "@/core/events/access-event";
import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";
import type { ScannedLine } from "@/core/formats/scanned-line";

/** Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html (x-edge-detailed-result-type) */
// prettier-ignore
export const CLOUDFRONT_REASONS: readonly ReasonRule[] = [
  ...reasonsOfPhase("connect", [
    ["cloudfront-origin-connect", type("OriginConnectError"), "OriginConnectError", "cdn-origin-unreachable", "high", "CloudFront could not connect to the origin"],
  ]),
  ...reasonsOfPhase("resolve", [
    ["cloudfront-origin-dns", type("(?:NonS3)?OriginDnsError"), "OriginDnsError", "dns-failure", "high", "origin's name does not resolve"],
  ]),
  ...reasonsOfPhase("send", [
    ["cloudfront-origin-write", type("OriginWriteError"), "OriginWriteError", "early-response", "medium", "CloudFront could not send the request to the origin"],
  ]),
  ...reasonsOfPhase("read_header", [
    ["cloudfront-origin-timeout", type("OriginCommError"), "OriginCommError", "upstream-timeout", "medium", "origin did not answer CloudFront in time"],
    ["cloudfront-origin-read", type("OriginReadError"), "OriginReadError", "premature-close", "high", "origin closed the connection before its response"],
    ["cloudfront-origin-header", type("OriginHeaderTooBigError"), "OriginHeaderTooBigError", "header-too-big", "high", "origin's response header is too big for CloudFront"],
    ["cloudfront-origin-invalid", type("OriginInvalidResponseError"), "OriginInvalidResponseError", "invalid-response", "high", "CloudFront could not parse the origin's response"],
    ["cloudfront-origin-empty", type("OriginZeroSizeObjectError"), "OriginZeroSizeObjectError", "premature-close", "medium", "origin answered nothing"],
    ["cloudfront-origin-error", type("OriginError"), "OriginError", "passed-through", "medium", "origin itself sent the error"],
  ]),
  ...reasonsOfPhase("read_body", [
    ["cloudfront-origin-range", type("OriginContentRangeLengthError"), "OriginContentRangeLengthError", "invalid-response", "high", "origin's length and range disagree"],
    ["cloudfront-origin-aborted", type("AbortedOrigin"), "AbortedOrigin", "truncated-response", "medium", "origin ended the response half-way"],
    ["cloudfront-viewer-gone", type("(?:ClientCommError|ClientHungUpRequest|SlowReaderOriginError)"), "ClientCommError", "client-abort", "high", "viewer went away"],
  ]),
  ...reasonsOfPhase("policy", [
    ["cloudfront-blocked", type("(?:InvalidRequestBlocked|ClientGeoBlocked)"), "blocked", "waf-block", "high", "CloudFront blocked the request"],
    ["cloudfront-limit", type("LimitExceeded"), "LimitExceeded", "rate-limited", "high", "a CloudFront quota was exceeded"],
  ]),
  ...reasonsOfPhase("proxy_internal", [
    ["cloudfront-capacity", type("CapacityExceeded"), "CapacityExceeded", "cdn-fault", "high", "edge location had no capacity"],
    ["cloudfront-edge-function", type("(?:Function(?:GeneratedError|ExecutionError|ThrottledError)|Lambda(?:GeneratedResponse|ValidationError|ExecutionError))"), "Lambda", "lambda-target-error", "medium", "function at the edge failed"],
  ]),
];

function type(pattern: string): ReasonRule["when"] {
  return { flags: new RegExp(`^${pattern}$`) };
}

/** OriginError is the origin's own status; every other detailed type of an error was made at the edge. */
export function judgeCloudfront(line: ScannedLine): MadeBy {
  const flags = line.text("flags");
  if (flags === "OriginError") return "upstream";
  if (flags === null || /^(?:Error|Hit|Miss|RefreshHit|OriginShieldHit|Redirect)$/.test(flags)) return "unknown";
  return "proxy";
}
