import type { CauseCase } from "./case";
import {
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
} from "./evidence-builder";

const EVERYTHING = { requests: 100 };
const REFUSED_STATUS = { byStatus: { "503": 100 } };
const SOCKET = { upstreams: ["unix:/run/php/php8.2-fpm.sock"] };
const missing = messages("socket-missing", 100, { ...SOCKET, errno: "2/ENOENT" });
const denied = messages("socket-permission", 100, { ...SOCKET, confidence: "medium", errno: "13/EACCES" });
const forbidden = messages("selinux-denied", 100, { errno: "13/EACCES" });
const limited = messages("rate-limited", 100, { label: "limiting requests", phase: "policy", upstreams: [] });

const oneDown = buildEvidence({
  signatures: [refused(100)],
  durations: instant,
  upstreams: [share("10.20.3.12:8080", 100, 130), share("10.20.3.11:8080", 0, 270)],
  addressChange: { appeared: [], vanished: [], portChanges: [], samples: [] },
  markers: [marker("deploy", 700, "web 1.14.2")],
});

export const configCases: Record<string, CauseCase> = {
  "wrong-port": {
    shows: buildEvidence(
      {
        signatures: [refused(100, "10.20.3.12:8088")],
        durations: instant,
        upstreams: [share("10.20.3.12:8088", 100, 100, { baselineRatio: null })],
        addressChange: {
          appeared: ["10.20.3.12:8088"],
          vanished: ["10.20.3.12:8080"],
          portChanges: [{ from: "10.20.3.12:8080", to: "10.20.3.12:8088" }],
          samples: [],
        },
        markers: [marker("config-reload", 11)],
      },
      EVERYTHING,
    ),
    lookAlike: oneDown,
    instead: "upstream-down",
  },
  "wrong-protocol": {
    shows: buildEvidence(
      {
        signatures: [messages("wrong-protocol", 100, { label: "wrong version number", phase: "tls" })],
        durations: instant,
      },
      EVERYTHING,
    ),
    lookAlike: buildEvidence(
      {
        signatures: [messages("tls-handshake", 100, { label: "handshake failure", phase: "tls" })],
        durations: instant,
      },
      EVERYTHING,
    ),
    instead: "tls-handshake",
  },
  "tls-handshake": {
    shows: buildEvidence(
      {
        signatures: [messages("tls-handshake", 100, { label: "unrecognized name", phase: "tls" })],
        connect: connects(100, 0),
      },
      EVERYTHING,
    ),
    lookAlike: buildEvidence(
      {
        signatures: [messages("tls-verify", 100, { label: "certificate has expired", phase: "tls" })],
        connect: connects(100, 0),
      },
      EVERYTHING,
    ),
    instead: "tls-verify",
  },
  "tls-verify": {
    shows: buildEvidence(
      {
        signatures: [messages("tls-verify", 100, { label: "certificate has expired", phase: "tls" })],
        config: config({ proxy_ssl_verify: "on" }),
      },
      EVERYTHING,
    ),
    lookAlike: buildEvidence(
      { signatures: [messages("tls-handshake", 100, { label: "protocol version", phase: "tls" })] },
      EVERYTHING,
    ),
    instead: "tls-handshake",
  },
  "header-too-big": {
    shows: buildEvidence({
      signatures: [messages("header-too-big", 100, { label: "header too big" })],
      routes: [share("/account", 100, 110), share("/", 0, 290)],
    }),
    lookAlike: buildEvidence({
      signatures: [closed(100)],
      received: { zero: 100, some: 0, modalBytes: 0, modalShare: 1, samples: [] },
      connect: connects(0, 100),
    }),
    instead: "premature-close",
  },
  "socket-missing": {
    shows: buildEvidence(
      { signatures: [missing], durations: instant, upstreamField: field({ unix: 100 }) },
      EVERYTHING,
    ),
    lookAlike: buildEvidence(
      { signatures: [denied], durations: instant, upstreamField: field({ unix: 100 }) },
      EVERYTHING,
    ),
    instead: "socket-permission",
  },
  "socket-permission": {
    shows: buildEvidence({ signatures: [denied], durations: instant, upstreamField: field({ unix: 100 }) }, EVERYTHING),
    lookAlike: buildEvidence(
      { signatures: [forbidden], durations: instant, upstreamField: field({ address: 100 }) },
      EVERYTHING,
    ),
    instead: "selinux-denied",
  },
  "selinux-denied": {
    shows: buildEvidence(
      {
        signatures: [forbidden],
        durations: instant,
        connect: connects(100, 0),
        upstreamField: field({ address: 100 }),
      },
      EVERYTHING,
    ),
    lookAlike: buildEvidence(
      {
        signatures: [refused(100)],
        durations: instant,
        connect: connects(100, 0),
        upstreamField: field({ address: 100 }),
      },
      EVERYTHING,
    ),
    instead: "upstream-down",
  },
  "proxy-config-error": {
    shows: buildEvidence(
      {
        signatures: [
          messages("proxy-config-error", 100, { label: "no resolver defined", phase: "resolve", upstreams: [] }),
        ],
        upstreamField: field({ none: 100 }),
        durations: instant,
      },
      EVERYTHING,
    ),
    lookAlike: buildEvidence(
      {
        signatures: [messages("dns-failure", 100, { label: "host not found", phase: "resolve", upstreams: [] })],
        upstreamField: field({ none: 100 }),
        durations: instant,
      },
      EVERYTHING,
    ),
    instead: "dns-failure",
  },
  "proxy-loop": {
    shows: buildEvidence(
      {
        signatures: [messages("worker-connections", 100)],
        upstreams: [share("10.0.0.5:80", 100, 900)],
        clients: [
          share("10.0.0.5", 95, 850, { requestShare: 0.95, baselineRequestShare: 0, failedShare: 0.95 }),
          share("203.0.113.9", 5, 50, { failedShare: 0.05 }),
        ],
        traffic: { beforePerMinute: 40, duringPerMinute: 900, times: 22, correlation: 0.9 },
      },
      { byStatus: { "500": 100 }, requests: 900 },
    ),
    lookAlike: buildEvidence(
      {
        signatures: [messages("worker-connections", 100)],
        clients: [share("203.0.113.9", 10, 50), share("203.0.113.10", 9, 50)],
      },
      { byStatus: { "500": 100 } },
    ),
    instead: "worker-connections",
  },
  "maintenance-mode": {
    shows: buildEvidence(
      {
        signatures: [],
        upstreamField: field({ none: 100 }),
        config: config(
          {},
          {
            deliberateErrors: [
              { value: { status: 503, kind: "location", location: "/", scope: null }, file: "nginx.conf", line: 50 },
            ],
          },
        ),
        markers: [marker("maintenance", 5, "maintenance window")],
      },
      { ...EVERYTHING, ...REFUSED_STATUS },
    ),
    lookAlike: buildEvidence({ signatures: [limited], upstreamField: field({ none: 100 }) }, REFUSED_STATUS),
    instead: "rate-limited",
  },
  "rate-limited": {
    shows: buildEvidence(
      { signatures: [limited], upstreamField: field({ none: 100 }), config: config({ limit_req: "zone=z burst=5" }) },
      REFUSED_STATUS,
    ),
    lookAlike: buildEvidence(
      { signatures: [], upstreamField: field({ none: 100 }), markers: [marker("maintenance", 5)], config: config() },
      { ...EVERYTHING, ...REFUSED_STATUS },
    ),
    instead: "maintenance-mode",
  },
  "health-check-failing": {
    shows: buildEvidence({ signatures: [messages("health-check-failing", 100, { label: "readiness probe failed" })] }),
    lookAlike: oneDown,
    instead: "upstream-down",
  },
  "waf-block": {
    shows: buildEvidence({
      signatures: [messages("waf-block", 100, { label: "denied by a rule", phase: "policy", source: "access-log" })],
      upstreamField: field({ none: 100 }),
    }),
    lookAlike: buildEvidence({ signatures: [limited], upstreamField: field({ none: 100 }) }, REFUSED_STATUS),
    instead: "rate-limited",
  },
};
