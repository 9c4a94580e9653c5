import type { Sql } from "./open-store";

/** A span of UTC epoch ms. */
export interface TouchedSpan {
  fromMs: number;
  toMs: number;
}

/** Notes that something of this span was added or taken away, so that it is analysed anew, also after a crash. */
export async function touchSource(sql: Sql, sourceId: string, fromMs: number, toMs: number): Promise<void> {
  await sql.run(
    `UPDATE "Source" SET "touchedFromMs" = MIN(COALESCE("touchedFromMs", ?), ?), "touchedToMs" = MAX(COALESCE("touchedToMs", ?), ?)
     WHERE "id" = ?`,
    fromMs,
    fromMs,
    toMs,
    toMs,
    sourceId,
  );
}

/** Notes that the whole history of a source must be analysed anew: a config or a deploy may change any verdict. */
export async function touchWholeSource(sql: Sql, sourceId: string): Promise<void> {
  const span = await sourceSpan(sql, sourceId);
  if (span) await touchSource(sql, sourceId, span.fromMs, span.toMs);
}

/** First and last event of a source; null when nothing was read yet. */
export async function sourceSpan(sql: Sql, sourceId: string): Promise<TouchedSpan | null> {
  const [row] = await sql.rows(
    `SELECT MIN("firstMs") AS fromMs, MAX("lastMs") AS toMs FROM "Import"
     WHERE "sourceId" = ? AND "deletedMs" IS NULL AND "requests" > 0`,
    sourceId,
  );
  return row && row["fromMs"] !== null ? { fromMs: Number(row["fromMs"]), toMs: Number(row["toMs"]) } : null;
}

/** What of a source waits for analysis; null when nothing does. */
export async function touchedSpan(sql: Sql, sourceId: string): Promise<TouchedSpan | null> {
  const [row] = await sql.rows(`SELECT "touchedFromMs", "touchedToMs" FROM "Source" WHERE "id" = ?`, sourceId);
  return row && (row["touchedFromMs"] ?? null) !== null
    ? { fromMs: Number(row["touchedFromMs"]), toMs: Number(row["touchedToMs"]) }
    : null;
}

/** Notes that a span was analysed; stays noted when more was touched meanwhile. */
export async function clearTouched(sql: Sql, sourceId: string, analysed: TouchedSpan): Promise<void> {
  await sql.run(
    `UPDATE "Source" SET "touchedFromMs" = NULL, "touchedToMs" = NULL
     WHERE "id" = ? AND "touchedFromMs" >= ? AND "touchedToMs" <= ?`,
    sourceId,
    analysed.fromMs,
    analysed.toMs,
  );
}

/** Sources that wait for analysis. */
export async function touchedSources(sql: Sql): Promise<string[]> {
  const rows = await sql.rows(`SELECT "id" FROM "Source" WHERE "touchedFromMs" IS NOT NULL`);
  return rows.map((row) => String(row["id"]));
}
