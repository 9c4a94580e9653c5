import { STATUS_SERIES, type StatusSeriesKey } from "@/components/charts/chart-colors";
import type { IncidentDetail } from "@/core/contract/incidents";
import type { TrendBucket } from "@/core/contract/trends";

export interface IncidentChartData {
  fromMs: number;
  toMs: number;
  points: (TrendBucket & { x: number })[];
  /** Statuses that occur at all: the others are neither drawn nor explained. */
  present: Set<StatusSeriesKey>;
  incident: { x1: number; x2: number };
  /** The stretch the incident was compared with, as far as the chart shows it; null when there is none. */
  baseline: { x1: number; x2: number } | null;
  errorMax: number;
  requestMax: number;
}

function clip(span: { from: number; to: number }, fromMs: number, toMs: number): { x1: number; x2: number } | null {
  const x1 = Math.max(span.from, fromMs);
  const x2 = Math.min(span.to, toMs);
  return x1 < x2 ? { x1, x2 } : null;
}

/** Buckets before the first request and after the last are not traffic of zero: the log does not reach there. */
function withoutSilence(buckets: readonly TrendBucket[]): TrendBucket[] {
  const first = buckets.findIndex((bucket) => bucket.requests > 0);
  const last = buckets.findLastIndex((bucket) => bucket.requests > 0);
  return first === -1 ? [] : buckets.slice(first, last + 1);
}

/** Decides what the incident's chart draws; an incident shorter than a bucket is still one bucket wide. */
export function prepareIncidentChart(detail: IncidentDetail): IncidentChartData {
  const { bucketMs } = detail.series;
  const buckets = withoutSilence(detail.series.buckets);
  const startMs = Date.parse(detail.incident.startAt);
  const endMs = Math.max(Date.parse(detail.incident.endAt), startMs + bucketMs);
  const fromMs = Math.min(buckets[0]?.atMs ?? startMs, startMs);
  const toMs = Math.max((buckets.at(-1)?.atMs ?? endMs) + bucketMs, endMs);
  const present = new Set(
    STATUS_SERIES.filter((series) => buckets.some((bucket) => bucket[series.key] > 0)).map((series) => series.key),
  );
  const stack = (bucket: TrendBucket) => STATUS_SERIES.reduce((sum, series) => sum + bucket[series.key], 0);
  return {
    fromMs,
    toMs,
    points: buckets.map((bucket) => ({ ...bucket, x: bucket.atMs + bucketMs / 2 })),
    present,
    incident: clip({ from: startMs, to: endMs }, fromMs, toMs) ?? { x1: fromMs, x2: toMs },
    baseline: detail.baselineMs === null ? null : clip(detail.baselineMs, fromMs, toMs),
    errorMax: Math.max(4, ...buckets.map(stack)),
    requestMax: Math.max(4, ...buckets.map((bucket) => bucket.requests)),
  };
}
