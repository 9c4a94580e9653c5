import type { Evidence } from "@/core/evidence/evidence";

/** Statuses that an application sends by itself as well. */
const SHARED = ["500", "503"];
/** Below this share of explained failures an error log counts as silent about them. */
const SILENT = 0.05;

/**
 * Apache writes every failure of its own proxying into its error log, and the access line alone cannot tell who made a 503. Where the
 * error log covers the time and is silent, the application answered so itself: its own affair, no gateway incident.
 */
export function dropApplication<T extends { evidence: Evidence }>(found: readonly T[]): T[] {
  return found.filter(({ evidence }) => !isApplications(evidence));
}

function isApplications({ product, spike, signatures, madeBy }: Evidence): boolean {
  if (product !== "apache" || signatures === null || (madeBy?.proxy ?? 0) > 0) return false;
  const shared = SHARED.reduce((sum, status) => sum + (spike.byStatus[status] ?? 0), 0);
  const explained = signatures.reduce((sum, { count }) => sum + count, 0);
  return shared >= spike.failed * 0.9 && explained < spike.failed * SILENT;
}
