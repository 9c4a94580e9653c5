import type { Sql } from "./open-store";

/** A run of bytes of some file whose effects are in the store. */
export interface KnownRange {
  importId: string;
  importKey: number;
  sourceId: string;
  /** Decompressed bytes `[from, to)`. */
  from: number;
  to: number;
  /** Lines of the file up to `to`. */
  lineNumber: number;
  headHash: string;
  headBytes: number;
  /** Hash of the last `tailBytes` before `to`; null where it is not known (gzip, or a killed process). */
  tailHash: string | null;
  tailBytes: number;
}

/** Ranges of files that begin with the same line, of one source where given; those of `exceptKey` and of copies that added nothing left out. */
export async function rangesBeginningWith(
  sql: Sql,
  firstLineHash: string,
  source: string | null,
  exceptKey: number,
): Promise<KnownRange[]> {
  const rows = await sql.rows(
    `SELECT "id", "key", "sourceId", "startOffset", "offset", "lineNumber", "headHash", "headBytes", "tailHash", "tailBytes" FROM "Import"
     WHERE "firstLineHash" = ? AND "deletedMs" IS NULL AND "key" <> ? AND "offset" > "startOffset" AND "headHash" IS NOT NULL
     ${source === null ? "" : `AND "sourceId" = ?`} ORDER BY "startOffset", "key"`,
    firstLineHash,
    exceptKey,
    ...(source === null ? [] : [source]),
  );
  return rows.map((row) => ({
    importId: String(row["id"]),
    importKey: Number(row["key"]),
    sourceId: String(row["sourceId"]),
    from: Number(row["startOffset"]),
    to: Number(row["offset"]),
    lineNumber: Number(row["lineNumber"]),
    headHash: String(row["headHash"]),
    headBytes: Number(row["headBytes"]),
    tailHash: row["tailHash"] === null ? null : String(row["tailHash"]),
    tailBytes: Number(row["tailBytes"]),
  }));
}

/**
 * Takes the last line of an import back when it was rejected: it was cut off by the end of the file, which has grown since.
 * `lineStart` is where that line begins. False when it had been read after all; then nothing changes.
 */
export async function takeBackRejectedTail(sql: Sql, range: KnownRange, lineStart: number): Promise<boolean> {
  const removed = await sql.run(
    `DELETE FROM "RejectedSample" WHERE "importKey" = ? AND "line" = ?`,
    range.importKey,
    range.lineNumber,
  );
  if (removed === 0) return false;
  await sql.run(
    `UPDATE "Import" SET "rejected" = "rejected" - 1, "lines" = "lines" - 1, "lineNumber" = "lineNumber" - 1, "offset" = ?,
       "tailHash" = NULL, "tailBytes" = 0 WHERE "key" = ?`,
    lineStart,
    range.importKey,
  );
  return true;
}
