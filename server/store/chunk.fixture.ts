import { emptyChunk, type ChunkRollup } from "@/core/rollups/chunk-rollup";
import { CELL_COUNTERS, CELL_WIDTH, DIMENSIONS, type CellCounter, type Dimension } from "@/core/rollups/rollup";
import type { Store } from "./open-store";
import { createImport } from "./save-import";
import { createSource } from "./save-source";

/** A cell as a test states it. */
export interface TestCell extends Partial<Record<CellCounter, number>> {
  minute: number;
  upstream: string;
  host: string;
  route: string;
}

/** A chunk of the given cells that accounts for the bytes `[from, to)`. */
export function chunkOf(from: number, to: number, cells: TestCell[]): ChunkRollup {
  const chunk = emptyChunk(from, to);
  const index = (dimension: Dimension, text: string): number => {
    const texts = chunk.dictionaries[dimension];
    const known = texts.indexOf(text);
    return known >= 0 ? known : texts.push(text) - 1;
  };
  chunk.cells = {
    size: cells.length,
    minute: Int32Array.from(cells, ({ minute }) => minute),
    upstream: Int32Array.from(cells, ({ upstream }) => index("upstream", upstream)),
    host: Int32Array.from(cells, ({ host }) => index("host", host)),
    route: Int32Array.from(cells, ({ route }) => index("route", route)),
    counts: Int32Array.from(cells.flatMap((cell) => CELL_COUNTERS.map((counter) => cell[counter] ?? 0))),
  };
  chunk.lines = chunk.parsed = cells.reduce((sum, cell) => sum + (cell.requests ?? 0), 0);
  chunk.firstAtMs = Math.min(...cells.map(({ minute }) => minute)) * 60_000;
  chunk.lastAtMs = Math.max(...cells.map(({ minute }) => minute)) * 60_000 + 59_000;
  chunk.tallies = Int32Array.from(
    cells.flatMap(({ minute, requests = 0, gatewayErrors = 0 }) => [
      Math.floor(minute / 10),
      DIMENSIONS.indexOf("client"),
      index("client", `192.0.2.${minute % 3}`),
      requests,
      gatewayErrors,
    ]),
  );
  chunk.statuses = Int32Array.from(
    cells.flatMap(({ minute, requests = 0, s502 = 0 }) => [minute, 200, requests - s502]),
  );
  if (chunk.cells.counts.length !== cells.length * CELL_WIDTH) throw new Error("counts do not fit");
  return chunk;
}

/** A source with one running import. */
export async function testImport(
  store: Store,
  id: string,
  tier = "origin",
): Promise<{ sourceId: string; key: number }> {
  const sourceId = await createSource(store, `source of ${id}`, true, 1);
  const file = { batchId: null, fileName: `${id}.log`, path: "/nowhere", inPlace: true, sizeBytes: 1000 };
  await createImport(store, { id, sourceId, ...file, state: "running", createdMs: 1 });
  await store.run(`UPDATE "Import" SET "role" = 'access', "tier" = ? WHERE "id" = ?`, tier, id);
  const [row] = await store.rows(`SELECT "key" FROM "Import" WHERE "id" = ?`, id);
  return { sourceId, key: Number(row?.["key"]) };
}
