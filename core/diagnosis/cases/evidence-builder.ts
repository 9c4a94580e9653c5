import type { MarkerEvent } from "@/core/events/marker-event";
import { readNginxMeanings } from "@/core/configs/nginx-meanings";
import type { ProxyConfig } from "@/core/configs/proxy-config";
import type { ProxyProduct } from "@/core/products/proxy-product";
import type { DurationFact, Evidence, SignatureFact, ValueShare } from "@/core/evidence/evidence";

/** Evidence for tests: 100 × 502 among 400 requests within ten minutes, and nothing else known. */
export function buildEvidence(
  facts: Partial<Omit<Evidence, "spike" | "product">> & { product?: ProxyProduct } = {},
  spike: Partial<Evidence["spike"]> = {},
): Evidence {
  const { signatures = null } = facts;
  const startMs = Date.UTC(2026, 2, 4, 10, 21);
  return {
    spike: {
      startMs,
      endMs: startMs + 600_000,
      ongoing: false,
      failed: 100,
      requests: 400,
      ratio: (spike.failed ?? 100) / (spike.requests ?? 400),
      baselineRatio: 0,
      peakRatio: 0.5,
      byStatus: { "502": spike.failed ?? 100 },
      baselineLabel: "the 20 minutes before",
      rampMinutes: 0,
      scopeLabel: "all traffic",
      scope: { upstreams: [], hosts: [], paths: [], clients: [] },
      tier: "origin",
      samples: [{ file: 0, line: 7 }],
      ...spike,
    },
    product: "nginx",
    madeBy: null,
    signatures: null,
    joinRate: null,
    upstreamField: null,
    connect: null,
    header: null,
    received: null,
    durations: null,
    bodySizes: null,
    upstreams: null,
    hosts: null,
    routes: null,
    clients: null,
    agents: null,
    methods: null,
    elsewhere: null,
    requestBytes: null,
    rescued: null,
    latency: null,
    traffic: { beforePerMinute: 40, duringPerMinute: 40, times: 1, correlation: null },
    bursts: null,
    deaths: null,
    addressChange: null,
    markers: null,
    recovery: null,
    proxyMessages: null,
    appMessages: null,
    config: null,
    transience: null,
    repeats: null,
    otherTier: null,
    reconciliation: null,
    lacks: {
      fields: [],
      errorLog:
        signatures === null || (signatures.length > 0 && signatures.every(({ source }) => source === "access-log")),
      config: true,
      markers: true,
    },
    ...facts,
  };
}

/** `n` messages whose signature points at `cause`. */
export function messages(cause: string, n: number, more: Partial<SignatureFact> = {}): SignatureFact {
  return {
    signature: `nginx-${cause}`,
    cause,
    confidence: "high",
    label: cause.replaceAll("-", " "),
    phase: "connect",
    errno: null,
    count: n,
    baselinePerMinute: 0,
    source: "error-log",
    share: 1,
    upstreams: ["10.20.3.12:8080"],
    samples: [{ file: 1, line: 3 }],
    ...more,
  };
}

/** `n` failing lines that themselves give a reason: a termination state, a response flag. */
export function reason(cause: string, n: number, code: string, more: Partial<SignatureFact> = {}): SignatureFact {
  return messages(cause, n, { ...{ signature: `line-${code}`, source: "access-log", errno: code }, ...more });
}

/** The usual messages, with the confidence of their signatures. */
export const refused = (n: number, upstream = "10.20.3.12:8080"): SignatureFact =>
  messages("upstream-down", n, {
    confidence: "medium",
    label: "connection refused",
    errno: "111/ECONNREFUSED",
    upstreams: [upstream],
  });
export const closed = (n: number): SignatureFact =>
  messages("premature-close", n, {
    confidence: "medium",
    label: "connection closed before an answer",
    errno: "0/EOF",
    phase: "read_header",
  });
export const timedOut = (n: number): SignatureFact =>
  messages("upstream-timeout", n, { label: "no answer in time", errno: "110/ETIMEDOUT", phase: "read_header" });
export const connectTimedOut = (n: number): SignatureFact =>
  messages("connection-timeout", n, {
    confidence: "medium",
    label: "connection attempt timed out",
    errno: "110/ETIMEDOUT",
  });

/** One value of a dimension: `failed` of `requests` now, `before` of its requests in the baseline. */
export function share(value: string, failed: number, requests: number, more: Partial<ValueShare> = {}): ValueShare {
  return {
    value,
    failed,
    requests,
    ratio: requests === 0 ? 0 : failed / requests,
    baselineRatio: 0,
    requestShare: requests / 400,
    baselineRequestShare: requests / 400,
    failedShare: failed / 100,
    ...more,
  };
}

/** Failures that ended at once. */
export const instant: DurationFact = fromQuantiles(0, 0, 1, { modalMs: 0, modalShare: 1, instantShare: 1 });

/** Failures that all took `ms`. */
export function always(ms: number): DurationFact {
  return fromQuantiles(ms, ms, ms + 2, { modalMs: ms, modalShare: 0.95, instantShare: 0 });
}

/** Failures that took anything between `p10` and `p90`. */
export function between(p10: number, p90: number): DurationFact {
  return fromQuantiles(p10, (p10 + p90) / 2, p90, { modalMs: p10, modalShare: 0.1, instantShare: 0 });
}

function fromQuantiles(
  p10: number,
  p50: number,
  p90: number,
  more: Pick<DurationFact, "modalMs" | "modalShare" | "instantShare">,
): DurationFact {
  return { source: "upstream_response_time", n: 100, p10, p50, p90, ...more, samples: [{ file: 0, line: 7 }] };
}

/** Attempts that never connected, and that did. */
export function connects(never: number, connected: number, zero = 0): NonNullable<Evidence["connect"]> {
  return { never, connected, zero, samples: [{ file: 0, line: 7 }] };
}

/** What the upstream field of the failing lines holds. */
export function field(more: Partial<NonNullable<Evidence["upstreamField"]>>): NonNullable<Evidence["upstreamField"]> {
  return { address: 0, unix: 0, group: 0, none: 0, empty: 0, groups: [], samples: [{ file: 0, line: 7 }], ...more };
}

/** A marker so many seconds before the onset; negative is after it. */
export function marker(
  kind: MarkerEvent["kind"],
  secondsBeforeOnset: number,
  text: string = kind,
): NonNullable<Evidence["markers"]>[number] {
  const atMs = Date.UTC(2026, 2, 4, 10, 21) - secondsBeforeOnset * 1000;
  return { marker: { role: "marker", atMs, kind, target: null, text }, secondsBeforeOnset };
}

/** A configuration in which nothing is set but what is given; directives as `name: value`. */
export function config(directives: Record<string, string> = {}, more: Partial<ProxyConfig> = {}): ProxyConfig {
  const placed = Object.fromEntries(
    Object.entries(directives).map(([name, value]) => [name, [{ value, file: "nginx.conf", line: 33 }]]),
  );
  return {
    product: "nginx",
    files: ["nginx.conf"],
    upstreams: [],
    routes: [
      {
        ...{ directive: "proxy_pass", target: "http://app", group: null, scheme: "http", needsResolver: false },
        ...{ serverNames: [], location: "/", file: "nginx.conf", line: 40 },
      },
    ],
    directives: placed,
    logFormats: [],
    accessLogs: [],
    deliberateErrors: [],
    notes: [],
    ...readNginxMeanings(placed, more.upstreams ?? []),
    ...more,
  };
}
