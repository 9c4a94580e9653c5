import { useQuery } from "@tanstack/react-query";
import { sourcesSchema } from "@/core/contract/imports";
import { fetchJson } from "./fetch-json";

/** GET /api/sources: the systems whose logs have been brought in, newest first as the server orders them. */
export function useSources() {
  return useQuery({
    queryKey: ["sources"],
    queryFn: ({ signal }) => fetchJson(sourcesSchema, "/api/sources", { signal }),
    select: (answer) => answer.sources,
  });
}
