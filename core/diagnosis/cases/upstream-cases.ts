import type { CauseCase } from "./case";
import {
  always,
  between,
  buildEvidence,
  closed,
  config,
  connects,
  field,
  instant,
  marker,
  messages,
  refused,
  share,
  timedOut,
} from "./evidence-builder";

const ONE_OF_THREE = [
  share("10.20.3.12:8080", 100, 130),
  share("10.20.3.11:8080", 0, 135),
  share("10.20.3.13:8080", 0, 135),
];
const BOTH = [share("10.20.3.11:8080", 52, 200), share("10.20.3.12:8080", 48, 200)];

/** One of three refuses, as both logs say. */
const oneDown = buildEvidence({
  signatures: [refused(100)],
  connect: connects(100, 0),
  durations: instant,
  upstreams: ONE_OF_THREE,
  upstreamField: field({ address: 100 }),
});
/** A worker is killed after 30 s. */
const workerKilled = buildEvidence({
  signatures: [closed(100)],
  connect: connects(0, 100),
  durations: always(30_000),
  upstreams: BOTH,
});
/** A reload brings another port. */
const otherPort = buildEvidence({
  signatures: [refused(100, "10.20.3.12:8088")],
  durations: instant,
  upstreams: [share("10.20.3.12:8088", 100, 100, { baselineRatio: null })],
  upstreamField: field({ address: 100 }),
  addressChange: {
    appeared: ["10.20.3.12:8088"],
    vanished: ["10.20.3.12:8080"],
    portChanges: [{ from: "10.20.3.12:8080", to: "10.20.3.12:8088" }],
    samples: [],
  },
  markers: [marker("config-reload", 11, "nginx reload: upstream list updated")],
});

export const upstreamCases: Record<string, CauseCase> = {
  "upstream-down": { shows: oneDown, lookAlike: otherPort, instead: "wrong-port" },
  "upstream-crash": {
    shows: buildEvidence({
      signatures: [closed(60), refused(40)],
      connect: connects(40, 60),
      durations: between(80, 900),
      upstreams: ONE_OF_THREE,
    }),
    lookAlike: workerKilled,
    instead: "upstream-timeout",
  },
  "premature-close": {
    shows: buildEvidence({
      signatures: [closed(100)],
      connect: connects(0, 100),
      durations: between(30, 55),
      upstreams: BOTH,
    }),
    lookAlike: buildEvidence({
      signatures: [closed(100)],
      connect: connects(0, 100),
      durations: between(120, 2400),
      upstreams: ONE_OF_THREE,
    }),
    instead: "upstream-crash",
  },
  "keepalive-race": {
    shows: buildEvidence(
      {
        signatures: [closed(12)],
        connect: connects(0, 12, 12),
        durations: instant,
        methods: [
          share("POST", 12, 300, { failedShare: 1, requestShare: 0.1 }),
          share("GET", 0, 2700, { failedShare: 0, requestShare: 0.9 }),
        ],
        rescued: { count: 40, perRequest: 0.013, baselinePerRequest: 0, sameAddressTwice: 25, samples: [] },
        upstreams: BOTH,
        config: config({ keepalive: "32" }),
      },
      { failed: 12, requests: 3000 },
    ),
    lookAlike: buildEvidence({
      signatures: [closed(100)],
      connect: connects(0, 100),
      durations: between(200, 3000),
      methods: [
        share("POST", 20, 80, { failedShare: 0.2, requestShare: 0.2 }),
        share("GET", 80, 320, { failedShare: 0.8, requestShare: 0.8 }),
      ],
    }),
    instead: "upstream-crash",
  },
  "no-live-upstreams": {
    shows: buildEvidence({
      signatures: [messages("no-live-upstreams", 100, { label: "no live upstreams", upstreams: ["app"] })],
      durations: instant,
      upstreamField: field({ group: 100, groups: ["app"] }),
    }),
    lookAlike: buildEvidence({
      signatures: [messages("no-live-upstreams", 90, { label: "no live upstreams", upstreams: ["app"] }), refused(20)],
      connect: connects(110, 0),
      durations: instant,
      upstreamField: field({ group: 90, address: 10, groups: ["app"] }),
    }),
    instead: "upstream-down",
  },
  "no-endpoints": {
    shows: buildEvidence(
      { signatures: [messages("no-endpoints", 100)], upstreamField: field({ none: 100 }) },
      { byStatus: { "503": 100 } },
    ),
    lookAlike: buildEvidence({
      signatures: [messages("no-live-upstreams", 100)],
      upstreamField: field({ group: 100, groups: ["app"] }),
    }),
    instead: "no-live-upstreams",
  },
  "invalid-response": {
    shows: buildEvidence({
      signatures: [messages("invalid-response", 100, { label: "invalid header in the answer" })],
      received: { zero: 0, some: 100, modalBytes: 311, modalShare: 0.4, samples: [] },
    }),
    lookAlike: buildEvidence({
      signatures: [messages("header-too-big", 100)],
      received: { zero: 0, some: 100, modalBytes: 4096, modalShare: 1, samples: [] },
    }),
    instead: "header-too-big",
  },
  "truncated-response": {
    shows: buildEvidence(
      { signatures: [messages("truncated-response", 100, { phase: "read_body" })] },
      { byStatus: { "200": 100 } },
    ),
    lookAlike: buildEvidence({
      signatures: [messages("truncated-response", 5), closed(100)],
      connect: connects(0, 100),
    }),
    instead: "premature-close",
  },
  "early-response": {
    shows: buildEvidence({
      signatures: [messages("early-response", 100, { confidence: "medium", phase: "send" })],
      requestBytes: { failedP50: 4_000_000, largeShare: 1, samples: [] },
      methods: [share("POST", 100, 120)],
    }),
    lookAlike: buildEvidence({
      signatures: [closed(100)],
      connect: connects(0, 100),
      requestBytes: { failedP50: 600, largeShare: 0, samples: [] },
      durations: between(100, 1500),
    }),
    instead: "upstream-crash",
  },
  "rolling-deploy": {
    shows: buildEvidence({
      signatures: [refused(80), closed(20)],
      connect: connects(80, 20),
      durations: instant,
      upstreams: BOTH,
      bursts: {
        count: 3,
        medianSeconds: 25,
        medianSpacingSeconds: 90,
        upstreamPerBurst: ["10.20.3.11:8080", "10.20.3.12:8080", "10.20.3.13:8080"],
        coveredShare: 1,
      },
      markers: [marker("deploy", 20, "web 1.14.3"), marker("restart", -90, "web-2 restarted")],
    }),
    lookAlike: {
      ...oneDown,
      markers: [marker("deploy", 900, "api 2.0")],
      bursts: {
        count: 1,
        medianSeconds: 600,
        medianSpacingSeconds: null,
        upstreamPerBurst: ["10.20.3.12:8080"],
        coveredShare: 1,
      },
    },
    instead: "upstream-down",
  },
  "proxy-internal": {
    shows: buildEvidence(
      { signatures: [messages("proxy-internal", 100, { label: "no space left on device" })] },
      { byStatus: { "500": 100 } },
    ),
    lookAlike: oneDown,
    instead: "upstream-down",
  },
  "passed-through": {
    shows: buildEvidence({
      header: { seen: 100, unseen: 0, samples: [] },
      connect: connects(0, 100),
      signatures: [],
      durations: between(20, 300),
    }),
    lookAlike: buildEvidence(
      {
        header: { seen: 0, unseen: 100, samples: [] },
        connect: connects(0, 100),
        signatures: [timedOut(100)],
        durations: always(60_000),
      },
      { byStatus: { "504": 100 } },
    ),
    instead: "upstream-timeout",
  },
  "lambda-target-error": {
    shows: buildEvidence({
      signatures: [messages("lambda-target-error", 100, { label: "the function failed", source: "access-log" })],
    }),
    lookAlike: buildEvidence({ signatures: [closed(100)] }),
    instead: "premature-close",
  },
};
