import { quietRatio } from "./baseline";
import { SAME_END_MINUTES, type SegmentGroup } from "./group-segments";
import { sumRange, type ValueSeries } from "./minute-series";
import { MAX_REST_TIMES } from "./narrow-scope";
import { excessGain } from "./score-minutes";

/** Nats by which naming one more value must explain the counts better, beyond the cost of its name: as for any narrower scope. */
const MIN_NET_GAIN = 5;

/**
 * Adds to a group the values that fail in its stretch without a stretch of their own. To find a stretch is to pay for its two ends; a
 * value that joins one already found pays for its name alone, so a handful of failures among a few dozen requests is enough. A value that
 * fails at most a fifth as often as the group is left out, as from any scope: it is spray.
 *
 * `fellows`: the series of the values that have no stretch of their own here. Those that have were compared by `groupSegments`.
 */
export function addFellows(
  group: SegmentGroup,
  fellows: readonly ValueSeries[],
  valueCount: number,
  backgroundRatio: number,
): SegmentGroup {
  const { dimension, from, to } = group;
  if (!dimension) return group;
  // Its own failures just before and after are no background.
  const around = { from: from - SAME_END_MINUTES, to: to + SAME_END_MINUTES };
  const naming = Math.log(valueCount + 1);
  const inside = totalOf(group);
  const members = [...group.members];
  let { net } = group;
  const candidates = fellows
    .filter((one) => one.dimension === dimension)
    .map((series) => {
      const { failed, requests } = sumRange(series, from, to);
      const baselineRatio = quietRatio(series, [around], backgroundRatio);
      const gain = excessGain(failed, requests, baselineRatio);
      return { from, to, failed, requests, baselineRatio, noBaseline: false, gain, series };
    })
    .filter(({ gain }) => gain - naming >= MIN_NET_GAIN)
    .sort((a, b) => b.gain - a.gain);
  for (const candidate of candidates) {
    const { failed, requests, gain } = candidate;
    if (members.length > 0 && failed / requests <= (MAX_REST_TIMES * inside.failed) / inside.requests) continue;
    members.push(candidate);
    inside.failed += failed;
    inside.requests += requests;
    net += gain - naming;
  }
  return { ...group, members, net };
}

function totalOf({ members, from, to }: SegmentGroup): { failed: number; requests: number } {
  const total = { failed: 0, requests: 0 };
  for (const { series } of members) {
    const { failed, requests } = sumRange(series, from, to);
    total.failed += failed;
    total.requests += requests;
  }
  return total;
}
