import { clampRatio, PRIOR_RATIO, quietRatio, ratioQuantile, restlessness } from "./baseline";
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
export const MIN_FAILED = 5;
/** A ratio that merely doubles is within what a busy background does from hour to hour. */
const MIN_TIMES = 3;
/** The weakest known cause, a keep-alive race, fails a few requests in a thousand. */
const MIN_EXCESS_RATIO = 0.002;
/** Busy backgrounds vary more than the binomial says: a spike must stand out from the quiet minutes' own upper end. */
const MIN_TIMES_OF_QUIET_P95 = 1.5;
/** …and be this many of their standard deviations above them: four, because the quiet part was chosen for being quiet. */
const MIN_DEVIATIONS = 4;
/** Nats that a spike must win beyond what naming its two ends costs: odds of e⁶ ≈ 400 to 1 that it is not chance. */
const MIN_NET_GAIN = 6;
/** Stretches below this are noise and would only slow the selection down. */
const MIN_CORE_GAIN = 4;
/** Without any quiet minute only a gross ratio is an incident; anything less is how this site always is. */
const MIN_RATIO_WITHOUT_BASELINE = 0.1;
/** A value seen for less than this share of the log appeared for the occasion; one seen longer has a habit. */
const LIFELONG_SHARE = 0.8;
/** Chance below which the requests before the first failure, or behind the last, would all have passed by luck. */
const MAX_LUCK = 0.05;
/** No traffic for so long ends a stretch: a night between two failures is no bridge. */
const MAX_SILENCE_MINUTES = 30;
/** Quiet minutes that are bridged; rolling restarts pause for a few minutes between instances. */
const MAX_QUIET_MINUTES = 10;
const MAX_SEGMENTS = 60;
/** Of the requests, what spikes must cover before half of the log is doubted to be quiet. */
const MOSTLY_INCIDENT = 0.8;
/**
 * A lower baseline is preferred when it explains half as well: a slow beginning is more like the background than like the height of the
 * spike, and would be counted to the background by likelihood alone.
 */
const MIN_SHARE_OF_NET = 0.5;
/** Shares of the requests taken for quiet at first: half, a tenth, next to none. */
const FIRST_QUANTILES = [0.5, 0.1, 0.02];
/** The last one, where those find nothing: a loop or a storm of retries has made a thousand requests of one. */
const QUANTILE_OF_STORMS = 0.001;

/** What is known before one series is looked at. */
export interface Background {
  /** Failure ratio of the whole traffic when quiet; a value of few requests is not taken for quieter than that. */
  ratio: number;
  /** How much the whole traffic's quiet minutes vary, see `restlessness`. */
  restlessness: number;
  /** Among how many series this one is looked at, since the strangest of a thousand is strange by chance; 1 = all traffic. */
  oneOf: number;
}

interface Selected {
  segments: Segment[];
  /** Nats won over one constant ratio, less what naming the segments costs. */
  net: number;
}

/** Nothing is known yet. */
const WHOLE_TRAFFIC: Background = { ratio: PRIOR_RATIO, restlessness: 0, oneOf: 1 };

/**
 * Finds the elevated stretches of one series. Method: a robust first guess of the baseline (the median minute; for logs that are
 * mostly incident a low percentile); every minute scored by its log-likelihood ratio, elevated against baseline; maximal segments of
 * the scores; the baseline taken again from what is left, until it is stable; then as many segments as pay for themselves
 * (two-level model against one constant ratio, each segment costing its two ends). Cost: a few passes over the minutes.
 *
 * `known`: what is known of the background beforehand.
 */
export function findSegments(series: MinuteSeries, known: Background = WHOLE_TRAFFIC): Segment[] {
  const last = series.minutes.length - 1;
  const total = sumRange(series, 0, last);
  if (total.failed < MIN_FAILED) return [];
  let best: Selected = { segments: [], net: 0 };
  for (const share of FIRST_QUANTILES) {
    const start = clampRatio(Math.max(ratioQuantile(series, share), known.ratio));
    const found = settle(series, start, known, total);
    const covered = found.segments.reduce((sum, { requests }) => sum + requests, 0) / total.requests;
    // A low first guess is for logs that are mostly incident. Where it finds less than that, it took a restless background for spikes.
    if (found.net > MIN_SHARE_OF_NET * best.net && covered >= (0.5 - share) * MOSTLY_INCIDENT) best = found;
  }
  if (best.segments.length > 0) return best.segments;
  if (total.failed > 0.5 * total.requests) {
    const start = clampRatio(Math.max(ratioQuantile(series, QUANTILE_OF_STORMS), known.ratio));
    const stormy = settle(series, start, known, total);
    if (stormy.segments.length > 0) return stormy.segments;
  }
  return wholeLife(series, known, total);
}

function settle(
  series: MinuteSeries,
  start: number,
  known: Background,
  total: { failed: number; requests: number },
): Selected {
  let ratio = start;
  let ranges: IndexRange[] = [];
  for (let round = 0; round < 5; round++) {
    ranges = rangesAbove(series, ratio);
    const next = quietRatio(series, ranges, known.ratio);
    if (Math.abs(next - ratio) < ratio * 0.02) break;
    ratio = next;
  }
  return selectSegments(series, ranges, ratio, total, known);
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
      trimSegment(series, range, { baseline: baselineRatio, edge }, MAX_QUIET_MINUTES),
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
  known: Background,
): Selected {
  const quiet = {
    p95: ratioQuantile(series, 0.95, ranges),
    restlessness: Math.max(known.restlessness, restlessness(series, ranges)),
  };
  const segments = ranges
    .map((range) => describe(series, range, baselineRatio, false))
    .filter((segment) => isSubstantial(segment, quiet) && standsOut(series, segment, known))
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
  if (best.net < MIN_NET_GAIN + Math.log(known.oneOf)) return { segments: [], net: 0 };
  return { segments: segments.slice(0, best.count).sort((a, b) => a.from - b.from), net: best.net };
}

/** Nats that it costs to name the two ends of a stretch among all minutes. */
export function segmentCost(series: MinuteSeries): number {
  return 2 * Math.log(Math.max(2, series.minutes.length));
}

function describe(series: MinuteSeries, range: IndexRange, baselineRatio: number, noBaseline: boolean): Segment {
  const { failed, requests } = sumRange(series, range.from, range.to);
  return { ...range, failed, requests, baselineRatio, noBaseline, gain: excessGain(failed, requests, baselineRatio) };
}

/** Is it too strange for chance even against the whole traffic's background, among all series and stretches? */
function standsOut(series: MinuteSeries, { failed, requests, baselineRatio }: Segment, known: Background): boolean {
  const floor = Math.max(baselineRatio, known.oneOf === 1 ? 0 : known.ratio);
  return excessGain(failed, requests, floor) >= MIN_NET_GAIN + segmentCost(series) + Math.log(known.oneOf);
}

function isSubstantial(segment: Segment, quiet: { p95: number; restlessness: number }): boolean {
  const { failed, requests, baselineRatio } = segment;
  const ratio = failed / requests;
  // With fewer than five failures a minute expected, a quiet minute's ratio is mostly chance and no measure of variation.
  const perMinute = (requests * baselineRatio) / (segment.to - segment.from + 1);
  return (
    failed - requests * baselineRatio >= MIN_FAILED - 0.5 &&
    ratio >= MIN_TIMES * baselineRatio &&
    ratio >= baselineRatio + MIN_EXCESS_RATIO &&
    (perMinute < 5 || ratio >= MIN_TIMES_OF_QUIET_P95 * quiet.p95) &&
    Math.log(ratio / baselineRatio) >= MIN_DEVIATIONS * quiet.restlessness
  );
}

/**
 * A series that fails from its first to its last minute. All traffic: an incident that fills the whole log. One value that lived
 * only for a part of the log, such as a wrong port: a spike. One that always failed: a habit.
 */
function wholeLife(series: MinuteSeries, known: Background, total: { failed: number; requests: number }): Segment[] {
  const from = series.requests.findIndex((requests) => requests > 0);
  const to = series.requests.findLastIndex((requests) => requests > 0);
  const range = describe(series, { from, to }, clampRatio(known.ratio), true);
  const lived = (series.minutes[to] ?? 0) - (series.minutes[from] ?? 0) + 1;
  const logged = (series.minutes.at(-1) ?? 0) - (series.minutes[0] ?? 0) + 1;
  if (hasQuietEnd(series, range)) return [];
  const enough = standsOut(series, range, known) && isSubstantial(range, { p95: 0, restlessness: 0 });
  if (!enough || total.failed / total.requests < MIN_RATIO_WITHOUT_BASELINE) return [];
  if (known.oneOf === 1) return [range];
  return lived < LIFELONG_SHARE * logged ? [{ ...range, noBaseline: false }] : [];
}

/**
 * Whether so much passed before the first failing minute, or after the last, that the failures began or ended there: what has a quiet
 * part does not fail all its life, and is found by comparing it with that part or not at all.
 */
function hasQuietEnd(series: MinuteSeries, { from, to }: IndexRange): boolean {
  const isFailing = (failed: number) => failed > 0;
  const first = series.failed.findIndex(isFailing);
  const last = series.failed.findLastIndex(isFailing);
  const { failed, requests } = sumRange(series, first, last);
  const passing = 1 - clampRatio(failed / requests);
  const ends = [sumRange(series, from, first - 1), sumRange(series, last + 1, to)];
  return ends.some((end) => passing ** end.requests < MAX_LUCK);
}
