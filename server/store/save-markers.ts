import type { MarkerEvent } from "@/core/events/marker-event";
import type { Sql } from "./open-store";
import { storable } from "./write-rows";

/** Keeps the markers of a file that its source does not have yet, and returns how many these were. */
export async function saveMarkers(
  sql: Sql,
  sourceId: string,
  importKey: number,
  markers: MarkerEvent[],
): Promise<number> {
  const rows = markers.map(({ atMs, kind, target, text }) => [
    Math.round(atMs),
    kind,
    target === null ? null : storable(target),
    storable(text),
  ]);
  return sql.run(
    `INSERT INTO "Marker" ("importKey", "atMs", "kind", "target", "text")
     SELECT ?, n.value->>0, n.value->>1, n.value->>2, n.value->>3 FROM json_each(?) AS n
     WHERE NOT EXISTS (
       SELECT 1 FROM "Import" AS i JOIN "Marker" AS m ON m."importKey" = i."key" AND m."atMs" = n.value->>0
       WHERE i."sourceId" = ? AND i."deletedMs" IS NULL AND m."kind" = n.value->>1 AND m."text" = n.value->>3)`,
    importKey,
    JSON.stringify(rows),
    sourceId,
  );
}
