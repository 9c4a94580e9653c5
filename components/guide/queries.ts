import { useQuery } from "@tanstack/react-query";
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
