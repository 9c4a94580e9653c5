import { closingSchema, type Closing } from "@/core/contract/past-incidents";
import type { Sql } from "./open-store";

/** Whether an incident is closed, by whom, what helped, and every change of that; the incident must be there. */
export async function readClosing(sql: Sql, incidentId: string): Promise<Closing> {
  const [row] = await sql.rows(
    `SELECT "closedMs", "closedBy", "closingNote" FROM "Incident" WHERE "id" = ?`,
    incidentId,
  );
  const changes = await sql.rows(
    `SELECT "atMs", "author", "fromState", "toState", "note" FROM "IncidentChange" WHERE "incidentId" = ? ORDER BY "atMs", "id"`,
    incidentId,
  );
  return closingSchema.parse({
    state: row?.["closedMs"] === null ? "open" : "closed",
    closedMs: row?.["closedMs"],
    closedBy: row?.["closedBy"],
    note: row?.["closingNote"],
    history: changes.map((change) => ({
      atMs: change["atMs"],
      author: change["author"],
      from: change["fromState"],
      to: change["toState"],
      note: change["note"],
    })),
  });
}
