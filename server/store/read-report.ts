import { incidentSchema, type Incident } from "@/core/contract/report";
import type { Sql } from "./open-store";
import { Refusal } from "./refusal";

/** The diagnosis of an incident as it was saved, and whose it is; refuses with 404 when there is none of this id. */
export async function readReport(
  sql: Sql,
  id: string,
): Promise<{ report: Incident; sourceId: string; sourceName: string; startMs: number; endMs: number }> {
  const [row] = await sql.rows(
    `SELECT i."report", i."sourceId", i."startMs", i."endMs", s."name" AS sourceName
     FROM "Incident" AS i JOIN "Source" AS s ON s."id" = i."sourceId" WHERE i."id" = ?`,
    id,
  );
  if (!row) throw new Refusal("There is no such incident; its import may have been deleted or analysed anew.", 404);
  return {
    report: incidentSchema.parse(JSON.parse(String(row["report"]))),
    sourceId: String(row["sourceId"]),
    sourceName: String(row["sourceName"]),
    startMs: Number(row["startMs"]),
    endMs: Number(row["endMs"]),
  };
}
