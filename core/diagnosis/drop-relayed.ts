import type { Evidence } from "@/core/evidence/evidence";
import type { Spike } from "@/core/spikes/spike";

interface TierSpike {
  spike: Spike;
  tier: "edge" | "origin";
  evidence: Evidence;
}

/** Onsets of the same failure seen at two tiers: clocks differ, and a request reaches the edge's log when it ends. */
const SAME_ONSET_MS = 5 * 60_000;
/** Failures at the edge that the origin's own log has as well. */
const MIN_SHARE = 0.5;

/**
 * An error that the origin's proxy made is seen a second time at the edge, which only relays it. That is one incident, and the
 * origin's log is the one that knows why: the edge's spike is left out, and stands in the origin's evidence. `originAheadMs` is how far
 * the origin's clock is ahead of the edge's.
 */
export function dropRelayed<T extends TierSpike>(found: readonly T[], originAheadMs = 0): T[] {
  const origins = found.filter(({ tier }) => tier === "origin");
  return found.filter(
    ({ spike, tier, evidence }) =>
      tier === "origin" ||
      !origins.some(
        (origin) =>
          Math.abs(origin.spike.startMs - originAheadMs - spike.startMs) <= SAME_ONSET_MS &&
          origin.spike.endMs - originAheadMs >= spike.startMs &&
          (evidence.otherTier?.gatewayErrors ?? 0) >= MIN_SHARE * evidence.spike.failed,
      ),
  );
}
