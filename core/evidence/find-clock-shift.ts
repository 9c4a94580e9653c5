import type { SampledRequest } from "@/core/rollups/request-sample";

/** A request of the edge and one of the origin that may be the same. */
export interface RequestPair<Request extends SampledRequest = SampledRequest> {
  edge: Request;
  origin: Request;
  /** One over the pairs that the edge's request is in: what is one of many says little. */
  weight: number;
}

/** How the clocks of two logs differ. */
export interface ClockShift {
  /** The origin's clock less the edge's, ms; negative where the edge's is ahead. */
  originAheadMs: number;
  /** Half the distance between the tenth and the ninetieth of a hundred pairs, ms, and never below what the logs resolve. */
  spreadMs: number;
  /** Pairs that agree on it. */
  pairs: number;
}

const BIN_MS = 1000;
/** Pairs of one request lie within the peak's own second and its neighbours. */
const PEAK_MS = 2500;
/**
 * The peak must have twice the votes of any other second: pairs of different requests are spread over all of them, unless everything
 * in the log comes at regular distances, which then cannot tell.
 */
const CLEAR_TIMES = 2;

/**
 * The distance in time that most pairs agree on: pairs of the same request all lie at the difference of the clocks, pairs of
 * different requests anywhere. Every pair votes for its second; around the fullest, the median is the shift. Null without a clear
 * peak. Cost: linear in the pairs.
 */
export function findClockShift<Request extends SampledRequest>(
  pairs: readonly RequestPair<Request>[],
): { clock: ClockShift; near: RequestPair<Request>[] } | null {
  const distance = ({ edge, origin }: RequestPair<Request>): number => origin.atMs - edge.atMs;
  const votes = new Map<number, number>();
  for (const pair of pairs) {
    const bin = Math.round(distance(pair) / BIN_MS);
    votes.set(bin, (votes.get(bin) ?? 0) + pair.weight);
  }
  const around = (bin: number): number =>
    (votes.get(bin - 1) ?? 0) + 2 * (votes.get(bin) ?? 0) + (votes.get(bin + 1) ?? 0);
  const peak = fullest([...votes.keys()], around);
  if (peak === null) return null;
  const center = peak * BIN_MS;
  const isNear = (bin: number): boolean => Math.abs(bin * BIN_MS - center) <= PEAK_MS + BIN_MS;
  const second = fullest(
    [...votes.keys()].filter((bin) => !isNear(bin)),
    around,
  );
  if (second !== null && around(peak) < CLEAR_TIMES * around(second)) return null;
  const near = pairs.filter((pair) => Math.abs(distance(pair) - center) <= PEAK_MS);
  const distances = near.map(distance).sort((one, other) => one - other);
  const at = (share: number): number => distances[Math.round(share * (distances.length - 1))] ?? center;
  const wholeSeconds = near.some(({ edge, origin }) => edge.atMs % 1000 === 0 || origin.atMs % 1000 === 0);
  const spreadMs = Math.max((at(0.9) - at(0.1)) / 2, wholeSeconds ? 500 : 1);
  return { clock: { originAheadMs: at(0.5), spreadMs, pairs: near.length }, near };
}

/** Of two that are alike the smaller difference: clocks are more often right than wrong. */
function fullest(bins: readonly number[], around: (bin: number) => number): number | null {
  let best: number | null = null;
  for (const bin of bins) {
    const gain = best === null ? Infinity : around(bin) - around(best);
    if (gain > 0 || (gain === 0 && Math.abs(bin) < Math.abs(best ?? 0))) best = bin;
  }
  return best;
}
