import type { FailedRequest } from "@/core/rollups/rollup";
import { isUpstreamAddress } from "@/core/spikes/name-upstreams";
import { sumValues, type Counts } from "./cell-counts";
import type { Evidence } from "./evidence";
import { withoutDimension, type EvidenceContext } from "./evidence-context";
import { pickSamples } from "./pick-samples";

/** Requests an address must have had to be missed when it has none. */
const MIN_REQUESTS = 5;
const MAX_ADDRESSES = 20;
const EARLIEST_MINUTE = -1e9;

/**
 * Upstream addresses of the same hosts and routes that came with the onset, and those that had traffic before it and none during the
 * spike. Null where the format has no upstream field or the log no time before.
 */
export function addressChange(context: EvidenceContext): Evidence["addressChange"] {
  const { rollup, spike, fromMinute, failures } = context;
  if (!failures.some((line) => line.upstreamField !== null)) return null;
  const selection = withoutDimension(spike.selection, "upstreams");
  const hosts = new Set(failures.flatMap(({ host }) => (host === null ? [] : [host])));
  if (selection.hosts.length === 0 && hosts.size > 0) selection.hosts = [...hosts];
  const before = addresses(
    sumValues(rollup, selection, { fromMinute: EARLIEST_MINUTE, toMinute: fromMinute - 1 }, "upstream"),
  );
  if (before.size === 0) return null;
  const during = addresses(sumValues(rollup, selection, context, "upstream"));
  for (const line of failures)
    for (const { addr } of line.attempts) if (addr !== null && isUpstreamAddress(addr)) during.add(addr);
  const appeared = [...during].filter((address) => !before.has(address)).slice(0, MAX_ADDRESSES);
  const served = sumValues(rollup, selection, { fromMinute: EARLIEST_MINUTE, toMinute: fromMinute - 1 }, "upstream");
  const vanished = [...before]
    .filter((address) => !during.has(address) && isMissed(served.get(address)))
    .slice(0, MAX_ADDRESSES);
  return {
    appeared,
    vanished,
    portChanges: portChanges(appeared, vanished),
    samples: pickSamples(linesOf(failures, appeared)),
  };
}

function addresses(values: Map<string, Counts>): Set<string> {
  return new Set([...values.keys()].filter(isUpstreamAddress));
}

function isMissed(counts: Counts | undefined): boolean {
  return (counts?.requests ?? 0) >= MIN_REQUESTS;
}

/** Pairs of addresses that differ in the port alone. */
function portChanges(appeared: string[], vanished: string[]): { from: string; to: string }[] {
  const hostOf = (address: string) => address.slice(0, address.lastIndexOf(":"));
  return appeared.flatMap((to) => {
    if (to.startsWith("unix:")) return [];
    const from = vanished.find((address) => hostOf(address) === hostOf(to));
    return from === undefined ? [] : [{ from, to }];
  });
}

function linesOf(failures: FailedRequest[], appeared: string[]): FailedRequest[] {
  const wanted = new Set(appeared);
  return failures.filter(({ attempts }) => attempts.some(({ addr }) => addr !== null && wanted.has(addr)));
}
