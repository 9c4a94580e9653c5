import type { Closing, IncidentUpdate } from "@/core/contract/past-incidents";
import type { Store } from "./open-store";
import { readClosing } from "./read-closing";
import { readReport } from "./read-report";
import { NOBODY } from "./update-step";

/** Closes an incident, opens it again or says what helped; keeps the change with its time and author, and returns how it now stands. */
export async function updateIncident(
  store: Store,
  id: string,
  update: IncidentUpdate,
  nowMs: number,
): Promise<Closing> {
  return store.transaction(async (tx) => {
    await readReport(tx, id);
    const before = await readClosing(tx, id);
    const state = update.state ?? before.state;
    const note = update.note?.trim() ?? before.note;
    const author = update.author?.trim() || NOBODY;
    if (state === before.state && note === before.note) return before;
    // A note that is put right does not move the closing: what began in between stays a regression.
    const closed =
      state === "open"
        ? { ms: null, by: null }
        : before.state === "closed"
          ? { ms: before.closedMs, by: before.closedBy }
          : { ms: nowMs, by: author };
    await tx.run(
      `UPDATE "Incident" SET "closedMs" = ?, "closedBy" = ?, "closingNote" = ? WHERE "id" = ?`,
      closed.ms,
      closed.by,
      note,
      id,
    );
    await tx.run(
      `INSERT INTO "IncidentChange" ("incidentId", "atMs", "author", "fromState", "toState", "note") VALUES (?,?,?,?,?,?)`,
      id,
      nowMs,
      author,
      before.state,
      state,
      note,
    );
    return readClosing(tx, id);
  });
}
