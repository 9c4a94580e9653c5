import { sumCells, sumCounter, sumMinutes } from "./cell-counts";
import type { Evidence } from "./evidence";
import { baselineMinutes, isUnrestricted, type EvidenceContext } from "./evidence-context";
import { pickSamples } from "./pick-samples";

const MAX_NAMED = 3;

/** What is always known about a spike. */
export function spikeFacts(context: EvidenceContext): Evidence["spike"] {
  const { spike, failures } = context;
  const { failed, requests } = spike;
  return {
    startMs: spike.startMs,
    endMs: spike.endMs,
    ongoing: spike.ongoing,
    failed,
    requests,
    ratio: requests > 0 ? failed / requests : 0,
    baselineRatio: spike.baselineRatio,
    peakRatio: spike.peakRatio,
    byStatus: byStatus(context),
    baselineLabel: baselineLabel(context),
    rampMinutes: rampMinutes(context),
    scopeLabel: scopeLabel(context),
    scope: spike.scope,
    tier: context.tier,
    samples: pickSamples(failures),
  };
}

/** Failures by status: exact for the common ones, the rest as the kept lines have them. */
function byStatus({ rollup, spike, failures, ...minutes }: EvidenceContext): Record<string, number> {
  const counts: Record<string, number> = {};
  const exact = { 502: "s502", 503: "s503", 504: "s504" } as const;
  const { failed } = sumCells(rollup, spike.selection, minutes);
  let rest = failed;
  for (const status of [502, 503, 504] as const) {
    const count = sumCounter(rollup, spike.selection, minutes, exact[status]);
    rest -= count;
    if (count > 0) counts[status] = count;
  }
  const others = failures.filter(({ status }) => status !== 502 && status !== 503 && status !== 504);
  for (const { status } of others) {
    const key = String(status ?? 0);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  const weight = others.length > 0 ? rest / others.length : 1;
  return Object.fromEntries(
    Object.entries(counts).map(([status, count]) => [
      status,
      status in exact ? count : Math.max(1, Math.round(count * weight)),
    ]),
  );
}

function baselineLabel(context: EvidenceContext): string {
  const { baseline } = context.spike;
  if (!baseline) return "no quiet minute in these logs";
  const minutes = baselineMinutes(context);
  const length = minutes === 1 ? "the minute" : `the ${minutes} minutes`;
  return { before: `${length} before`, after: `${length} after`, around: "the quiet minutes before and after" }[
    baseline.position
  ];
}

/** Minutes from the onset to half of the peak; the peak of a small site's best minute is capped, being partly chance. */
function rampMinutes({ rollup, spike, fromMinute, toMinute }: EvidenceContext): number {
  const minutes = sumMinutes(rollup, spike.selection, { fromMinute, toMinute });
  const half = Math.min(spike.peakRatio, (1.5 * spike.failed) / Math.max(1, spike.requests)) / 2;
  for (let minute = fromMinute; minute <= toMinute; minute++) {
    const counts = minutes.get(minute);
    if (counts && counts.requests > 0 && counts.failed / counts.requests >= half) return minute - fromMinute;
  }
  return 0;
}

/** The scope in a few words: "10.1.15.103:8080", "2 upstreams", "/search on www.example.com", "all traffic". */
function scopeLabel({ spike }: EvidenceContext): string {
  const { scope, selection } = spike;
  const parts = [
    list(scope.paths, "routes"),
    list(scope.upstreams, "upstreams"),
    list(scope.hosts, "hosts"),
    scope.clients.length > 0 ? `from ${list(scope.clients, "clients")}` : "",
  ].filter((part) => part !== "");
  if (parts.length === 0 || isUnrestricted(selection))
    return scope.upstreams.length > 0 ? `all traffic (${list(scope.upstreams, "upstreams")})` : "all traffic";
  return parts.join(" on ").replace(" on from ", " from ");
}

function list(values: string[], noun: string): string {
  if (values.length === 0) return "";
  return values.length > MAX_NAMED ? `${values.length} ${noun}` : values.join(", ");
}
