import { fatesSentence } from "@/core/causes/edge-and-origin";
import { count, duration, percent } from "@/core/causes/number-words";
import type { Reconciliation as ReportReconciliation } from "@/core/contract/report";
import type { Evidence, Reconciliation, TierMinute } from "@/core/evidence/evidence";
import type { ClockShift } from "@/core/evidence/find-clock-shift";

const MINUTE_MS = 60_000;

/** Edge against origin in the shape of the contract, with its sentences; null where only one tier was given. */
export function buildReconciliation({ reconciliation, spike }: Evidence): ReportReconciliation | null {
  if (reconciliation === null) return null;
  const { basis, clock, onePathIn, fates, pairs, bucketMinutes, minutes } = reconciliation;
  return {
    sentence: fates ? `${fatesSentence(fates, spike.tier)}.` : countsSentence(reconciliation, spike),
    basis,
    compared: fates?.compared ?? 0,
    failed: spike.failed,
    unseen: fates?.unseen ?? null,
    onePathIn,
    clock: clock && {
      originAheadMs: Math.round(clock.originAheadMs),
      uncertaintyMs: Math.round(clock.spreadMs),
      pairs: clock.pairs,
      sentence: clockSentence(clock),
    },
    notes: notes(reconciliation, spike),
    statuses: pairs.toSorted(byStatus),
    bucketMinutes,
    minutes: minutes.map(({ atMs, ...counts }) => ({ at: new Date(atMs).toISOString(), ...counts })),
  };
}

/** Below the uncertainty a difference is none; clocks with whole seconds never agree better than that. */
function clockSentence({ originAheadMs, spreadMs, pairs }: ClockShift): string {
  const from = `worked out from ${count(pairs)} requests that both logs have`;
  if (Math.abs(originAheadMs) <= Math.max(1000, spreadMs))
    return `The clocks agree to within ${duration(Math.max(1000, spreadMs))}, ${from}.`;
  const [ahead, behind] = originAheadMs > 0 ? ["origin", "edge"] : ["edge", "origin"];
  return `The ${ahead}'s clock is ${exactly(Math.abs(originAheadMs))} (± ${exactly(spreadMs)}) ahead of the ${behind}'s, ${from}; taken into account.`;
}

/** `12 s`, `0.5 s`, `7 min 17 s` */
function exactly(ms: number): string {
  const seconds = ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const rest = minutes === 0 || seconds % 60 !== 0 ? `${seconds - 60 * minutes} s` : "";
  return [...(minutes > 0 ? [`${count(minutes)} min`] : []), rest].filter((part) => part !== "").join(" ");
}

const RECOGNISED: Record<Exclude<Reconciliation["basis"], "minute">, string> = {
  "request-id": "Requests were recognised by their id.",
  "client-path-time": "Requests were recognised by client, method, path and time.",
  "edge-path-time":
    "Requests were recognised by method, path and time, among those that came to the origin from the edge's own addresses.",
  "path-time":
    "Requests were recognised by method, path and time; where others ask for the same path in the same second, one may be taken for another.",
};

function notes({ basis, onePathIn, busyPaths, fates }: Reconciliation, { failed }: Evidence["spike"]): string[] {
  if (basis === "minute")
    return [
      "The two logs could not be matched request by request: they share too few paths at the same times, or do not cover the same time. A request id in both logs makes it certain.",
    ];
  const sampled =
    onePathIn > 1
      ? [
          `One path in ${count(onePathIn)} was compared, the same ones of both logs: ${count(fates?.compared ?? 0)} of ${count(failed)} failures. The counts per minute are of all requests.`,
        ]
      : [];
  const busy = busyPaths > 0 ? ["Paths asked for most often are in the counts per minute only."] : [];
  return [RECOGNISED[basis], ...sampled, ...busy];
}

/** What the counts alone say. */
function countsSentence({ minutes }: Reconciliation, { startMs, endMs }: Evidence["spike"]): string {
  const isDuring = ({ atMs }: TierMinute): boolean => atMs >= startMs - MINUTE_MS && atMs < endMs;
  const during = minutes.filter(isDuring);
  const sum = (of: keyof TierMinute): number => during.reduce((total, each) => total + each[of], 0);
  const [edge, origin] = [sum("edgeRequests"), sum("originRequests")];
  return `In these minutes the edge logged ${count(edge)} requests and ${count(sum("edgeFailed"))} gateway errors (${percent(sum("edgeFailed") / Math.max(1, edge))}), the origin ${count(origin)} requests and ${count(sum("originFailed"))} gateway errors.`;
}

/** Errors first and by their number; what has no line at one of the tiers behind those that have. */
function byStatus(one: Reconciliation["pairs"][number], other: Reconciliation["pairs"][number]): number {
  const rank = (status: string | null): string =>
    status === null ? "" : status.endsWith("xx") ? `0${status}` : `1${status}`;
  const compare = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0);
  return compare(rank(one.edge), rank(other.edge)) || compare(rank(one.origin), rank(other.origin));
}
