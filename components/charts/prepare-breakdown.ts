import { visibleText } from "@/components/ui/visible-text";
import type { Breakdown } from "@/core/contract/report";

export interface BreakdownBar {
  value: string;
  /** What a person reads: "(not logged)" for the empty value. */
  label: string;
  failed: number;
  requests: number;
  ratio: number;
  baselineRatio: number | null;
  times: number | null;
  failedShare: number;
  requestShare: number;
  /** Lengths of the two bars, 0…1 of the widest ratio in the table. */
  bar: number;
  baselineBar: number | null;
  /** Fails several times as often as before, and often enough to matter: worth the eye. */
  stands: boolean;
}

/** Three times the baseline with five failures: the same bar that a spike must clear. */
const STANDS_OUT_TIMES = 3;
const STANDS_OUT_FAILURES = 5;

/** Decides how a breakdown is drawn: bar lengths on one common scale, and which rows stand out. */
export function prepareBreakdown(breakdown: Breakdown): BreakdownBar[] {
  const widest = breakdown.rows.reduce((most, row) => Math.max(most, row.ratio, row.baselineRatio ?? 0), 0);
  const scale = widest > 0 ? widest : 1;
  return breakdown.rows.map((row) => ({
    ...row,
    label: row.value === "" ? "(not logged)" : visibleText(row.value),
    bar: row.ratio / scale,
    baselineBar: row.baselineRatio === null ? null : row.baselineRatio / scale,
    stands: row.failed >= STANDS_OUT_FAILURES && (row.times === null ? row.ratio > 0 : row.times >= STANDS_OUT_TIMES),
  }));
}
