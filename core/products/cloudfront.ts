// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html
import type { Advice } from "./advice";

const CHANGE = "aws cloudfront update-distribution --id ID --distribution-config file://config.json --if-match ETAG";

export const cloudfrontAdvice: Advice = {
  title: "CloudFront",
  process: null,
  folder: null,
  check: [],
  reload: [CHANGE],
  show: "aws cloudfront get-distribution-config --id ID",
  live: ["curl -sI https://{host}{path} | grep -iE 'x-cache|x-amz-cf-(id|pop)|server'"],
  words: {
    idle: "OriginKeepaliveTimeout",
    target: "DomainName|HTTPSPort|HTTPPort",
    scheme: "OriginProtocolPolicy|OriginSslProtocols",
    maintenance: "CustomErrorResponses|FunctionAssociations|LambdaFunctionAssociations",
  },
  set: {
    "read-timeout": ['"OriginReadTimeout": 60   # of the origin; default 30, more on request'],
    "shorter-timeout": ['"OriginReadTimeout": 25'],
    "fail-over": [
      '"ConnectionTimeout": 2, "ConnectionAttempts": 2',
      '"OriginGroups": …   # fails over on 502, 503 and 504',
    ],
    retry: ['"OriginGroups": …   # a second origin for GET, HEAD and OPTIONS'],
    "retry-idempotent": ['"OriginGroups": …   # a second origin for GET, HEAD and OPTIONS, never for POST'],
    "retry-post": ["# CloudFront repeats no POST; let the client retry with an idempotency key"],
    idle: ['"OriginKeepaliveTimeout": 5   # and the origin\'s keep-alive time above it'],
    "header-buffer": ["# CloudFront's limits are fixed: make the header smaller"],
    "tls-settings": [
      '"OriginSslProtocols": ["TLSv1.2"]   # the origin needs a certificate for its own or the forwarded name',
    ],
    "tls-trust": [
      "# the origin needs a certificate of a public authority with its whole chain, for the origin's domain or the forwarded Host",
    ],
    target: ['"DomainName": "ORIGIN", "HTTPSPort": 443'],
    scheme: ['"OriginProtocolPolicy": "https-only"   # or http-only, as the origin speaks'],
    "error-page": [
      '"CustomErrorResponses": [{ "ErrorCode": 502, "ResponsePagePath": "/sorry.html", "ResponseCode": "502", "ErrorCachingMinTTL": 1 }]',
    ],
    "hide-errors": [
      '"CustomErrorResponses": [{ "ErrorCode": 502, "ResponsePagePath": "/sorry.html", "ResponseCode": "502", "ErrorCachingMinTTL": 1 }]',
    ],
    stale: ["Cache-Control: max-age=60, stale-if-error=86400"],
    "request-id": ["# log the header X-Amz-Cf-Id at the origin: it is x-edge-request-id of the log"],
    "limit-client": ["# AWS WAF: a rate-based rule by address, action Block with 429"],
    shed: ["# AWS WAF: a rate-based rule", "Cache-Control: max-age=60, stale-if-error=86400"],
    "short-cache": ["Cache-Control: max-age=10   # Origin Shield beside it"],
  },
  supplies: {
    signatures: "x-edge-detailed-result-type of CloudFront's log",
    durations: "time-taken and time-to-first-byte of CloudFront's log",
    header: "origin-fbl of CloudFront's real-time log",
  },
  fields: {},
  logging: {
    directives: [
      "# real-time log with origin-fbl, origin-lbl and x-edge-detailed-result-type",
      "# at the origin: log X-Amz-Cf-Id, and give that log as well",
    ],
    verify: "Each 502 has a detailed result type, and the origin's log shows whether the request arrived.",
  },
  combined: false,
  reasonField: "x-edge-detailed-result-type",
};
