import { CELL_COUNTERS, CELL_WIDTH, type Rollup } from "@/core/rollups/rollup";
import { GRAINS } from "./choose-bucket";
import type { Sql, Store } from "./open-store";
import type { RollupSpan } from "./read-rollup";
import { MINUTE_MS } from "./select-traffic";
import { storable, writeRows } from "./write-rows";

const GATEWAY_ERRORS = CELL_COUNTERS.indexOf("gatewayErrors");
const IN_SPAN = `"importKey" IN (SELECT value FROM json_each(?)) AND "minute" >= ? AND "minute" < ?`;
/** Dimension of `Series` and the column of `Claim` that it is made of. */
const SERIES = [
  [-1, "0"],
  [0, `"upstreamId"`],
  [1, `"hostId"`],
  [2, `"routeId"`],
] as const;

/**
 * Puts the counts of a span in order with which of its 500s an analysis found to be the gateway's: `settled` is what it made of `read`.
 * What an earlier analysis claimed there is taken back in the same transaction.
 */
export async function saveClaims(store: Store, span: RollupSpan, read: Rollup, settled: Rollup): Promise<void> {
  const imports = await store.rows(
    `SELECT "key" FROM "Import" WHERE "sourceId" = ? AND "tier" = ? AND "deletedMs" IS NULL`,
    span.sourceId,
    span.tier,
  );
  const range: Range = [JSON.stringify(imports.map((row) => row["key"])), span.fromMinute, span.toMinute];
  const claims = claimsIn(span, read, settled);
  const [before] = await store.rows(`SELECT EXISTS (SELECT 1 FROM "Claim" WHERE ${IN_SPAN}) AS some`, ...range);
  if (claims.length === 0 && before?.["some"] !== 1) return;
  await store.transaction(async (tx) => {
    await applyClaims(tx, range, -1);
    await tx.run(`DELETE FROM "Claim" WHERE ${IN_SPAN}`, ...range);
    await writeClaims(tx, span.sourceId, range[0], claims);
    await applyClaims(tx, range, 1);
    await markLines(tx, range, read, settled);
  });
}

type Range = [keys: string, fromMinute: number, toMinute: number];
type Claim = [minute: number, upstream: string, host: string, route: string, n: number];

function claimsIn({ fromMinute, toMinute }: RollupSpan, read: Rollup, settled: Rollup): Claim[] {
  const { cells, dictionaries } = read;
  const claims: Claim[] = [];
  for (let row = 0; row < cells.size; row++) {
    const at = row * CELL_WIDTH + GATEWAY_ERRORS;
    const n = (settled.cells.counts[at] ?? 0) - (cells.counts[at] ?? 0);
    const minute = cells.minute[row] ?? 0;
    if (n <= 0 || minute < fromMinute || minute >= toMinute) continue;
    const upstream = dictionaries.upstream[cells.upstream[row] ?? 0] ?? "";
    const host = dictionaries.host[cells.host[row] ?? 0] ?? "";
    const route = dictionaries.route[cells.route[row] ?? 0] ?? "";
    claims.push([minute, storable(upstream), storable(host), storable(route), n]);
  }
  return claims;
}

/** Gives each claim to the imports that have such errors in that cell, the oldest first. */
async function writeClaims(tx: Sql, sourceId: string, keys: string, claims: readonly Claim[]): Promise<void> {
  const found = await tx.rows(
    `SELECT t.key AS claim, c."importKey" AS importKey, c."minute" AS minute, c."upstreamId" AS upstreamId, c."hostId" AS hostId,
       c."routeId" AS routeId, c."otherErrors" AS room
     FROM json_each(?) AS t
     JOIN "Value" AS u ON u."sourceId" = ? AND u."dimension" = 0 AND u."text" = t.value->>1
     JOIN "Value" AS h ON h."sourceId" = u."sourceId" AND h."dimension" = 1 AND h."text" = t.value->>2
     JOIN "Value" AS r ON r."sourceId" = u."sourceId" AND r."dimension" = 2 AND r."text" = t.value->>3
     JOIN "Cell" AS c ON c."importKey" IN (SELECT value FROM json_each(?)) AND c."grain" = 1 AND c."minute" = t.value->>0
       AND c."upstreamId" = u."id" AND c."hostId" = h."id" AND c."routeId" = r."id"
     WHERE c."otherErrors" > 0 ORDER BY t.key, c."importKey"`,
    JSON.stringify(claims),
    sourceId,
    keys,
  );
  const left = claims.map(([, , , , n]) => n);
  const rows = found.flatMap(({ claim, importKey, minute, upstreamId, hostId, routeId, room }) => {
    const n = Math.min(left[Number(claim)] ?? 0, Number(room));
    left[Number(claim)] = (left[Number(claim)] ?? 0) - n;
    return n > 0 ? [[importKey ?? 0, minute ?? 0, upstreamId ?? 0, hostId ?? 0, routeId ?? 0, n]] : [];
  });
  await writeRows(tx, "Claim", ["importKey", "minute", "upstreamId", "hostId", "routeId", "n"], ["n"], rows);
}

/** Counts the claims of the span among the gateway errors (`sign` 1), or among the others again (-1). */
async function applyClaims(tx: Sql, range: Range, sign: 1 | -1): Promise<void> {
  const move = `"gatewayErrors" = "gatewayErrors" + (${sign}) * c.n, "otherErrors" = "otherErrors" - (${sign}) * c.n`;
  for (const grain of GRAINS) {
    const at = `"minute" / ${grain} * ${grain}`;
    await tx.run(
      `UPDATE "Cell" SET ${move} FROM (
         SELECT "importKey" AS k, ${at} AS m, "upstreamId" AS u, "hostId" AS h, "routeId" AS r, SUM("n") AS n FROM "Claim"
         WHERE ${IN_SPAN} GROUP BY k, m, u, h, r) AS c
       WHERE "importKey" = c.k AND "grain" = ${grain} AND "minute" = c.m AND "upstreamId" = c.u AND "hostId" = c.h AND "routeId" = c.r`,
      ...range,
    );
    for (const [dimension, value] of SERIES)
      await tx.run(
        `UPDATE "Series" SET ${move} FROM (
           SELECT "importKey" AS k, ${at} AS m, ${value} AS v, SUM("n") AS n FROM "Claim" WHERE ${IN_SPAN} GROUP BY k, m, v) AS c
         WHERE "importKey" = c.k AND "grain" = ${grain} AND "dimension" = ${dimension} AND "valueId" = c.v AND "minute" = c.m`,
        ...range,
      );
  }
}

/** The kept lines of which the claims are the incidents' lines now. */
async function markLines(tx: Sql, [keys, fromMinute, toMinute]: Range, read: Rollup, settled: Rollup): Promise<void> {
  const fromMs = fromMinute * MINUTE_MS;
  const toMs = toMinute * MINUTE_MS;
  await tx.run(
    `UPDATE "Line" SET "role" = 'doubtful'
     WHERE "role" = 'claimed' AND "importKey" IN (SELECT value FROM json_each(?)) AND "atMs" >= ? AND "atMs" < ?`,
    keys,
    fromMs,
    toMs,
  );
  const doubtful = new Set(settled.doubtful);
  const claimed = read.doubtful.filter((line) => !doubtful.has(line) && line.atMs >= fromMs && line.atMs < toMs);
  await tx.run(
    `UPDATE "Line" SET "role" = 'claimed' FROM json_each(?) AS t
     WHERE "role" = 'doubtful' AND "importKey" IN (SELECT value FROM json_each(?)) AND "line" = t.value->>0 AND "atMs" = t.value->>1`,
    JSON.stringify(claimed.map(({ line, atMs }) => [line, Math.round(atMs)])),
    keys,
  );
}
