import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import {
  formatsSchema,
  importsSchema,
  previewSchema,
  rejectedSchema,
  samplesSchema,
  type Import,
  type ImportChange,
} from "@/core/contract/imports";
import { callApi, fetchJson } from "@/components/shell/fetch-json";

const WHILE_MOVING_MS = 1000;
const AT_REST_MS = 15_000;

function isMoving(imports: readonly Import[]): boolean {
  return imports.some(({ state }) => state === "queued" || state === "running");
}

/** GET /api/imports: all files, followed each second while one is being read. When the last is done, all pages refresh. */
export function useImports() {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ["imports"],
    queryFn: ({ signal }) => fetchJson(importsSchema, "/api/imports", { signal }),
    refetchInterval: ({ state }) => (isMoving(state.data?.imports ?? []) ? WHILE_MOVING_MS : AT_REST_MS),
    select: (answer) => answer.imports,
  });
  const moving = isMoving(query.data ?? []);
  useEffect(() => {
    // The query cache is the outside system: what was read while files moved is out of date once they rest.
    if (!moving) return;
    return () => {
      for (const key of ["sources", "trends", "breakdown", "incidents"])
        void client.invalidateQueries({ queryKey: [key] });
    };
  }, [moving, client]);
  return query;
}

/** Whether any file is being read right now; pages use it to follow along. */
export function useIsImporting(): boolean {
  return isMoving(useImports().data ?? []);
}

/** Re-reads what an import's change may have touched. */
export function useRefreshImports(): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all(["imports", "preview", "sources"].map((key) => client.invalidateQueries({ queryKey: [key] })));
}

/** GET /api/imports/:id/preview */
export function usePreview(id: string) {
  return useQuery({
    queryKey: ["preview", id],
    queryFn: ({ signal }) => fetchJson(previewSchema, `/api/imports/${encodeURIComponent(id)}/preview`, { signal }),
    staleTime: Infinity,
  });
}

/** GET /api/imports/:id/rejected */
export function useRejected(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ["rejected", id],
    queryFn: ({ signal }) => fetchJson(rejectedSchema, `/api/imports/${encodeURIComponent(id)}/rejected`, { signal }),
    enabled,
  });
}

/** Where the rejected lines of an import can be downloaded. */
export function rejectedDownloadHref(id: string): string {
  return `/api/imports/${encodeURIComponent(id)}/rejected?download=1`;
}

/** GET /api/formats */
export function useFormats() {
  return useQuery({
    queryKey: ["formats"],
    queryFn: ({ signal }) => fetchJson(formatsSchema, "/api/formats", { signal }),
    select: (answer) => answer.formats,
    staleTime: Infinity,
  });
}

/** GET /api/samples: the recorded incidents that come with the product. */
export function useSamples() {
  return useQuery({
    queryKey: ["samples"],
    queryFn: ({ signal }) => fetchJson(samplesSchema, "/api/samples", { signal }),
    select: (answer) => answer.samples,
    staleTime: Infinity,
  });
}

function useImportCall<Variables>(call: (variables: Variables) => Promise<unknown>) {
  const refresh = useRefreshImports();
  return useMutation({ mutationFn: call, onSettled: refresh });
}

const pathOf = (id: string) => `/api/imports/${encodeURIComponent(id)}`;

/** PATCH /api/imports/:id for one or several files, one after the other: the first may create the source that the rest join. */
export function useChangeImports() {
  return useImportCall(async ({ ids, change }: { ids: readonly string[]; change: ImportChange }) => {
    for (const id of ids) await callApi("PATCH", pathOf(id), change);
  });
}

/** POST /api/imports/start: also resumes failed and cancelled imports. */
export function useStartImports() {
  return useImportCall((ids: readonly string[]) => callApi("POST", "/api/imports/start", { ids }));
}

/** POST /api/imports/:id/cancel */
export function useCancelImport() {
  return useImportCall((id: string) => callApi("POST", `${pathOf(id)}/cancel`));
}

/** DELETE /api/imports/:id: takes its effects back out. */
export function useDeleteImports() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) await callApi("DELETE", pathOf(id));
    },
    onSettled: () => client.invalidateQueries(),
  });
}

/** POST /api/samples: brings in a recorded incident and starts its analysis. */
export function useTrySample() {
  return useImportCall((id: string) => callApi("POST", "/api/samples", { id }));
}
