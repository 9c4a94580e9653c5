import type { Breakdown } from "@/core/contract/report";
import type { TrafficQuery } from "@/core/contract/trends";
import type { Dimension } from "@/core/rollups/rollup";
import { cutIntoGrains, GRAINS, TALLY_GRAINS, type Stretch } from "./choose-bucket";
import type { Sql } from "./open-store";
import { askedMinutes, filterOf } from "./read-trends";
import { dimensionIndex, MINUTE_MS, selectTraffic, valueIds, type Filter, type Traffic } from "./select-traffic";

/** Rows of one breakdown: what fits a page; the rest is counted in `total`. */
const MOST_ROWS = 50;
/** Combined filters are summed from full cells: beyond this many minutes only in steps of six hours. */
const FINE_CELLS_MINUTES = 720 * 15;

interface Share {
  requests: number;
  failed: number;
}
type Shares = Map<string, Share>;

/** A breakdown, and a sentence where the filters could not be applied to it. */
export interface BreakdownAnswer extends Breakdown {
  note: string | null;
}

/**
 * One dimension over a range, each value against its own baseline: the equally long period before where there was traffic, else
 * the range outside of incidents, else none.
 */
export async function readBreakdown(
  sql: Sql,
  query: TrafficQuery & { dimension: Dimension },
): Promise<BreakdownAnswer> {
  const traffic = await selectTraffic(sql, { source: query.source, tier: query.tier });
  const { fromMinute, toMinute } = askedMinutes(query, traffic);
  const asked: Asked = { sql, traffic, source: query.source, dimension: query.dimension, filter: filterOf(query) };
  const during = await sharesOf(asked, fromMinute, toMinute);
  const baseline = await baselineOf(asked, during, fromMinute, toMinute);
  const all = total(during);
  const rows = [...during.entries()]
    .map(([value, share]) => {
      const ratio = share.requests > 0 ? share.failed / share.requests : 0;
      const before = baseline?.shares.get(value);
      const baselineRatio = before && before.requests > 0 ? before.failed / before.requests : null;
      return {
        value,
        failed: share.failed,
        requests: share.requests,
        ratio,
        baselineRatio,
        times: baselineRatio !== null && baselineRatio > 0 ? ratio / baselineRatio : null,
        failedShare: all.failed > 0 ? share.failed / all.failed : 0,
        requestShare: all.requests > 0 ? share.requests / all.requests : 0,
      };
    })
    .filter((row) => row.requests > 0)
    .sort((a, b) => b.failed - a.failed || b.requests - a.requests || (a.value < b.value ? -1 : 1));
  return {
    dimension: query.dimension,
    rows: rows.slice(0, MOST_ROWS),
    shown: Math.min(rows.length, MOST_ROWS),
    total: rows.length,
    baselineLabel: baseline?.label ?? null,
    note: noteOf(asked),
  };
}

interface Asked {
  sql: Sql;
  traffic: Traffic;
  source: string | undefined;
  dimension: Dimension;
  filter: Filter;
}

function isCellDimension(dimension: Dimension): dimension is "upstream" | "host" | "route" {
  return dimension === "upstream" || dimension === "host" || dimension === "route";
}

function noteOf({ dimension, filter }: Asked): string | null {
  if (isCellDimension(dimension) || Object.keys(filter).length === 0) return null;
  return "Filters by upstream, host and route do not narrow this breakdown: it is kept for all traffic only.";
}

function sharesOf(asked: Asked, fromMinute: number, toMinute: number): Promise<Shares> {
  const { dimension, filter } = asked;
  if (!isCellDimension(dimension)) {
    return sumOf(asked, "Tally", cutIntoGrains(fromMinute, toMinute, TALLY_GRAINS), "", []);
  }
  const others = (["upstream", "host", "route"] as const).filter((each) => (filter[each]?.length ?? 0) > 0);
  if (others.length === 0) return sumOf(asked, "Series", cutIntoGrains(fromMinute, toMinute, GRAINS), "", []);
  return filteredShares(asked, others, fromMinute, toMinute);
}

async function filteredShares(
  asked: Asked,
  set: ("upstream" | "host" | "route")[],
  fromMinute: number,
  toMinute: number,
): Promise<Shares> {
  const params: string[] = [];
  for (const each of set) params.push(await valueIds(asked.sql, each, asked.filter[each] ?? [], asked.source));
  const where = set.map((each) => `AND t."${each}Id" IN (SELECT value FROM json_each(?))`).join(" ");
  const grains = toMinute - fromMinute > FINE_CELLS_MINUTES ? [15, 360] : GRAINS;
  return sumOf(asked, "Cell", cutIntoGrains(fromMinute, toMinute, grains), where, params);
}

async function sumOf(
  { sql, traffic, dimension }: Asked,
  table: "Series" | "Cell" | "Tally",
  stretches: Stretch[],
  where: string,
  params: string[],
): Promise<Shares> {
  const shares: Shares = new Map();
  const value = table === "Cell" ? `"${dimension}Id"` : `"valueId"`;
  const ofDimension = table === "Cell" ? "" : `AND t."dimension" = ${dimensionIndex(dimension)}`;
  for (const { grain, from, to } of stretches) {
    const rows = await sql.rows(
      `SELECT v."text" AS text, SUM(s.requests) AS requests, SUM(s.failed) AS failed FROM (
         SELECT t.${value} AS id, SUM(t."requests") AS requests, SUM(t."gatewayErrors") AS failed FROM "${table}" AS t
         WHERE t."importKey" IN (SELECT value FROM json_each(?)) AND t."grain" = ? ${ofDimension}
           AND t."minute" >= ? AND t."minute" < ? ${where} GROUP BY t.${value}
       ) AS s JOIN "Value" AS v ON v."id" = s.id GROUP BY v."text"`,
      traffic.keys,
      grain,
      from,
      to,
      ...params,
    );
    for (const row of rows) {
      const share = shares.get(String(row["text"])) ?? { requests: 0, failed: 0 };
      share.requests += Number(row["requests"]);
      share.failed += Number(row["failed"]);
      shares.set(String(row["text"]), share);
    }
  }
  return shares;
}

async function baselineOf(
  asked: Asked,
  during: Shares,
  fromMinute: number,
  toMinute: number,
): Promise<{ shares: Shares; label: string } | null> {
  const length = toMinute - fromMinute;
  const firstMinute = Math.floor((asked.traffic.span?.from ?? 0) / MINUTE_MS);
  // A period before that is logged for less than half its length says little about what is usual.
  if (fromMinute - firstMinute >= length / 2) {
    const shares = await sharesOf(asked, Math.max(firstMinute, fromMinute - length), fromMinute);
    if (total(shares).requests > 0) return { shares, label: `the ${lengthInWords(length)} before` };
  }
  const incidents = await incidentMinutes(asked, fromMinute, toMinute);
  if (incidents.length === 0) return null;
  const outside: Shares = new Map([...during].map(([value, share]) => [value, { ...share }]));
  for (const { from, to } of incidents) {
    for (const [value, share] of await sharesOf(asked, from, to)) {
      const rest = outside.get(value);
      if (!rest) continue;
      rest.requests = Math.max(0, rest.requests - share.requests);
      rest.failed = Math.max(0, rest.failed - share.failed);
    }
  }
  return total(outside).requests > 0 ? { shares: outside, label: "outside of incidents" } : null;
}

/** The minutes of the range that belong to incidents, as disjoint stretches; to `exclusive`. */
async function incidentMinutes(
  asked: Asked,
  fromMinute: number,
  toMinute: number,
): Promise<{ from: number; to: number }[]> {
  const rows = await asked.sql.rows(
    `SELECT "startMs", "endMs" FROM "Incident" WHERE "startMs" < ? AND "endMs" >= ? AND "tier" = ?
     ${asked.source === undefined ? "" : `AND "sourceId" = ?`} ORDER BY "startMs" LIMIT 200`,
    toMinute * MINUTE_MS,
    fromMinute * MINUTE_MS,
    asked.traffic.tier,
    ...(asked.source === undefined ? [] : [asked.source]),
  );
  const stretches: { from: number; to: number }[] = [];
  for (const row of rows) {
    const from = Math.max(fromMinute, Math.floor(Number(row["startMs"]) / MINUTE_MS));
    const to = Math.min(toMinute, Math.floor(Number(row["endMs"]) / MINUTE_MS) + 1);
    const last = stretches.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else stretches.push({ from, to });
  }
  return stretches;
}

function total(shares: Shares): Share {
  const sum = { requests: 0, failed: 0 };
  for (const share of shares.values()) {
    sum.requests += share.requests;
    sum.failed += share.failed;
  }
  return sum;
}

function lengthInWords(minutes: number): string {
  if (minutes < 120) return `${minutes} minutes`;
  if (minutes < 2880) return `${Math.round(minutes / 60)} hours`;
  return `${Math.round(minutes / 1440)} days`;
}
