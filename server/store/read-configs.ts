import type { Sql } from "./open-store";

/** Configs of a source; of several with one name the one imported last. */
export async function readConfigs(sql: Sql, sourceId: string): Promise<{ name: string; text: string }[]> {
  const rows = await sql.rows(
    `SELECT c."fileName" AS name, c."text" AS text FROM "Import" AS i JOIN "ConfigFile" AS c ON c."importKey" = i."key"
     WHERE i."sourceId" = ? AND i."deletedMs" IS NULL ORDER BY i."key"`,
    sourceId,
  );
  const latest = new Map(rows.map((row) => [String(row["name"]), String(row["text"])]));
  return [...latest].map(([name, text]) => ({ name, text }));
}

/** Keeps the text of a config. */
export async function saveConfig(sql: Sql, importKey: number, fileName: string, text: string): Promise<void> {
  await sql.run(
    `INSERT INTO "ConfigFile" ("importKey", "fileName", "text") VALUES (?,?,?)
     ON CONFLICT ("importKey") DO UPDATE SET "fileName" = excluded."fileName", "text" = excluded."text"`,
    importKey,
    fileName,
    text,
  );
}
