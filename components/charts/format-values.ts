const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** `12`, `3.4K`, `1.2M` for axes and small places. */
export function formatCompact(value: number): string {
  return value < 1000 ? whole.format(value) : compact.format(value);
}

/** `12,345`: the exact count, for tooltips and tables. */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** A ratio 0…1 as a percentage with just enough digits: `0.02 %`, `4.3 %`, `31 %`, `100 %`. */
export function formatRatio(ratio: number): string {
  const percent = ratio * 100;
  if (percent === 0) return "0 %";
  if (percent < 0.01) return "<0.01 %";
  const digits = percent < 1 ? 2 : percent < 10 ? 1 : 0;
  return `${percent.toFixed(digits)} %`;
}

/** How many times the baseline: `×5.2`, `×140`; a rise from nothing is `new`. Null where there is no baseline. */
export function formatTimes(times: number | null): string {
  if (times === null) return "–";
  if (!Number.isFinite(times)) return "new";
  return times < 10 ? `×${times.toFixed(1)}` : `×${whole.format(times)}`;
}

/** Milliseconds as a person reads them: `18 ms`, `1.2 s`, `2 min`. */
export function formatMs(ms: number): string {
  if (ms === 0) return "0 ms";
  if (ms < 1) return "<1 ms";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  return `${Math.round(ms / 60_000)} min`;
}
