import { clampRatio, PRIOR_RATIO, quietRatio, ratioQuantile } from "./baseline";
import { maximalSegments, type IndexRange } from "./maximal-segments";
import { sumRange, type MinuteSeries } from "./minute-series";
import { bestLogLikelihood, excessGain, scoreMinute } from "./score-minutes";
import { trimSegment } from "./trim-segment";

/** A stretch of one series in which failures exceed the series' baseline; positions into its minutes, both included. */
export interface Segment extends IndexRange {
  failed: number;
  requests: number;
  baselineRatio: number;
  /** The log, or the whole life of this value, has no quiet part to compare with. */
  noBaseline: boolean;
  /** Nats by which an own ratio explains the stretch better than the baseline. */
  gain: number;
}

/** Two or three failures together are a stray burst on any busy site; the smallest recorded incident shows 32. */
const MIN_FAILED = 5;
/** A ratio that merely doubles is within what a busy background does from hour to hour. */
const MIN_TIMES = 3;
/** The weakest known cause, a keep-alive race, fails a few requests in a thousand. */
const MIN_EXCESS_RATIO = 0.002;
/** Busy backgrounds vary more than the binomial says: a spike must stand out from the quiet minutes' own upper end. */
const MIN_TIMES_OF_QUIET_P95 = 1.5;
/** Nats that a spike must win beyond what naming its two ends costs: odds of e⁶ ≈ 400 to 1 that it is not chance. */
const MIN_NET_GAIN = 6;
/** Stretches below this are noise and would only slow the selection down. */
const MIN_CORE_GAIN = 4;
/** Without any quiet minute only a gross ratio is an incident; anything less is how this site always is. */
const MIN_RATIO_WITHOUT_BASELINE = 0.1;
/** A value seen for less than this share of the log appeared for the occasion; one seen longer has a habit. */
const LIFELONG_SHARE = 0.8;
/** No traffic for so long ends a stretch: a night between two failures is no bridge. */
const MAX_SILENCE_MINUTES = 30;
/** Quiet minutes that are bridged; rolling restarts pause for a few minutes between instances. */
const MAX_QUIET_MINUTES = 10;
const MAX_SEGMENTS = 60;
/** Shares of the requests taken for quiet at first: half, a tenth, next to none; the best explanation decides. */
const FIRST_QUANTILES = [0.5, 0.1, 0.02];

/**
 * Finds the elevated stretches of one series. Method: several first guesses of the baseline (the median minute, and for logs that
 * are mostly incident low percentiles); every minute scored by its log-likelihood ratio, elevated against baseline; maximal segments of
 * the scores; the baseline taken again from what is left, until it is stable; then as many segments as pay for themselves
 * (two-level model against one constant ratio, each segment costing its two ends). Cost: a few passes over the minutes.
 *
 * `priorRatio`: what is known of the background beforehand, the whole traffic's for the series of a single value.
 */
export function findSegments(series: MinuteSeries, priorRatio = PRIOR_RATIO, isWholeTraffic = true): Segment[] {
  const last = series.minutes.length - 1;
  const total = sumRange(series, 0, last);
  if (total.failed < MIN_FAILED) return [];
  const starts = new Set(FIRST_QUANTILES.map((share) => Math.max(ratioQuantile(series, share), priorRatio)));
  let best: { segments: Segment[]; net: number } = { segments: [], net: 0 };
  for (const start of starts) {
    const found = settle(series, clampRatio(start), priorRatio, total);
    if (found.net > best.net) best = found;
  }
  if (best.segments.length > 0) return best.segments;
  return wholeLife(series, priorRatio, isWholeTraffic, total);
}

function settle(series: MinuteSeries, start: number, priorRatio: number, total: { failed: number; requests: number }) {
  let ratio = start;
  let ranges: IndexRange[] = [];
  for (let round = 0; round < 5; round++) {
    ranges = rangesAbove(series, ratio);
    const next = quietRatio(series, ranges, priorRatio);
    if (Math.abs(next - ratio) < ratio * 0.02) break;
    ratio = next;
  }
  return selectSegments(series, ranges, ratio, total);
}

/** Ratio halfway, on the scale of logarithms, between background and spike: a minute above it belongs to the spike. */
export function edgeRatio(baselineRatio: number, ratio: number): number {
  return Math.min(0.5, Math.max(MIN_TIMES * baselineRatio, Math.sqrt(baselineRatio * ratio)));
}

function rangesAbove(series: MinuteSeries, baselineRatio: number): IndexRange[] {
  const cores = scoredRanges(series, baselineRatio, clampRatio(Math.max(5 * baselineRatio, baselineRatio + 0.005)), {
    from: 0,
    to: series.minutes.length - 1,
  });
  const refined = cores.flatMap((core, at) => {
    const { failed, requests } = sumRange(series, core.from, core.to);
    const edge = edgeRatio(baselineRatio, failed / requests);
    const room = { from: (cores[at - 1]?.to ?? -1) + 1, to: (cores[at + 1]?.from ?? series.minutes.length) - 1 };
    return scoredRanges(series, baselineRatio, edge, room).flatMap((range) =>
      trimSegment(series, range, edge, MAX_QUIET_MINUTES),
    );
  });
  return refined.sort((a, b) => a.from - b.from).filter((range, at) => range.from > (refined[at - 1]?.to ?? -1));
}

function scoredRanges(
  series: MinuteSeries,
  baselineRatio: number,
  elevatedRatio: number,
  room: IndexRange,
): IndexRange[] {
  const scores = new Float64Array(series.minutes.length);
  const ranges: IndexRange[] = [];
  let from = room.from;
  for (let i = room.from; i <= room.to; i++) {
    scores[i] = scoreMinute(series.failed[i] ?? 0, series.requests[i] ?? 0, baselineRatio, elevatedRatio);
    const silence = (series.minutes[i + 1] ?? Infinity) - (series.minutes[i] ?? 0);
    if (i < room.to && silence <= MAX_SILENCE_MINUTES) continue;
    ranges.push(...maximalSegments(scores, from, i));
    from = i + 1;
  }
  return ranges.filter((range) => {
    const { failed, requests } = sumRange(series, range.from, range.to);
    return excessGain(failed, requests, baselineRatio) >= MIN_CORE_GAIN;
  });
}

/** Keeps as many of the ranges, strongest first, as explain the series better than one constant ratio would. */
function selectSegments(
  series: MinuteSeries,
  ranges: IndexRange[],
  baselineRatio: number,
  total: { failed: number; requests: number },
): { segments: Segment[]; net: number } {
  const quietP95 = ratioQuantile(series, 0.95, ranges);
  const segments = ranges
    .map((range) => describe(series, range, baselineRatio, false))
    .filter((segment) => isSubstantial(segment, quietP95))
    .sort((a, b) => b.gain - a.gain)
    .slice(0, MAX_SEGMENTS);
  const cost = segmentCost(series);
  const constant = bestLogLikelihood(total.failed, total.requests);
  const outside = { ...total };
  let inside = 0;
  let best = { count: 0, net: 0 };
  segments.forEach((segment, at) => {
    inside += bestLogLikelihood(segment.failed, segment.requests);
    outside.failed -= segment.failed;
    outside.requests -= segment.requests;
    const net = inside + bestLogLikelihood(outside.failed, outside.requests) - constant - (at + 1) * cost;
    if (net > best.net) best = { count: at + 1, net };
  });
  if (best.net < MIN_NET_GAIN) return { segments: [], net: 0 };
  const kept = segments.slice(0, best.count).sort((a, b) => a.from - b.from);
  return { segments: kept, net: best.net };
}

/** Nats that it costs to name the two ends of a stretch among all minutes. */
export function segmentCost(series: MinuteSeries): number {
  return 2 * Math.log(Math.max(2, series.minutes.length));
}

function describe(series: MinuteSeries, range: IndexRange, baselineRatio: number, noBaseline: boolean): Segment {
  const { failed, requests } = sumRange(series, range.from, range.to);
  return { ...range, failed, requests, baselineRatio, noBaseline, gain: excessGain(failed, requests, baselineRatio) };
}

function isSubstantial(segment: Segment, quietP95: number): boolean {
  const { failed, requests, baselineRatio } = segment;
  const ratio = failed / requests;
  // With fewer than five failures a minute expected, a quiet minute's ratio is mostly chance and no measure of variation.
  const perMinute = (requests * baselineRatio) / (segment.to - segment.from + 1);
  return (
    failed - requests * baselineRatio >= MIN_FAILED - 0.5 &&
    ratio >= MIN_TIMES * baselineRatio &&
    ratio >= baselineRatio + MIN_EXCESS_RATIO &&
    (perMinute < 5 || ratio >= MIN_TIMES_OF_QUIET_P95 * quietP95)
  );
}

/**
 * A series that fails from its first to its last minute. All traffic: an incident that fills the whole log. One value that lived
 * only for a part of the log, such as a wrong port: a spike. One that always failed: a habit.
 */
function wholeLife(
  series: MinuteSeries,
  priorRatio: number,
  isWholeTraffic: boolean,
  total: { failed: number; requests: number },
): Segment[] {
  const from = series.requests.findIndex((requests) => requests > 0);
  const to = series.requests.findLastIndex((requests) => requests > 0);
  const range = describe(series, { from, to }, clampRatio(priorRatio), true);
  const lived = (series.minutes[to] ?? 0) - (series.minutes[from] ?? 0) + 1;
  const logged = (series.minutes.at(-1) ?? 0) - (series.minutes[0] ?? 0) + 1;
  const enough = range.gain >= MIN_NET_GAIN + segmentCost(series) && isSubstantial(range, 0);
  if (!enough || total.failed / total.requests < MIN_RATIO_WITHOUT_BASELINE) return [];
  if (isWholeTraffic) return [range];
  return lived < LIFELONG_SHARE * logged ? [{ ...range, noBaseline: false }] : [];
}
