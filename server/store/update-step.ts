import type { ChecklistStep, StepUpdate } from "@/core/contract/incidents";
import type { Store } from "./open-store";
import { readChecklist } from "./read-checklist";
import { readReport } from "./read-report";
import { Refusal } from "./refusal";

/** Who made a change when nobody gave a name. */
export const NOBODY = "operator";

/** Changes state or note of a step, keeps the change with its time and author, and returns the step as it now stands. */
export async function updateStep(
  store: Store,
  incidentId: string,
  stepId: string,
  update: StepUpdate,
  nowMs: number,
): Promise<ChecklistStep> {
  return store.transaction(async (tx) => {
    const { report } = await readReport(tx, incidentId);
    const before = (await readChecklist(tx, incidentId, report.steps)).find((step) => step.id === stepId);
    if (!before) throw new Refusal("There is no such step in this incident's checklist.", 404);
    const state = update.state ?? before.state;
    const note = update.note ?? before.note;
    const author = update.author?.trim() || before.author || NOBODY;
    if (state !== before.state || note !== before.note) {
      const { id, title, why, commands, verify, kind } = before;
      await tx.run(
        `INSERT INTO "ChecklistStep" ("incidentId", "stepId", "state", "note", "author", "changedMs", "step") VALUES (?,?,?,?,?,?,?)
         ON CONFLICT ("incidentId", "stepId") DO UPDATE SET "state" = excluded."state", "note" = excluded."note",
           "author" = excluded."author", "changedMs" = excluded."changedMs", "step" = excluded."step"`,
        incidentId,
        stepId,
        state,
        note,
        author,
        nowMs,
        JSON.stringify({ id, title, why, commands, verify, kind }),
      );
      await tx.run(
        `INSERT INTO "StepChange" ("incidentId", "stepId", "atMs", "author", "fromState", "toState", "note") VALUES (?,?,?,?,?,?,?)`,
        incidentId,
        stepId,
        nowMs,
        author,
        before.state,
        state,
        note,
      );
    }
    const after = (await readChecklist(tx, incidentId, report.steps)).find((step) => step.id === stepId);
    return after ?? before;
  });
}
