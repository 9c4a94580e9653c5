import type { FieldName } from "@/core/events/field";
import { CELL_WIDTH, DIMENSIONS, type Rollup, type RollupFile } from "@/core/rollups/rollup";
import { DictionaryIndex } from "./dictionary-index";
import type { Sql } from "./open-store";
import { readPacked } from "./read-packed";
import { readRollupLines } from "./read-rollup-lines";
import { MINUTE_MS } from "./select-traffic";

/** A part of a source's history. */
export interface RollupSpan {
  sourceId: string;
  tier: "edge" | "origin";
  /** Whole minutes, `to` exclusive; multiples of ten, so that the tallies fit. */
  fromMinute: number;
  toMinute: number;
}

const SUMS = ["requests", "gatewayErrors", "s502", "s503", "s504", "s499", "otherErrors", "rescued"]
  .map((name, i) => `SUM("${name}") AS c${i + 4}`)
  .join(", ");

/** Rows of full cells in a span, to choose spans that fit into memory; counting stops at `most`. */
export async function countCells(sql: Sql, span: RollupSpan, most: number): Promise<number> {
  const { keys } = await filesOf(sql, span);
  const [row] = await sql.rows(
    `SELECT COUNT(*) AS n FROM (SELECT 1 FROM "Cell" WHERE "importKey" IN (SELECT value FROM json_each(?)) AND "grain" = 1
       AND "minute" >= ? AND "minute" < ? LIMIT ?)`,
    keys,
    span.fromMinute,
    span.toMinute,
    most,
  );
  return Number(row?.["n"] ?? 0);
}

/**
 * Reads the rollup of one tier of a source over a span back, merged over its imports: what the engine would have made of the
 * same lines in memory. The caller bounds the span; lines are bounded here.
 */
export async function readRollup(sql: Sql, span: RollupSpan): Promise<Rollup> {
  const { keys, files, fileOfKey } = await filesOf(sql, span);
  const range = [keys, span.fromMinute, span.toMinute] as const;
  const of = `"importKey" IN (SELECT value FROM json_each(?))`;
  const within = `"minute" >= ? AND "minute" < ?`;

  const cells = await readPacked(
    sql,
    `SELECT "minute" AS c0, "upstreamId" AS c1, "hostId" AS c2, "routeId" AS c3, ${SUMS} FROM "Cell"
     WHERE ${of} AND "grain" = 1 AND ${within} GROUP BY c0, c1, c2, c3`,
    4 + CELL_WIDTH,
    ...range,
  );
  const statuses = await readPacked(
    sql,
    `SELECT "minute" AS c0, "status" AS c1, SUM("n") AS c2 FROM "StatusMinute" WHERE ${of} AND ${within}
     GROUP BY c0, c1 ORDER BY c0, c1`,
    3,
    ...range,
  );
  const latencies = await readPacked(
    sql,
    `SELECT "minute" AS c0, "metric" AS c1, "upstreamId" AS c2, "bucket" AS c3, SUM("n") AS c4 FROM "Latency"
     WHERE ${of} AND "grain" = 1 AND ${within} GROUP BY c0, c1, c2, c3`,
    5,
    ...range,
  );
  const tallies = await readPacked(
    sql,
    `SELECT "minute" / 10 AS c0, "dimension" AS c1, "valueId" AS c2, SUM("requests") AS c3, SUM("gatewayErrors") AS c4
     FROM "Tally" WHERE ${of} AND "grain" = 10 AND ${within} GROUP BY c0, c1, c2`,
    5,
    ...range,
  );
  const retries = await readPacked(
    sql,
    `SELECT "minute" AS c0, SUM("failed") AS c1, SUM("retried") AS c2, SUM("succeeded") AS c3, SUM("delayMs") AS c4
     FROM "Retry" WHERE ${of} AND ${within} GROUP BY c0 ORDER BY c0`,
    5,
    ...range,
  );
  const messages = await sql.rows(
    `SELECT "minute", "signature", "upstreamId", SUM("n") AS n FROM "MessageCount" WHERE ${of} AND ${within}
     GROUP BY "minute", "signature", "upstreamId"`,
    ...range,
  );

  const index = await DictionaryIndex.of(sql, span.sourceId);
  const indexed = {
    cells: cells.map((row) => [
      row[0] ?? 0,
      index.add("upstream", row[1]),
      index.add("host", row[2]),
      index.add("route", row[3]),
      ...row.slice(4),
    ]),
    latencies: latencies.flatMap((row) => [
      row[0] ?? 0,
      row[1] ?? 0,
      row[2] === 0 ? 0 : index.add("upstream", row[2]),
      row[3] ?? 0,
      row[4] ?? 0,
    ]),
    tallies: tallies.flatMap((row) => {
      const dimension = DIMENSIONS[row[1] ?? -1];
      return dimension === undefined
        ? []
        : [row[0] ?? 0, row[1] ?? 0, index.add(dimension, row[2]), row[3] ?? 0, row[4] ?? 0];
    }),
  };
  const signatures = [...new Set(["", ...messages.map((row) => String(row["signature"]))])];
  const messageCounts = messages.flatMap((row) => [
    Number(row["minute"]),
    signatures.indexOf(String(row["signature"])),
    index.add("upstream", Number(row["upstreamId"])),
    Number(row["n"]),
  ]);
  const lines = await readRollupLines(sql, { ...span, keys }, fileOfKey);
  return {
    files,
    dictionaries: await index.texts(sql),
    cells: {
      size: indexed.cells.length,
      minute: Int32Array.from(indexed.cells, (row) => row[0] ?? 0),
      upstream: Int32Array.from(indexed.cells, (row) => row[1] ?? 0),
      host: Int32Array.from(indexed.cells, (row) => row[2] ?? 0),
      route: Int32Array.from(indexed.cells, (row) => row[3] ?? 0),
      counts: Int32Array.from(indexed.cells.flatMap((row) => row.slice(4))),
    },
    statuses: Int32Array.from(statuses.flat()),
    latencies: Int32Array.from(indexed.latencies),
    tallies: Int32Array.from(indexed.tallies),
    retries: Float64Array.from(retries.flat()),
    messageCounts: Int32Array.from(messageCounts),
    messageSignatures: signatures,
    ...lines,
  };
}

/**
 * Imports that reach into the span. Counts and lines are those of the tier and the markers of the whole source; the list of files
 * holds the other tier's too, because evidence asks which logs there are.
 */
async function filesOf(
  sql: Sql,
  { sourceId, tier, fromMinute, toMinute }: RollupSpan,
): Promise<{ keys: string; files: RollupFile[]; fileOfKey: Map<number, number> }> {
  const rows = await sql.rows(
    `SELECT "key", "fileName", "role", "tier", "format", "fields", "firstMs", "lastMs" FROM "Import"
     WHERE "sourceId" = ? AND "deletedMs" IS NULL
       AND ("role" IN ('config', 'markers') OR ("lastMs" >= ? AND "firstMs" < ?)) ORDER BY "key"`,
    sourceId,
    fromMinute * MINUTE_MS,
    toMinute * MINUTE_MS,
  );
  const fileOfKey = new Map(rows.map((row, i) => [Number(row["key"]), i]));
  const keys = rows.filter((row) => row["tier"] === tier || row["role"] === "markers").map((row) => row["key"]);
  const files = rows.map((row): RollupFile => ({
    path: String(row["fileName"]),
    role: roleOf(row["role"]),
    tier: row["tier"] === "edge" ? "edge" : "origin",
    format: String(row["format"] ?? ""),
    fields: JSON.parse(String(row["fields"])) as FieldName[],
    firstAtMs: row["firstMs"] === null ? null : Number(row["firstMs"]),
    lastAtMs: row["lastMs"] === null ? null : Number(row["lastMs"]),
  }));
  return { keys: JSON.stringify(keys), files, fileOfKey };
}

function roleOf(role: unknown): RollupFile["role"] {
  const known = (["access", "error", "config", "markers", "app-error"] as const).find((each) => each === role);
  return known ?? "unknown";
}
