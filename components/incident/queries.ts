import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { callApi, fetchJson } from "@/components/shell/fetch-json";
import { incidentDetailSchema, logLinesSchema } from "@/core/contract/incidents";
import type { IncidentUpdate } from "@/core/contract/past-incidents";

const INCIDENT = "incident";

/** Key under which the page and the checklist share one incident. */
export function incidentKey(id: string) {
  return [INCIDENT, id];
}

const at = (id: string) => `/api/incidents/${encodeURIComponent(id)}`;

/** GET /api/incidents/:id; follows an import that still runs. */
export function useIncident(id: string, importing: boolean) {
  return useQuery({
    queryKey: incidentKey(id),
    queryFn: ({ signal }) => fetchJson(incidentDetailSchema, at(id), { signal }),
    refetchInterval: importing ? 4000 : false,
  });
}

/** PATCH /api/incidents/:id. What one incident is closed with stands on the pages of others too. */
export function useUpdateIncident(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (update: IncidentUpdate) => callApi("PATCH", at(id), update),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: [INCIDENT] }),
        client.invalidateQueries({ queryKey: ["incidents"] }),
      ]),
  });
}

export type LineRole = "all" | "access" | "error";

/** GET /api/incidents/:id/lines, page by page. */
export function useFailingLines(id: string, text: string, role: LineRole) {
  return useInfiniteQuery({
    queryKey: ["incident-lines", id, text, role],
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams();
      if (text !== "") search.set("q", text);
      if (role !== "all") search.set("role", role);
      if (pageParam !== null) search.set("cursor", pageParam);
      return fetchJson(logLinesSchema, `${at(id)}/lines?${search}`, { signal });
    },
    initialPageParam: firstPage,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}

const firstPage: string | null = null;

export interface SampleRef {
  path: string;
  line: number;
}

/** The log lines behind one signal. */
export function useSampleLines(id: string, samples: readonly SampleRef[] | null) {
  const wanted = (samples ?? []).map((sample) => `${sample.path}:${sample.line}`);
  return useQuery({
    queryKey: ["incident-samples", id, wanted],
    enabled: wanted.length > 0,
    queryFn: ({ signal }) => {
      const search = new URLSearchParams({ samples: wanted.join(",") });
      return fetchJson(logLinesSchema, `${at(id)}/lines?${search}`, { signal });
    },
  });
}
