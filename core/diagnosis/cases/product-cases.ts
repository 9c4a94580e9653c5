import { parseHaproxyConfig } from "@/core/configs/parse-haproxy-config";
import type { ProxyProduct } from "@/core/products/proxy-product";
import type { Standing } from "@/core/diagnosis/verdict";
import type { CauseCase } from "./case";
import {
  always,
  between,
  buildEvidence,
  closed,
  connects,
  field,
  instant,
  marker,
  messages,
  reason,
  refused,
  share,
  timedOut,
} from "./evidence-builder";

/** A cause behind a product other than nginx, by what that product writes. */
export interface ProductCase extends CauseCase {
  name: string;
  product: ProxyProduct;
  cause: string;
  standing: Standing;
}

const only = (status: number) => ({ byStatus: { [status]: 100 } });
const edge = (status: number) => ({ ...only(status), tier: "edge" as const });

const SERVERS = [share("be_app/app1", 100, 130), share("be_app/app2", 0, 270)];
const timeoutServer = parseHaproxyConfig([
  {
    name: "haproxy.cfg",
    text: "defaults\n  mode http\n  timeout server 5s\nbackend be_app\n  server app1 10.0.0.1:80 check\n",
  },
]);

const haproxy = {
  refused: reason("upstream-down", 100, "SC", {
    ...{ confidence: "medium", label: "the server refused the connection", upstreams: ["be_app/app1"] },
  }),
  noServer: reason("no-live-upstreams", 100, "SC", { label: "no server of the backend is up", upstreams: [] }),
  closed: reason("premature-close", 100, "SH", { label: "the server closed before a complete header" }),
  late: reason("upstream-timeout", 100, "sH", { label: "timeout server ran out before a header came" }),
  header: reason("invalid-response", 100, "PH", { confidence: "medium", label: "HAProxy refused the server's header" }),
  queue: reason("circuit-breaker", 100, "sQ", { label: "timeout queue ran out", upstreams: [] }),
  tls: reason("tls-verify", 100, "bc_err 32", { label: "the server's certificate is for another name" }),
  shake: reason("tls-handshake", 100, "bc_err 34", { label: "TLS handshake with the server failed" }),
  relayed: reason("passed-through", 100, "--", { label: "the server sent this status itself" }),
  silent: reason("connection-timeout", 100, "sC", { confidence: "medium", label: "timeout connect ran out" }),
};
const envoy = {
  failed: reason("upstream-down", 100, "UF", { confidence: "medium", label: "connecting failed" }),
  closed: reason("premature-close", 100, "UC", { confidence: "medium", label: "upstream closed without an answer" }),
  late: reason("upstream-timeout", 100, "UT", { label: "upstream did not answer in time" }),
  protocol: reason("invalid-response", 100, "UPE", { label: "upstream's answer is no valid HTTP" }),
  noHost: reason("no-live-upstreams", 100, "UH", { label: "no healthy upstream", upstreams: [] }),
  overflow: reason("circuit-breaker", 100, "UO", { label: "circuit breaker open" }),
  certificate: reason("tls-verify", 100, "CERTIFICATE_VERIFY_FAILED", { label: "certificate not accepted" }),
  relayed: reason("passed-through", 100, "via_upstream", { label: "upstream itself sent the error" }),
};
const alb = {
  late: reason("upstream-timeout", 100, "idle timeout", { label: "target sent nothing within the idle timeout" }),
  refused: reason("upstream-down", 100, "-1", { confidence: "medium", label: "target refused" }),
  relayed: reason("passed-through", 100, "502", { label: "target itself sent the error" }),
  nobody: reason("no-endpoints", 100, "503", { label: "target group has no target", upstreams: [] }),
  silent: reason("connection-timeout", 100, "10 s", { label: "no connection to the target within 10 s" }),
};
const cdn = {
  connect: reason("cdn-origin-unreachable", 100, "OriginConnectError", {
    ...{ label: "CloudFront could not connect to the origin", upstreams: [] },
  }),
  relayed: reason("passed-through", 100, "OriginError", { label: "the origin itself sent the error", upstreams: [] }),
  refused: reason("cdn-origin-unreachable", 100, "521", { label: "521: origin refused the connection", upstreams: [] }),
  late: reason("upstream-timeout", 100, "524", { label: "origin did not answer in time", upstreams: [] }),
};
const healthyOrigin = {
  tier: "origin" as const,
  ...{ beforePerMinute: 40, duringPerMinute: 12, gatewayErrors: 0, matched: 0, of: 100, samples: [] },
};
const failingOrigin = { ...healthyOrigin, duringPerMinute: 40, gatewayErrors: 96, matched: 95 };

export const productCases: ProductCase[] = [
  {
    ...{ name: "HAProxy, refused", product: "haproxy", cause: "upstream-down", standing: "likely" },
    shows: buildEvidence(
      {
        product: "haproxy",
        signatures: [haproxy.refused],
        connect: connects(100, 0),
        durations: always(3003),
        upstreams: SERVERS,
      },
      only(503),
    ),
    lookAlike: buildEvidence(
      { product: "haproxy", signatures: [haproxy.silent], connect: connects(100, 0), durations: always(12_004) },
      only(503),
    ),
    instead: "connection-timeout",
  },
  {
    ...{ name: "HAProxy, too slow", product: "haproxy", cause: "upstream-timeout", standing: "confirmed" },
    shows: buildEvidence(
      {
        product: "haproxy",
        signatures: [haproxy.late],
        connect: connects(0, 100),
        durations: always(5002),
        config: timeoutServer,
      },
      only(504),
    ),
    lookAlike: buildEvidence(
      { product: "haproxy", signatures: [haproxy.closed], connect: connects(0, 100) },
      only(502),
    ),
    instead: "premature-close",
  },
  {
    ...{ name: "HAProxy, closed", product: "haproxy", cause: "premature-close", standing: "confirmed" },
    shows: buildEvidence(
      { product: "haproxy", signatures: [haproxy.closed], connect: connects(0, 100), madeBy: null },
      only(502),
    ),
    lookAlike: buildEvidence(
      { product: "haproxy", signatures: [haproxy.relayed], header: { seen: 100, unseen: 0, samples: [] } },
      only(502),
    ),
    instead: "passed-through",
  },
  {
    ...{ name: "HAProxy, bad header", product: "haproxy", cause: "invalid-response", standing: "likely" },
    shows: buildEvidence({ product: "haproxy", signatures: [haproxy.header], connect: connects(0, 100) }, only(502)),
    lookAlike: buildEvidence(
      { product: "haproxy", signatures: [haproxy.closed], connect: connects(0, 100) },
      only(502),
    ),
    instead: "premature-close",
  },
  {
    ...{ name: "HAProxy, no server left", product: "haproxy", cause: "no-live-upstreams", standing: "likely" },
    shows: buildEvidence(
      {
        product: "haproxy",
        signatures: [haproxy.noServer],
        upstreamField: field({ none: 100 }),
        durations: instant,
      },
      only(503),
    ),
    lookAlike: buildEvidence(
      {
        product: "haproxy",
        signatures: [
          { ...haproxy.noServer, count: 90 },
          { ...haproxy.refused, count: 10 },
        ],
        upstreamField: field({ none: 90, address: 10 }),
        durations: instant,
      },
      only(503),
    ),
    instead: "upstream-down",
  },
  {
    ...{ name: "HAProxy, queue", product: "haproxy", cause: "circuit-breaker", standing: "confirmed" },
    shows: buildEvidence(
      {
        product: "haproxy",
        signatures: [haproxy.queue],
        upstreamField: field({ none: 100 }),
        traffic: { beforePerMinute: 40, duringPerMinute: 100, times: 2.5, correlation: 0.8 },
      },
      only(503),
    ),
    lookAlike: buildEvidence(
      { product: "haproxy", signatures: [haproxy.noServer], upstreamField: field({ none: 100 }) },
      only(503),
    ),
    instead: "no-live-upstreams",
  },
  {
    ...{ name: "HAProxy, certificate", product: "haproxy", cause: "tls-verify", standing: "confirmed" },
    shows: buildEvidence(
      {
        product: "haproxy",
        signatures: [haproxy.tls],
        connect: connects(100, 0),
        markers: [marker("certificate", 30, "certificate of app renewed")],
      },
      only(503),
    ),
    lookAlike: buildEvidence({ product: "haproxy", signatures: [haproxy.shake], connect: connects(100, 0) }, only(503)),
    instead: "tls-handshake",
  },
  {
    ...{ name: "HAProxy, relayed", product: "haproxy", cause: "passed-through", standing: "confirmed" },
    shows: buildEvidence(
      {
        ...{ product: "haproxy", signatures: [haproxy.relayed] },
        header: { seen: 100, unseen: 0, samples: [] },
        bodySizes: { n: 100, builtin: 0, modalBytes: 1200, modalShare: 1, samples: [] },
      },
      only(502),
    ),
    lookAlike: buildEvidence(
      {
        ...{ product: "haproxy", signatures: [haproxy.late], connect: connects(0, 100), durations: always(5002) },
        bodySizes: { n: 100, builtin: 100, modalBytes: 198, modalShare: 1, samples: [] },
      },
      only(504),
    ),
    instead: "upstream-timeout",
  },
  {
    ...{ name: "Apache, refused", product: "apache", cause: "upstream-down", standing: "confirmed" },
    shows: buildEvidence(
      {
        ...{ product: "apache", signatures: [refused(100)], durations: instant },
        upstreams: [share("10.20.3.12:8080", 100, 130), share("10.20.3.11:8080", 0, 270)],
        markers: [marker("restart", 12, "app stopped")],
      },
      only(503),
    ),
    lookAlike: buildEvidence(
      { product: "apache", signatures: [messages("no-live-upstreams", 100)], durations: instant },
      only(503),
    ),
    instead: "no-live-upstreams",
  },
  {
    ...{ name: "Apache, too slow, with 502", product: "apache", cause: "upstream-timeout", standing: "confirmed" },
    shows: buildEvidence({ product: "apache", signatures: [timedOut(100)], durations: always(60_010) }, only(502)),
    lookAlike: buildEvidence({ product: "apache", signatures: [closed(100)], durations: between(80, 900) }, only(502)),
    instead: "upstream-crash",
  },
  {
    ...{ name: "Apache, closed", product: "apache", cause: "premature-close", standing: "likely" },
    shows: buildEvidence({ product: "apache", signatures: [closed(100)] }, only(502)),
    lookAlike: buildEvidence({ product: "apache", signatures: [messages("invalid-response", 100)] }, only(502)),
    instead: "invalid-response",
  },
  {
    ...{ name: "Apache, certificate, with 500", product: "apache", cause: "tls-verify", standing: "confirmed" },
    shows: buildEvidence(
      { product: "apache", signatures: [messages("tls-verify", 100, { label: "certificate expired" })] },
      only(500),
    ),
    lookAlike: buildEvidence({ product: "apache", signatures: [messages("tls-handshake", 100)] }, only(500)),
    instead: "tls-handshake",
  },
  {
    ...{ name: "Envoy, connecting failed", product: "envoy", cause: "upstream-down", standing: "likely" },
    shows: buildEvidence({ product: "envoy", signatures: [envoy.failed], durations: instant }, only(503)),
    lookAlike: buildEvidence({ product: "envoy", signatures: [envoy.certificate], durations: instant }, only(503)),
    instead: "tls-verify",
  },
  {
    ...{ name: "Envoy, too slow", product: "envoy", cause: "upstream-timeout", standing: "confirmed" },
    shows: buildEvidence({ product: "envoy", signatures: [envoy.late], durations: always(15_000) }, only(504)),
    lookAlike: buildEvidence({ product: "envoy", signatures: [envoy.closed] }, only(503)),
    instead: "premature-close",
  },
  {
    ...{ name: "Envoy, closed, with 503", product: "envoy", cause: "premature-close", standing: "likely" },
    shows: buildEvidence({ product: "envoy", signatures: [envoy.closed] }, only(503)),
    lookAlike: buildEvidence({ product: "envoy", signatures: [envoy.protocol] }, only(502)),
    instead: "invalid-response",
  },
  {
    ...{ name: "Envoy, protocol error", product: "envoy", cause: "invalid-response", standing: "likely" },
    shows: buildEvidence({ product: "envoy", signatures: [envoy.protocol] }, only(502)),
    lookAlike: buildEvidence({ product: "envoy", signatures: [envoy.relayed] }, only(502)),
    instead: "passed-through",
  },
  {
    ...{ name: "Envoy, no healthy host", product: "envoy", cause: "no-live-upstreams", standing: "likely" },
    shows: buildEvidence(
      { product: "envoy", signatures: [envoy.noHost], upstreamField: field({ none: 100 }), durations: instant },
      only(503),
    ),
    lookAlike: buildEvidence(
      { product: "envoy", signatures: [envoy.overflow], upstreamField: field({ none: 100 }), durations: instant },
      only(503),
    ),
    instead: "circuit-breaker",
  },
  {
    ...{ name: "Envoy, overflow", product: "envoy", cause: "circuit-breaker", standing: "confirmed" },
    shows: buildEvidence(
      {
        ...{ product: "envoy", signatures: [envoy.overflow] },
        latency: { beforeP50: 20, beforeP95: 80, duringP50: 300, duringP95: 900, leadMinutes: 2 },
      },
      only(503),
    ),
    lookAlike: buildEvidence({ product: "envoy", signatures: [envoy.noHost] }, only(503)),
    instead: "no-live-upstreams",
  },
  {
    ...{ name: "Load balancer of AWS, too slow", product: "aws-alb", cause: "upstream-timeout", standing: "confirmed" },
    shows: buildEvidence({ product: "aws-alb", signatures: [alb.late], durations: always(60_000) }, only(504)),
    lookAlike: buildEvidence(
      { product: "aws-alb", signatures: [alb.silent], connect: connects(100, 0), durations: always(10_000) },
      only(504),
    ),
    instead: "connection-timeout",
  },
  {
    ...{ name: "Load balancer of AWS, relayed", product: "aws-alb", cause: "passed-through", standing: "likely" },
    shows: buildEvidence({ product: "aws-alb", signatures: [alb.relayed] }, only(502)),
    lookAlike: buildEvidence({ product: "aws-alb", signatures: [alb.refused], durations: instant }, only(502)),
    instead: "upstream-down",
  },
  {
    ...{ name: "Load balancer of AWS, no target", product: "aws-alb", cause: "no-endpoints", standing: "confirmed" },
    shows: buildEvidence(
      { product: "aws-alb", signatures: [alb.nobody], upstreamField: field({ none: 100 }), durations: instant },
      only(503),
    ),
    lookAlike: buildEvidence({ product: "aws-alb", signatures: [{ ...alb.relayed, errno: "503" }] }, only(503)),
    instead: "passed-through",
  },
  {
    ...{ name: "CloudFront, no origin", product: "cloudfront", cause: "cdn-origin-unreachable", standing: "confirmed" },
    shows: buildEvidence({ product: "cloudfront", signatures: [cdn.connect], otherTier: healthyOrigin }, edge(502)),
    lookAlike: buildEvidence({ product: "cloudfront", signatures: [cdn.relayed], otherTier: failingOrigin }, edge(502)),
    instead: "passed-through",
  },
  {
    ...{ name: "Cloudflare, refused", product: "cloudflare", cause: "cdn-origin-unreachable", standing: "confirmed" },
    shows: buildEvidence({ product: "cloudflare", signatures: [cdn.refused] }, edge(521)),
    lookAlike: buildEvidence({ product: "cloudflare", signatures: [cdn.late], durations: always(100_200) }, edge(524)),
    instead: "upstream-timeout",
  },
];
