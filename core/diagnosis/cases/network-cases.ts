import type { Evidence } from "@/core/evidence/evidence";
import type { CauseCase } from "./case";
import {
  always,
  buildEvidence,
  config,
  connects,
  connectTimedOut,
  field,
  instant,
  marker,
  messages,
  refused,
  share,
  timedOut,
} from "./evidence-builder";

const LATE = { byStatus: { "504": 100 } };
const unreachable = messages("no-route", 100, {
  confidence: "medium",
  label: "no route to host",
  errno: "113/EHOSTUNREACH",
});
const silent = buildEvidence(
  {
    signatures: [connectTimedOut(100)],
    connect: connects(100, 0),
    durations: always(60_000),
    upstreamField: field({ address: 100 }),
  },
  LATE,
);
const unresolved = messages("dns-failure", 100, {
  label: "name could not be resolved",
  phase: "resolve",
  upstreams: [],
});
const originSilent: NonNullable<Evidence["otherTier"]> = {
  tier: "origin",
  beforePerMinute: 40,
  duringPerMinute: 2,
  gatewayErrors: 0,
  applicationErrors: 0,
  matched: 0,
  of: 100,
  samples: [],
};

export const networkCases: Record<string, CauseCase> = {
  "dns-failure": {
    shows: buildEvidence({ signatures: [unresolved], upstreamField: field({ none: 100 }), durations: always(30_000) }),
    lookAlike: buildEvidence({
      signatures: [messages("proxy-config-error", 100, { label: "no resolver defined", phase: "resolve" })],
      upstreamField: field({ none: 100 }),
      durations: instant,
    }),
    instead: "proxy-config-error",
  },
  "no-route": {
    shows: buildEvidence({ signatures: [unreachable], connect: connects(100, 0), durations: always(3050) }),
    lookAlike: buildEvidence({ signatures: [unreachable], connect: connects(100, 0), durations: instant }),
    instead: "firewall-reject",
  },
  "connection-timeout": {
    shows: silent,
    lookAlike: buildEvidence(
      { signatures: [timedOut(100)], connect: connects(0, 100), durations: always(60_000) },
      LATE,
    ),
    instead: "upstream-timeout",
  },
  "firewall-reject": {
    shows: buildEvidence({ signatures: [unreachable], connect: connects(100, 0), durations: instant }),
    lookAlike: buildEvidence({
      signatures: [refused(100)],
      connect: connects(100, 0),
      durations: instant,
      upstreams: [share("10.20.3.12:8080", 100, 130), share("10.20.3.11:8080", 0, 270)],
    }),
    instead: "upstream-down",
  },
  "firewall-drop": {
    shows: { ...silent, markers: [marker("other", 25, "security group of app tightened")] },
    lookAlike: silent,
    instead: "connection-timeout",
  },
  "packet-loss": {
    shows: buildEvidence({
      signatures: [
        messages("packet-loss", 60, { confidence: "medium", label: "kernel gave up retransmitting" }),
        connectTimedOut(20),
        timedOut(20),
      ],
      connect: connects(20, 80),
    }),
    lookAlike: silent,
    instead: "connection-timeout",
  },
  "conntrack-full": {
    shows: buildEvidence(
      {
        signatures: [connectTimedOut(100)],
        proxyMessages: [messages("conntrack-full", 40, { label: "conntrack table full" })],
        connect: connects(100, 0),
        durations: always(60_000),
      },
      LATE,
    ),
    lookAlike: silent,
    instead: "connection-timeout",
  },
  "port-exhaustion": {
    shows: buildEvidence({
      signatures: [
        messages("port-exhaustion", 100, { label: "cannot assign requested address", errno: "99/EADDRNOTAVAIL" }),
      ],
      connect: connects(100, 0),
      durations: instant,
    }),
    lookAlike: buildEvidence({ signatures: [refused(100)], connect: connects(100, 0), durations: instant }),
    instead: "upstream-down",
  },
  "cdn-origin-unreachable": {
    shows: buildEvidence(
      { signatures: [connectTimedOut(100)], durations: always(3070), otherTier: { ...originSilent } },
      { tier: "edge" },
    ),
    lookAlike: buildEvidence(
      {
        header: { seen: 100, unseen: 0, samples: [] },
        connect: connects(0, 100),
        otherTier: { ...originSilent, gatewayErrors: 100, matched: 100, duringPerMinute: 40 },
        config: config(),
      },
      { tier: "edge" },
    ),
    instead: "passed-through",
  },
  "cdn-fault": {
    shows: buildEvidence(
      { signatures: [messages("cdn-fault", 100, { label: "the edge ran out of capacity", source: "access-log" })] },
      { tier: "edge" },
    ),
    lookAlike: buildEvidence(
      { signatures: [connectTimedOut(100)], durations: always(3070), otherTier: { ...originSilent } },
      { tier: "edge" },
    ),
    instead: "cdn-origin-unreachable",
  },
};
