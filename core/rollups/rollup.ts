import type { MadeBy, UpstreamAttempt } from "@/core/events/access-event";
import type { Phase } from "@/core/events/error-event";
import type { FieldName } from "@/core/events/field";
import type { MarkerEvent } from "@/core/events/marker-event";
import type { RequestSample } from "./request-sample";

/**
 * What remains of millions of lines: counts per minute in bounded memory, and the failing lines themselves in bounded number.
 * Rollups are additive and commute: merging the rollups of any cutting of a log gives the same counts.
 */

/** The breakdowns kept exactly per minute (first three) and per ten minutes. Index 0 of each dictionary is "" = not logged. */
export const DIMENSIONS = ["upstream", "host", "route", "client", "agent", "method", "flag"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/**
 * Counters of a cell, in this order in `CellTable.counts`. `s503` counts the 503s among the gateway errors only.
 * `gatewayErrors`: answers that a gateway made or relayed as a gateway's: 502, 504, 52x, 503 unless an upstream sent it, and the
 * 500 that nginx itself makes (no upstream asked, empty `$upstream_addr`). `otherErrors`: the remaining 5xx, an application's own; those
 * of them that a gateway made but did not say so in the line are moved once the messages are known (core/evidence/claim-errors.ts).
 * `rescued`: more than one attempt and finally a status below 500: a failure the client never saw.
 */
export const CELL_COUNTERS = [
  "requests",
  "gatewayErrors",
  "s502",
  "s503",
  "s504",
  "s499",
  "otherErrors",
  "rescued",
] as const;
export type CellCounter = (typeof CELL_COUNTERS)[number];
export const CELL_WIDTH = CELL_COUNTERS.length;

/** Counts per minute and combination of upstream, host and route; row `i` has its counters at `counts[i * CELL_WIDTH + k]`. */
export interface CellTable {
  size: number;
  /** Whole minutes since the epoch, UTC. */
  minute: Int32Array;
  /** Indexes into the dictionaries; upstream is the address of the last attempt. */
  upstream: Int32Array;
  host: Int32Array;
  route: Int32Array;
  counts: Int32Array;
}

/** Latencies of requests that did not fail (status below 500, not 499), so that failures do not flatter the picture. */
export const LATENCY_METRICS = ["request", "connect", "header", "response"] as const;
export type LatencyMetric = (typeof LATENCY_METRICS)[number];

/** Number of histogram buckets; bounds are in `latency-histogram.ts`. */
export const LATENCY_BUCKETS = 40;

/** A line of the log that stands for something: where it is, and its text as it was. */
export interface LineRef {
  /** Index into `Rollup.files`. */
  file: number;
  /** 1-based line number within the decompressed file. */
  line: number;
}

/** A failing (or rescued) access line, kept whole. */
export interface FailedRequest extends LineRef {
  atMs: number;
  status: number | null;
  /** Who made the status, as far as this line can tell. */
  madeBy: MadeBy;
  /** Id of the reason that the line itself gives (termination state, response flag); null where it gives none. */
  signature: string | null;
  method: string | null;
  path: string | null;
  route: string | null;
  host: string | null;
  clientIp: string | null;
  userAgent: string | null;
  bodyBytes: number | null;
  requestBytes: number | null;
  requestMs: number | null;
  attempts: UpstreamAttempt[];
  /** The upstream field as logged, so that "", "-" and a group name can be told apart; null where the format lacks it. */
  upstreamField: string | null;
  flags: string | null;
  errorReason: string | null;
  requestId: string | null;
  /** The raw line, at most 4,096 characters. */
  text: string;
}

/** An error-log line, kept whole. */
export interface FailureMessage extends LineRef {
  atMs: number;
  level: string | null;
  message: string;
  signature: string | null;
  phase: Phase | null;
  errno: string | null;
  clientIp: string | null;
  method: string | null;
  path: string | null;
  host: string | null;
  server: string | null;
  upstreamAddr: string | null;
  text: string;
}

/** A file of the system, as far as the analysis must know it. */
export interface RollupFile {
  path: string;
  role: "access" | "error" | "config" | "markers" | "app-error" | "unknown";
  tier: "edge" | "origin";
  format: string;
  /** Whose lines these are, as the format's maker spells it; "" where unknown. */
  product: string;
  /** Names of the fields its format carries, so that a missing fact can name the directive that would supply it. */
  fields: FieldName[];
  firstAtMs: number | null;
  lastAtMs: number | null;
}

/** The rollup of one tier of one system over a span, merged from any number of chunks. */
export interface Rollup {
  files: RollupFile[];
  dictionaries: Record<Dimension, string[]>;
  cells: CellTable;
  /** Exact count per minute and status: `minute, status, count` triples, in the order of minutes. Status 0 = none was sent. */
  statuses: Int32Array;
  /** `minute, metric index, upstream index (0 = all), bucket, count` quintuples. */
  latencies: Int32Array;
  /** `ten-minute index (epoch / 600 s), dimension index, value index, requests, gateway errors` quintuples; rare values of a busy ten minutes are folded into "(other)". */
  tallies: Int32Array;
  /** After a gateway error, did the same client ask for the same path again within five minutes? `minute of the failure, failed, tried again, succeeded, sum of delays in ms` quintuples. */
  retries: Float64Array;
  /** Every gateway error up to `ROWS_PER_MINUTE`, in time order; the cells have the true count. */
  failures: FailedRequest[];
  /** A bounded sample of rescued requests. */
  rescued: FailedRequest[];
  /** A bounded sample of the 500s whose lines do not tell who made them; they are counted among `otherErrors`. */
  doubtful: FailedRequest[];
  /** Error-log lines up to `ROWS_PER_MINUTE`, in time order. */
  messages: FailureMessage[];
  /** `minute, signature index into messageSignatures (0 = unknown), upstream index, count` quadruples: the true counts. */
  messageCounts: Int32Array;
  messageSignatures: string[];
  markers: MarkerEvent[];
  /** Requests that can be found again in the log of another tier. */
  sample: RequestSample;
}

/** Doubtful 500s kept per minute and chunk: the evidence's percentiles are stable from about fifty, and most are nobody's incident. */
export const DOUBTFUL_PER_MINUTE = 60;
/** Failing lines kept per minute and chunk. 200 is four times what the evidence needs for a stable percentile. */
export const ROWS_PER_MINUTE = 200;
