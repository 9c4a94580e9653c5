import { randomUUID } from "node:crypto";
import type { Incident } from "@/core/contract/report";
import { areScopesRelated } from "@/core/diagnosis/compare-scopes";
import { traitsOf } from "@/core/diagnosis/incident-traits";
import type { Row, Sql, Store } from "./open-store";
import { readCounts } from "./read-counts";
import { incidentFilter } from "./read-incident";
import { MINUTE_MS, selectTraffic } from "./select-traffic";

/** Points of the small chart in lists. */
const SPARK_POINTS = 40;
/** An onset moves by some minutes when more of a log is known; within this two finds may be the same incident. */
const SAME_WITHIN_MS = 10 * MINUTE_MS;

/**
 * Saves what an analysis found among the incidents of a source and tier that begin in `[fromMs, toMs)`. One that is already known
 * (its time overlaps, its scope is related) keeps its id, checklist and closing; one that was not found again goes, unless somebody worked
 * on it.
 */
export async function saveIncidents(
  store: Store,
  where: { sourceId: string; tier: "edge" | "origin"; fromMs: number; toMs: number },
  found: Incident[],
  nowMs: number,
): Promise<void> {
  const sparks = new Map<Incident, number[]>();
  for (const incident of found) sparks.set(incident, await sparkOf(store, where.sourceId, incident));
  await store.transaction(async (tx) => {
    const known = await tx.rows(
      `SELECT "id", "kind", "startMs", "endMs", "cause", "report",
         (EXISTS (SELECT 1 FROM "ChecklistStep" AS c WHERE c."incidentId" = "Incident"."id")
           OR EXISTS (SELECT 1 FROM "IncidentChange" AS c WHERE c."incidentId" = "Incident"."id")) AS worked
       FROM "Incident" WHERE "sourceId" = ? AND "tier" = ? AND "endMs" >= ? AND "startMs" < ?`,
      where.sourceId,
      where.tier,
      where.fromMs,
      where.toMs,
    );
    const free = new Set(known);
    for (const incident of found) {
      const match = bestMatch(incident, free);
      if (match) free.delete(match);
      await upsert(
        tx,
        where.sourceId,
        match ? String(match["id"]) : newId(),
        incident,
        sparks.get(incident) ?? [],
        nowMs,
      );
    }
    for (const row of free) {
      const begins = Number(row["startMs"]);
      if (row["worked"] === 1 || begins < where.fromMs) continue;
      await tx.run(`DELETE FROM "Incident" WHERE "id" = ?`, row["id"]);
    }
  });
}

/** Short enough for a chat message, and 48 random bits: no two alike in any store. */
function newId(): string {
  return randomUUID().replaceAll("-", "").slice(0, 12);
}

function bestMatch(incident: Incident, candidates: Set<Row>): Row | null {
  const startMs = Date.parse(incident.startAt);
  const endMs = Date.parse(incident.endAt);
  let best: Row | null = null;
  let bestOverlap = -Infinity;
  for (const row of candidates) {
    const overlap = Math.min(endMs, Number(row["endMs"])) - Math.max(startMs, Number(row["startMs"]));
    if (overlap < -SAME_WITHIN_MS || overlap <= bestOverlap || row["kind"] !== incident.kind) continue;
    const scope = (JSON.parse(String(row["report"])) as Incident).scope;
    if (!areScopesRelated(scope, incident.scope) && row["cause"] !== incident.verdicts[0]?.cause) continue;
    best = row;
    bestOverlap = overlap;
  }
  return best;
}

async function upsert(
  tx: Sql,
  sourceId: string,
  id: string,
  incident: Incident,
  spark: number[],
  nowMs: number,
): Promise<void> {
  const [verdict] = incident.verdicts;
  const columns: Record<string, number | string> = {
    sourceId,
    tier: incident.tier,
    kind: incident.kind,
    startMs: Date.parse(incident.startAt),
    endMs: Date.parse(incident.endAt),
    ongoing: incident.ongoing ? 1 : 0,
    failed: incident.failed,
    requests: incident.requests,
    peakRatio: incident.peakRatio,
    scopeLabel: scopeLabel(incident.scope),
    cause: verdict?.cause ?? "undetermined",
    causeTitle: verdict?.title ?? "Undetermined",
    category: verdict?.category ?? "upstream",
    standing: verdict?.standing ?? "no-data",
    summary: incident.summary,
    statuses: JSON.stringify(incident.statuses),
    spark: JSON.stringify(spark),
    stepsTotal: incident.steps.length,
    report: JSON.stringify({ ...incident, id }),
    traits: JSON.stringify(traitsOf(incident)),
    updatedMs: nowMs,
  };
  const names = Object.keys(columns);
  await tx.run(
    `INSERT INTO "Incident" ("id", "createdMs", ${names.map((name) => `"${name}"`).join(", ")})
     VALUES (?, ?, ${names.map(() => "?").join(", ")})
     ON CONFLICT ("id") DO UPDATE SET ${names.map((name) => `"${name}" = excluded."${name}"`).join(", ")}`,
    id,
    nowMs,
    ...Object.values(columns),
  );
}

function scopeLabel(scope: Incident["scope"]): string {
  const parts = [scope.upstreams, scope.hosts, scope.paths, scope.clients].filter((values) => values.length > 0);
  if (parts.length === 0) return "all traffic";
  return parts
    .map(([first = "", ...rest]) => (rest.length > 0 ? `${first} and ${rest.length} more` : first))
    .join(" · ");
}

async function sparkOf(store: Store, sourceId: string, incident: Incident): Promise<number[]> {
  const startMs = Date.parse(incident.startAt);
  const endMs = Date.parse(incident.endAt);
  const margin = Math.max(10 * MINUTE_MS, (endMs - startMs) / 2);
  const fromMinute = Math.floor((startMs - margin) / MINUTE_MS);
  const width = Math.max(1, Math.ceil((endMs - startMs + 2 * margin) / MINUTE_MS / SPARK_POINTS));
  const toMinute = fromMinute + width * SPARK_POINTS;
  const traffic = await selectTraffic(store, {
    source: sourceId,
    tier: incident.tier,
    from: fromMinute * MINUTE_MS,
    to: toMinute * MINUTE_MS,
  });
  const minutes = await readCounts(store, traffic, incidentFilter(incident), sourceId, {
    fromMinute,
    toMinute,
    widthMinutes: 1,
    grain: 1,
  });
  const points = new Array<number>(SPARK_POINTS).fill(0);
  for (const [i, bucket] of minutes.entries()) {
    const at = Math.floor(i / width);
    points[at] = (points[at] ?? 0) + bucket.s502 + bucket.s503 + bucket.s504 + bucket.otherGateway;
  }
  return points;
}
