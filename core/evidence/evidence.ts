import type { ProxyConfig } from "@/core/configs/proxy-config";
import type { Phase } from "@/core/events/error-event";
import type { ProxyProduct } from "@/core/products/proxy-product";
import type { MarkerEvent } from "@/core/events/marker-event";
import type { LineRef } from "@/core/rollups/rollup";
import type { Scope } from "@/core/spikes/spike";
import type { ClockShift } from "./find-clock-shift";
import type { PairingBasis } from "./pair-tiers";

/** Lines that show a fact, at most eight, spread over the incident. */
export type Samples = LineRef[];

/** One value of a dimension during the incident against its baseline. */
export interface ValueShare {
  value: string;
  failed: number;
  requests: number;
  /** failed / requests of this value during the incident. */
  ratio: number;
  /** The same in the baseline; null when the value had no requests there. */
  baselineRatio: number | null;
  /** Requests of this value over all requests, during and in the baseline, 0…1. */
  requestShare: number;
  baselineRequestShare: number | null;
  /** This value's failures over all failures of the incident, 0…1. */
  failedShare: number;
}

export interface SignatureFact {
  /** Id of the signature in the format's table. */
  signature: string;
  /** Where it is written: in a log of its own, or in the failing access line itself. */
  source: "error-log" | "access-log";
  /** Cause slug the signature points at, and how far alone. */
  cause: string;
  confidence: "high" | "medium" | "low";
  /** Operator's words: "connection refused". */
  label: string;
  phase: Phase;
  errno: string | null;
  /** Messages during the incident in its scope, and per baseline minute before it. */
  count: number;
  baselinePerMinute: number;
  /** Over all recognised messages of the incident, 0…1. */
  share: number;
  upstreams: string[];
  samples: Samples;
}

/** Spread of a duration over the failing requests, milliseconds. */
export interface DurationFact {
  /** The log field it was read from. */
  source: "upstream_response_time" | "request_time";
  n: number;
  p10: number;
  p50: number;
  p90: number;
  /** The duration that most share, within 3 % or 30 ms, and their share. */
  modalMs: number;
  modalShare: number;
  /** Share that failed within 20 ms. */
  instantShare: number;
  samples: Samples;
}

export interface LatencyShift {
  /** Of requests that succeeded, milliseconds; null where none did or the log has no such field. */
  beforeP50: number | null;
  beforeP95: number | null;
  duringP50: number | null;
  duringP95: number | null;
  /** Minutes by which the rise of successful requests' latency came before the first failure; null when it did not rise first. */
  leadMinutes: number | null;
}

/** How many requests have this status at the edge and that at the origin. */
export interface StatusPair {
  /** `502`, `499`; `2xx` to `4xx` for what did not fail; "none" where no status was sent. Null: no line in that tier's log. */
  edge: string | null;
  origin: string | null;
  during: number;
  /** In the baseline; 0 without one. */
  before: number;
}

/** Requests of both tiers in one stretch of time, by the clock of the spike's tier. */
export interface TierMinute {
  atMs: number;
  edgeRequests: number;
  edgeFailed: number;
  originRequests: number;
  originFailed: number;
}

/** What became, in the other tier's log, of the requests that failed in the spike's. */
export interface FailureFates {
  /** Failing requests that were looked for, and how many have no line there. */
  compared: number;
  unseen: number;
  /** Were all looked for? Else those of some paths only, or of the time that both logs cover. */
  isPart: boolean;
  /** Those with a line there, by how they ended: a gateway error, an application's 5xx, client gone (499), anything below. */
  gateway: number;
  otherError: number;
  gone: number;
  answered: number;
  /** Of those answered without an error: the medians of what the request took at either tier, ms; null where not logged. */
  answeredMs: { edge: number; origin: number } | null;
  /** The most frequent gateway error there; null where there is none. */
  gatewayStatus: string | null;
}

/** Edge against origin, of the spike's hosts and span. */
export interface Reconciliation {
  /** By what requests were recognised; "minute" where they could not be and only counts are compared. */
  basis: PairingBasis | "minute";
  clock: ClockShift | null;
  /** One path in so many was compared; busy paths are left out besides. */
  onePathIn: number;
  busyPaths: number;
  pairs: StatusPair[];
  fates: FailureFates | null;
  bucketMinutes: number;
  minutes: TierMinute[];
}

/**
 * Facts about one spike. Every fact is null where these logs cannot tell. Counts are of the spike's scope and span unless said
 * otherwise; "baseline" is the stretch named in `baselineLabel`.
 */
export interface Evidence {
  /** What is always known. */
  spike: {
    startMs: number;
    endMs: number;
    ongoing: boolean;
    failed: number;
    requests: number;
    ratio: number;
    baselineRatio: number;
    peakRatio: number;
    byStatus: Record<string, number>;
    /** "the 20 minutes before" */
    baselineLabel: string;
    /** Minutes from the first excess failure to half of the peak ratio: 0–1 is abrupt. */
    rampMinutes: number;
    scopeLabel: string;
    /** What the spike is narrowed to; the shares below have the healthy and otherwise failing siblings too. */
    scope: Scope;
    tier: "edge" | "origin";
    samples: Samples;
  };
  /** Who wrote most of the failing lines: whose words the diagnosis speaks. "other" where neither logs nor configuration tell. */
  product: ProxyProduct;
  /** Who made the failing status. "unknown" where the line cannot tell. */
  madeBy: { proxy: number; upstream: number; unknown: number; basis: string; samples: Samples } | null;
  /**
   * Failure messages of the proxy's error log and reasons in the failing access lines, most frequent first; null without an error log that
   * covers the incident and without reasons. [] = a log that says nothing.
   */
  signatures: SignatureFact[] | null;
  /** Failing access lines with a message of the same request over failing access lines; null without an error log. */
  joinRate: { matched: number; of: number; messagesWithoutLine: number } | null;
  /** What the failing requests' upstream field holds; null where the format has none. */
  upstreamField: {
    address: number;
    unix: number;
    group: number;
    none: number;
    empty: number;
    groups: string[];
    samples: Samples;
  } | null;
  /** Failing attempts that never connected against those that did; null without `$upstream_connect_time`. */
  connect: {
    never: number;
    connected: number;
    /** connected in 0 ms: a reused connection or the same host. */ zero: number;
    samples: Samples;
  } | null;
  /** Failing attempts with a header time: the upstream itself answered; null without `$upstream_header_time`. */
  header: { seen: number; unseen: number; samples: Samples } | null;
  /** Bytes the upstream sent on failing attempts; null without `$upstream_bytes_received`. */
  received: { zero: number; some: number; modalBytes: number; modalShare: number; samples: Samples } | null;
  durations: DurationFact | null;
  /**
   * Sizes of the failing answers to the client. `builtin`: as many have the size of a page that the product makes itself (nginx
   * 150–182 or 550–579 bytes); null where its own pages have no size of their own.
   */
  bodySizes: { n: number; builtin: number | null; modalBytes: number; modalShare: number; samples: Samples } | null;
  upstreams: ValueShare[] | null;
  hosts: ValueShare[] | null;
  routes: ValueShare[] | null;
  clients: ValueShare[] | null;
  agents: ValueShare[] | null;
  methods: ValueShare[] | null;
  /** Failures outside the scope at the same time: what still worked. */
  elsewhere: { failed: number; requests: number; ratio: number } | null;
  /** Request sizes in bytes of failing and of all sampled requests, medians; null without `$request_length`. */
  requestBytes: { failedP50: number; largeShare: number; samples: Samples } | null;
  /** Requests that a retry on another attempt saved during the incident ("502, 200"). */
  rescued: {
    count: number;
    perRequest: number;
    baselinePerRequest: number;
    sameAddressTwice: number;
    samples: Samples;
  } | null;
  latency: LatencyShift | null;
  /** Requests per minute of the scope, and how they moved. */
  traffic: {
    beforePerMinute: number | null;
    duringPerMinute: number;
    times: number | null;
    /** Pearson correlation of requests and failures per minute over the incident and its surroundings. */ correlation:
      number | null;
  };
  /** Bursts of failures inside the incident: a rolling restart shows several, each on one upstream. */
  bursts: {
    count: number;
    medianSeconds: number;
    medianSpacingSeconds: number | null;
    upstreamPerBurst: string[];
    coveredShare: number;
  } | null;
  /** How often an upstream broke off connections and then refused new ones: more than once on one address is a crash loop. */
  deaths: { count: number; mostOnOne: number; upstreams: string[]; samples: Samples } | null;
  /** Upstream addresses first seen at the onset or last seen before it. */
  addressChange: {
    appeared: string[];
    vanished: string[];
    /** Same host, other port. */ portChanges: { from: string; to: string }[];
    samples: Samples;
  } | null;
  /** Markers and reloads within 15 minutes before the onset and until the end, nearest first; null when no source of markers was given. */
  markers: { marker: MarkerEvent; /** Positive = before the onset. */ secondsBeforeOnset: number }[] | null;
  /** Markers within two minutes around the end: what made it stop. */
  recovery: { marker: MarkerEvent; secondsAfterEnd: number }[] | null;
  /** Messages of the error log that are about the proxy and no request: worker crashes, limits, start-up refusals. */
  proxyMessages: SignatureFact[] | null;
  /** Recognised messages of an application log (php-fpm, gunicorn, …) in and just before the incident. */
  appMessages: SignatureFact[] | null;
  config: ProxyConfig | null;
  /** Of the requests that failed: did the same client try again within five minutes, after how long, and did that work? */
  transience: { failed: number; retried: number; succeeded: number; meanDelaySeconds: number | null } | null;
  /**
   * Failing lines that were kept, and how many requests they are when lines of one client, method, path and second count as one; `most` such
   * lines of one request. Null where no line names client and path.
   */
  repeats: { lines: number; requests: number; most: number; samples: Samples } | null;
  /** The other tier in the same minutes; null when only one tier was given. */
  otherTier: {
    tier: "edge" | "origin";
    /** Requests per minute of the same hosts there, before and during. */
    beforePerMinute: number | null;
    duringPerMinute: number;
    gatewayErrors: number;
    /** 5xx there that no gateway made: an application's own 500 and 503. */
    applicationErrors: number;
    /** Of the failing requests here, how many have a line there (client, path, time), where that can be told. */
    matched: number | null;
    of: number;
    samples: Samples;
  } | null;
  /** What edge and origin say of the same requests; null when only one tier was given. */
  reconciliation: Reconciliation | null;
  /** Names of access-log fields that the product could log and the format lacks, such as `upstreamConnectTime`, and whether no error log covers the incident. */
  lacks: { fields: string[]; errorLog: boolean; config: boolean; markers: boolean };
}

/** Names of the facts that may be null: what a cause may need. */
export type FactName = Exclude<keyof Evidence, "spike" | "traffic" | "lacks" | "product" | "reconciliation">;
