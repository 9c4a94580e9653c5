import { groupBy } from "@/core/collections/group-by";
import {
  CELL_COUNTERS,
  CELL_WIDTH,
  DIMENSIONS,
  type CellTable,
  type FailedRequest,
  type Rollup,
} from "@/core/rollups/rollup";
import { upstreamOf } from "@/core/spikes/select-lines";

const MINUTE_MS = 60_000;
const GATEWAY_ERRORS = CELL_COUNTERS.indexOf("gatewayErrors");
const OTHER_ERRORS = CELL_COUNTERS.indexOf("otherErrors");
const TALLIED = ["client", "agent", "method"] as const;

/**
 * Moves the claims of each minute (`counts`) from the other errors to the gateway's, in the cells and tallies of the claimed lines, in
 * proportion where these are a sample; sums over a minute are exact. Returns copies.
 */
export function claimCells(
  rollup: Rollup,
  claimed: readonly FailedRequest[],
  counts: ReadonlyMap<number, number>,
): Pick<Rollup, "cells" | "tallies"> {
  const byMinute = groupBy(claimed, ({ atMs }) => Math.floor(atMs / MINUTE_MS));
  return { cells: moveInCells(rollup, byMinute, counts), tallies: addToTallies(rollup, byMinute, counts) };
}

type ByMinute = ReadonlyMap<number, readonly FailedRequest[]>;

function moveInCells(
  { cells, dictionaries }: Rollup,
  byMinute: ByMinute,
  counts: ReadonlyMap<number, number>,
): CellTable {
  const table = cells.counts.slice();
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < cells.size; row++) {
    const minute = cells.minute[row]!;
    if (!counts.has(minute) || table[row * CELL_WIDTH + OTHER_ERRORS] === 0) continue;
    const rows = rowsOf.get(minute);
    if (rows) rows.push(row);
    else rowsOf.set(minute, [row]);
  }
  const { upstream, host, route } = cells;
  const nameOf = (row: number) =>
    keyOf(
      dictionaries.upstream[upstream[row]!] ?? "",
      dictionaries.host[host[row]!] ?? "",
      dictionaries.route[route[row]!] ?? "",
    );
  for (const [minute, rows] of rowsOf) {
    const lines = byMinute.get(minute) ?? [];
    const weights = new Map<string, number>();
    for (const line of lines) {
      const key = keyOf(upstreamOf(line), line.host ?? "", line.route ?? "");
      weights.set(key, (weights.get(key) ?? 0) + 1);
    }
    const room = (row: number) => table[row * CELL_WIDTH + OTHER_ERRORS]!;
    const move = (row: number, errors: number) => {
      table[row * CELL_WIDTH + GATEWAY_ERRORS]! += errors;
      table[row * CELL_WIDTH + OTHER_ERRORS]! -= errors;
      return errors;
    };
    const wanted = counts.get(minute) ?? 0;
    let left = wanted;
    // The most claimed first, so that what rounding leaves over goes where most of it belongs.
    const known = rows.map((row) => ({ row, weight: weights.get(nameOf(row)) ?? 0 }));
    known.sort((one, other) => other.weight - one.weight || room(other.row) - room(one.row) || one.row - other.row);
    for (const { row, weight } of known) {
      const share = lines.length === 0 ? 0 : Math.round((wanted * weight) / lines.length);
      left -= move(row, Math.min(share, room(row), left));
    }
    for (const { row } of known) left -= move(row, Math.min(room(row), left));
  }
  return { ...cells, counts: table };
}

function keyOf(upstream: string, host: string, route: string): string {
  return `${upstream}\n${host}\n${route}`;
}

/** Of the values that are tallied by name; "(other)" keeps what it has. */
function addToTallies(
  { tallies, dictionaries }: Rollup,
  byMinute: ByMinute,
  counts: ReadonlyMap<number, number>,
): Int32Array {
  const errors = new Map<string, number>();
  for (const [minute, lines] of byMinute) {
    const each = (counts.get(minute) ?? 0) / lines.length;
    const ten = Math.floor(minute / 10);
    for (const line of lines) {
      const values = { client: line.clientIp, agent: line.userAgent, method: line.method };
      for (const dimension of TALLIED) {
        const key = `${ten} ${dimension} ${values[dimension] ?? ""}`;
        errors.set(key, (errors.get(key) ?? 0) + each);
      }
    }
  }
  const table = tallies.slice();
  for (let at = 0; at < table.length; at += 5) {
    const dimension = DIMENSIONS[table[at + 1]!];
    const value = dimension === undefined ? undefined : dictionaries[dimension][table[at + 2]!];
    const more = Math.round(errors.get(`${table[at]!} ${dimension ?? ""} ${value ?? ""}`) ?? 0);
    table[at + 4] = Math.min(table[at + 3]!, table[at + 4]! + more);
  }
  return table;
}
