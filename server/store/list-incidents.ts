import { incidentRowSchema, type IncidentRow } from "@/core/contract/incidents";
import { findReturns } from "@/core/diagnosis/find-seen-before";
import type { Row, Sql } from "./open-store";
import { readKnownIncidents } from "./read-known-incidents";

/** More than anybody scrolls through. */
const MOST_INCIDENTS = 1000;

/** Incidents, newest first; of one source, tier or span of UTC epoch ms where asked. */
export async function listIncidents(
  sql: Sql,
  ask: { source?: string | undefined; from?: number | undefined; to?: number | undefined } = {},
): Promise<IncidentRow[]> {
  const wheres = ["1 = 1"];
  const params: unknown[] = [];
  if (ask.source !== undefined) {
    wheres.push(`i."sourceId" = ?`);
    params.push(ask.source);
  }
  if (ask.from !== undefined) {
    wheres.push(`i."endMs" >= ?`);
    params.push(ask.from);
  }
  if (ask.to !== undefined) {
    wheres.push(`i."startMs" <= ?`);
    params.push(ask.to);
  }
  const rows = await sql.rows(
    `SELECT i."id", i."sourceId", s."name" AS sourceName, i."startMs", i."endMs", i."ongoing", i."kind", i."statuses",
       i."failed", i."requests", i."peakRatio", i."scopeLabel", i."cause", i."causeTitle", i."category", i."standing",
       i."summary", i."spark", i."stepsTotal", i."closedMs",
       (SELECT COUNT(*) FROM "ChecklistStep" AS c WHERE c."incidentId" = i."id" AND c."state" IN ('done', 'skipped')) AS stepsDone
     FROM "Incident" AS i JOIN "Source" AS s ON s."id" = i."sourceId"
     WHERE ${wheres.join(" AND ")} ORDER BY i."startMs" DESC LIMIT ${MOST_INCIDENTS}`,
    ...params,
  );
  const returns = findReturns(await readKnownIncidents(sql, ask.source ?? null));
  return rows.map((row) => incidentRow(row, returns.get(String(row["id"])) ?? null));
}

function incidentRow(row: Row, returns: IncidentRow["returns"]): IncidentRow {
  return incidentRowSchema.parse({
    ...row,
    state: row["closedMs"] === null ? "open" : "closed",
    returns,
    ongoing: row["ongoing"] === 1,
    statuses: JSON.parse(String(row["statuses"])),
    spark: JSON.parse(String(row["spark"])),
  });
}
