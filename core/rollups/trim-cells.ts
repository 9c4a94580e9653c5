import { KEYS, SumTable } from "./sum-table";
import { CELL_WIDTH, type CellTable } from "./rollup";

/**
 * Combinations of upstream, host and route kept per minute and chunk. A system of 40 upstreams and 24 routes fits; beyond it the light
 * ones without any error lose their route.
 */
export const CELLS_PER_MINUTE = 1000;

/**
 * Bounds the cells of each minute: where there are more than `CELLS_PER_MINUTE`, those that counted nothing but successes, the lightest
 * first, are added up under the route `otherRoute()`. Sums over a minute, an upstream or a host stay exact.
 */
export function trimCells(cells: SumTable, otherRoute: () => number): SumTable {
  const perMinute = new Map<number, number>();
  for (let row = 0, at = 0; row < cells.size; row++, at += cells.width) {
    const minute = cells.data[at]!;
    perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
  }
  if (![...perMinute.values()].some((count) => count > CELLS_PER_MINUTE)) return cells;

  const plain = new Map<number, number[]>();
  for (let row = 0, at = 0; row < cells.size; row++, at += cells.width) {
    const minute = cells.data[at]!;
    if (perMinute.get(minute)! <= CELLS_PER_MINUTE || hasErrors(cells, at)) continue;
    const rows = plain.get(minute);
    if (rows) rows.push(at);
    else plain.set(minute, [at]);
  }
  const folded = new Set<number>();
  for (const [minute, rows] of plain) {
    rows.sort((one, other) => cells.data[one + KEYS]! - cells.data[other + KEYS]! || one - other);
    for (const at of rows.slice(0, perMinute.get(minute)! - CELLS_PER_MINUTE)) folded.add(at);
  }
  const trimmed = new SumTable(CELL_WIDTH, cells.size);
  const other = otherRoute();
  for (let row = 0, at = 0; row < cells.size; row++, at += cells.width) {
    const { data } = cells;
    trimmed.addAll(data[at]!, data[at + 1]!, data[at + 2]!, folded.has(at) ? other : data[at + 3]!, data, at + KEYS);
  }
  return trimmed;
}

/** The rows as columns, in their order. */
export function cellTable(cells: Pick<SumTable, "data" | "size" | "width">): CellTable {
  const size = cells.size;
  const table: CellTable = {
    size,
    minute: new Int32Array(size),
    upstream: new Int32Array(size),
    host: new Int32Array(size),
    route: new Int32Array(size),
    counts: new Int32Array(size * CELL_WIDTH),
  };
  const { data } = cells;
  for (let row = 0, at = 0; row < size; row++, at += cells.width) {
    table.minute[row] = data[at]!;
    table.upstream[row] = data[at + 1]!;
    table.host[row] = data[at + 2]!;
    table.route[row] = data[at + 3]!;
    for (let k = 0; k < CELL_WIDTH; k++) table.counts[row * CELL_WIDTH + k] = data[at + KEYS + k]!;
  }
  return table;
}

function hasErrors({ data }: SumTable, at: number): boolean {
  for (let k = 1; k < CELL_WIDTH; k++) if (data[at + KEYS + k] !== 0) return true;
  return false;
}
