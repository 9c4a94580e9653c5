import {
  always,
  between,
  closed,
  buildEvidence,
  connects,
  field,
  instant,
  marker,
  messages,
  refused,
  share,
  timedOut,
} from "./evidence-builder";
import { alb, cdn, envoy } from "./product-reasons";

import { only, type ProductCase } from "./product-case";
import { haproxyCases } from "./haproxy-cases";

const edge = (status: number) => ({ ...only(status), tier: "edge" as const });

const healthyOrigin = {
  tier: "origin" as const,
  ...{
    beforePerMinute: 40,
    duringPerMinute: 12,
    gatewayErrors: 0,
    applicationErrors: 0,
    matched: 0,
    of: 100,
    samples: [],
  },
};
const failingOrigin = { ...healthyOrigin, duringPerMinute: 40, gatewayErrors: 96, matched: 95 };

export const productCases: ProductCase[] = [
  ...haproxyCases,
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
    ...{
      name: "Varnish, reused connections closed",
      product: "varnish",
      cause: "keepalive-race",
      standing: "confirmed",
    },
    shows: buildEvidence(
      {
        product: "varnish",
        signatures: [messages("keepalive-race", 100, { confidence: "medium" })],
        methods: [share("POST", 100, 110, { failedShare: 1, requestShare: 0.25 })],
      },
      only(503),
    ),
    lookAlike: buildEvidence({ product: "varnish", signatures: [closed(100)] }, only(503)),
    instead: "premature-close",
  },
  {
    ...{ name: "Varnish, a status it never gives", product: "varnish", cause: "passed-through", standing: "likely" },
    shows: buildEvidence(
      { product: "varnish", bodySizes: { n: 100, builtin: 0, modalBytes: 90, modalShare: 1, samples: [] } },
      only(502),
    ),
    lookAlike: buildEvidence({ product: "varnish" }, only(503)),
    instead: "undetermined",
  },
  {
    ...{
      name: "Varnish, probe and requests refused",
      product: "varnish",
      cause: "upstream-down",
      standing: "likely",
    },
    shows: buildEvidence(
      { product: "varnish", signatures: [messages("health-check-failing", 96), refused(5)] },
      only(503),
    ),
    lookAlike: buildEvidence({ product: "varnish", signatures: [messages("health-check-failing", 100)] }, only(503)),
    instead: "health-check-failing",
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
