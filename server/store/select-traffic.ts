import { DIMENSIONS, type Dimension } from "@/core/rollups/rollup";
import type { Sql } from "./open-store";

export const MINUTE_MS = 60_000;

/** Which imports a question is about, and how far they reach. */
export interface Traffic {
  /** Keys of the imports that overlap the span asked for, as a JSON array for `json_each`. */
  keys: string;
  tier: "edge" | "origin";
  /** Tiers that have requests in this source. */
  tiers: ("edge" | "origin")[];
  /** First and last event of the source, UTC epoch ms; null when there is none. */
  span: { from: number; to: number } | null;
}

/** What of the dimensions is asked for; an absent or empty list means all of it. */
export interface Filter {
  upstream?: string[];
  host?: string[];
  route?: string[];
}

/**
 * Finds the imports behind a question. Without a tier the origin is taken where it has traffic, else the edge: the sum of both
 * would count each request twice.
 */
export async function selectTraffic(
  sql: Sql,
  ask: {
    source?: string | undefined;
    tier?: "edge" | "origin" | undefined;
    from?: number | undefined;
    to?: number | undefined;
  },
): Promise<Traffic> {
  const imports = await sql.rows(
    `SELECT "key", "tier", "firstMs", "lastMs", "requests" FROM "Import"
     WHERE "deletedMs" IS NULL AND "firstMs" IS NOT NULL ${ask.source === undefined ? "" : `AND "sourceId" = ?`}`,
    ...(ask.source === undefined ? [] : [ask.source]),
  );
  const tiers = (["origin", "edge"] as const).filter((tier) =>
    imports.some((each) => each["tier"] === tier && Number(each["requests"]) > 0),
  );
  const tier = ask.tier ?? tiers[0] ?? "origin";
  const own = imports.filter((each) => each["tier"] === tier);
  const withRequests = own.filter((each) => Number(each["requests"]) > 0);
  const first = Math.min(...withRequests.map((each) => Number(each["firstMs"])));
  const last = Math.max(...withRequests.map((each) => Number(each["lastMs"])));
  const from = ask.from ?? -Infinity;
  const to = ask.to ?? Infinity;
  const keys = own
    .filter((each) => Number(each["lastMs"]) >= from - MINUTE_MS && Number(each["firstMs"]) <= to)
    .map((each) => Number(each["key"]));
  return { keys: JSON.stringify(keys), tier, tiers, span: withRequests.length > 0 ? { from: first, to: last } : null };
}

/** The index of a dimension in the tables. */
export function dimensionIndex(dimension: Dimension): number {
  return DIMENSIONS.indexOf(dimension);
}

/** Dictionary ids of these texts, as a JSON array; ids of several sources when none is given. */
export async function valueIds(
  sql: Sql,
  dimension: Dimension,
  texts: string[],
  source: string | undefined,
): Promise<string> {
  const rows = await sql.rows(
    `SELECT v."id" FROM json_each(?) AS t JOIN "Value" AS v ON v."dimension" = ? AND v."text" = t.value
     AND v."sourceId" ${source === undefined ? `IN (SELECT "id" FROM "Source")` : "= ?"}`,
    JSON.stringify(texts),
    dimensionIndex(dimension),
    ...(source === undefined ? [] : [source]),
  );
  return JSON.stringify(rows.map((row) => row["id"]));
}
