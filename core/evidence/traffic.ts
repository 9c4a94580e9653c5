import { sumCells, sumMinutes } from "./cell-counts";
import type { Evidence } from "./evidence";
import { withoutDimension, type EvidenceContext } from "./evidence-context";

/** Minutes before and after the spike that the correlation takes in. */
const SURROUNDINGS_MINUTES = 15;
const MIN_CORRELATED_MINUTES = 8;

/** Requests per minute of the scope before and during, and whether failures follow them. */
export function trafficFact(context: EvidenceContext): Evidence["traffic"] {
  const { rollup, spike, baseline, fromMinute, toMinute } = context;
  let { selection } = spike;
  // A new address has no traffic of before: then the traffic of its hosts is meant.
  if (baseline && sumCells(rollup, selection, baseline).requests === 0)
    selection = withoutDimension(selection, "upstreams");
  const duringPerMinute = sumCells(rollup, selection, context).requests / (toMinute - fromMinute + 1);
  const beforePerMinute = baseline
    ? sumCells(rollup, selection, baseline).requests / (baseline.toMinute - baseline.fromMinute + 1)
    : null;
  return {
    beforePerMinute,
    duringPerMinute,
    times: beforePerMinute !== null && beforePerMinute > 0 ? duringPerMinute / beforePerMinute : null,
    correlation: correlation(context, selection),
  };
}

/** Pearson correlation of requests and failures per minute; null with too few minutes or no variation. */
function correlation(
  { rollup, fromMinute, toMinute }: EvidenceContext,
  selection: Parameters<typeof sumMinutes>[1],
): number | null {
  const minutes = [
    ...sumMinutes(rollup, selection, {
      fromMinute: fromMinute - SURROUNDINGS_MINUTES,
      toMinute: toMinute + SURROUNDINGS_MINUTES,
    }).values(),
  ];
  if (minutes.length < MIN_CORRELATED_MINUTES) return null;
  const n = minutes.length;
  const meanRequests = minutes.reduce((sum, { requests }) => sum + requests, 0) / n;
  const meanFailed = minutes.reduce((sum, { failed }) => sum + failed, 0) / n;
  let product = 0;
  let squaresRequests = 0;
  let squaresFailed = 0;
  for (const { requests, failed } of minutes) {
    product += (requests - meanRequests) * (failed - meanFailed);
    squaresRequests += (requests - meanRequests) ** 2;
    squaresFailed += (failed - meanFailed) ** 2;
  }
  const spread = Math.sqrt(squaresRequests * squaresFailed);
  return spread > 0 ? product / spread : null;
}
