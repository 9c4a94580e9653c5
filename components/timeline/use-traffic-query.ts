import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { TrafficQuery } from "@/core/contract/trends";

export const DIMENSION_TABS = ["upstream", "host", "route", "client", "agent", "method", "flag"] as const;
export type DimensionTab = (typeof DIMENSION_TABS)[number];
/** The dimensions that every page can be narrowed by: the ones counted together per minute. */
export const FILTERS = ["upstream", "host", "route"] as const;
export type Filter = (typeof FILTERS)[number];

const parsers = {
  source: parseAsString,
  tier: parseAsStringLiteral(["edge", "origin"] as const),
  from: parseAsInteger,
  to: parseAsInteger,
  upstream: parseAsString,
  host: parseAsString,
  route: parseAsString,
  unit: parseAsStringLiteral(["count", "ratio"] as const).withDefault("count"),
  by: parseAsStringLiteral(DIMENSION_TABS).withDefault("upstream"),
  hide: parseAsString.withDefault(""),
};

/** The trends page's whole state, which lives in its URL: what is looked at, over which span, drawn how. */
export function useTrafficQuery() {
  const [state, setState] = useQueryStates(parsers, { history: "push" });
  const query: TrafficQuery = {};
  if (state.source !== null) query.source = state.source;
  if (state.tier !== null) query.tier = state.tier;
  if (state.from !== null) query.from = state.from;
  if (state.to !== null) query.to = state.to;
  for (const filter of FILTERS) {
    const value = state[filter];
    if (value !== null) query[filter] = value;
  }
  return { state, setState, query };
}
