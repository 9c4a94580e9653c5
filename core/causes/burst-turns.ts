import type { Evidence } from "@/core/evidence/evidence";

/**
 * How failures that come in bursts choose their upstreams: "once-each" is a rollout going from instance to instance, "again" is the
 * same instance failing repeatedly, "mixed" is neither. Null when the failures do not come in short bursts. Two minutes cover the
 * stop and start of one instance.
 */
export function burstTurns(evidence: Evidence): "once-each" | "again" | "mixed" | null {
  const { bursts } = evidence;
  if (bursts === null || bursts.count < 2 || bursts.coveredShare < 0.7 || bursts.medianSeconds > 120) return null;
  const named = bursts.upstreamPerBurst.filter((address) => address !== "");
  const distinct = new Set(named).size;
  if (named.length < 2) return "mixed";
  if (distinct >= 2 && distinct >= 0.75 * named.length) return "once-each";
  return distinct <= 0.6 * named.length ? "again" : "mixed";
}
