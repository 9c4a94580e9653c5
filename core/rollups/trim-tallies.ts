import { KEYS, SumTable } from "./sum-table";

/** Values kept per dimension and ten minutes: what a breakdown shows several times over. */
const KEPT_BY_REQUESTS = 50;
/** Values with gateway errors kept beyond those. */
const KEPT_BY_ERRORS = 200;

/**
 * Bounds the tallies, sums of `requests, gateway errors` by `ten minutes, dimension, value`: of each dimension and ten minutes the 50
 * values with most requests stay, and of the rest the 200 with most errors; all others become the value that `other(dimension)` gives.
 */
export function trimTallies(tallies: SumTable, other: (dimension: number) => number): SumTable {
  const groups = new Map<number, number[]>();
  const { data, width } = tallies;
  for (let row = 0, at = 0; row < tallies.size; row++, at += width) {
    const key = data[at]! * 16 + data[at + 1]!;
    const rows = groups.get(key);
    if (rows) rows.push(at);
    else groups.set(key, [at]);
  }
  if (![...groups.values()].some((rows) => rows.length > KEPT_BY_REQUESTS)) return tallies;

  const trimmed = new SumTable(2, tallies.size);
  for (const rows of groups.values()) {
    if (rows.length > KEPT_BY_REQUESTS) rows.sort((one, two) => data[two + KEYS]! - data[one + KEYS]! || one - two);
    const rest = rows.slice(KEPT_BY_REQUESTS);
    const failing = rest.filter((at) => data[at + KEYS + 1]! > 0);
    failing.sort((one, two) => data[two + KEYS + 1]! - data[one + KEYS + 1]! || one - two);
    const kept = new Set(rows.slice(0, KEPT_BY_REQUESTS).concat(failing.slice(0, KEPT_BY_ERRORS)));
    for (const at of rows) {
      const dimension = data[at + 1]!;
      const value = kept.has(at) ? data[at + 2]! : other(dimension);
      trimmed.addAll(data[at]!, dimension, value, 0, data, at + KEYS);
    }
  }
  return trimmed;
}
