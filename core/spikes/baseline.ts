import type { IndexRange } from "./maximal-segments";
import type { MinuteSeries } from "./minute-series";

/**
 * What is known of a log's background before looking: one gateway error in a thousand requests, worth 500 requests. Recorded quiet
 * logs (about 1,500 requests each) have zero or one; the prior is forgotten after a few thousand requests.
 */
export const PRIOR_RATIO = 0.001;
const PRIOR_REQUESTS = 500;

/** Below one in ten thousand a background is zero for all purposes; keeps logarithms finite. */
const MIN_RATIO = 0.0001;
const MAX_RATIO = 0.95;

/** Ratio of the minutes outside the given ranges, pulled towards the prior when they hold few requests. */
export function quietRatio(series: MinuteSeries, elevated: IndexRange[], priorRatio: number): number {
  let requests = 0;
  let failed = 0;
  let next = 0;
  for (let i = 0; i < series.minutes.length; i++) {
    while (next < elevated.length && (elevated[next]?.to ?? 0) < i) next++;
    if (i >= (elevated[next]?.from ?? Infinity)) continue;
    requests += series.requests[i] ?? 0;
    failed += series.failed[i] ?? 0;
  }
  return clampRatio((failed + priorRatio * PRIOR_REQUESTS) / (requests + PRIOR_REQUESTS));
}

export function clampRatio(ratio: number): number {
  return Math.min(MAX_RATIO, Math.max(MIN_RATIO, ratio));
}

/**
 * The ratio below which the given share of the requests lies, minute by minute. The median is a fair start when less than half
 * of the log is an incident, a low quantile when more is.
 */
export function ratioQuantile(series: MinuteSeries, share: number, skip: IndexRange[] = []): number {
  const minutes: { ratio: number; requests: number }[] = [];
  let total = 0;
  for (let i = 0; i < series.minutes.length; i++) {
    const requests = series.requests[i] ?? 0;
    if (requests === 0 || skip.some(({ from, to }) => i >= from && i <= to)) continue;
    minutes.push({ ratio: (series.failed[i] ?? 0) / requests, requests });
    total += requests;
  }
  minutes.sort((a, b) => a.ratio - b.ratio);
  let seen = 0;
  for (const { ratio, requests } of minutes) {
    seen += requests;
    if (seen >= total * share) return ratio;
  }
  return 0;
}

/** Failures a minute must have for its ratio to be more than chance. */
const MIN_FAILED_PER_MINUTE = 5;

/**
 * How much the quiet minutes' ratios vary by themselves: the standard deviation of their logarithms beyond what counting alone gives
 * (1 / failures). 0 where minutes have too few failures to tell.
 */
export function restlessness(series: MinuteSeries, skip: IndexRange[]): number {
  const logs: number[] = [];
  let chance = 0;
  for (let i = 0; i < series.minutes.length; i++) {
    const failed = series.failed[i] ?? 0;
    if (failed < MIN_FAILED_PER_MINUTE || skip.some(({ from, to }) => i >= from && i <= to)) continue;
    logs.push(Math.log(failed / (series.requests[i] ?? 1)));
    chance += 1 / failed;
  }
  if (logs.length < 10) return 0;
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1);
  return Math.sqrt(Math.max(0, variance - chance / logs.length));
}
