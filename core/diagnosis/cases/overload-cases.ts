import type { CauseCase } from "./case";
import {
  always,
  buildEvidence,
  closed,
  config,
  connects,
  field,
  instant,
  messages,
  share,
  timedOut,
} from "./evidence-builder";

const LATE = { byStatus: { "504": 100 } };
const EVERY_ROUTE = [share("/", 40, 160), share("/search", 35, 140), share("/cart", 25, 100)];

/** Traffic triples, all routes slow down, 502 and 504 mix. */
const surge = buildEvidence(
  {
    signatures: [timedOut(70), closed(30)],
    connect: connects(0, 100),
    durations: always(3000),
    routes: EVERY_ROUTE,
    latency: { beforeP50: 60, beforeP95: 180, duringP50: 700, duringP95: 2400, leadMinutes: 4 },
    traffic: { beforePerMinute: 40, duringPerMinute: 120, times: 3, correlation: 0.8 },
  },
  { byStatus: { "502": 30, "504": 70 }, rampMinutes: 4 },
);
/** One report is slow, everything else is as fast as ever. */
const slowRoute = buildEvidence(
  {
    signatures: [timedOut(100)],
    connect: connects(0, 100),
    durations: always(60_000),
    routes: [share("/report", 95, 100), share("/", 5, 300)],
    latency: { beforeP50: 60, beforeP95: 180, duringP50: 61, duringP95: 200, leadMinutes: null },
    config: config({ proxy_read_timeout: "60s" }),
  },
  LATE,
);
const tooManyFiles = messages("fd-exhaustion", 100, { label: "too many open files" });
const tooManyConnections = messages("worker-connections", 100, { label: "worker_connections are not enough" });

export const overloadCases: Record<string, CauseCase> = {
  "upstream-timeout": { shows: slowRoute, lookAlike: surge, instead: "upstream-overload" },
  "upstream-overload": { shows: surge, lookAlike: slowRoute, instead: "upstream-timeout" },
  "backlog-full": {
    shows: buildEvidence({
      signatures: [
        messages("backlog-full", 100, {
          label: "resource temporarily unavailable",
          errno: "11/EAGAIN",
          upstreams: ["unix:/run/php.sock"],
        }),
      ],
      appMessages: [messages("upstream-overload", 3, { label: "max_children reached" })],
      durations: instant,
      upstreamField: field({ unix: 100 }),
      traffic: { beforePerMinute: 40, duringPerMinute: 100, times: 2.5, correlation: 0.7 },
    }),
    lookAlike: buildEvidence(
      {
        signatures: [messages("socket-missing", 100, { errno: "2/ENOENT", upstreams: ["unix:/run/php.sock"] })],
        upstreamField: field({ unix: 100 }),
        durations: instant,
      },
      { requests: 100 },
    ),
    instead: "socket-missing",
  },
  "fd-exhaustion": {
    shows: buildEvidence(
      { signatures: [tooManyFiles], upstreamField: field({ empty: 100 }) },
      { byStatus: { "500": 100 } },
    ),
    lookAlike: buildEvidence(
      { signatures: [tooManyConnections], proxyMessages: [tooManyConnections], upstreamField: field({ empty: 100 }) },
      { byStatus: { "500": 100 } },
    ),
    instead: "worker-connections",
  },
  "worker-connections": {
    shows: buildEvidence(
      { signatures: [tooManyConnections], proxyMessages: [tooManyConnections] },
      { byStatus: { "500": 100 } },
    ),
    lookAlike: buildEvidence(
      { signatures: [tooManyFiles], upstreamField: field({ empty: 100 }) },
      { byStatus: { "500": 100 } },
    ),
    instead: "fd-exhaustion",
  },
  "circuit-breaker": {
    shows: buildEvidence({
      signatures: [
        messages("circuit-breaker", 100, { label: "queue time-out", phase: "proxy_internal", source: "access-log" }),
      ],
    }),
    lookAlike: surge,
    instead: "upstream-overload",
  },
};
