import type { TrafficQuery, Trends } from "@/core/contract/trends";
import { chooseBucket } from "./choose-bucket";
import type { Sql } from "./open-store";
import { readCounts, totalOf } from "./read-counts";
import { readLatency } from "./read-latency";
import { readMarkers } from "./read-markers";
import { Refusal } from "./refusal";
import { MINUTE_MS, selectTraffic, type Filter, type Traffic } from "./select-traffic";

/** The span a question is about in whole minutes, `to` exclusive: as asked, else the whole history. */
export function askedMinutes(query: TrafficQuery, traffic: Traffic): { fromMinute: number; toMinute: number } {
  const fromMs = query.from ?? traffic.span?.from ?? 0;
  const toMs = query.to ?? (traffic.span ? traffic.span.to + 1 : fromMs + MINUTE_MS);
  if (toMs <= fromMs) throw new Refusal("The range ends before it begins: `to` must be later than `from`.");
  if (fromMs < 0 || toMs > 8.64e15) throw new Refusal("The range lies outside of what a calendar holds.");
  return { fromMinute: Math.floor(fromMs / MINUTE_MS), toMinute: Math.ceil(toMs / MINUTE_MS) };
}

/** The filters of a query as lists. */
export function filterOf(query: TrafficQuery): Filter {
  return {
    ...(query.upstream === undefined ? {} : { upstream: [query.upstream] }),
    ...(query.host === undefined ? {} : { host: [query.host] }),
    ...(query.route === undefined ? {} : { route: [query.route] }),
  };
}

/** Everything the trends page draws over one range: counts and latency per bucket, incidents and markers. */
export async function readTrends(sql: Sql, query: TrafficQuery): Promise<Trends> {
  const traffic = await selectTraffic(sql, query);
  const minutes = askedMinutes(query, traffic);
  const filter = filterOf(query);
  const bucketing = chooseBucket(minutes.toMinute - minutes.fromMinute, Object.keys(filter).length > 1);
  const range = { ...minutes, ...bucketing };
  const fromMs = minutes.fromMinute * MINUTE_MS;
  const toMs = minutes.toMinute * MINUTE_MS;
  const buckets = await readCounts(sql, traffic, filter, query.source, range);
  return {
    fromMs,
    toMs,
    bucketMs: bucketing.widthMinutes * MINUTE_MS,
    spanMs: traffic.span,
    buckets,
    latency: await readLatency(sql, traffic, filter, query.source, range),
    totals: totalOf(buckets),
    incidents: await incidentsBetween(sql, query, traffic.tier, fromMs, toMs),
    markers: await readMarkers(sql, query.source, fromMs, toMs),
    tiers: traffic.tiers,
  };
}

async function incidentsBetween(
  sql: Sql,
  query: TrafficQuery,
  tier: string,
  fromMs: number,
  toMs: number,
): Promise<Trends["incidents"]> {
  const rows = await sql.rows(
    `SELECT "id", "startMs", "endMs", "causeTitle", "standing", "ongoing" FROM "Incident"
     WHERE "startMs" <= ? AND "endMs" >= ? AND "tier" = ? ${query.source === undefined ? "" : `AND "sourceId" = ?`}
     ORDER BY "startMs" LIMIT 500`,
    toMs,
    fromMs,
    tier,
    ...(query.source === undefined ? [] : [query.source]),
  );
  return rows.map((row) => ({
    id: String(row["id"]),
    startMs: Number(row["startMs"]),
    endMs: Number(row["endMs"]),
    title: String(row["causeTitle"]),
    standing: String(row["standing"]),
    ongoing: row["ongoing"] === 1,
  }));
}
