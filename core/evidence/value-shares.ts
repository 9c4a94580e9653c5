import { DIMENSIONS, type FailedRequest, type Rollup } from "@/core/rollups/rollup";
import { SCOPE_KEY, type SpikeDimension } from "@/core/spikes/cell-index";
import { isUpstreamAddress } from "@/core/spikes/name-upstreams";
import { failureMatcher, rowsBetween, upstreamOf } from "@/core/spikes/select-lines";
import { sumCells, sumValues, type Counts } from "./cell-counts";
import type { Evidence, ValueShare } from "./evidence";
import { isUnrestricted, withoutDimension, type EvidenceContext } from "./evidence-context";

/** Values kept per dimension; the rest cannot decide anything. */
const MAX_VALUES = 50;

/**
 * Incident against baseline for the values of a dimension that is counted per minute. The spike's own restriction in that dimension
 * is lifted, so that the failing values stand beside those that went on working. Null where the logs do not carry it.
 */
export function valueShares(context: EvidenceContext, dimension: SpikeDimension): ValueShare[] | null {
  const { rollup, spike, baseline } = context;
  const selection = withoutDimension(spike.selection, SCOPE_KEY[dimension]);
  const during = sumValues(rollup, selection, context, dimension);
  if (dimension === "upstream") addEarlierAttempts(context, during);
  if ([...during.keys()].every((value) => value === "")) return null;
  return toShares(during, baseline && sumValues(rollup, selection, baseline, dimension));
}

/** Cells know the last try only; an address that failed first and was followed by another failed as well. */
function addEarlierAttempts({ rollup, spike }: EvidenceContext, counts: Map<string, Counts>): void {
  const matches = failureMatcher(withoutDimension(spike.selection, "upstreams"));
  for (const failure of rowsBetween(rollup.failures, spike.startMs, spike.endMs)) {
    if (failure.attempts.length < 2 || !matches(failure)) continue;
    for (const { addr } of failure.attempts.slice(0, -1)) {
      if (addr === null || !isUpstreamAddress(addr) || addr === upstreamOf(failure)) continue;
      const known = counts.get(addr) ?? { requests: 0, failed: 0 };
      counts.set(addr, { requests: known.requests + 1, failed: known.failed + 1 });
    }
  }
}

function toShares(during: Map<string, Counts>, before: Map<string, Counts> | null): ValueShare[] {
  const total = totalOf(during);
  const totalBefore = before && totalOf(before);
  const shares = [...during].map(([value, counts]) => {
    const base = before?.get(value);
    return {
      value,
      failed: counts.failed,
      requests: counts.requests,
      ratio: counts.requests > 0 ? counts.failed / counts.requests : 0,
      baselineRatio: base && base.requests > 0 ? base.failed / base.requests : null,
      requestShare: total.requests > 0 ? counts.requests / total.requests : 0,
      baselineRequestShare:
        totalBefore && totalBefore.requests > 0 ? (base?.requests ?? 0) / totalBefore.requests : null,
      failedShare: total.failed > 0 ? counts.failed / total.failed : 0,
    };
  });
  return shares.sort((a, b) => b.failed - a.failed || b.requests - a.requests).slice(0, MAX_VALUES);
}

function totalOf(counts: Map<string, Counts>): Counts {
  let requests = 0;
  let failed = 0;
  for (const each of counts.values()) {
    requests += each.requests;
    failed += each.failed;
  }
  return { requests, failed };
}

type TallyDimension = "client" | "agent" | "method" | "flag";

const ROW_VALUE: Record<TallyDimension, (line: FailedRequest) => string | null> = {
  client: (line) => line.clientIp,
  agent: (line) => line.userAgent,
  method: (line) => line.method,
  flag: (line) => line.flags,
};

/**
 * The same for values that are counted per ten minutes over all traffic. Failures are those of the spike's lines; requests are scaled
 * to the spike's part of the traffic, as if the values were spread over it evenly.
 */
export function tallyShares(context: EvidenceContext, dimension: TallyDimension): ValueShare[] | null {
  const { rollup, spike, baseline, failures } = context;
  const valueOf = ROW_VALUE[dimension];
  const failed = new Map<string, number>();
  for (const line of failures) {
    const value = valueOf(line);
    if (value !== null && value !== "") failed.set(value, (failed.get(value) ?? 0) + 1);
  }
  const tallied = talliesBetween(rollup, dimension, context.fromMinute, context.toMinute);
  if (failed.size === 0 && [...tallied.keys()].every((value) => value === "")) return null;
  const scoped = sumCells(rollup, spike.selection, context);
  const scale = scoped.requests / Math.max(1, totalOf(tallied).requests);
  // Kept lines are a sample where very many failed.
  const weight = failures.length > 0 ? Math.max(1, scoped.failed / failures.length) : 1;
  const during = new Map<string, Counts>();
  for (const value of new Set([...failed.keys(), ...tallied.keys()])) {
    const count = Math.round((failed.get(value) ?? 0) * weight);
    during.set(value, {
      failed: count,
      requests: Math.max(count, Math.round((tallied.get(value)?.requests ?? 0) * scale)),
    });
  }
  const before = baseline && talliesBetween(rollup, dimension, baseline.fromMinute, baseline.toMinute);
  return toShares(during, before);
}

/** Requests and failures by value in the tens of minutes that a span touches. */
function talliesBetween(
  rollup: Rollup,
  dimension: TallyDimension,
  fromMinute: number,
  toMinute: number,
): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  const wanted = DIMENSIONS.indexOf(dimension);
  const { tallies } = rollup;
  for (let at = 0; at < tallies.length; at += 5) {
    const ten = tallies[at] ?? 0;
    if (ten < Math.floor(fromMinute / 10) || ten > Math.floor(toMinute / 10) || tallies[at + 1] !== wanted) continue;
    const value = rollup.dictionaries[dimension][tallies[at + 2] ?? 0] ?? "";
    const known = counts.get(value) ?? { requests: 0, failed: 0 };
    counts.set(value, {
      requests: known.requests + (tallies[at + 3] ?? 0),
      failed: known.failed + (tallies[at + 4] ?? 0),
    });
  }
  return counts;
}

/** What the rest of the traffic did in the same minutes; null when the spike concerns all of it. */
export function elsewhere(context: EvidenceContext): Evidence["elsewhere"] {
  const { rollup, spike } = context;
  if (isUnrestricted({ ...spike.selection, clients: [] })) return null;
  const all = sumCells(rollup, { upstreams: [], hosts: [], paths: [], clients: [] }, context);
  const scoped = sumCells(rollup, spike.selection, context);
  const requests = all.requests - scoped.requests;
  const failed = all.failed - scoped.failed;
  return { failed, requests, ratio: requests > 0 ? failed / requests : 0 };
}
