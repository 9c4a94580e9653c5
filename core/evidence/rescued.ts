import { sumCells, sumCounter } from "./cell-counts";
import type { Evidence } from "./evidence";
import { failuresWith, withoutDimension, type EvidenceContext } from "./evidence-context";
import { pickSamples } from "./pick-samples";
import { failureMatcher, rowsBetween } from "@/core/spikes/select-lines";

/** Requests that a second try saved; null where the format has no upstream field. A saved request is counted at the upstream that saved it. */
export function rescued(context: EvidenceContext): Evidence["rescued"] {
  const { rollup, spike, baseline } = context;
  if (!failuresWith(context, "upstreamAddr")) return null;
  const selection = withoutDimension(spike.selection, "upstreams");
  const count = sumCounter(rollup, selection, context, "rescued");
  const before = baseline ? sumCounter(rollup, selection, baseline, "rescued") : 0;
  const matches = failureMatcher(selection);
  const lines = rowsBetween(rollup.rescued, spike.startMs, spike.endMs).filter(matches);
  const twice = lines.filter(({ attempts }) => new Set(attempts.map(({ addr }) => addr)).size < attempts.length);
  return {
    count,
    perRequest: count / Math.max(1, sumCells(rollup, selection, context).requests),
    baselinePerRequest: baseline ? before / Math.max(1, sumCells(rollup, selection, baseline).requests) : 0,
    sameAddressTwice: twice.length,
    samples: pickSamples(lines),
  };
}
