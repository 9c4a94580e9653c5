import { compileTemplate } from "@/core/formats/compile-template";
import { createAccessReader } from "@/core/formats/create-access-reader";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { elbClock, elbParts, trimElbClient } from "./elb-line";

const PARTS = elbParts([
  ["type", { field: null, kind: "text" }],
  ["version", { field: null, kind: "text" }],
  ["time", { field: "time", kind: "time-iso" }],
  ["elb", { field: "server", kind: "text" }],
  ["listener", { field: "frontend", kind: "text" }],
  ["client:port", { field: "client", kind: "text" }],
  ["destination:port", { field: "upstreamAddr", kind: "text" }],
  ["connection_time", { field: "requestTime", kind: "timer", unitMs: 1 }],
  ["tls_handshake_time", { field: null, kind: "text" }],
  ["received_bytes", { field: "requestBytes", kind: "integer" }],
  ["sent_bytes", { field: "bodyBytes", kind: "integer" }],
  ["incoming_tls_alert", { field: "flags", kind: "text" }],
  ["chosen_cert_arn", { field: null, kind: "text" }],
  ["chosen_cert_serial", { field: null, kind: "text" }],
  ["tls_cipher", { field: null, kind: "text" }],
  ["tls_protocol_version", { field: null, kind: "text" }],
  ["tls_named_group", { field: null, kind: "token" }],
  ["domain_name", { field: "host", kind: "token", mayEnd: true }],
  ["alpn_fe_protocol", { field: null, kind: "token" }],
]);

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html */
export const awsNlb: FormatDefinition = {
  id: "aws-nlb",
  title: "AWS Network Load Balancer (TLS listeners)",
  product: "AWS Network Load Balancer",
  role: "access",
  kind: "template",
  docs: "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html",
  template: null,
  looksLike: /^tls \d+\.\d+ \d{4}-\d{2}-\d{2}T[\d:.]{8,18}Z? net\/\S+ /,
  precedence: 110,
  samples: [
    {
      line: 'tls 2.0 2026-03-01T10:00:00 net/my-nlb/c6e77e28c25b2234 g3d4b5e8bb8464cd 192.0.2.39:2817 10.0.0.1:80 5 2 98 246 - arn:aws:acm:us-east-2:123456789012:certificate/2a108f19 - ECDHE-RSA-AES128-SHA tlsv12 - www.example.com h2 http/1.1 "h2","http/1.1" 2026-03-01T09:59:59',
      event: {
        atMs: Date.UTC(2026, 2, 1, 10),
        status: null,
        clientIp: "192.0.2.39",
        requestMs: 5,
        bodyBytes: 246,
        requestBytes: 98,
        host: "www.example.com",
        flags: null,
        server: "net/my-nlb/c6e77e28c25b2234",
        upstreams: [
          {
            addr: "10.0.0.1:80",
            status: null,
            connectMs: null,
            headerMs: null,
            responseMs: null,
            receivedBytes: null,
            sentBytes: null,
          },
        ],
      },
    },
    {
      line: "tls 2.0 2026-03-01T10:00:01 net/my-nlb/c6e77e28c25b2234 52878890095341b5 192.0.2.39:2817 10.0.0.1:80 0 - 0 0 handshake_failure - - - - - - - - - 2026-03-01T10:00:01",
      event: { requestMs: 0, flags: "handshake_failure", host: null },
    },
  ],
  canTell: ["which target took a TLS connection, and how long it lasted", "TLS alerts of clients"],
  cannotTell: ["requests and statuses: the balancer does not look into connections", "connections without TLS"],
  improve: "Use the logs of what runs behind the balancer, with the client's address kept by the PROXY protocol.",
  open: (choice, options) => {
    const compiled = compileTemplate(PARTS, { escape: "none", openEnd: true });
    if ("problem" in compiled) return compiled;
    return createAccessReader(
      { format: choice.id, template: null, escape: "none", compiled: trimElbClient(compiled), clock: elbClock() },
      options,
    );
  },
};
