import type { Evidence } from "./evidence";
import { MINUTE_MS, type EvidenceContext } from "./evidence-context";

/** What was done longer before the onset than this is rarely what set it off. */
const LEAD_MS = 15 * MINUTE_MS;
const RECOVERY_MS = 2 * MINUTE_MS;
const MAX_MARKERS = 20;

function knowsMarkers({ rollup, other }: EvidenceContext): boolean {
  const files = [...rollup.files, ...(other?.files ?? [])];
  return rollup.markers.length > 0 || (other?.markers.length ?? 0) > 0 || files.some((file) => file.role === "markers");
}

/** What was done to the system from a quarter of an hour before the onset until the end, nearest to the onset first. */
export function nearMarkers(context: EvidenceContext): Evidence["markers"] {
  if (!knowsMarkers(context)) return null;
  const { spike } = context;
  return allMarkers(context)
    .filter(({ atMs }) => atMs >= spike.startMs - LEAD_MS && atMs <= spike.endMs)
    .map((marker) => ({ marker, secondsBeforeOnset: (spike.startMs - marker.atMs) / 1000 }))
    .sort((a, b) => Math.abs(a.secondsBeforeOnset) - Math.abs(b.secondsBeforeOnset))
    .slice(0, MAX_MARKERS);
}

/** What was done within two minutes of the last failure. */
export function recovery(context: EvidenceContext): Evidence["recovery"] {
  if (!knowsMarkers(context)) return null;
  const endMs = context.failures.at(-1)?.atMs ?? context.spike.endMs;
  if (context.spike.ongoing) return [];
  return allMarkers(context)
    .filter(({ atMs }) => Math.abs(atMs - endMs) <= RECOVERY_MS && atMs > context.spike.startMs + MINUTE_MS)
    .map((marker) => ({ marker, secondsAfterEnd: (marker.atMs - endMs) / 1000 }));
}

function allMarkers({ rollup, other }: EvidenceContext) {
  const own = new Set(rollup.markers.map(({ atMs, text }) => `${atMs} ${text}`));
  const others = (other?.markers ?? []).filter(({ atMs, text }) => !own.has(`${atMs} ${text}`));
  return [...rollup.markers, ...others];
}
