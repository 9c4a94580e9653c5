import { useQuery } from "@tanstack/react-query";
import { formatsSchema } from "@/core/contract/imports";
import { causesSchema } from "@/core/contract/incidents";
import { fetchJson } from "@/components/shell/fetch-json";

/** GET /api/causes: every cause the diagnosis knows. */
export function useCauses() {
  return useQuery({
    queryKey: ["causes"],
    queryFn: ({ signal }) => fetchJson(causesSchema, "/api/causes", { signal }),
    select: (answer) => answer.causes,
    staleTime: Infinity,
  });
}

/** GET /api/formats: every log format that can be read. */
export function useFormats() {
  return useQuery({
    queryKey: ["formats"],
    queryFn: ({ signal }) => fetchJson(formatsSchema, "/api/formats", { signal }),
    select: (answer) => answer.formats,
    staleTime: Infinity,
  });
}
