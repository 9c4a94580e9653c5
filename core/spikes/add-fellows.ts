import { quietRatio } from "./baseline";
import { SAME_END_MINUTES, toGroup, type SegmentGroup } from "./group-segments";
import { sumRange, type ValueSeries } from "./minute-series";
import { excessGain } from "./score-minutes";

/** Nats by which naming one more value must explain the counts better, beyond the cost of its name: as for any narrower scope. */
const MIN_NET_GAIN = 5;

/**
 * Adds to a group the values that fail in its stretch without a stretch of their own. To find a stretch is to pay for its two ends; a
 * value that joins one already found pays for its name alone, so a handful of failures among a few dozen requests is enough. A value that
 * fails so much more rarely that one ratio for all explains the counts worse is left out: it is spray, or has its own trouble.
 *
 * `fellows`: the series of the values that have no stretch of their own here. Those that have were compared by `groupSegments`.
 */
export function addFellows(
  group: SegmentGroup,
  fellows: readonly ValueSeries[],
  valueCount: number,
  backgroundRatio: number,
): SegmentGroup {
  if (!group.dimension) return group;
  const { from, to } = group;
  // Its own failures just before and after are no background.
  const around = { from: from - SAME_END_MINUTES, to: to + SAME_END_MINUTES };
  const candidates = fellows
    .filter(({ dimension }) => dimension === group.dimension)
    .map((one) => {
      const { failed, requests } = sumRange(one, from, to);
      const baselineRatio = quietRatio(one, [around], backgroundRatio);
      const gain = excessGain(failed, requests, baselineRatio);
      return { from, to, failed, requests, baselineRatio, noBaseline: false, gain, series: one };
    })
    .filter(({ gain }) => gain >= MIN_NET_GAIN)
    .sort((a, b) => b.gain - a.gain);
  let best = group;
  for (const candidate of candidates) {
    const larger = toGroup(group.dimension, [...best.members, candidate], valueCount, { from, to });
    if (larger.net >= best.net + MIN_NET_GAIN) best = larger;
  }
  return best;
}
