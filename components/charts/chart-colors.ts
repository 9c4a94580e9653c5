/**
 * Colours for SVG, as CSS variables from app/globals.css, so that a theme switch repaints charts without a render.
 * Stack order is `STATUS_SERIES` order, bottom first: 502 lies on the axis, where its height is read best.
 */
export const chartColors = {
  s502: "var(--status-502)",
  s503: "var(--status-503)",
  s504: "var(--status-504)",
  s499: "var(--status-499)",
  otherGateway: "var(--status-other)",
  otherErrors: "var(--status-app)",
  /** Gateway errors of any status, where statuses are not told apart, and what did not fail beside them. */
  failed: "var(--danger)",
  answered: "var(--status-app)",
  traffic: "var(--chart-traffic)",
  grid: "var(--chart-grid)",
  axis: "var(--chart-axis)",
  p50: "var(--chart-p50)",
  p95: "var(--chart-p95)",
  p99: "var(--chart-p99)",
  selection: "var(--chart-selection)",
  surface: "var(--surface)",
} as const;

export type StatusSeriesKey = "s502" | "s503" | "s504" | "s499" | "otherGateway" | "otherErrors";

/** Key of a trend bucket, short and long label, fill and a readable text colour (as a Tailwind class). */
export interface StatusSeries {
  key: StatusSeriesKey;
  label: string;
  meaning: string;
  color: string;
  textClass: string;
}

export const STATUS_SERIES: readonly StatusSeries[] = [
  { key: "s502", label: "502", meaning: "Bad Gateway", color: chartColors.s502, textClass: "text-status-502-ink" },
  {
    key: "s503",
    label: "503",
    meaning: "Service Unavailable",
    color: chartColors.s503,
    textClass: "text-status-503-ink",
  },
  { key: "s504", label: "504", meaning: "Gateway Timeout", color: chartColors.s504, textClass: "text-status-504-ink" },
  { key: "s499", label: "499", meaning: "Client gave up", color: chartColors.s499, textClass: "text-status-499-ink" },
  {
    key: "otherGateway",
    label: "Other gateway",
    meaning: "52x and the proxy's own 500",
    color: chartColors.otherGateway,
    textClass: "text-status-other-ink",
  },
  {
    key: "otherErrors",
    label: "Application 5xx",
    meaning: "Made by the application itself",
    color: chartColors.otherErrors,
    textClass: "text-status-app-ink",
  },
];
