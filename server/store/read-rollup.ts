import type { FieldName } from "@/core/events/field";
import { formatById } from "@/core/formats/format-registry";
import {
  CELL_COUNTERS,
  CELL_WIDTH,
  DIMENSIONS,
  type CellTable,
  type Rollup,
  type RollupFile,
} from "@/core/rollups/rollup";
import { emptySample } from "@/core/rollups/request-sample";
import { DictionaryIndex } from "./dictionary-index";
import type { Sql } from "./open-store";
import { readPacked } from "./read-packed";
import { readSample } from "./request-samples";
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

const OF_KEYS = `"importKey" IN (SELECT value FROM json_each(?))`;
const WITHIN = `"minute" >= ? AND "minute" < ?`;
const GATEWAY_ERRORS = CELL_COUNTERS.indexOf("gatewayErrors");
const OTHER_ERRORS = CELL_COUNTERS.indexOf("otherErrors");
/** Numbers per cell: minute, upstream, host, route, then the counters. */
const ROW_WIDTH = 4 + CELL_WIDTH;

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
  const index = await DictionaryIndex.of(sql, span.sourceId);
  const upstream = (id: number): number => index.add("upstream", id);

  const latencies = await readPacked(
    sql,
    `SELECT "minute" AS c0, "metric" AS c1, "upstreamId" AS c2, "bucket" AS c3, SUM("n") AS c4 FROM "Latency"
     WHERE ${OF_KEYS} AND "grain" = 1 AND ${WITHIN} GROUP BY c0, c1, c2, c3`,
    5,
    ...range,
  );
  eachRow(latencies, 5, (at) => (latencies[at + 2] = upstream(latencies[at + 2] ?? 0)));
  const tallies = await readPacked(
    sql,
    `SELECT "minute" / 10 AS c0, "dimension" AS c1, "valueId" AS c2, SUM("requests") AS c3, SUM("gatewayErrors") AS c4
     FROM "Tally" WHERE ${OF_KEYS} AND "grain" = 10 AND ${WITHIN} GROUP BY c0, c1, c2`,
    5,
    ...range,
  );
  eachRow(tallies, 5, (at) => {
    const dimension = DIMENSIONS[tallies[at + 1] ?? -1];
    if (dimension !== undefined) tallies[at + 2] = index.add(dimension, tallies[at + 2]);
  });
  const statuses = await readPacked(
    sql,
    `SELECT "minute" AS c0, "status" AS c1, SUM("n") AS c2 FROM "StatusMinute" WHERE ${OF_KEYS} AND ${WITHIN}
     GROUP BY c0, c1 ORDER BY c0, c1`,
    3,
    ...range,
  );
  const retries = await readPacked(
    sql,
    `SELECT "minute" AS c0, SUM("failed") AS c1, SUM("retried") AS c2, SUM("succeeded") AS c3, SUM("delayMs") AS c4
     FROM "Retry" WHERE ${OF_KEYS} AND ${WITHIN} GROUP BY c0 ORDER BY c0`,
    5,
    ...range,
  );
  const messages = await sql.rows(
    `SELECT "minute", "signature", "upstreamId", SUM("n") AS n FROM "MessageCount" WHERE ${OF_KEYS} AND ${WITHIN}
     GROUP BY "minute", "signature", "upstreamId"`,
    ...range,
  );
  const signatures = [...new Set(["", ...messages.map((row) => String(row["signature"]))])];
  const messageCounts = messages.flatMap((row) => [
    Number(row["minute"]),
    signatures.indexOf(String(row["signature"])),
    upstream(Number(row["upstreamId"])),
    Number(row["n"]),
  ]);
  const cells = await readCells(sql, range, index);
  // Without another tier there is nothing to find the requests in.
  const tiers = new Set(files.filter(({ role }) => role === "access").map(({ tier }) => tier));
  const sample = tiers.size > 1 ? await readSample(sql, keys, span.fromMinute, span.toMinute) : emptySample();
  const lines = await readRollupLines(sql, { ...span, keys }, fileOfKey);
  return {
    files,
    dictionaries: await index.texts(sql),
    cells,
    statuses: Int32Array.from(statuses),
    latencies: Int32Array.from(latencies),
    tallies: Int32Array.from(tallies),
    retries: Float64Array.from(retries),
    messageCounts: Int32Array.from(messageCounts),
    messageSignatures: signatures,
    sample,
    ...lines,
  };
}

async function readCells(
  sql: Sql,
  range: readonly [keys: string, fromMinute: number, toMinute: number],
  index: DictionaryIndex,
): Promise<CellTable> {
  const { length: imports } = JSON.parse(range[0]) as number[];
  const counters = CELL_COUNTERS.map((name, i) => `${imports > 1 ? `SUM("${name}")` : `"${name}"`} AS c${i + 4}`);
  const flat = await readPacked(
    sql,
    // One import alone has each combination once, and in order; only several must be summed, which sorts them.
    `SELECT "minute" AS c0, "upstreamId" AS c1, "hostId" AS c2, "routeId" AS c3, ${counters.join(", ")} FROM "Cell"
     WHERE ${OF_KEYS} AND "grain" = 1 AND ${WITHIN} ${imports > 1 ? "GROUP BY c0, c1, c2, c3" : ""}`,
    ROW_WIDTH,
    ...range,
  );
  const claimed = await readClaims(sql, range);
  const size = flat.length / ROW_WIDTH;
  const table: CellTable = {
    size,
    minute: new Int32Array(size),
    upstream: new Int32Array(size),
    host: new Int32Array(size),
    route: new Int32Array(size),
    counts: new Int32Array(size * CELL_WIDTH),
  };
  for (let i = 0, at = 0; i < size; i++, at += ROW_WIDTH) {
    table.minute[i] = flat[at] ?? 0;
    table.upstream[i] = index.add("upstream", flat[at + 1]);
    table.host[i] = index.add("host", flat[at + 2]);
    table.route[i] = index.add("route", flat[at + 3]);
    for (let k = 0; k < CELL_WIDTH; k++) table.counts[i * CELL_WIDTH + k] = flat[at + 4 + k] ?? 0;
    const n = claimed.size === 0 ? 0 : (claimed.get(flat.slice(at, at + 4).join(" ")) ?? 0);
    if (n === 0) continue;
    table.counts[i * CELL_WIDTH + GATEWAY_ERRORS]! -= n;
    table.counts[i * CELL_WIDTH + OTHER_ERRORS]! += n;
  }
  return table;
}

/** Claims of an earlier analysis by the key of their cell, to be taken out again: each analysis claims anew. */
async function readClaims(
  sql: Sql,
  range: readonly [keys: string, fromMinute: number, toMinute: number],
): Promise<Map<string, number>> {
  const flat = await readPacked(
    sql,
    `SELECT "minute" AS c0, "upstreamId" AS c1, "hostId" AS c2, "routeId" AS c3, SUM("n") AS c4 FROM "Claim"
     WHERE ${OF_KEYS} AND ${WITHIN} GROUP BY c0, c1, c2, c3`,
    5,
    ...range,
  );
  const claims = new Map<string, number>();
  eachRow(flat, 5, (at) => claims.set(flat.slice(at, at + 4).join(" "), flat[at + 4] ?? 0));
  return claims;
}

function eachRow(flat: number[], width: number, change: (at: number) => void): void {
  for (let at = 0; at + width <= flat.length; at += width) change(at);
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
    product: formatById(String(row["format"] ?? ""))?.product ?? "",
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
