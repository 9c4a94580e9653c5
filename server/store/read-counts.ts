import type { TrendBucket } from "@/core/contract/trends";
import type { Bucketing } from "./choose-bucket";
import type { Row, Sql } from "./open-store";
import { dimensionIndex, MINUTE_MS, valueIds, type Filter, type Traffic } from "./select-traffic";

const SUMS = `SUM("requests") AS requests, SUM("gatewayErrors") AS gatewayErrors, SUM("s502") AS s502, SUM("s503") AS s503,
  SUM("s504") AS s504, SUM("s499") AS s499, SUM("otherErrors") AS otherErrors`;

const DIMENSIONS_OF_CELLS = ["upstream", "host", "route"] as const;

/**
 * Counts per bucket over `[fromMinute, toMinute)`, dense: a bucket without traffic is there with zeros. With at most one
 * dimension filtered this reads `Series`, one short run of rows per value; with more it sums the full cells.
 */
export async function readCounts(
  sql: Sql,
  traffic: Traffic,
  filter: Filter,
  source: string | undefined,
  range: { fromMinute: number; toMinute: number } & Bucketing,
): Promise<TrendBucket[]> {
  const { fromMinute, toMinute, widthMinutes, grain } = range;
  const set = DIMENSIONS_OF_CELLS.filter((dimension) => (filter[dimension]?.length ?? 0) > 0);
  const [only] = set;
  let rows: Row[];
  if (set.length <= 1) {
    const ids = only === undefined ? "[0]" : await valueIds(sql, only, filter[only] ?? [], source);
    rows = await sql.rows(
      `SELECT ${bucketOf(widthMinutes)} AS b, ${SUMS} FROM "Series"
       WHERE "importKey" IN (SELECT value FROM json_each(?)) AND "grain" = ? AND "dimension" = ?
         AND "valueId" IN (SELECT value FROM json_each(?)) AND "minute" >= ? AND "minute" < ? GROUP BY b`,
      traffic.keys,
      grain,
      only === undefined ? -1 : dimensionIndex(only),
      ids,
      fromMinute,
      toMinute,
    );
  } else {
    const wheres: string[] = [];
    const params: string[] = [];
    for (const dimension of set) {
      wheres.push(`AND "${dimension}Id" IN (SELECT value FROM json_each(?))`);
      params.push(await valueIds(sql, dimension, filter[dimension] ?? [], source));
    }
    rows = await sql.rows(
      `SELECT ${bucketOf(widthMinutes)} AS b, ${SUMS} FROM "Cell"
       WHERE "importKey" IN (SELECT value FROM json_each(?)) AND "grain" = ? AND "minute" >= ? AND "minute" < ?
       ${wheres.join(" ")} GROUP BY b`,
      traffic.keys,
      grain,
      fromMinute,
      toMinute,
      ...params,
    );
  }
  const byMinute = new Map(rows.map((row) => [Number(row["b"]), row]));
  const buckets: TrendBucket[] = [];
  for (let minute = Math.floor(fromMinute / widthMinutes) * widthMinutes; minute < toMinute; minute += widthMinutes) {
    buckets.push({ atMs: minute * MINUTE_MS, ...countsOf(byMinute.get(minute)) });
  }
  return buckets;
}

/** First minute of the bucket a row lies in. A bound number would be a REAL to SQLite, and its division would not round down. */
export function bucketOf(widthMinutes: number): string {
  return `"minute" / ${Math.trunc(widthMinutes)} * ${Math.trunc(widthMinutes)}`;
}

/** A bucket's counts without its time. */
export type Counts = Omit<TrendBucket, "atMs">;

/**
 * Tells the counters of a cell apart the way the charts stack them. `s503` counts every 503, also those an upstream sent, which
 * are in `otherErrors` as well: what 502 + 503 + 504 exceed the gateway errors by is taken out there.
 */
export function countsOf(row: Row | undefined): Counts {
  const n = (name: string): number => Number(row?.[name] ?? 0);
  const told = n("s502") + n("s503") + n("s504");
  const relayed503 = Math.max(0, told - n("gatewayErrors"));
  return {
    requests: n("requests"),
    s502: n("s502"),
    s503: n("s503"),
    s504: n("s504"),
    s499: n("s499"),
    otherGateway: Math.max(0, n("gatewayErrors") - told),
    otherErrors: Math.max(0, n("otherErrors") - relayed503),
  };
}

/** Adds buckets up. */
export function totalOf(buckets: readonly Counts[]): Counts {
  const total: Counts = { requests: 0, s502: 0, s503: 0, s504: 0, s499: 0, otherGateway: 0, otherErrors: 0 };
  for (const bucket of buckets) {
    total.requests += bucket.requests;
    total.s502 += bucket.s502;
    total.s503 += bucket.s503;
    total.s504 += bucket.s504;
    total.s499 += bucket.s499;
    total.otherGateway += bucket.otherGateway;
    total.otherErrors += bucket.otherErrors;
  }
  return total;
}
