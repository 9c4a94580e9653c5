import type { Store } from "./open-store";

/** Rows removed per transaction: other requests wait no longer than some 50 ms. */
const SLICE_ROWS = 20_000;

/** Fact tables with the column that orders them within an import (and grain). */
const FACTS: { table: string; order: string; groups: string[] }[] = [
  { table: "Cell", order: "minute", groups: ["grain"] },
  { table: "Series", order: "minute", groups: ["grain", "dimension", "valueId"] },
  { table: "Claim", order: "minute", groups: [] },
  { table: "StatusMinute", order: "minute", groups: [] },
  { table: "Latency", order: "minute", groups: ["grain", "metric", "upstreamId"] },
  { table: "Tally", order: "minute", groups: ["grain", "dimension"] },
  { table: "Retry", order: "minute", groups: [] },
  { table: "RequestSample", order: "offset", groups: [] },
  { table: "Line", order: "line", groups: [] },
  { table: "MessageCount", order: "minute", groups: [] },
  { table: "RejectedSample", order: "line", groups: [] },
  { table: "Marker", order: "id", groups: [] },
  { table: "ConfigFile", order: "importKey", groups: [] },
];

/** Hides an import at once, so that no question counts it any more; `removeDeleted` then takes its rows out. */
export async function markDeleted(store: Store, id: string, nowMs: number): Promise<void> {
  await store.prisma.import.updateMany({
    where: { id, deletedMs: null },
    data: { deletedMs: nowMs, state: "cancelled" },
  });
}

/** Takes the rows of every import marked as deleted out, slice by slice; goes on where an earlier call was killed. */
export async function removeDeleted(store: Store): Promise<void> {
  for (const row of await store.rows(`SELECT "key" FROM "Import" WHERE "deletedMs" IS NOT NULL`)) {
    const key = Number(row["key"]);
    for (const fact of FACTS) await removeFacts(store, key, fact);
    await store.run(`DELETE FROM "Import" WHERE "key" = ?`, key);
  }
}

async function removeFacts(store: Store, key: number, fact: (typeof FACTS)[number]): Promise<void> {
  const { table, order, groups } = fact;
  const columns = groups.map((column) => `"${column}"`).join(", ");
  const runs =
    groups.length === 0
      ? [{}]
      : await store.rows(`SELECT DISTINCT ${columns} FROM "${table}" WHERE "importKey" = ?`, key);
  const where = [`"importKey" = ?`, ...groups.map((column) => `"${column}" = ?`)].join(" AND ");
  for (const run of runs) {
    const params = [key, ...Object.values(run)];
    for (;;) {
      const [edge] = await store.rows(
        `SELECT "${order}" AS edge FROM "${table}" WHERE ${where} ORDER BY "${order}" LIMIT 1 OFFSET ${SLICE_ROWS}`,
        ...params,
      );
      if (!edge) break;
      // At least one whole step, also when one minute alone has more rows than a slice.
      await store.run(`DELETE FROM "${table}" WHERE ${where} AND "${order}" <= ?`, ...params, edge["edge"]);
    }
    await store.run(`DELETE FROM "${table}" WHERE ${where}`, ...params);
  }
}
