import { rowsBetween } from "@/core/spikes/select-lines";
import type { Scope } from "@/core/spikes/spike";
import { sumCells, sumCounter } from "./cell-counts";
import type { Evidence } from "./evidence";
import { MINUTE_MS, type EvidenceContext } from "./evidence-context";
import { pickSamples } from "./pick-samples";

/** Clocks of two tiers, and the time a request takes between them. */
const SLACK_MS = MINUTE_MS;

/** What the other tier saw in the same minutes; null when only one tier was given. */
export function otherTier(context: EvidenceContext): Evidence["otherTier"] {
  const { other, spike, baseline } = context;
  if (!other) return null;
  const selection = hostsThere(context, other.dictionaries.host);
  const during = sumCells(other, selection, context);
  const before = baseline && sumCells(other, selection, baseline);
  const failing = rowsBetween(other.failures, spike.startMs - SLACK_MS, spike.endMs + SLACK_MS);
  return {
    tier: context.tier === "edge" ? "origin" : "edge",
    beforePerMinute: baseline && before ? before.requests / (baseline.toMinute - baseline.fromMinute + 1) : null,
    duringPerMinute: during.requests / (context.toMinute - context.fromMinute + 1),
    gatewayErrors: during.failed,
    applicationErrors: sumCounter(other, selection, context, "otherErrors"),
    // Only failing lines are kept: where nothing failed there, the lines of our requests cannot be told from others.
    matched: failing.length > 0 ? countMatched(context, failing) : null,
    of: context.failures.length,
    samples: pickSamples(failing),
  };
}

/** The spike's hosts, as far as the other tier knows them by the same name. */
export function hostsThere(
  { spike, failures }: Pick<EvidenceContext, "spike" | "failures">,
  known: readonly string[],
): Scope {
  const names = new Set(known);
  const wanted = new Set(
    spike.selection.hosts.length > 0
      ? spike.selection.hosts
      : failures.flatMap(({ host }) => (host === null ? [] : [host])),
  );
  const hosts = [...wanted].filter((host) => host !== "" && names.has(host));
  return { upstreams: [], hosts: hosts.length === wanted.size ? hosts : [], paths: [], clients: [] };
}

function countMatched({ failures }: EvidenceContext, failing: EvidenceContext["failures"]): number {
  const waiting = new Map<string, number>();
  const keyOf = (line: { method: string | null; path: string | null }) => `${line.method ?? ""} ${line.path ?? ""}`;
  for (const line of failing) waiting.set(keyOf(line), (waiting.get(keyOf(line)) ?? 0) + 1);
  let matched = 0;
  for (const line of failures) {
    const left = waiting.get(keyOf(line)) ?? 0;
    if (left === 0) continue;
    waiting.set(keyOf(line), left - 1);
    matched++;
  }
  return matched;
}
