import { groupBy } from "@/core/collections/group-by";
import type { FailedRequest } from "@/core/rollups/rollup";
import { failuresIn } from "@/core/spikes/select-lines";
import type { SignatureFact } from "./evidence";
import { baselineMinutes, MINUTE_MS, type EvidenceContext } from "./evidence-context";
import { pickSamples } from "./pick-samples";

const MAX_UPSTREAMS = 12;

/**
 * What the failing lines themselves say about why they failed: termination states, response flags, an edge's reason codes. Null where
 * no line's format has such a thing. Shares are left to whoever puts them beside the error log's.
 */
export function reasonFacts(context: EvidenceContext): SignatureFact[] | null {
  const { failures, signatures, spike } = context;
  const byId = groupBy(failures, ({ signature }) => signature);
  if (byId.size === 0) return null;
  // Of a busy minute not every line is kept; the spike has the true count.
  const sampling = Math.max(1, spike.failed / Math.max(1, failures.length));
  const before = baselineCounts(context);
  return [...byId].flatMap(([id, lines]): SignatureFact[] => {
    const meaning = signatures.get(id);
    if (!meaning) return [];
    const { cause, confidence, label, phase, errno } = meaning;
    return [
      {
        ...{ signature: id, source: "access-log", cause, confidence, label, phase, errno },
        count: Math.round(lines.length * sampling),
        baselinePerMinute: (before.get(id) ?? 0) / Math.max(1, baselineMinutes(context)),
        share: 0,
        upstreams: upstreamsOf(lines),
        samples: pickSamples(lines),
      },
    ];
  });
}

function baselineCounts({ baseline, rollup, spike }: EvidenceContext): Map<string, number> {
  const counts = new Map<string, number>();
  if (!baseline) return counts;
  const span = [baseline.fromMinute * MINUTE_MS, (baseline.toMinute + 1) * MINUTE_MS] as const;
  for (const { signature, atMs } of failuresIn(rollup, spike.selection, ...span)) {
    if (signature === null || (atMs >= spike.startMs && atMs < spike.endMs)) continue;
    counts.set(signature, (counts.get(signature) ?? 0) + 1);
  }
  return counts;
}

/** Most failing first. */
function upstreamsOf(lines: readonly FailedRequest[]): string[] {
  const counts = new Map<string, number>();
  for (const { attempts } of lines) {
    const addr = attempts.at(-1)?.addr ?? null;
    if (addr !== null) counts.set(addr, (counts.get(addr) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_UPSTREAMS)
    .map(([upstream]) => upstream);
}
