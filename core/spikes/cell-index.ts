import { CELL_WIDTH, type Rollup } from "@/core/rollups/rollup";
import type { Scope } from "./spike";

/** Position of the two counters that spikes are made of, in `CELL_COUNTERS`. */
const REQUESTS = 0;
const GATEWAY_ERRORS = 1;

/** The dimensions that are counted per minute and can therefore carry a spike of their own. */
export const SPIKE_DIMENSIONS = ["upstream", "host", "route"] as const;
export type SpikeDimension = (typeof SPIKE_DIMENSIONS)[number];

/** The name under which a scope lists the values of a dimension. */
export const SCOPE_KEY = { upstream: "upstreams", host: "hosts", route: "paths" } as const;

/**
 * The cells of a rollup, addressed by the position of their minute among the minutes that have any traffic. Minutes without
 * traffic say nothing about failures and are left out, so that one line with a date of 1970 does not cost an array of fifty years.
 */
export interface CellIndex {
  rollup: Rollup;
  /** Minutes since the epoch with traffic, ascending. */
  minutes: Int32Array;
  /** Per cell, index into `minutes`. */
  position: Int32Array;
  /** 1 while the cell is not yet explained by a spike. */
  alive: Uint8Array;
}

export function indexCells(rollup: Rollup): CellIndex {
  const { cells } = rollup;
  const seen = new Set<number>();
  for (let row = 0; row < cells.size; row++) {
    if ((cells.counts[row * CELL_WIDTH + REQUESTS] ?? 0) > 0) seen.add(cells.minute[row] ?? 0);
  }
  const minutes = Int32Array.from(seen).sort();
  const positionOf = new Map<number, number>();
  minutes.forEach((minute, position) => positionOf.set(minute, position));
  const position = new Int32Array(cells.size);
  for (let row = 0; row < cells.size; row++) position[row] = positionOf.get(cells.minute[row] ?? 0) ?? -1;
  return { rollup, minutes, position, alive: new Uint8Array(cells.size).fill(1) };
}

export function requestsOf(index: CellIndex, row: number): number {
  return index.rollup.cells.counts[row * CELL_WIDTH + REQUESTS] ?? 0;
}

export function failedOf(index: CellIndex, row: number): number {
  return index.rollup.cells.counts[row * CELL_WIDTH + GATEWAY_ERRORS] ?? 0;
}

/** Dictionary index of the value that a cell has in a dimension. */
export function valueOf(index: CellIndex, row: number, dimension: SpikeDimension): number {
  return index.rollup.cells[dimension][row] ?? 0;
}

/** Turns a selection into a test on cells. Clients are not part of cells and are not tested. */
export function cellMatcher(rollup: Rollup, selection: Scope): (row: number) => boolean {
  const tests = SPIKE_DIMENSIONS.flatMap((dimension) => {
    const wanted = selection[SCOPE_KEY[dimension]];
    if (wanted.length === 0) return [];
    const dictionary = rollup.dictionaries[dimension];
    const accepted = new Uint8Array(dictionary.length);
    const names = new Set(wanted);
    dictionary.forEach((name, value) => {
      if (names.has(name)) accepted[value] = 1;
    });
    return [{ column: rollup.cells[dimension], accepted }];
  });
  return (row) => tests.every(({ column, accepted }) => accepted[column[row] ?? 0] === 1);
}
