import type { Trends } from "@/core/contract/trends";

export interface LatencyPoint {
  x: number;
  atMs: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

export interface PreparedLatency {
  label: string;
  points: LatencyPoint[];
  /** Upper end of the axis in ms. */
  maxMs: number;
}

/**
 * Decides what the latency chart draws; null when the logs carry no times. A bucket without a successful request is a gap:
 * "nothing was measured" is not "0 ms".
 */
export function prepareLatency(trends: Trends): PreparedLatency | null {
  const { latency } = trends;
  if (latency === null || latency.buckets.every((bucket) => bucket.p50 === null)) return null;
  const points = latency.buckets.map((bucket) => ({ ...bucket, x: bucket.atMs + trends.bucketMs / 2 }));
  return {
    label: latency.label,
    points,
    maxMs: points.reduce((most, point) => Math.max(most, point.p99 ?? point.p95 ?? point.p50 ?? 0), 1),
  };
}
