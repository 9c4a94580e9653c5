import type { FailedRequest } from "@/core/rollups/rollup";
import type { DurationFact } from "./evidence";
import { failuresWith, type EvidenceContext } from "./evidence-context";
import { pickSamples } from "./pick-samples";

/** A refusal or a reset comes within the network's round trip; the slowest seen between regions is below this. */
const INSTANT_MS = 20;
/** Timers fire within 3 % or 30 ms of their setting in recorded timeouts. */
const MODAL_SHARE = 0.03;
const MODAL_MS = 30;

/** How long the failing requests took: the last try's response time where logged, else the whole request's. */
export function durationFact(context: EvidenceContext): DurationFact | null {
  const upstream = spread(
    failuresWith(context, "upstreamResponseTime") ?? [],
    "upstream_response_time",
    lastResponseMs,
  );
  if (upstream) return upstream;
  return spread(failuresWith(context, "requestTime") ?? [], "request_time", (line) => line.requestMs);
}

function lastResponseMs(line: FailedRequest): number | null {
  return line.attempts.at(-1)?.responseMs ?? null;
}

function spread(
  lines: readonly FailedRequest[],
  source: DurationFact["source"],
  durationOf: (line: FailedRequest) => number | null,
): DurationFact | null {
  const timed = lines.flatMap((line) => {
    const ms = durationOf(line);
    return ms === null ? [] : [{ line, ms }];
  });
  if (timed.length === 0) return null;
  timed.sort((a, b) => a.ms - b.ms);
  const sorted = timed.map(({ ms }) => ms);
  const modal = modalRange(sorted);
  const inModal = timed.slice(modal.from, modal.to + 1).map(({ line }) => line);
  return {
    source,
    n: sorted.length,
    p10: quantile(sorted, 0.1),
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    modalMs: sorted[Math.floor((modal.from + modal.to) / 2)] ?? 0,
    modalShare: (modal.to - modal.from + 1) / sorted.length,
    instantShare: sorted.filter((ms) => ms <= INSTANT_MS).length / sorted.length,
    samples: pickSamples(inModal.sort((a, b) => a.atMs - b.atMs)),
  };
}

/** Value at quantile `q` of an ascending list; 0 for an empty one. */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}

/** The densest window of the width in which a timer's firings lie. */
function modalRange(sorted: readonly number[]): { from: number; to: number } {
  let best = { from: 0, to: 0 };
  let from = 0;
  for (let to = 0; to < sorted.length; to++) {
    const high = sorted[to] ?? 0;
    while (high - (sorted[from] ?? 0) > 2 * Math.max(MODAL_MS, MODAL_SHARE * (sorted[from] ?? 0))) from++;
    if (to - from > best.to - best.from) best = { from, to };
  }
  return best;
}
