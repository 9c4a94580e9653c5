import { nameOf } from "@/core/causes/product-words";
import type { Incident, ReportSignal, Step, Verdict as ReportVerdict } from "@/core/contract/report";
import type { Evidence } from "@/core/evidence/evidence";
import type { Rollup } from "@/core/rollups/rollup";
import { failuresIn } from "@/core/spikes/select-lines";
import type { Spike } from "@/core/spikes/spike";
import { buildBreakdowns } from "./build-breakdowns";
import { buildHops } from "./build-hops";
import { buildReconciliation } from "./build-reconciliation";
import { incidentId } from "./incident-id";
import { summarise } from "./summarise";
import type { Verdict } from "./verdict";

/** A status with less than this share of the failures is a stray of the background. */
const MIN_STATUS_SHARE = 0.01;
/** What is rarer than five other messages tells nothing about an incident as a whole; the signals have the rest. */
const MAX_SIGNATURES = 5;

/** Puts an incident into the shape of the contract. */
export function buildIncident(
  spike: Spike,
  tier: "edge" | "origin",
  rollup: Rollup,
  evidence: Evidence,
  verdicts: Verdict[],
  steps: Step[],
): Incident {
  const clientsHit = countClients(rollup, spike);
  return {
    id: incidentId(tier, spike.scope, spike.startMs),
    kind: "gateway",
    tier,
    startAt: isoTime(spike.startMs),
    endAt: isoTime(spike.endMs),
    ongoing: spike.ongoing,
    statuses: statusesOf(evidence),
    failed: spike.failed,
    requests: spike.requests,
    peakAt: isoTime(spike.peakMinute * 60_000),
    peakRatio: spike.peakRatio,
    baselineRatio: spike.baselineRatio,
    baselineLabel: evidence.spike.baselineLabel,
    baseline: spike.baseline && {
      startAt: isoTime(spike.baseline.fromMinute * 60_000),
      endAt: isoTime((spike.baseline.toMinute + 1) * 60_000),
    },
    scope: spike.scope,
    selection: spike.selection,
    product: evidence.product === "other" ? null : nameOf(evidence),
    signatures: signaturesOf(evidence),
    verdicts: verdicts.map((verdict) => toReport(verdict, rollup)),
    summary: summarise(evidence, verdicts),
    steps,
    hops: buildHops(evidence, verdicts, clientsHit),
    breakdowns: buildBreakdowns(evidence),
    clientsHit,
    join: evidence.joinRate && { matched: evidence.joinRate.matched, of: evidence.joinRate.of },
    transience: evidence.transience,
    reconciliation: buildReconciliation(evidence),
  };
}

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}

function statusesOf({ spike }: Evidence): number[] {
  return Object.entries(spike.byStatus)
    .filter(([, count]) => count >= MIN_STATUS_SHARE * spike.failed)
    .map(([status]) => Number(status))
    .sort((a, b) => a - b);
}

function signaturesOf({ signatures }: Evidence): Incident["signatures"] {
  if (signatures === null) return null;
  return signatures.slice(0, MAX_SIGNATURES).map(({ signature, label, share }) => ({ id: signature, label, share }));
}

function toReport({ signals, ...verdict }: Verdict, rollup: Rollup): ReportVerdict {
  const place = ({ own: _, samples, ...signal }: Verdict["signals"][number]): ReportSignal => ({
    ...signal,
    samples: samples.flatMap(({ file, line }) => {
      const path = rollup.files[file]?.path;
      return path === undefined ? [] : [{ path, line }];
    }),
  });
  return { ...verdict, signals: signals.map(place) };
}

/** Different clients among the kept failing lines; null where the logs name none. */
function countClients(rollup: Rollup, spike: Spike): number | null {
  const clients = new Set<string>();
  for (const { clientIp } of failuresIn(rollup, spike.selection, spike.startMs, spike.endMs))
    if (clientIp !== null) clients.add(clientIp);
  return clients.size > 0 ? clients.size : null;
}
