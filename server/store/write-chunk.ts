import type { ChunkRollup } from "@/core/rollups/chunk-rollup";
import { CELL_COUNTERS, CELL_WIDTH, DIMENSIONS, type Dimension } from "@/core/rollups/rollup";
import { GRAINS, TALLY_GRAINS } from "./choose-bucket";
import type { Sql, Store } from "./open-store";
import { readPacked } from "./read-packed";
import { SumRows } from "./sum-rows";
import { touchSource } from "./touched-span";
import { writeSample } from "./request-samples";
import { writeChunkLines } from "./write-chunk-lines";
import { storable, writeRows } from "./write-rows";

/** Which import a chunk belongs to. */
export interface ChunkOwner {
  key: number;
  sourceId: string;
  /** Role under which messages are kept: an application's own log is told from the proxy's. */
  messageRole: "error" | "app-error";
}

/** Ids of the chunk's dictionary values, by dimension and index. */
type Ids = Record<Dimension, number[]>;

/** Another process has written this import meanwhile: nothing of the chunk was stored. */
export class ChunkOutOfTurn extends Error {}

/**
 * Commits the effects of one chunk together with the offset it reaches, in one transaction: whatever kills the process, a chunk
 * is there whole and counted once, or not at all. `chunk` must be rebased (line numbers of the whole file) and follow the one that
 * reached `expectedOffset`: when the import stands elsewhere nothing is written and `ChunkOutOfTurn` is thrown. (A chunk's own
 * `startOffset` is where it was cut, which is inside of the line that ends its predecessor.) `bytesDone` counts bytes of the file
 * as it lies on disk.
 */
export async function writeChunk(
  store: Store,
  owner: ChunkOwner,
  chunk: ChunkRollup,
  { expectedOffset, bytesDone }: { expectedOffset: number; bytesDone: number },
): Promise<void> {
  await store.transaction(async (tx) => {
    const requests = sumOfRequests(chunk);
    const moved = await tx.run(
      `UPDATE "Import" SET "offset" = ?, "bytesDone" = MAX("bytesDone", ?), "lineNumber" = "lineNumber" + ?, "lines" = "lines" + ?,
         "parsed" = "parsed" + ?, "rejected" = "rejected" + ?, "skipped" = "skipped" + ?, "requests" = "requests" + ?,
         "firstMs" = CASE WHEN ? IS NULL THEN "firstMs" ELSE MIN(COALESCE("firstMs", ?), ?) END,
         "lastMs" = CASE WHEN ? IS NULL THEN "lastMs" ELSE MAX(COALESCE("lastMs", ?), ?) END
       WHERE "key" = ? AND "offset" = ? AND "deletedMs" IS NULL`,
      chunk.endOffset,
      bytesDone,
      chunk.lines,
      chunk.lines,
      chunk.parsed,
      chunk.rejected,
      chunk.skipped,
      requests,
      chunk.firstAtMs,
      chunk.firstAtMs,
      chunk.firstAtMs,
      chunk.lastAtMs,
      chunk.lastAtMs,
      chunk.lastAtMs,
      owner.key,
      expectedOffset,
    );
    if (moved !== 1) throw new ChunkOutOfTurn("This import was deleted, or another Gumshoe is running it.");
    if (chunk.firstAtMs !== null && chunk.lastAtMs !== null) {
      await touchSource(tx, owner.sourceId, chunk.firstAtMs, chunk.lastAtMs);
    }
    const ids = await dictionaryIds(tx, owner.sourceId, chunk.dictionaries);
    await writeCells(tx, owner.key, chunk, ids);
    await writeLatencies(tx, owner.key, chunk, ids);
    await writeTallies(tx, owner.key, chunk, ids);
    await writeChunkLines(tx, owner, chunk, ids.upstream);
    await writeSample(tx, owner.key, chunk.endOffset, chunk.sample);
  });
}

function sumOfRequests({ cells }: ChunkRollup): number {
  let requests = 0;
  for (let i = 0; i < cells.size; i++) requests += cells.counts[i * CELL_WIDTH] ?? 0;
  return requests;
}

async function dictionaryIds(tx: Sql, sourceId: string, dictionaries: Record<Dimension, string[]>): Promise<Ids> {
  const ids: Ids = { upstream: [], host: [], route: [], client: [], agent: [], method: [], flag: [] };
  for (const [dimension, name] of DIMENSIONS.entries()) {
    const texts = JSON.stringify(dictionaries[name].map(storable));
    await tx.run(
      `INSERT INTO "Value" ("sourceId", "dimension", "text") SELECT ?, ?, value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
      sourceId,
      dimension,
      texts,
    );
    const pairs = await readPacked(
      tx,
      `SELECT t.key AS c0, v."id" AS c1 FROM json_each(?) AS t
       JOIN "Value" AS v ON v."sourceId" = ? AND v."dimension" = ? AND v."text" = t.value`,
      2,
      texts,
      sourceId,
      dimension,
    );
    for (let i = 0; i + 1 < pairs.length; i += 2) ids[name][pairs[i] ?? 0] = pairs[i + 1] ?? 0;
  }
  return ids;
}

async function writeCells(tx: Sql, key: number, { cells }: ChunkRollup, ids: Ids): Promise<void> {
  const perGrain = GRAINS.map((grain) => ({ grain, sums: new SumRows(6) }));
  const series = new SumRows(5);
  for (let i = 0; i < cells.size; i++) {
    const minute = cells.minute[i] ?? 0;
    const upstream = ids.upstream[cells.upstream[i] ?? 0] ?? 0;
    const host = ids.host[cells.host[i] ?? 0] ?? 0;
    const route = ids.route[cells.route[i] ?? 0] ?? 0;
    const counts = [...cells.counts.subarray(i * CELL_WIDTH, (i + 1) * CELL_WIDTH)];
    for (const { grain, sums } of perGrain) {
      const start = Math.floor(minute / grain) * grain;
      sums.add([key, grain, start, upstream, host, route, ...counts]);
      series.add([key, grain, -1, 0, start, ...counts]);
      series.add([key, grain, 0, upstream, start, ...counts]);
      series.add([key, grain, 1, host, start, ...counts]);
      series.add([key, grain, 2, route, start, ...counts]);
    }
  }
  const cellKeys = ["importKey", "grain", "minute", "upstreamId", "hostId", "routeId"];
  for (const { sums } of perGrain) {
    await writeRows(tx, "Cell", [...cellKeys, ...CELL_COUNTERS], CELL_COUNTERS, sums.sorted());
  }
  const seriesKeys = ["importKey", "grain", "dimension", "valueId", "minute"];
  await writeRows(tx, "Series", [...seriesKeys, ...CELL_COUNTERS], CELL_COUNTERS, series.sorted());
}

async function writeLatencies(tx: Sql, key: number, { latencies }: ChunkRollup, ids: Ids): Promise<void> {
  const sums = new SumRows(6);
  for (let i = 0; i + 4 < latencies.length; i += 5) {
    const [minute = 0, metric = 0, upstream = 0, bucket = 0, n = 0] = latencies.subarray(i, i + 5);
    const upstreamId = upstream === 0 ? 0 : (ids.upstream[upstream] ?? 0);
    for (const grain of GRAINS)
      sums.add([key, grain, metric, upstreamId, Math.floor(minute / grain) * grain, bucket, n]);
  }
  const columns = ["importKey", "grain", "metric", "upstreamId", "minute", "bucket", "n"];
  await writeRows(tx, "Latency", columns, ["n"], sums.sorted());
}

async function writeTallies(tx: Sql, key: number, { tallies }: ChunkRollup, ids: Ids): Promise<void> {
  const sums = new SumRows(5);
  for (let i = 0; i + 4 < tallies.length; i += 5) {
    const [tenMinutes = 0, dimension = 0, index = 0, requests = 0, gatewayErrors = 0] = tallies.subarray(i, i + 5);
    const name = DIMENSIONS[dimension];
    const valueId = name === undefined ? undefined : ids[name][index];
    if (valueId === undefined) continue;
    for (const grain of TALLY_GRAINS) {
      const minute = Math.floor((tenMinutes * 10) / grain) * grain;
      sums.add([key, grain, dimension, minute, valueId, requests, gatewayErrors]);
    }
  }
  const columns = ["importKey", "grain", "dimension", "minute", "valueId", "requests", "gatewayErrors"];
  await writeRows(tx, "Tally", columns, ["requests", "gatewayErrors"], sums.sorted());
}
