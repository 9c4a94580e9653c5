import { PRIOR_RATIO } from "./baseline";
import {
  cellMatcher,
  failedOf,
  requestsOf,
  SCOPE_KEY,
  SPIKE_DIMENSIONS,
  valueOf,
  type CellIndex,
  type SpikeDimension,
} from "./cell-index";
import type { IndexRange } from "./maximal-segments";
import { bestLogLikelihood, excessGain } from "./score-minutes";
import type { Scope } from "./spike";

export interface ValueCount {
  value: string;
  failed: number;
  requests: number;
}

/** Nats by which a narrower scope must explain the counts better, beyond the cost of naming its values. */
const MIN_NET_GAIN = 5;
/** A scope explains a spike when it holds nearly all of its failures… */
const MIN_EXPLAINED = 0.9;
/** …and the rest of the traffic fails at most a fifth as often. */
export const MAX_REST_TIMES = 0.2;

/**
 * Stands for lines that carry no value. No part of the traffic to be named: a request without an upstream was turned away or found none,
 * which is how it failed and not what it asked for.
 */
export const NO_VALUE = "";

/**
 * A scope of more values than this explains nothing to anybody. Routes: when forty fail and the static files do not, the answer is
 * not a list of forty routes.
 */
export const MAX_NAMED = { upstream: 64, host: 20, route: 8, client: 3 } as const;

/** The widest scope: everything. */
export function everything(): Scope {
  return { upstreams: [], hosts: [], paths: [], clients: [] };
}

/** Counts per value of a dimension within a selection and a stretch. */
export function countValues(
  index: CellIndex,
  selection: Scope,
  range: IndexRange,
  dimension: SpikeDimension,
  aliveOnly: boolean,
): ValueCount[] {
  const dictionary = index.rollup.dictionaries[dimension];
  const failed = new Float64Array(dictionary.length);
  const requests = new Float64Array(dictionary.length);
  const matches = cellMatcher(index.rollup, selection);
  for (let row = 0; row < index.alive.length; row++) {
    const position = index.position[row] ?? -1;
    if (position < range.from || position > range.to || (aliveOnly && index.alive[row] === 0) || !matches(row))
      continue;
    const value = valueOf(index, row, dimension);
    failed[value] = (failed[value] ?? 0) + failedOf(index, row);
    requests[value] = (requests[value] ?? 0) + requestsOf(index, row);
  }
  return dictionary
    .map((value, at) => ({ value, failed: failed[at] ?? 0, requests: requests[at] ?? 0 }))
    .filter((count) => count.requests > 0);
}

/**
 * The values that explain the failures better than all values together do; null when no subset does. Method: the subset with
 * the highest likelihood is always a prefix of the values ordered by failure ratio (Neill, "Fast subset scan for spatial pattern
 * detection", 2012), so one sort finds it; each named value costs ln(number of values), which keeps chance from naming routes with
 * one request that happened to fail.
 */
export function narrowestValues(counts: ValueCount[], maxValues: number): { values: string[]; net: number } | null {
  const ordered = [...counts].sort(
    (a, b) =>
      Number(a.value === NO_VALUE) - Number(b.value === NO_VALUE) ||
      b.failed / b.requests - a.failed / a.requests ||
      b.requests - a.requests,
  );
  const { failed, requests } = sumOf(counts);
  const together = bestLogLikelihood(failed, requests);
  const naming = Math.log(counts.length + 1);
  const inside = { failed: 0, requests: 0 };
  let best = { count: 0, net: 0 };
  ordered.forEach((count, at) => {
    inside.failed += count.failed;
    inside.requests += count.requests;
    const rest = { failed: failed - inside.failed, requests: requests - inside.requests };
    if (rest.requests === 0 || inside.failed < MIN_EXPLAINED * failed) return;
    if (rest.failed / rest.requests > (MAX_REST_TIMES * inside.failed) / inside.requests) return;
    const gain =
      bestLogLikelihood(inside.failed, inside.requests) + bestLogLikelihood(rest.failed, rest.requests) - together;
    const net = gain - (at + 1) * naming;
    if (net >= MIN_NET_GAIN && net > best.net) best = { count: at + 1, net };
  });
  if (best.count === 0) return null;
  const named = ordered.slice(0, best.count);
  const others = ordered.slice(best.count);
  const values = [...named, ...failingToo(named, others, naming)].map(({ value }) => value);
  // A shorter list would leave out values that fail as well.
  return values.length > maxValues || values.length === counts.length ? null : { values, net: best.net };
}

/** Of the other values, those that by themselves fail too often for the rest, and not much more rarely than the named ones. */
function failingToo(named: ValueCount[], others: ValueCount[], naming: number): ValueCount[] {
  const inside = sumOf(named);
  const rest = sumOf(others);
  return others.filter(({ value, failed, requests }) => {
    if (value === NO_VALUE || failed / requests <= (MAX_REST_TIMES * inside.failed) / inside.requests) return false;
    const withoutIt = (rest.failed - failed) / Math.max(1, rest.requests - requests);
    return excessGain(failed, requests, Math.max(PRIOR_RATIO, withoutIt)) - naming >= MIN_NET_GAIN;
  });
}

function sumOf(counts: ValueCount[]): { failed: number; requests: number } {
  return {
    failed: counts.reduce((sum, count) => sum + count.failed, 0),
    requests: counts.reduce((sum, count) => sum + count.requests, 0),
  };
}

/** Narrows a selection, dimension by dimension, best first, for as long as the rest of the traffic stays clean. */
export function narrowScope(index: CellIndex, selection: Scope, range: IndexRange): Scope {
  let scope = selection;
  for (;;) {
    const options = SPIKE_DIMENSIONS.filter((dimension) => scope[SCOPE_KEY[dimension]].length === 0).flatMap(
      (dimension) => {
        const found = narrowestValues(countValues(index, scope, range, dimension, true), MAX_NAMED[dimension]);
        return found ? [{ dimension, ...found }] : [];
      },
    );
    const best = options.sort((a, b) => b.net - a.net)[0];
    if (!best) return scope;
    scope = { ...scope, [SCOPE_KEY[best.dimension]]: best.values };
  }
}
