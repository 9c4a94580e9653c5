import { SAMPLE_WIDTH } from "./request-sample";
import { CELL_WIDTH, type CellTable, type Rollup } from "./rollup";

/**
 * The part of a rollup that lies in `[fromMs, toMs)`; the tables by whole minutes (tallies by ten), the kept lines and markers exactly.
 * Dictionaries and files stay as they are.
 */
export function sliceRollup(rollup: Rollup, fromMs: number, toMs: number): Rollup {
  const within = (minute: number) => minute * 60_000 + 59_999 >= fromMs && minute * 60_000 < toMs;
  const during = ({ atMs }: { atMs: number }) => atMs >= fromMs && atMs < toMs;
  const retries: number[] = [];
  for (let at = 0; at < rollup.retries.length; at += 5) {
    if (within(rollup.retries[at]!)) retries.push(...rollup.retries.subarray(at, at + 5));
  }
  return {
    ...rollup,
    cells: sliceCells(rollup.cells, within),
    statuses: sliceRows(rollup.statuses, 3, within),
    latencies: sliceRows(rollup.latencies, 5, within),
    tallies: sliceRows(rollup.tallies, 5, (ten) => ten * 600_000 + 599_999 >= fromMs && ten * 600_000 < toMs),
    retries: Float64Array.from(retries),
    failures: rollup.failures.filter(during),
    rescued: rollup.rescued.filter(during),
    doubtful: rollup.doubtful.filter(during),
    messages: rollup.messages.filter(during),
    messageCounts: sliceRows(rollup.messageCounts, 4, within),
    markers: rollup.markers.filter(during),
    sample: { ...rollup.sample, rows: sliceRows(rollup.sample.rows, SAMPLE_WIDTH, within) },
  };
}

function sliceRows(rows: Int32Array, width: number, within: (time: number) => boolean): Int32Array {
  const kept = new Int32Array(rows.length);
  let size = 0;
  for (let at = 0; at < rows.length; at += width) {
    if (!within(rows[at]!)) continue;
    kept.set(rows.subarray(at, at + width), size);
    size += width;
  }
  return kept.slice(0, size);
}

function sliceCells(cells: CellTable, within: (minute: number) => boolean): CellTable {
  const rows: number[] = [];
  for (let row = 0; row < cells.size; row++) if (within(cells.minute[row]!)) rows.push(row);
  const column = (values: Int32Array) => Int32Array.from(rows, (row) => values[row]!);
  const counts = new Int32Array(rows.length * CELL_WIDTH);
  rows.forEach((row, at) =>
    counts.set(cells.counts.subarray(row * CELL_WIDTH, (row + 1) * CELL_WIDTH), at * CELL_WIDTH),
  );
  return {
    size: rows.length,
    ...{
      minute: column(cells.minute),
      upstream: column(cells.upstream),
      host: column(cells.host),
      route: column(cells.route),
    },
    counts,
  };
}
