import { Buffer } from "node:buffer";
import { SAMPLE_WIDTH, type RequestSample } from "@/core/rollups/request-sample";
import { SampleMerger } from "@/core/rollups/sample-merger";
import type { Sql } from "./open-store";
import { writeRows } from "./write-rows";

const BYTES = Int32Array.BYTES_PER_ELEMENT;

/** Writes the sample of the chunk that ends at `offset`. */
export async function writeSample(tx: Sql, key: number, offset: number, sample: RequestSample): Promise<void> {
  const { mask, busy, rows } = sample;
  if (rows.length === 0 && busy.length === 0) return;
  let firstMinute = rows[0] ?? 0;
  let lastMinute = firstMinute;
  const bytes = Buffer.allocUnsafe(rows.length * BYTES);
  for (let at = 0; at < rows.length; at++) {
    bytes.writeInt32LE(rows[at] ?? 0, at * BYTES);
    if (at % SAMPLE_WIDTH !== 0) continue;
    firstMinute = Math.min(firstMinute, rows[at] ?? 0);
    lastMinute = Math.max(lastMinute, rows[at] ?? 0);
  }
  const row = [key, offset, firstMinute, lastMinute, mask, JSON.stringify(busy), bytes.toString("base64")];
  const columns = ["importKey", "offset", "firstMinute", "lastMinute", "mask", "busy", "rows"];
  await writeRows(tx, "RequestSample", columns, [], [row]);
}

/** The samples of the imports `keys` (a JSON array) between two minutes, put together; chunk by chunk, so that memory stays bounded. */
export async function readSample(sql: Sql, keys: string, fromMinute: number, toMinute: number): Promise<RequestSample> {
  const merger = new SampleMerger();
  const chunks = await sql.rows(
    `SELECT "importKey", "offset" FROM "RequestSample" WHERE "importKey" IN (SELECT value FROM json_each(?))
       AND "lastMinute" >= ? AND "firstMinute" < ? ORDER BY "importKey", "offset"`,
    keys,
    fromMinute,
    toMinute,
  );
  for (const { importKey, offset } of chunks) {
    const [row] = await sql.rows(
      `SELECT "mask", "busy", "rows" FROM "RequestSample" WHERE "importKey" = ? AND "offset" = ?`,
      importKey,
      offset,
    );
    if (row) merger.add(within(row, fromMinute, toMinute));
  }
  return merger.finish();
}

function within(row: Record<string, unknown>, fromMinute: number, toMinute: number): RequestSample {
  const bytes = Buffer.from(String(row["rows"]), "base64");
  const numbers = Int32Array.from({ length: bytes.length / BYTES }, (_, at) => bytes.readInt32LE(at * BYTES));
  const rows = numbers.filter((_, at) => {
    const minute = numbers[at - (at % SAMPLE_WIDTH)] ?? 0;
    return minute >= fromMinute && minute < toMinute;
  });
  const busy: unknown = JSON.parse(String(row["busy"]));
  return { mask: Number(row["mask"]), busy: Array.isArray(busy) ? busy.map(Number) : [], rows };
}
