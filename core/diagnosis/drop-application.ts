import type { Evidence, SignatureFact } from "@/core/evidence/evidence";

/** Statuses that an application sends by itself as well. */
const SHARED = ["500", "503"];
/** Below this share of explained failures an error log counts as silent about them. */
const SILENT = 0.05;

/** Of the failures, what another log has as the application's own answers; the rest is lost to the edges of the minutes. */
const RELAYED = 0.9;

/**
 * Apache and Varnish write every failure of their own proxying into the error log and varnishlog, and the access line alone cannot tell
 * who made a 503. Where that log covers the time and is silent, or says that the backend sent the status, the application answered so
 * itself: its own affair, no gateway incident. Of an edge that cannot tell either, the origin's log knows.
 */
export function dropApplication<T extends { evidence: Evidence }>(found: readonly T[]): T[] {
  return found.filter(({ evidence }) => !isApplications(evidence) && !isRelayedAnswer(evidence));
}

function isRelayedAnswer({ spike, signatures, madeBy, otherTier }: Evidence): boolean {
  if (otherTier?.tier !== "origin" || (madeBy?.proxy ?? 0) > 0) return false;
  const { gatewayErrors, applicationErrors } = otherTier;
  return (
    Math.min(shared(spike), applicationErrors) >= spike.failed * RELAYED &&
    Math.max(total(signatures ?? []), gatewayErrors) < spike.failed * SILENT
  );
}

function isApplications({ product, spike, signatures, madeBy }: Evidence): boolean {
  if ((product !== "apache" && product !== "varnish") || signatures === null || (madeBy?.proxy ?? 0) > 0) return false;
  if (shared(spike) < spike.failed * RELAYED) return false;
  const [relayed, own] = [signatures.filter(isRelayed), signatures.filter((fact) => !isRelayed(fact))];
  return total(own) < spike.failed * SILENT && (total(relayed) === 0 || total(relayed) >= spike.failed * RELAYED);
}

const isRelayed = ({ cause }: SignatureFact): boolean => cause === "passed-through";

function shared({ byStatus }: Evidence["spike"]): number {
  return SHARED.reduce((sum, status) => sum + (byStatus[status] ?? 0), 0);
}

function total(facts: readonly SignatureFact[]): number {
  return facts.reduce((sum, { count }) => sum + count, 0);
}
