import { useMutation, useQueryClient } from "@tanstack/react-query";
import { incidentKey } from "@/components/incident/queries";
import { callApi } from "@/components/shell/fetch-json";
import type { IncidentDetail, StepUpdate } from "@/core/contract/incidents";

/**
 * PATCH /api/incidents/:id/steps/:step. The page shows the new state at once, takes it back if the server refuses, and reads the
 * kept history afterwards.
 */
export function useUpdateStep(incidentId: string) {
  const client = useQueryClient();
  const key = incidentKey(incidentId);
  return useMutation({
    mutationFn: ({ stepId, update }: { stepId: string; update: StepUpdate }) =>
      callApi("PATCH", `/api/incidents/${encodeURIComponent(incidentId)}/steps/${encodeURIComponent(stepId)}`, update),
    onMutate: async ({ stepId, update }) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<IncidentDetail>(key);
      client.setQueryData<IncidentDetail>(key, (detail) =>
        detail === undefined
          ? undefined
          : {
              ...detail,
              checklist: detail.checklist.map((step) =>
                step.id === stepId
                  ? { ...step, state: update.state ?? step.state, note: update.note ?? step.note }
                  : step,
              ),
            },
      );
      return { before };
    },
    onError: (_error, _change, context) => client.setQueryData(key, context?.before),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: key });
      void client.invalidateQueries({ queryKey: ["incidents"] });
    },
  });
}
