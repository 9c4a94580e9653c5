import type { Sql } from "./open-store";
import { dimensionIndex } from "./select-traffic";

/** Hosts of a source by requests, busiest first; the many that scanners make up (below a hundredth of the traffic) left out. */
export async function busiestHosts(sql: Sql, sourceId: string): Promise<string[]> {
  const rows = await sql.rows(
    `SELECT v."text" AS host, SUM(s."requests") AS n FROM "Import" AS i
     JOIN "Series" AS s ON s."importKey" = i."key" AND s."grain" = 360 AND s."dimension" = ?
     JOIN "Value" AS v ON v."id" = s."valueId"
     WHERE i."sourceId" = ? AND i."deletedMs" IS NULL AND v."text" NOT IN ('', '(other)') GROUP BY v."id" ORDER BY n DESC LIMIT 100`,
    dimensionIndex("host"),
    sourceId,
  );
  const all = rows.reduce((sum, row) => sum + Number(row["n"]), 0);
  return rows.filter((row) => Number(row["n"]) >= all / 100).map((row) => String(row["host"]));
}
