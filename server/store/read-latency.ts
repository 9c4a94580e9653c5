import type { Trends } from "@/core/contract/trends";
import { latencyQuantile } from "@/core/rollups/latency-histogram";
import { LATENCY_BUCKETS, LATENCY_METRICS } from "@/core/rollups/rollup";
import type { Bucketing } from "./choose-bucket";
import type { Row, Sql } from "./open-store";
import { bucketOf } from "./read-counts";
import { MINUTE_MS, valueIds, type Filter, type Traffic } from "./select-traffic";

/**
 * Latency percentiles per bucket: of the upstreams' answers where the logs carry them, else of whole requests; null where they
 * carry neither. Histograms are kept per upstream only, so a filter on host or route does not narrow them, and the label says so.
 */
export async function readLatency(
  sql: Sql,
  traffic: Traffic,
  filter: Filter,
  source: string | undefined,
  range: { fromMinute: number; toMinute: number } & Bucketing,
): Promise<Trends["latency"]> {
  const upstreams = filter.upstream ?? [];
  const ids = upstreams.length > 0 ? await valueIds(sql, "upstream", upstreams, source) : "[0]";
  for (const metric of ["response", "request"] as const) {
    const rows = await sql.rows(
      `SELECT ${bucketOf(range.widthMinutes)} AS b, "bucket" AS h, SUM("n") AS n FROM "Latency"
       WHERE "importKey" IN (SELECT value FROM json_each(?)) AND "grain" = ? AND "metric" = ?
         AND "upstreamId" IN (SELECT value FROM json_each(?)) AND "minute" >= ? AND "minute" < ? GROUP BY b, h`,
      traffic.keys,
      range.grain,
      LATENCY_METRICS.indexOf(metric),
      ids,
      range.fromMinute,
      range.toMinute,
    );
    if (rows.length > 0) return { metric, label: labelOf(metric, filter), buckets: percentiles(rows, range) };
  }
  return null;
}

function labelOf(metric: "response" | "request", filter: Filter): string {
  const what = metric === "response" ? "Upstream response time" : "Request time";
  const upstreams = filter.upstream ?? [];
  const whose = upstreams.length > 0 ? `of ${upstreams.join(", ")}` : "of all upstreams";
  const whole = (filter.host?.length ?? 0) + (filter.route?.length ?? 0) > 0 ? ", all hosts and routes" : "";
  return `${what} ${whose}${whole}, requests that did not fail`;
}

function percentiles(
  rows: Row[],
  { fromMinute, toMinute, widthMinutes }: { fromMinute: number; toMinute: number; widthMinutes: number },
): NonNullable<Trends["latency"]>["buckets"] {
  const histograms = new Map<number, number[]>();
  for (const row of rows) {
    const minute = Number(row["b"]);
    const counts = histograms.get(minute) ?? new Array<number>(LATENCY_BUCKETS).fill(0);
    counts[Number(row["h"])] = Number(row["n"]);
    histograms.set(minute, counts);
  }
  const buckets = [];
  for (let minute = Math.floor(fromMinute / widthMinutes) * widthMinutes; minute < toMinute; minute += widthMinutes) {
    const counts = histograms.get(minute) ?? [];
    buckets.push({
      atMs: minute * MINUTE_MS,
      p50: latencyQuantile(counts, 0.5),
      p95: latencyQuantile(counts, 0.95),
      p99: latencyQuantile(counts, 0.99),
    });
  }
  return buckets;
}
