import type { FormatDefinition } from "@/core/formats/format-definition";
import { ALB_REASONS } from "./alb-reasons";
import { BEFORE_TARGET, BEHIND_TARGET, elbParts } from "./elb-line";
import { openElb } from "./open-elb";

/** Twelve columns until 2015, fifteen since. */
const PARTS = elbParts([
  ["time", { field: "time", kind: "time-iso" }],
  ["elb", { field: "server", kind: "text" }],
  ["client:port", { field: "client", kind: "text" }],
  ["backend:port", { field: "upstreamAddr", kind: "text" }],
  ["request_processing_time", { field: BEFORE_TARGET, kind: "timer" }],
  ["backend_processing_time", { field: "upstreamHeaderTime", kind: "timer" }],
  ["response_processing_time", { field: BEHIND_TARGET, kind: "timer" }],
  ["elb_status_code", { field: "status", kind: "status" }],
  ["backend_status_code", { field: "upstreamStatus", kind: "text" }],
  ["received_bytes", { field: "requestBytes", kind: "integer" }],
  ["sent_bytes", { field: "bodyBytes", kind: "integer" }],
  ["request", { field: "request", kind: "token", mayEnd: true }],
  ["user_agent", { field: "userAgent", kind: "token", mayEnd: true }],
  ["ssl_cipher", { field: null, kind: "token", mayEnd: true }],
  ["ssl_protocol", { field: null, kind: "token" }],
]);

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html */
export const awsElb: FormatDefinition = {
  id: "aws-elb",
  title: "AWS Classic Load Balancer",
  product: "AWS Classic Load Balancer",
  role: "access",
  kind: "template",
  docs: "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html",
  template: null,
  looksLike:
    /^\d{4}-\d{2}-\d{2}T[\d:.]{8,18}Z \S{1,100} \S{3,60}:\d{1,5} \S{1,60} (?:-1|\d+\.\d+) (?:-1|\d+\.\d+) (?:-1|\d+\.\d+) /,
  precedence: 110,
  signatures: ALB_REASONS,
  samples: [
    {
      line: '2026-03-01T10:00:00.186641Z my-lb 192.0.2.39:2817 10.0.0.1:80 0.000086 0.001048 0.001337 503 503 0 57 "GET https://www.example.com:443/a?b=1 HTTP/1.1" "curl/7.38.0" DHE-RSA-AES128-SHA TLSv1.2',
      event: {
        atMs: Date.UTC(2026, 2, 1, 10, 0, 0, 186),
        status: 503,
        method: "GET",
        path: "https://www.example.com:443/a?b=1",
        protocol: "HTTP/1.1",
        host: "www.example.com",
        clientIp: "192.0.2.39",
        bodyBytes: 57,
        requestMs: 2.471,
        userAgent: "curl/7.38.0",
        server: "my-lb",
        upstreams: [
          {
            addr: "10.0.0.1:80",
            status: 503,
            connectMs: null,
            headerMs: 1.048,
            responseMs: 1.048,
            receivedBytes: null,
            sentBytes: null,
          },
        ],
      },
    },
    {
      line: '2014-02-15T23:39:43.945958Z my-lb 192.0.2.39:2817 - -1 -1 -1 504 0 0 0 "GET http://www.example.com:80/ HTTP/1.1"',
      event: { status: 504, upstreams: [], method: "GET", userAgent: null, requestMs: null },
    },
    {
      line: '2026-03-01T10:00:01.186641Z my-lb 192.0.2.39:2817 10.0.0.1:80 0.001069 0.000028 0.000041 - - 82 305 "- - - " "-" - -',
      event: { status: null, method: null, path: null, host: null, bodyBytes: 305, requestMs: 1.138 },
    },
  ],
  canTell: ["which instance was asked and what it answered", "whether it was reached, and how long it took to answer"],
  cannotTell: ["the errno of a failed connection", "how long connecting took"],
  improve: "Move to an Application Load Balancer, whose log names targets, target groups and error reasons.",
  open: (choice, options) => openElb(choice, PARTS, options),
};
