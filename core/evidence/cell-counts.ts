import { CELL_COUNTERS, CELL_WIDTH, type CellCounter, type Rollup } from "@/core/rollups/rollup";
import { cellMatcher, type SpikeDimension } from "@/core/spikes/cell-index";
import type { Scope } from "@/core/spikes/spike";

const REQUESTS = CELL_COUNTERS.indexOf("requests");
const GATEWAY_ERRORS = CELL_COUNTERS.indexOf("gatewayErrors");

export interface Counts {
  requests: number;
  failed: number;
}

interface Minutes {
  fromMinute: number;
  toMinute: number;
}

/** Calls back for every cell of a selection between two minutes, both included. */
function eachCell(
  rollup: Rollup,
  selection: Scope,
  { fromMinute, toMinute }: Minutes,
  take: (row: number, minute: number) => void,
): void {
  const matches = cellMatcher(rollup, selection);
  const { cells } = rollup;
  for (let row = 0; row < cells.size; row++) {
    const minute = cells.minute[row] ?? 0;
    if (minute >= fromMinute && minute <= toMinute && matches(row)) take(row, minute);
  }
}

export function sumCells(rollup: Rollup, selection: Scope, minutes: Minutes): Counts {
  const sums = { requests: 0, failed: 0 };
  eachCell(rollup, selection, minutes, (row) => {
    sums.requests += rollup.cells.counts[row * CELL_WIDTH + REQUESTS] ?? 0;
    sums.failed += rollup.cells.counts[row * CELL_WIDTH + GATEWAY_ERRORS] ?? 0;
  });
  return sums;
}

/** Sum of one counter. */
export function sumCounter(rollup: Rollup, selection: Scope, minutes: Minutes, counter: CellCounter): number {
  const at = CELL_COUNTERS.indexOf(counter);
  let sum = 0;
  eachCell(rollup, selection, minutes, (row) => {
    sum += rollup.cells.counts[row * CELL_WIDTH + at] ?? 0;
  });
  return sum;
}

/** Counts per value of a dimension. */
export function sumValues(
  rollup: Rollup,
  selection: Scope,
  minutes: Minutes,
  dimension: SpikeDimension,
): Map<string, Counts> {
  const sums = new Map<number, Counts>();
  const column = rollup.cells[dimension];
  eachCell(rollup, selection, minutes, (row) => {
    const value = column[row] ?? 0;
    const counts = sums.get(value) ?? { requests: 0, failed: 0 };
    counts.requests += rollup.cells.counts[row * CELL_WIDTH + REQUESTS] ?? 0;
    counts.failed += rollup.cells.counts[row * CELL_WIDTH + GATEWAY_ERRORS] ?? 0;
    sums.set(value, counts);
  });
  return new Map([...sums].map(([value, counts]) => [rollup.dictionaries[dimension][value] ?? "", counts]));
}

/** Counts per minute; minutes without traffic are absent. */
export function sumMinutes(rollup: Rollup, selection: Scope, minutes: Minutes): Map<number, Counts> {
  const sums = new Map<number, Counts>();
  eachCell(rollup, selection, minutes, (row, minute) => {
    const counts = sums.get(minute) ?? { requests: 0, failed: 0 };
    counts.requests += rollup.cells.counts[row * CELL_WIDTH + REQUESTS] ?? 0;
    counts.failed += rollup.cells.counts[row * CELL_WIDTH + GATEWAY_ERRORS] ?? 0;
    sums.set(minute, counts);
  });
  return sums;
}
