import type { Source } from "@/core/contract/imports";
import type { Sql } from "./open-store";

/** Every source, newest first, with what its imports brought; not those whose last import is being deleted. */
export async function listSources(sql: Sql): Promise<Source[]> {
  const rows = await sql.rows(
    `SELECT s."id", s."name", COUNT(i."key") AS imports, COALESCE(SUM(i."requests"), 0) AS requests,
       MIN(i."firstMs") AS firstMs, MAX(i."lastMs") AS lastMs
     FROM "Source" AS s LEFT JOIN "Import" AS i ON i."sourceId" = s."id" AND i."deletedMs" IS NULL
     GROUP BY s."id" HAVING imports > 0 ORDER BY s."createdMs" DESC, s."id"`,
  );
  return rows.map((row) => ({
    id: String(row["id"]),
    name: String(row["name"]),
    imports: Number(row["imports"]),
    requests: Number(row["requests"]),
    firstMs: row["firstMs"] === null ? null : Number(row["firstMs"]),
    lastMs: row["lastMs"] === null ? null : Number(row["lastMs"]),
  }));
}
