import type { Trends } from "@/core/contract/trends";
import type { Sql } from "./open-store";

/** A chart has room for no more; the nearest to the end are the ones asked about. */
const MOST_MARKERS = 200;

/** Deploys, reloads and the like of a source (of all, when none is given) in a span of UTC epoch ms, oldest first. */
export async function readMarkers(
  sql: Sql,
  source: string | undefined,
  fromMs: number,
  toMs: number,
): Promise<Trends["markers"]> {
  const rows = await sql.rows(
    `SELECT m."atMs" AS atMs, m."kind" AS kind, m."text" AS text FROM "Import" AS i
     JOIN "Marker" AS m ON m."importKey" = i."key" AND m."atMs" >= ? AND m."atMs" <= ?
     WHERE i."deletedMs" IS NULL ${source === undefined ? "" : `AND i."sourceId" = ?`}
     ORDER BY m."atMs" DESC LIMIT ${MOST_MARKERS}`,
    fromMs,
    toMs,
    ...(source === undefined ? [] : [source]),
  );
  return rows
    .map((row) => ({ atMs: Number(row["atMs"]), kind: String(row["kind"]), text: String(row["text"]) }))
    .reverse();
}
