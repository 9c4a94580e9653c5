import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { z } from "zod";
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
const LOOKS_AFTER_MS = [0, 1500, 4000, 10_000, 25_000, 60_000];
const SHOWN_BY_PAGES = ["sources", "imports", "trends", "breakdown", "incidents", "incident"];

const triedSchema = z.object({ sourceId: z.string() });

function isMoving(imports: readonly Import[]): boolean {
  return imports.some(({ state }) => state === "queued" || state === "running");
}

/** GET /api/imports: all files, followed each second while one is being read. */
export function useImports() {
  return useQuery({
    queryKey: ["imports"],
    queryFn: ({ signal }) => fetchJson(importsSchema, "/api/imports", { signal }),
    refetchInterval: ({ state }) => (isMoving(state.data?.imports ?? []) ? WHILE_MOVING_MS : AT_REST_MS),
    select: (answer) => answer.imports,
  });
}

/**
 * Refreshes what all pages show whenever a file has been read. The source is analysed after its last line was read, which takes a
 * moment for a small file and longer for a large one: hence several looks, ever farther apart. For one place that is always on the page.
 */
export function useFollowImports(): void {
  const client = useQueryClient();
  const imports = useImports();
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  const { isSuccess } = imports;
  const moving = isMoving(imports.data ?? []);
  const finished = (imports.data ?? []).filter(({ state }) => state === "done" || state === "failed").length;
  useEffect(() => {
    if (!isSuccess) return;
    return () => {
      for (const timer of timers.current) clearTimeout(timer);
      timers.current = LOOKS_AFTER_MS.map((afterMs) =>
        setTimeout(() => {
          for (const key of SHOWN_BY_PAGES) void client.invalidateQueries({ queryKey: [key] });
        }, afterMs),
      );
    };
  }, [isSuccess, moving, finished, client]);
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

/**
 * GET /api/imports/:id/preview. How lines read hangs on format and zone, and the server may change either by itself: an access log or
 * an nginx.conf that arrives later says more about the files beside it.
 */
export function usePreview({ id, role, format, template, timezone }: Import) {
  return useQuery({
    queryKey: ["preview", id, role, format, template, timezone],
    queryFn: ({ signal }) => fetchJson(previewSchema, `/api/imports/${encodeURIComponent(id)}/preview`, { signal }),
    placeholderData: keepPreviousData,
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
    // What belonged to the deleted files is not asked for again: it is gone.
    onSettled: () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] !== "preview" && queryKey[0] !== "rejected",
      }),
  });
}

/** POST /api/samples: brings in a recorded incident and starts its analysis; answers with the source it became. */
export function useTrySample() {
  const refresh = useRefreshImports();
  return useMutation({
    mutationFn: (id: string) =>
      fetchJson(triedSchema, "/api/samples", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ id }),
      }),
    onSettled: refresh,
  });
}
