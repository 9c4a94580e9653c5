/** Quick ranges, counted back from the last logged moment: a log dropped in today may be last month's. */
export const QUICK_RANGES = [
  { id: "all", label: "All", ms: null },
  { id: "1h", label: "Last hour", ms: 3_600_000 },
  { id: "6h", label: "6 h", ms: 6 * 3_600_000 },
  { id: "24h", label: "24 h", ms: 24 * 3_600_000 },
  { id: "7d", label: "7 days", ms: 7 * 24 * 3_600_000 },
  { id: "30d", label: "30 days", ms: 30 * 24 * 3_600_000 },
] as const;

export interface TimeRange {
  from: number | null;
  to: number | null;
}

/** The absolute range of a quick one; nulls mean all there is. `span` is the source's whole span. */
export function quickRange(ms: number | null, span: { from: number; to: number } | null): TimeRange {
  if (ms === null || span === null) return { from: null, to: null };
  return { from: Math.max(span.from, span.to - ms), to: span.to };
}

/** Which quick range the given one is, to mark it in the picker; null for a custom range. */
export function matchQuickRange(range: TimeRange, span: { from: number; to: number } | null): string | null {
  for (const quick of QUICK_RANGES) {
    const candidate = quickRange(quick.ms, span);
    if (candidate.from === range.from && candidate.to === range.to) return quick.id;
  }
  return null;
}

/** A range drawn with the mouse, ordered and at least one bucket wide; null for a mere click. */
export function rangeFromDrag(aMs: number, bMs: number, bucketMs: number): { from: number; to: number } | null {
  const from = Math.min(aMs, bMs);
  const to = Math.max(aMs, bMs);
  if (to - from < bucketMs) return null;
  return { from: Math.floor(from / bucketMs) * bucketMs, to: Math.ceil(to / bucketMs) * bucketMs };
}

/** The range widened to twice its length around its middle, within the span; "all" when nothing is left to show. */
export function zoomOut(range: { from: number; to: number }, span: { from: number; to: number } | null): TimeRange {
  const half = range.to - range.from;
  const middle = (range.from + range.to) / 2;
  const from = Math.round(middle - half);
  const to = Math.round(middle + half);
  if (span === null || (from <= span.from && to >= span.to)) return { from: null, to: null };
  return { from: Math.max(from, span.from), to: Math.min(to, span.to) };
}
