import type { IndexRange } from "./maximal-segments";
import { sumRange, type MinuteSeries } from "./minute-series";
import { scoreMinute } from "./score-minutes";

/** Nats below which failures at an end are no part of the spike by their own strength: odds of e⁶, as for a spike itself. */
const MIN_STRAY_SCORE = 6;
/** More failures than these together are no strays. */
const MAX_STRAY_FAILED = 12;
/** A spike that sets in at full strength is not preceded by failures an order of magnitude rarer. */
const ABRUPT_TIMES = 8;
/** A stretch that fails this many times less than the whole is a pause. */
const WEAK_TIMES = 4;
/** Failures looked at to see how strongly it sets in. */
const ONSET_FAILED = 5;

export interface EdgeRatios {
  /** Failures over requests when all is quiet. */
  baseline: number;
  /** The failure ratio above which a minute belongs to the spike. */
  edge: number;
}

interface Quiet extends IndexRange {
  requests: number;
  failed: number;
}

/**
 * Puts the ends of a segment where the failures really begin and stop: a stray failure some minutes before the onset would
 * otherwise pull the onset to itself. Also cuts a segment at quiet stretches longer than `maxQuietMinutes`.
 *
 */
export function trimSegment(
  series: MinuteSeries,
  range: IndexRange,
  ratios: EdgeRatios,
  maxQuietMinutes: number,
): IndexRange[] {
  return splitAtQuiet(series, range, ratios.edge, maxQuietMinutes).flatMap((part) => {
    const head = trimEnd(series, part, ratios, 1);
    const whole = head ? trimEnd(series, head, ratios, -1) : null;
    return whole ? [whole] : [];
  });
}

function splitAtQuiet(series: MinuteSeries, range: IndexRange, edge: number, maxQuietMinutes: number): IndexRange[] {
  const { failed: allFailed, requests: allRequests } = sumRange(series, range.from, range.to);
  const weakest = Math.max(edge, allFailed / allRequests / WEAK_TIMES);
  const parts: IndexRange[] = [];
  let from = range.from;
  let quiet: Quiet | null = null;
  for (let i = range.from; i <= range.to; i++) {
    const requests = series.requests[i] ?? 0;
    const failed = series.failed[i] ?? 0;
    if (failed <= requests * edge) {
      quiet = quiet
        ? { from: quiet.from, to: i, requests: quiet.requests + requests, failed: quiet.failed + failed }
        : { from: i, to: i, requests, failed };
      continue;
    }
    if (quiet && isBreak(series, quiet, weakest, maxQuietMinutes)) {
      parts.push({ from, to: quiet.from - 1 });
      from = i;
    }
    quiet = null;
  }
  parts.push({ from, to: range.to });
  return parts.filter((part) => part.to >= part.from);
}

function isBreak(series: MinuteSeries, quiet: Quiet, weakest: number, maxQuietMinutes: number): boolean {
  const lasted = (series.minutes[quiet.to] ?? 0) - (series.minutes[quiet.from] ?? 0) + 1;
  // Three failures expected even at the weakest ratio and next to none seen: chance e⁻³ = 5 %. Fewer requests cannot tell.
  return lasted > maxQuietMinutes && quiet.requests * weakest >= 3;
}

/**
 * Drops what stands before the real beginning (`step` 1) or behind the real end (-1): failures that the background may well have had, far
 * rarer than those that follow, with a pause in between. Every pause is a possible cut; the innermost good one is taken.
 */
function trimEnd(series: MinuteSeries, range: IndexRange, ratios: EdgeRatios, step: 1 | -1): IndexRange | null {
  const end = step === 1 ? range.to : range.from;
  const within = (i: number) => (step === 1 ? i <= end : i >= end);
  const nextFailing = (i: number) => {
    while (within(i) && (series.failed[i] ?? 0) === 0) i += step;
    return i;
  };
  let best = nextFailing(step === 1 ? range.from : range.to);
  if (!within(best)) return null;
  let failed = 0;
  let requests = 0;
  for (let at = best; ;) {
    const next = nextFailing(at + step);
    if (!within(next)) break;
    failed += series.failed[at] ?? 0;
    if (failed > MAX_STRAY_FAILED) break;
    for (let i = at; i !== next; i += step) requests += series.requests[i] ?? 0;
    const score = scoreMinute(failed, requests, ratios.baseline, ratios.edge);
    const isPause = next !== at + step || failed / requests < ratios.edge;
    if (isPause && score < MIN_STRAY_SCORE && failed / requests < onsetRatio(series, next, step, end) / ABRUPT_TIMES)
      best = next;
    at = next;
  }
  return step === 1 ? { from: best, to: range.to } : { from: range.from, to: best };
}

/** Failure ratio of the first few failures from `at` on. */
function onsetRatio(series: MinuteSeries, at: number, step: 1 | -1, end: number): number {
  let failed = 0;
  let requests = 0;
  for (let i = at; failed < ONSET_FAILED && (step === 1 ? i <= end : i >= end); i += step) {
    failed += series.failed[i] ?? 0;
    requests += series.requests[i] ?? 0;
  }
  return requests > 0 ? failed / requests : 0;
}
