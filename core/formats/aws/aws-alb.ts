import type { FormatDefinition } from "@/core/formats/format-definition";
import { ALB_REASONS } from "./alb-reasons";
import { BEFORE_TARGET, BEHIND_TARGET, CREATED, elbParts } from "./elb-line";
import { openElb } from "./open-elb";

/** Columns were appended from version to version: lines may end behind each that was once the last, and may go on behind the last one known. */
const PARTS = elbParts([
  ["type", { field: null, kind: "text" }],
  ["time", { field: "time", kind: "time-iso" }],
  ["elb", { field: "server", kind: "text" }],
  ["client:port", { field: "client", kind: "text" }],
  ["target:port", { field: "upstreamAddr", kind: "text" }],
  ["request_processing_time", { field: BEFORE_TARGET, kind: "timer" }],
  ["target_processing_time", { field: "upstreamHeaderTime", kind: "timer" }],
  ["response_processing_time", { field: BEHIND_TARGET, kind: "timer" }],
  ["elb_status_code", { field: "status", kind: "status" }],
  ["target_status_code", { field: "upstreamStatus", kind: "text" }],
  ["received_bytes", { field: "requestBytes", kind: "integer" }],
  ["sent_bytes", { field: "bodyBytes", kind: "integer" }],
  ["request", { field: "request", kind: "request", quoted: true }],
  ["user_agent", { field: "userAgent", kind: "text", quoted: true }],
  ["ssl_cipher", { field: null, kind: "text" }],
  ["ssl_protocol", { field: null, kind: "text" }],
  ["target_group_arn", { field: "upstreamName", kind: "text" }],
  ["trace_id", { field: "requestId", kind: "token", mayEnd: true }],
  ["domain_name", { field: "host", kind: "token" }],
  ["chosen_cert_arn", { field: null, kind: "token", mayEnd: true }],
  ["matched_rule_priority", { field: null, kind: "token", mayEnd: true }],
  ["request_creation_time", { field: CREATED, kind: "token", mayEnd: true }],
  ["actions_executed", { field: "flags", kind: "token", mayEnd: true }],
  ["redirect_url", { field: null, kind: "token", mayEnd: true }],
  ["error_reason", { field: "errorReason", kind: "token", mayEnd: true }],
  // Nothing behind it is read.
  ["target:port_list", { field: null, kind: "token" }],
]);

const NOTHING = {
  status: null,
  connectMs: null,
  headerMs: null,
  responseMs: null,
  receivedBytes: null,
  sentBytes: null,
};

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html */
export const awsAlb: FormatDefinition = {
  id: "aws-alb",
  title: "AWS Application Load Balancer",
  product: "AWS Application Load Balancer",
  role: "access",
  kind: "template",
  docs: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
  template: null,
  looksLike: /^(?:https?|h2|grpcs?|wss?) \d{4}-\d{2}-\d{2}T[\d:.]+Z \S{1,300} \S{3,60}:\d+ \S/,
  companions: ["aws-elb"],
  precedence: 110,
  signatures: ALB_REASONS,
  samples: [
    {
      line: 'https 2026-03-01T10:00:00.186641Z app/my-lb/50dc6c495c0c9188 192.0.2.39:2817 10.0.0.1:8080 -1 -1 -1 502 - 34 366 "GET https://www.example.com:443/a b?x=1 HTTP/1.1" "curl/8.5.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/t/73e2d6bc24d8a067 "Root=1-58337262-36d228ad5d99923122bbe354" "www.example.com" "-" 0 2026-03-01T10:00:00.182000Z "waf,forward" "-" "-" "10.0.0.1:8080" "-" "-" "-" TID_dc57cebed65b444ebc8177bb698fe166 "-" "-" "-"',
      event: {
        atMs: Date.UTC(2026, 2, 1, 10, 0, 0, 186),
        status: 502,
        method: "GET",
        path: "https://www.example.com:443/a b?x=1",
        protocol: "HTTP/1.1",
        host: "www.example.com",
        clientIp: "192.0.2.39",
        bodyBytes: 366,
        requestBytes: 34,
        requestMs: 4,
        userAgent: "curl/8.5.0",
        upstreams: [{ ...NOTHING, addr: "10.0.0.1:8080", sentBytes: 0 }],
        upstreamName: "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/t/73e2d6bc24d8a067",
        server: "app/my-lb/50dc6c495c0c9188",
        flags: "waf,forward",
        errorReason: null,
        requestId: "Root=1-58337262-36d228ad5d99923122bbe354",
      },
    },
    {
      line: 'http 2026-03-01T10:00:00.186641Z app/my-lb/50dc6c495c0c9188 2001:db8::7:50599 fd6d:6bbc:c529:6::46:80 0.001 0.052 0.000 200 200 589 2084 "GET http://www.example.com:80/x HTTP/1.1" "a \\x22b\\x22" - - arn:aws:x "Root=1-5" "-" "-" 0 2026-03-01T10:00:00.100000Z "forward" "-" "-" fd6d:6bbc:c529:6::46:80 200 "-" "-"',
      event: {
        status: 200,
        clientIp: "2001:db8::7",
        host: "www.example.com",
        requestMs: 53,
        userAgent: 'a "b"',
        upstreams: [{ ...NOTHING, addr: "fd6d:6bbc:c529:6::46:80", status: 200, headerMs: 52, responseMs: 52 }],
      },
    },
    {
      line: 'http 2018-11-30T22:23:00.186641Z app/my-lb/50dc6c495c0c9188 192.0.2.39:2817 - 0.000 0.001 0.000 502 - 34 366 "GET http://www.example.com:80/ HTTP/1.1" "-" - - arn:aws:x "Root=1-5" "-" "-" 0 2018-11-30T22:22:48.364000Z "forward" "-" "LambdaInvalidResponse"',
      event: { status: 502, upstreams: [], errorReason: "LambdaInvalidResponse", userAgent: null, requestMs: 1 },
    },
    {
      line: 'http 2018-11-30T22:23:00.186641Z app/my-lb/50dc6c495c0c9188 192.0.2.39:2817 - -1 -1 -1 400 - 0 272 "- http://www.example.com:80- -" "-" - - - "-" "-" "-" - 2018-11-30T22:22:59.186641Z "-" "-" "-" "-" "-"',
      event: {
        status: 400,
        method: null,
        path: null,
        host: null,
        upstreams: [],
        upstreamName: null,
        requestId: null,
        requestMs: 1000,
      },
    },
  ],
  canTell: [
    "which target and target group, and what each answered",
    "whether the target was reached, and how long it took to answer",
    "why a Lambda target or the WAF failed",
  ],
  cannotTell: ["the errno of a failed connection", "how long connecting took", "requests of health checks"],
  improve:
    "Log X-Amzn-Trace-Id at the target; switch connection logs and health-check logs on: connection_logs.s3.enabled.",
  open: (choice, options) => openElb(choice, PARTS, options),
};
