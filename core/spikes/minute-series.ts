import {
  cellMatcher,
  failedOf,
  requestsOf,
  SPIKE_DIMENSIONS,
  valueOf,
  type CellIndex,
  type SpikeDimension,
} from "./cell-index";
import type { Scope } from "./spike";

/** Requests and gateway errors per minute of one part of the traffic. */
export interface MinuteSeries {
  /** Minutes since the epoch, ascending; shared by all series of one rollup. */
  minutes: Int32Array;
  requests: Float64Array;
  failed: Float64Array;
}

export interface ValueSeries extends MinuteSeries {
  dimension: SpikeDimension;
  /** Index into the dictionary of the dimension. */
  value: number;
}

/** A value with one failure is a stray; one with two may belong to the spike of others, see `add-fellows.ts`. */
const MIN_FAILED_OF_VALUE = 2;

/** Numbers held for the series of values at once: 2 million is 32 MB, the share of the 400 MB that analysis may take. */
const SERIES_BUDGET = 2_000_000;
const MIN_VALUES = 20;

function emptySeries(minutes: Int32Array): MinuteSeries {
  return { minutes, requests: new Float64Array(minutes.length), failed: new Float64Array(minutes.length) };
}

/** The series of all unexplained traffic, and of each value of each dimension that failed often enough to matter. */
export function collectSeries(index: CellIndex): { all: MinuteSeries; values: ValueSeries[] } {
  const all = emptySeries(index.minutes);
  const totals = SPIKE_DIMENSIONS.map((dimension) => new Float64Array(index.rollup.dictionaries[dimension].length));
  for (let row = 0; row < index.alive.length; row++) {
    const position = index.position[row] ?? -1;
    if (index.alive[row] === 0 || position < 0) continue;
    const failed = failedOf(index, row);
    all.requests[position] = (all.requests[position] ?? 0) + requestsOf(index, row);
    all.failed[position] = (all.failed[position] ?? 0) + failed;
    if (failed === 0) continue;
    SPIKE_DIMENSIONS.forEach((dimension, d) => {
      const counts = totals[d];
      const value = valueOf(index, row, dimension);
      if (counts) counts[value] = (counts[value] ?? 0) + failed;
    });
  }
  const room = Math.max(
    MIN_VALUES,
    Math.floor(SERIES_BUDGET / (2 * SPIKE_DIMENSIONS.length * (index.minutes.length + 1))),
  );
  const slots = SPIKE_DIMENSIONS.map((dimension, d) => {
    const counts = totals[d] ?? new Float64Array(0);
    const busiest = Array.from(counts.keys())
      .filter((value) => (counts[value] ?? 0) >= MIN_FAILED_OF_VALUE)
      .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
      .slice(0, room);
    return new Map(busiest.map((value) => [value, { dimension, value, ...emptySeries(index.minutes) }]));
  });
  fillValues(index, slots);
  return { all, values: slots.flatMap((slot) => [...slot.values()]) };
}

function fillValues(index: CellIndex, slots: Map<number, ValueSeries>[]): void {
  SPIKE_DIMENSIONS.forEach((dimension, d) => {
    const column = index.rollup.cells[dimension];
    // An array instead of the map: this loop sees every cell.
    const seriesOf = Array.from(index.rollup.dictionaries[dimension], (_, value) => slots[d]?.get(value) ?? null);
    for (let row = 0; row < index.alive.length; row++) {
      const series = seriesOf[column[row] ?? 0];
      const position = index.position[row] ?? -1;
      if (!series || index.alive[row] === 0 || position < 0) continue;
      series.requests[position] = (series.requests[position] ?? 0) + requestsOf(index, row);
      series.failed[position] = (series.failed[position] ?? 0) + failedOf(index, row);
    }
  });
}

/** The series of one selection, of its unexplained cells only or of all. */
export function seriesOf(index: CellIndex, selection: Scope, unexplainedOnly: boolean): MinuteSeries {
  const series = emptySeries(index.minutes);
  const matches = cellMatcher(index.rollup, selection);
  for (let row = 0; row < index.alive.length; row++) {
    const position = index.position[row] ?? -1;
    if (position < 0 || (unexplainedOnly && index.alive[row] === 0) || !matches(row)) continue;
    series.requests[position] = (series.requests[position] ?? 0) + requestsOf(index, row);
    series.failed[position] = (series.failed[position] ?? 0) + failedOf(index, row);
  }
  return series;
}

/** Sums over the positions `from`…`to`, both included. */
export function sumRange(series: MinuteSeries, from: number, to: number): { requests: number; failed: number } {
  let requests = 0;
  let failed = 0;
  for (let i = Math.max(0, from); i <= Math.min(to, series.minutes.length - 1); i++) {
    requests += series.requests[i] ?? 0;
    failed += series.failed[i] ?? 0;
  }
  return { requests, failed };
}
