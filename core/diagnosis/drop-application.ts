import type { Evidence } from "@/core/evidence/evidence";

/** Statuses that an application sends by itself as well. */
const SHARED = ["500", "503"];
/** Below this share of explained failures an error log counts as silent about them. */
const SILENT = 0.05;

/** Of an edge's failures, what the origin's log has as the application's own answers; the rest is lost to the edges of the minutes. */
const RELAYED = 0.9;

/**
 * Apache writes every failure of its own proxying into its error log, and the access line alone cannot tell who made a 503. Where the
 * error log covers the time and is silent, the application answered so itself: its own affair, no gateway incident. Of an edge that cannot
 * tell either (Varnish), the origin's log knows.
 */
export function dropApplication<T extends { evidence: Evidence }>(found: readonly T[]): T[] {
  return found.filter(
    ({ evidence }) => !isApplications(evidence) && !isRelayedAnswer(evidence) && !isNamedAnswer(evidence),
  );
}

/** The proxy's own log says of nearly every 503 that the upstream sent it, as Varnish's does. */
function isNamedAnswer({ spike, signatures }: Evidence): boolean {
  const named = (signatures ?? []).filter(({ cause }) => cause === "passed-through");
  const count = named.reduce((sum, fact) => sum + fact.count, 0);
  return Math.min(count, spike.byStatus["503"] ?? 0) >= spike.failed * RELAYED;
}

function isRelayedAnswer({ spike, signatures, madeBy, otherTier }: Evidence): boolean {
  if (otherTier?.tier !== "origin" || (madeBy?.proxy ?? 0) > 0) return false;
  const shared = SHARED.reduce((sum, status) => sum + (spike.byStatus[status] ?? 0), 0);
  const explained = (signatures ?? []).reduce((sum, { count }) => sum + count, 0);
  const { gatewayErrors, applicationErrors } = otherTier;
  return (
    Math.min(shared, applicationErrors) >= spike.failed * RELAYED &&
    Math.max(explained, gatewayErrors) < spike.failed * SILENT
  );
}

function isApplications({ product, spike, signatures, madeBy }: Evidence): boolean {
  if (product !== "apache" || signatures === null || (madeBy?.proxy ?? 0) > 0) return false;
  const shared = SHARED.reduce((sum, status) => sum + (spike.byStatus[status] ?? 0), 0);
  const explained = signatures.reduce((sum, { count }) => sum + count, 0);
  return shared >= spike.failed * 0.9 && explained < spike.failed * SILENT;
}
