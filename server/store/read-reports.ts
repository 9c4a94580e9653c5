import { incidentSchema, type Incident } from "@/core/contract/report";
import type { Sql } from "./open-store";

/** The diagnoses of a source's latest incidents, newest first, as they were saved. */
export async function readReports(sql: Sql, sourceId: string, most: number): Promise<Incident[]> {
  const rows = await sql.rows(
    `SELECT "report" FROM "Incident" WHERE "sourceId" = ? ORDER BY "startMs" DESC LIMIT ?`,
    sourceId,
    most,
  );
  return rows.map((row) => incidentSchema.parse(JSON.parse(String(row["report"]))));
}
