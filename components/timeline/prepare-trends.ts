import { STATUS_SERIES, type StatusSeries, type StatusSeriesKey } from "@/components/charts/chart-colors";
import type { TrendBucket, Trends } from "@/core/contract/trends";

export type Unit = "count" | "ratio";

export interface TrendPoint {
  /** Middle of the bucket, where the bar stands. */
  x: number;
  atMs: number;
  requests: number;
  values: Record<StatusSeriesKey, number>;
  counts: Record<StatusSeriesKey, number>;
}

export interface PreparedTrends {
  points: TrendPoint[];
  series: (StatusSeries & { total: number; hidden: boolean })[];
  /** Upper end of the error axis: never 0, so that an empty chart still has an axis. */
  errorMax: number;
  trafficMax: number;
}

function valueOf(bucket: TrendBucket, key: StatusSeriesKey, unit: Unit): number {
  if (unit === "count") return bucket[key];
  return bucket.requests === 0 ? 0 : bucket[key] / bucket.requests;
}

function record<T>(make: (key: StatusSeriesKey) => T): Record<StatusSeriesKey, T> {
  return {
    s502: make("s502"),
    s503: make("s503"),
    s504: make("s504"),
    s499: make("s499"),
    otherGateway: make("otherGateway"),
    otherErrors: make("otherErrors"),
  };
}

/**
 * Decides what the errors chart draws. Series that never occur are left out unless all are absent; `hidden` ones keep their
 * place in the legend and are drawn as 0. In unit "ratio" a value is the status's share of the bucket's requests, 0…1.
 */
export function prepareTrends(trends: Trends, unit: Unit, hidden: ReadonlySet<string>): PreparedTrends {
  const present = STATUS_SERIES.filter((series) => trends.totals[series.key] > 0);
  const shown = present.length > 0 ? present : STATUS_SERIES.slice(0, 1);
  const drawn = new Set<string>(shown.filter((series) => !hidden.has(series.key)).map((series) => series.key));
  const points = trends.buckets.map((bucket) => ({
    x: bucket.atMs + trends.bucketMs / 2,
    atMs: bucket.atMs,
    requests: bucket.requests,
    values: record((key) => (drawn.has(key) ? valueOf(bucket, key, unit) : 0)),
    counts: record((key) => bucket[key]),
  }));
  const sums = points.map((point) => STATUS_SERIES.reduce((sum, series) => sum + point.values[series.key], 0));
  const highest = sums.reduce((most, sum) => Math.max(most, sum), 0);
  return {
    points,
    series: shown.map((series) => ({
      ...series,
      total: trends.totals[series.key],
      hidden: hidden.has(series.key),
    })),
    errorMax: highest > 0 ? highest : unit === "ratio" ? 0.01 : 4,
    trafficMax: points.reduce((most, point) => Math.max(most, point.requests), 1),
  };
}

/** Spans clipped to the visible range, with at least two pixels' worth of width so that a short incident can be clicked. */
export function clipSpans<T extends { startMs: number; endMs: number }>(
  spans: readonly T[],
  fromMs: number,
  toMs: number,
): (T & { x1: number; x2: number })[] {
  const least = (toMs - fromMs) / 400;
  return spans
    .filter((span) => span.endMs >= fromMs && span.startMs <= toMs)
    .map((span) => {
      const x1 = Math.max(span.startMs, fromMs);
      return { ...span, x1, x2: Math.min(Math.max(span.endMs, x1 + least), toMs) };
    });
}

/** The error and request totals as the page's headline figures; null ratio when there were no requests. */
export function headline(trends: Trends): { requests: number; gatewayErrors: number; ratio: number | null } {
  const { requests, s502, s503, s504, otherGateway } = trends.totals;
  const gatewayErrors = s502 + s503 + s504 + otherGateway;
  return { requests, gatewayErrors, ratio: requests === 0 ? null : gatewayErrors / requests };
}
