import type { Sql } from "./open-store";

/** Minutes of a range in which a source has 5xx answers of any kind: 0 means that there is nothing to analyse. */
export async function errorMinutes(
  sql: Sql,
  sourceId: string,
  range: { fromMinute: number; toMinute: number },
): Promise<number> {
  const [row] = await sql.rows(
    `SELECT COUNT(DISTINCT s."minute") AS n FROM "Import" AS i
     JOIN "Series" AS s ON s."importKey" = i."key" AND s."grain" = 1 AND s."dimension" = -1 AND s."valueId" = 0
       AND s."minute" >= ? AND s."minute" < ?
     WHERE i."sourceId" = ? AND i."deletedMs" IS NULL AND s."gatewayErrors" + s."otherErrors" > 0`,
    range.fromMinute,
    range.toMinute,
    sourceId,
  );
  return Number(row?.["n"] ?? 0);
}
