import type { Breakdown } from "@/core/contract/report";
import type { Evidence, ValueShare } from "@/core/evidence/evidence";

/** Rows shown per dimension; the total is said beside them. */
const MAX_ROWS = 12;

/** Incident against baseline for every dimension the logs carry, values that explain most first. */
export function buildBreakdowns(evidence: Evidence): Breakdown[] {
  const dimensions: [Breakdown["dimension"], ValueShare[] | null][] = [
    ["upstream", evidence.upstreams],
    ["host", evidence.hosts],
    ["route", evidence.routes],
    ["client", evidence.clients],
    ["agent", evidence.agents],
    ["method", evidence.methods],
  ];
  return dimensions.flatMap(([dimension, shares]) => {
    if (shares === null || shares.length === 0) return [];
    return [
      {
        dimension,
        rows: shares.slice(0, MAX_ROWS).map(toRow),
        shown: Math.min(MAX_ROWS, shares.length),
        total: shares.length,
        baselineLabel: evidence.spike.baselineLabel,
      },
    ];
  });
}

function toRow(share: ValueShare): Breakdown["rows"][number] {
  const { failed, requests, ratio, baselineRatio, failedShare, requestShare } = share;
  return {
    value: share.value === "" ? "(not logged)" : share.value,
    failed,
    requests,
    ratio,
    baselineRatio,
    times: baselineRatio !== null && baselineRatio > 0 ? ratio / baselineRatio : null,
    failedShare,
    requestShare,
  };
}
