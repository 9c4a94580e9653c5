import type { IndexRange } from "./maximal-segments";
import { sumRange, type MinuteSeries } from "./minute-series";

/** An end counts as a stray when its failures are further apart than this many times the spike's own spacing at its edge. */
const STRAY_SPACING = 1.5;
/** More failures than these together are no stray. */
const MAX_STRAY_FAILED = 2;
/** A spike that sets in at full strength is not preceded by failures an order of magnitude rarer. */
const ABRUPT_TIMES = 8;
/** A stretch that fails this many times less than the whole is a pause. */
const WEAK_TIMES = 4;
/** Failures looked at to see how strongly it sets in. */
const ONSET_FAILED = 5;

interface Quiet extends IndexRange {
  requests: number;
  failed: number;
}

/**
 * Puts the ends of a segment where the failures really begin and stop: a stray failure some minutes before the onset would
 * otherwise pull the onset to itself. Also cuts a segment at quiet stretches longer than `maxQuietMinutes`.
 *
 * `edge`: the failure ratio above which a minute belongs to the spike; 1 / edge is the spacing, in requests, of its failures.
 */
export function trimSegment(
  series: MinuteSeries,
  range: IndexRange,
  edge: number,
  maxQuietMinutes: number,
): IndexRange[] {
  return splitAtQuiet(series, range, edge, maxQuietMinutes).flatMap((part) => {
    const head = trimHead(series, part, edge, 1);
    const whole = head ? trimHead(series, head, edge, -1) : null;
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

/** Drops failing minutes at one end (`step` 1 = the beginning, -1 = the end) that stand too far apart from the rest. */
function trimHead(series: MinuteSeries, range: IndexRange, edge: number, step: 1 | -1): IndexRange | null {
  let at = step === 1 ? range.from : range.to;
  const end = step === 1 ? range.to : range.from;
  const within = (i: number) => (step === 1 ? i <= end : i >= end);
  const nextFailing = (i: number) => {
    while (within(i) && (series.failed[i] ?? 0) === 0) i += step;
    return i;
  };
  at = nextFailing(at);
  for (;;) {
    if (!within(at)) return null;
    const next = nextFailing(at + step);
    let between = 0;
    for (let i = at + step; i !== next && within(i); i += step) between += series.requests[i] ?? 0;
    const failed = series.failed[at] ?? 0;
    const spacing = Math.max(edge, onsetRatio(series, next, step, end) / ABRUPT_TIMES);
    const isStray = failed <= MAX_STRAY_FAILED && between * spacing > STRAY_SPACING * failed;
    if (!isStray || !within(next)) break;
    at = next;
  }
  return step === 1 ? { from: at, to: range.to } : { from: range.from, to: at };
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
