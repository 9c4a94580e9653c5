// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
import type { Advice } from "./advice";

const ATTRIBUTES = "aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes";
const GROUP = "aws elbv2 modify-target-group --target-group-arn ARN";

export const albAdvice: Advice = {
  title: "The load balancer",
  process: null,
  folder: null,
  check: [],
  reload: [],
  show: null,
  live: ["aws elbv2 describe-target-health --target-group-arn ARN"],
  words: {},
  set: {
    "read-timeout": [`${ATTRIBUTES} Key=idle_timeout.timeout_seconds,Value=120`],
    "shorter-timeout": [`${ATTRIBUTES} Key=idle_timeout.timeout_seconds,Value=25`],
    "stream-timeout": [`${ATTRIBUTES} Key=idle_timeout.timeout_seconds,Value=3600`],
    "fail-over": [
      `${GROUP} --health-check-interval-seconds 10 --unhealthy-threshold-count 2 --healthy-threshold-count 2`,
      "# targets in two zones; the balancer does not retry",
    ],
    retry: ["# an ALB does not retry: let clients repeat GET and HEAD"],
    "retry-idempotent": ["# an ALB does not retry: let clients repeat GET and HEAD, never POST"],
    "retry-post": ["# POST only with idempotency keys, by the client"],
    reuse: ["# an ALB keeps connections to targets open by itself"],
    idle: [
      `${ATTRIBUTES} Key=idle_timeout.timeout_seconds,Value=60   # and the target's keep-alive time above it, 65 s and more`,
    ],
    "header-buffer": ["# the limits of an ALB are fixed: make the header smaller"],
    "tls-settings": ["# an ALB sends no name of your choice to targets: let the target accept TLS 1.2 without one"],
    "tls-trust": ["# an ALB does not verify the certificates of targets"],
    resolver: ["# targets by address do not follow DNS: register the new addresses"],
    target: ["aws elbv2 register-targets --target-group-arn ARN --targets Id=ID,Port=PORT   # that is {rightUpstream}"],
    scheme: [
      "aws elbv2 describe-target-groups --target-group-arns ARN --query 'TargetGroups[].[Protocol,ProtocolVersion,Port]'   # a new group where it is wrong",
    ],
    "error-page": ["# a CloudFront distribution before it, with custom error responses"],
    stale: ["# a CloudFront distribution before it: Cache-Control: stale-if-error=86400"],
    "request-id": ["# log the header X-Amzn-Trace-Id at the target: it is trace_id of the access log"],
    shed: [
      "# AWS WAF: a rate-based rule",
      "aws elbv2 modify-target-group-attributes --target-group-arn ARN --attributes Key=load_balancing.algorithm.type,Value=least_outstanding_requests",
    ],
    "limit-client": ["# AWS WAF: a rate-based rule by address, action Block with 429"],
    "real-client": ["# AWS WAF: a rate-based rule that aggregates by the forwarded address (X-Forwarded-For)"],
    "max-connections": ["# an ALB has no limit to targets: bound the queue at the target"],
    "body-limit": ["# bodies have no limit but for Lambda targets (1 MB)"],
    "tcp-keepalive": [`${ATTRIBUTES} Key=client_keep_alive.seconds,Value=3600`],
    "health-check": [
      `${GROUP} --health-check-path /healthz --matcher HttpCode=200-399 --health-check-timeout-seconds 5 --unhealthy-threshold-count 3`,
    ],
    marking: [
      `${GROUP} --unhealthy-threshold-count 3   # with all targets unhealthy the balancer sends to all of them`,
    ],
    drain: [
      "aws elbv2 modify-target-group-attributes --target-group-arn ARN --attributes Key=deregistration_delay.timeout_seconds,Value=30",
      "aws elbv2 deregister-targets --target-group-arn ARN --targets Id=ID   # wait, then stop the instance",
    ],
    maintenance: ["aws elbv2 describe-rules --listener-arn ARN --query 'Rules[].Actions[?Type==`fixed-response`]'"],
    "finish-work": ["# answer 202 and work later"],
    "loop-guard": ["# no target may be the balancer's own address"],
    "short-cache": ["# a CloudFront distribution before it, with a minimum TTL of 10 s"],
    "source-ports": ["# more targets or ports per target"],
  },
  supplies: {
    signatures: "the balancer's access log (access_logs.s3.enabled), whose times and target status name the phase",
    durations: "the balancer's access log (access_logs.s3.enabled)",
    upstreams: "the balancer's access log (access_logs.s3.enabled)",
    header: "target_processing_time of the balancer's access log",
    connect: "request_processing_time of the balancer's access log",
  },
  fields: {},
  logging: {
    directives: [
      `${ATTRIBUTES} Key=access_logs.s3.enabled,Value=true Key=access_logs.s3.bucket,Value=BUCKET`,
      `${ATTRIBUTES} Key=connection_logs.s3.enabled,Value=true Key=connection_logs.s3.bucket,Value=BUCKET`,
      "# at the target: log X-Amzn-Trace-Id and the application's own errors; an ALB logs no errno anywhere",
    ],
    verify:
      "CloudWatch's TargetConnectionErrorCount, and a line of the target for the same trace_id, tell a refused connection from a closed one.",
  },
  combined: false,
  reasonField: "target_status_code, “-” where the load balancer made the answer",
};
