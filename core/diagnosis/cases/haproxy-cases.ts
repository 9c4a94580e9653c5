import { parseHaproxyConfig } from "@/core/configs/parse-haproxy-config";
import {
  always,
  buildEvidence,
  connects,
  field,
  instant,
  marker,
  messages,
  reason,
  refused,
  share,
} from "./evidence-builder";
import { haproxy } from "./product-reasons";

import { only, type ProductCase } from "./product-case";

const SERVERS = [share("be_app/app1", 100, 130), share("be_app/app2", 0, 270)];
const timeoutServer = parseHaproxyConfig([
  {
    name: "haproxy.cfg",
    text: "defaults\n  mode http\n  timeout server 5s\nbackend be_app\n  server app1 10.0.0.1:80 check\n",
  },
]);

const limiter = parseHaproxyConfig([
  {
    name: "haproxy.cfg",
    text: "frontend fe\n  mode http\n  http-request deny deny_status 503 if { sc_http_req_rate(0) gt 10 }\n  default_backend be_app\nbackend be_app\n  server app1 10.0.0.1:80\n",
  },
]);
const ruled = reason("waf-block", 100, "PR", { confidence: "medium", label: "refused before a server was chosen" });

/** Both servers are taken out because their checks got no answer in time; no request of theirs timed out. */
const slowChecks = [
  messages("no-live-upstreams", 100, { upstreams: [] }),
  messages("upstream-overload", 14, {
    errno: "L7TOUT",
    confidence: "medium",
    label: "health check got no answer in time",
  }),
];
const latency = (duringP50: number) => ({
  ...{ beforeP50: 20, beforeP95: 40, duringP50, duringP95: 2 * duringP50, leadMinutes: null },
});
const surge = { beforePerMinute: 40, duringPerMinute: 100, times: 2.5, correlation: 0.8 };

const RELOAD = "HAProxy was reloaded, or stopped";
const reloaded = {
  ...{ signatures: [haproxy.refused], connect: connects(100, 0), durations: always(1001) },
  markers: [marker("config-reload", 30, RELOAD)],
  recovery: [{ marker: marker("config-reload", -600, RELOAD).marker, secondsAfterEnd: 5 }],
};

export const haproxyCases: ProductCase[] = [
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
    ...{ name: "Caddy, checks and requests refused", product: "caddy", cause: "upstream-down", standing: "likely" },
    shows: buildEvidence(
      {
        product: "caddy",
        signatures: [
          messages("no-live-upstreams", 88, { upstreams: [] }),
          messages("health-check-failing", 40),
          { ...refused(8), share: 0.05 },
        ],
      },
      only(503),
    ),
    lookAlike: buildEvidence(
      {
        product: "caddy",
        signatures: [messages("no-live-upstreams", 96, { upstreams: [] }), messages("health-check-failing", 40)],
      },
      only(503),
    ),
    instead: "health-check-failing",
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
    ...{ name: "HAProxy, checks slow", product: "haproxy", cause: "health-check-failing", standing: "confirmed" },
    shows: buildEvidence({ product: "haproxy", signatures: slowChecks, latency: latency(20) }, only(503)),
    lookAlike: buildEvidence(
      { product: "haproxy", signatures: slowChecks, latency: latency(900), traffic: surge },
      only(503),
    ),
    instead: "upstream-overload",
  },
  {
    ...{ name: "HAProxy, reloaded with names", product: "haproxy", cause: "wrong-port", standing: "likely" },
    shows: buildEvidence(
      { product: "haproxy", ...reloaded, upstreams: [share("be_app/app1", 50, 52), share("be_app/app2", 50, 51)] },
      { ...only(503), requests: 103 },
    ),
    lookAlike: buildEvidence({ product: "haproxy", ...reloaded, upstreams: SERVERS }, only(503)),
    instead: "upstream-down",
  },
  {
    ...{ name: "HAProxy, limiter", product: "haproxy", cause: "rate-limited", standing: "confirmed" },
    shows: buildEvidence({ product: "haproxy", signatures: [ruled], config: limiter }, only(503)),
    lookAlike: buildEvidence({ product: "haproxy", signatures: [ruled], config: timeoutServer }, only(503)),
    instead: "waf-block",
  },
];
