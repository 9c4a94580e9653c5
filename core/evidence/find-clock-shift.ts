import type { SampledRequest } from "@/core/rollups/request-sample";

/** A request of the edge and one of the origin that may be the same. */
export type RequestPair = readonly [edge: SampledRequest, origin: SampledRequest];

/** How the clocks of two logs differ. */
export interface ClockShift {
  /** The origin's clock less the edge's, ms; negative where the edge's is ahead. */
  originAheadMs: number;
  /** Half the distance between the tenth and the ninetieth of a hundred pairs, ms, and never below what the logs resolve. */
  spreadMs: number;
  /** Requests it was worked out from. */
  pairs: number;
}

const BIN_MS = 1000;
/** Pairs of one request lie within the peak's own second and its neighbours. */
const PEAK_MS = 2500;
/** The peak must hold as many times the votes of an average second: pairs of different requests are spread over all of them. */
const CLEAR_TIMES = 4;

/**
 * The distance in time that most pairs agree on: pairs of the same request all lie at the difference of the clocks, pairs of
 * different requests anywhere. Every pair votes for its second; around the fullest, the median is the shift. Null without a clear
 * peak. Cost: linear in the pairs.
 */
export function findClockShift(pairs: readonly RequestPair[]): { clock: ClockShift; pairs: RequestPair[] } | null {
  const distance = ([edge, origin]: RequestPair): number => origin.atMs - edge.atMs;
  const votes = new Map<number, number>();
  for (const pair of pairs) {
    const bin = Math.round(distance(pair) / BIN_MS);
    votes.set(bin, (votes.get(bin) ?? 0) + 1);
  }
  let peak: number | null = null;
  let most = 0;
  for (const bin of votes.keys()) {
    const sum = (votes.get(bin - 1) ?? 0) + 2 * (votes.get(bin) ?? 0) + (votes.get(bin + 1) ?? 0);
    // Of two that are alike the smaller difference: clocks are more often right than wrong.
    if (sum > most || (sum === most && peak !== null && Math.abs(bin) < Math.abs(peak))) {
      peak = bin;
      most = sum;
    }
  }
  if (peak === null) return null;
  const center = peak * BIN_MS;
  const near = pairs.filter((pair) => Math.abs(distance(pair) - center) <= PEAK_MS);
  const elsewhere = pairs.length - near.length;
  const perSecond = elsewhere / Math.max(1, votes.size);
  if (near.length < CLEAR_TIMES * perSecond) return null;
  const distances = near.map(distance).sort((one, other) => one - other);
  const at = (share: number): number => distances[Math.round(share * (distances.length - 1))] ?? center;
  const wholeSeconds = near.some(([edge, origin]) => edge.atMs % 1000 === 0 || origin.atMs % 1000 === 0);
  const spreadMs = Math.max((at(0.9) - at(0.1)) / 2, wholeSeconds ? 500 : 1);
  return { clock: { originAheadMs: at(0.5), spreadMs, pairs: near.length }, pairs: near };
}
