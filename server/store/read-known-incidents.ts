import { incidentTraitsSchema, type IncidentTraits } from "@/core/contract/past-incidents";
import { incidentSchema } from "@/core/contract/report";
import type { KnownIncident } from "@/core/diagnosis/find-seen-before";
import { traitsOf } from "@/core/diagnosis/incident-traits";
import type { Row, Sql } from "./open-store";

/** Incidents held against each other: those of some years of a busy site, and some milliseconds to read. */
const MOST_KNOWN = 2000;

/** An incident of the store by which others can be known again. */
export interface StoredIncident extends KnownIncident {
  sourceName: string;
  ongoing: boolean;
  closedBy: string | null;
  closingNote: string;
}

/** The incidents of all sources by what they are compared by, the latest first; those of `sourceId` before others where there are too many. */
export async function readKnownIncidents(sql: Sql, sourceId: string | null): Promise<StoredIncident[]> {
  const rows = await sql.rows(
    `SELECT i."id", i."sourceId", s."name" AS sourceName, i."startMs", i."endMs", i."ongoing", i."closedMs", i."closedBy", i."closingNote",
       i."traits", CASE WHEN i."traits" IS NULL THEN i."report" END AS report
     FROM "Incident" AS i JOIN "Source" AS s ON s."id" = i."sourceId"
     ORDER BY i."sourceId" = ? DESC, i."startMs" DESC LIMIT ${MOST_KNOWN}`,
    sourceId,
  );
  return rows.map((row) => ({
    id: String(row["id"]),
    sourceId: String(row["sourceId"]),
    sourceName: String(row["sourceName"]),
    startMs: Number(row["startMs"]),
    endMs: Number(row["endMs"]),
    ongoing: row["ongoing"] === 1,
    closedMs: row["closedMs"] === null ? null : Number(row["closedMs"]),
    closedBy: row["closedBy"] === null ? null : String(row["closedBy"]),
    closingNote: String(row["closingNote"]),
    traits: traitsIn(row),
  }));
}

/** Saved before there were traits: they follow from the report until the next analysis writes them down. */
function traitsIn(row: Row): IncidentTraits {
  return row["traits"] === null
    ? traitsOf(incidentSchema.parse(JSON.parse(String(row["report"]))))
    : incidentTraitsSchema.parse(JSON.parse(String(row["traits"])));
}
