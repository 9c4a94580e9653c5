import type { Sql } from "./open-store";

/** Ids of the formats that the logs of a source have. */
export async function readFormats(sql: Sql, sourceId: string): Promise<string[]> {
  const rows = await sql.rows(
    `SELECT DISTINCT "format" FROM "Import" WHERE "sourceId" = ? AND "deletedMs" IS NULL AND "format" IS NOT NULL`,
    sourceId,
  );
  return rows.map((row) => String(row["format"]));
}
