import { checklistStepSchema, stepStateSchema, type ChecklistStep } from "@/core/contract/incidents";
import { stepSchema, type Step } from "@/core/contract/report";
import type { Sql } from "./open-store";

/**
 * The steps of an incident with what the operator made of them. Steps that a later diagnosis no longer proposes stay at the end
 * when somebody worked on them: work done is not thrown away.
 */
export async function readChecklist(sql: Sql, incidentId: string, steps: Step[]): Promise<ChecklistStep[]> {
  const touched = await sql.rows(`SELECT * FROM "ChecklistStep" WHERE "incidentId" = ?`, incidentId);
  const changes = await sql.rows(`SELECT * FROM "StepChange" WHERE "incidentId" = ? ORDER BY "atMs", "id"`, incidentId);
  const byId = new Map(touched.map((row) => [String(row["stepId"]), row]));
  const kept = touched
    .filter((row) => !steps.some((step) => step.id === row["stepId"]))
    .map((row) => stepSchema.parse(JSON.parse(String(row["step"]))));
  return [...steps, ...kept].map((step) => {
    const row = byId.get(step.id);
    return checklistStepSchema.parse({
      ...step,
      state: stepStateSchema.parse(row?.["state"] ?? "todo"),
      note: row?.["note"] ?? "",
      author: row?.["author"] ?? null,
      changedMs: row?.["changedMs"] ?? null,
      history: changes
        .filter((change) => change["stepId"] === step.id)
        .map((change) => ({
          atMs: change["atMs"],
          author: change["author"],
          from: change["fromState"],
          to: change["toState"],
          note: change["note"],
        })),
    });
  });
}
