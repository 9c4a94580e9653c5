import { latencyQuantile } from "@/core/rollups/latency-histogram";
import { LATENCY_BUCKETS, LATENCY_METRICS, type LatencyMetric, type Rollup } from "@/core/rollups/rollup";
import type { LatencyShift } from "./evidence";
import type { EvidenceContext } from "./evidence-context";

/** How far back a slow rise is looked for. */
const LEAD_MINUTES = 45;
/** A minute counts as slow when its upper quartile is twice the baseline's: half of that is minute-to-minute noise in quiet logs. */
const SLOW_TIMES = 2;
/** Milliseconds added on both sides, so that 1 ms against 3 ms is no rise. */
const SLOW_FLOOR_MS = 5;

type Histograms = Map<number, Float64Array>;

/** How long successful requests took before and during; upstream response time where logged, else the whole request. */
export function latencyShift(context: EvidenceContext): LatencyShift | null {
  const metric = (["response", "request"] as const).find((each) => hasMetric(context.rollup, each));
  if (!metric) return null;
  const { baseline, fromMinute, toMinute } = context;
  const upstreams = upstreamsOf(context);
  const perMinute = readHistograms(context.rollup, metric, upstreams);
  const during = between(perMinute, fromMinute, toMinute);
  const quiet = baseline ? typicalP75(perMinute, baseline.fromMinute, baseline.toMinute) : null;
  const lead = quiet === null ? null : leadMinutes(perMinute, quiet, fromMinute);
  // Minutes that were slow already are no baseline for slowness.
  const lastQuiet = baseline
    ? Math.min(baseline.toMinute, baseline.toMinute < fromMinute ? fromMinute - (lead ?? 0) - 1 : Infinity)
    : 0;
  const before = baseline ? between(perMinute, baseline.fromMinute, lastQuiet) : new Float64Array(LATENCY_BUCKETS);
  return {
    beforeP50: latencyQuantile(before, 0.5),
    beforeP95: latencyQuantile(before, 0.95),
    duringP50: latencyQuantile(during, 0.5),
    duringP95: latencyQuantile(during, 0.95),
    leadMinutes: lead,
  };
}

function hasMetric(rollup: Rollup, metric: LatencyMetric): boolean {
  const wanted = LATENCY_METRICS.indexOf(metric);
  for (let at = 0; at < rollup.latencies.length; at += 5) if (rollup.latencies[at + 1] === wanted) return true;
  return false;
}

/** Indexes of the spike's upstreams where they have histograms of their own; 0 = all upstreams together. */
function upstreamsOf({ rollup, spike }: EvidenceContext): Set<number> {
  const names = new Set(spike.selection.upstreams.filter((name) => name !== ""));
  const wanted = new Set<number>();
  rollup.dictionaries.upstream.forEach((name, value) => {
    if (names.has(name)) wanted.add(value);
  });
  const known = new Set<number>();
  for (let at = 0; at < rollup.latencies.length; at += 5) {
    const upstream = rollup.latencies[at + 2] ?? 0;
    if (wanted.has(upstream)) known.add(upstream);
  }
  return known.size > 0 ? known : new Set([0]);
}

function readHistograms(rollup: Rollup, metric: LatencyMetric, upstreams: ReadonlySet<number>): Histograms {
  const wanted = LATENCY_METRICS.indexOf(metric);
  const perMinute: Histograms = new Map();
  const { latencies } = rollup;
  for (let at = 0; at < latencies.length; at += 5) {
    if (latencies[at + 1] !== wanted || !upstreams.has(latencies[at + 2] ?? 0)) continue;
    const minute = latencies[at] ?? 0;
    let counts = perMinute.get(minute);
    if (!counts) perMinute.set(minute, (counts = new Float64Array(LATENCY_BUCKETS)));
    const bucket = latencies[at + 3] ?? 0;
    counts[bucket] = (counts[bucket] ?? 0) + (latencies[at + 4] ?? 0);
  }
  return perMinute;
}

function between(perMinute: Histograms, fromMinute: number, toMinute: number): Float64Array {
  const sums = new Float64Array(LATENCY_BUCKETS);
  for (const [minute, counts] of perMinute) {
    if (minute < fromMinute || minute > toMinute) continue;
    counts.forEach((count, bucket) => (sums[bucket] = (sums[bucket] ?? 0) + count));
  }
  return sums;
}

/** Median of the minutes' upper quartiles: what is typical, even where up to half of the minutes were slow already. */
function typicalP75(perMinute: Histograms, fromMinute: number, toMinute: number): number | null {
  const values: number[] = [];
  for (let minute = fromMinute; minute <= toMinute; minute++) {
    const counts = perMinute.get(minute);
    const p75 = counts ? latencyQuantile(counts, 0.75) : null;
    if (p75 !== null) values.push(p75);
  }
  return values.sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null;
}

/** Minutes before the onset since which every minute was slow; null when the last minute before it was not. */
function leadMinutes(perMinute: Histograms, quiet: number, onset: number): number | null {
  let lead: number | null = null;
  for (let back = 1; back <= LEAD_MINUTES; back++) {
    // With its neighbours, since a quiet minute may hold a dozen requests.
    const p75 = latencyQuantile(between(perMinute, onset - back - 1, Math.min(onset - 1, onset - back + 1)), 0.75);
    if (p75 === null || p75 + SLOW_FLOOR_MS < SLOW_TIMES * (quiet + SLOW_FLOOR_MS)) break;
    lead = back;
  }
  return lead;
}
