import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { incidentListSchema } from "@/core/contract/incidents";
import { breakdownSchema } from "@/core/contract/report";
import { trendsSchema, type TrafficQuery } from "@/core/contract/trends";
import { fetchJson } from "@/components/shell/fetch-json";
import type { DimensionTab } from "./use-traffic-query";

/** While an import runs the pictures follow it; otherwise nothing changes by itself. */
const WHILE_IMPORTING_MS = 3000;

function searchOf(query: TrafficQuery, more: Record<string, string> = {}): string {
  const search = new URLSearchParams(more);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.toString();
}

/** GET /api/trends for the page's query. */
export function useTrends(query: TrafficQuery, importing: boolean) {
  return useQuery({
    queryKey: ["trends", query],
    queryFn: ({ signal }) => fetchJson(trendsSchema, `/api/trends?${searchOf(query)}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: importing ? WHILE_IMPORTING_MS : false,
  });
}

/** GET /api/breakdown of the same traffic by one dimension. */
export function useBreakdown(query: TrafficQuery, dimension: DimensionTab, importing: boolean) {
  return useQuery({
    queryKey: ["breakdown", query, dimension],
    queryFn: ({ signal }) => fetchJson(breakdownSchema, `/api/breakdown?${searchOf(query, { dimension })}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: importing ? WHILE_IMPORTING_MS : false,
  });
}

/** GET /api/incidents of one source, or of all. */
export function useIncidents(source: string | undefined, importing: boolean) {
  return useQuery({
    queryKey: ["incidents", source ?? null],
    queryFn: ({ signal }) =>
      fetchJson(
        incidentListSchema,
        `/api/incidents${source === undefined ? "" : `?source=${encodeURIComponent(source)}`}`,
        {
          signal,
        },
      ),
    placeholderData: keepPreviousData,
    refetchInterval: importing ? WHILE_IMPORTING_MS : false,
  });
}
