import type { Help, PastIncident, SeenBefore } from "@/core/contract/past-incidents";
import { stepSchema } from "@/core/contract/report";
import { findSeenBefore } from "@/core/diagnosis/find-seen-before";
import type { Sql } from "./open-store";
import { readKnownIncidents, type StoredIncident } from "./read-known-incidents";
import { NOBODY } from "./update-step";

/** More are no help at 03:00; how many there are is said beside them. */
const MOST_SIMILAR = 10;
/** Steps quoted per earlier incident. */
const MOST_STEPS = 3;

/** What the store knows of earlier incidents like this one, and what helped then. */
export async function readSeenBefore(sql: Sql, id: string, sourceId: string): Promise<SeenBefore> {
  const known = await readKnownIncidents(sql, sourceId);
  const self = known.find((incident) => incident.id === id);
  if (self === undefined) return NOTHING;
  const found = findSeenBefore(self, known);
  const closed = found.regressionOf;
  const similar: PastIncident[] = [];
  for (const { incident, likeness } of found.similar.slice(0, MOST_SIMILAR)) {
    const { score, sameFault, reasons, differences } = likeness;
    similar.push({
      id: incident.id,
      sourceId: incident.sourceId,
      sourceName: incident.sourceName,
      startMs: incident.startMs,
      endMs: incident.endMs,
      ongoing: incident.ongoing,
      causeTitle: incident.traits.causeTitle,
      closedMs: incident.closedMs,
      closedBy: incident.closedBy,
      score,
      sameFault,
      reasons,
      differences,
      ...(await whatHelped(sql, incident)),
    });
  }
  return {
    returns: found.returns,
    regressionOf:
      closed === null || closed.closedMs === null
        ? null
        : { id: closed.id, closedMs: closed.closedMs, closedBy: closed.closedBy ?? NOBODY },
    times: found.times,
    lastMs: found.lastMs,
    sameTimeOfDay: found.sameTimeOfDay,
    similar,
    total: found.similar.length,
    compared: found.compared,
    since: found.since && { times: found.since.times, id: found.since.first.id, startMs: found.since.first.startMs },
  };
}

const NOTHING: SeenBefore = {
  ...{ returns: null, regressionOf: null, times: 0, lastMs: null, sameTimeOfDay: false },
  ...{ similar: [], total: 0, compared: 0, since: null },
};

/**
 * The note of the closing, and the steps that were done: a fix is what somebody changed, a check helped where somebody wrote down
 * what it showed. Without a closing the steps alone.
 */
async function whatHelped(sql: Sql, incident: StoredIncident): Promise<{ helped: Help[]; moreHelped: number }> {
  const done = await sql.rows(
    `SELECT "note", "author", "changedMs", "step" FROM "ChecklistStep" WHERE "incidentId" = ? AND "state" = 'done' ORDER BY "changedMs"`,
    incident.id,
  );
  const { closingNote, closedBy, closedMs } = incident;
  const steps = done.flatMap((row): Help[] => {
    const { title, kind } = stepSchema.parse(JSON.parse(String(row["step"])));
    const note = String(row["note"]);
    if (kind !== "fix" && note === "") return [];
    const text = note === "" ? title : `${title}: ${note}`;
    // Taken over into the closing's note, as the dialog offers it: once is enough.
    if (closedMs !== null && closingNote.includes(text)) return [];
    return [{ from: "step", text, by: String(row["author"] ?? NOBODY), atMs: Number(row["changedMs"]) }];
  });
  const closing: Help[] =
    closingNote === "" || closedMs === null
      ? []
      : [{ from: "closing", text: closingNote, by: closedBy ?? NOBODY, atMs: closedMs }];
  return {
    helped: [...closing, ...steps.slice(0, MOST_STEPS)],
    moreHelped: Math.max(0, steps.length - MOST_STEPS),
  };
}
