import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/shell/fetch-json";
import { configRisksSchema } from "@/core/contract/config-risks";

/** GET /api/config-risks: risks in the configurations of one source, or of all; follows an import that still runs. */
export function useConfigRisks(source: string | undefined, importing: boolean) {
  return useQuery({
    queryKey: ["config-risks", source ?? null],
    queryFn: ({ signal }) => {
      const search = new URLSearchParams(source === undefined ? {} : { source });
      return fetchJson(configRisksSchema, `/api/config-risks?${search}`, { signal });
    },
    select: (answer) => answer.sources,
    placeholderData: keepPreviousData,
    refetchInterval: importing ? 4000 : false,
  });
}
