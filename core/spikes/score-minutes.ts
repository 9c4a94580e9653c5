/**
 * Scores of counts under the binomial model, in nats (natural log of a likelihood ratio). They add up over minutes, so a log with
 * two requests a minute and one with a hundred thousand are judged by the same sums, and no bin width has to be chosen.
 */

/** k·ln(k/n) + (n−k)·ln(1−k/n): the best log-likelihood of `failed` among `requests`. */
export function bestLogLikelihood(failed: number, requests: number): number {
  if (requests <= 0) return 0;
  const passed = Math.max(0, requests - failed);
  const ofFailed = failed > 0 ? failed * Math.log(failed / requests) : 0;
  const ofPassed = passed > 0 ? passed * Math.log(passed / requests) : 0;
  return ofFailed + ofPassed;
}

/** Log-likelihood of the counts when each request fails with probability `ratio`. */
export function logLikelihood(failed: number, requests: number, ratio: number): number {
  return failed * Math.log(ratio) + (requests - failed) * Math.log(1 - ratio);
}

/** By how much "fails at its own ratio" explains the counts better than "fails at `baselineRatio`"; 0 when not above it. */
export function excessGain(failed: number, requests: number, baselineRatio: number): number {
  if (requests <= 0 || failed / requests <= baselineRatio) return 0;
  return bestLogLikelihood(failed, requests) - logLikelihood(failed, requests, baselineRatio);
}

/** Score of one minute: positive when the elevated ratio explains it better than the baseline. */
export function scoreMinute(failed: number, requests: number, baselineRatio: number, elevatedRatio: number): number {
  return (
    failed * Math.log(elevatedRatio / baselineRatio) +
    (requests - failed) * Math.log((1 - elevatedRatio) / (1 - baselineRatio))
  );
}
