import type { Incident, Report, Standing } from "@/core/contract/report";
import { exactCausesOf, type Label, type LabelledIncident } from "./label";

/** How one answer compares with the truth; durations in milliseconds, reported minus observed. */
export interface IncidentScore {
  truth: LabelledIncident;
  /** Null where no reported incident overlaps the true one. */
  found: {
    cause: string;
    standing: Standing;
    score: number;
    grade: "exact" | "accepted" | "wrong";
    /** 1-based place of the first right cause among those that stand; null where none is right. */
    rank: number | null;
    onsetErrorMs: number;
    endErrorMs: number;
    upstreams: readonly string[];
    /** Null where the files cannot show the upstreams. */
    upstreamsRight: boolean | null;
    routes: readonly string[];
    routesRight: boolean;
    failed: number;
    failedRight: boolean;
  } | null;
}

export interface StoryScore {
  label: Label;
  incidents: IncidentScore[];
  /** Reported gateway incidents that are none. */
  extra: { cause: string; standing: Standing; score: number; summary: string }[];
}

/** Compares what was reported for one story with its label. Incidents of kind "application" do not count, for they are no gateway's. */
export function scoreStory(label: Label, report: Pick<Report, "incidents">): StoryScore {
  const left = report.incidents.filter(({ kind }) => kind === "gateway");
  const incidents = label.incidents.map((truth) => {
    const incident = nearest(truth, left);
    if (incident) left.splice(left.indexOf(incident), 1);
    return { truth, found: incident ? compare(truth, incident) : null };
  });
  return { label, incidents, extra: left.map((incident) => ({ ...answerOf(incident), summary: incident.summary })) };
}

/** Of the incidents that overlap the true one, that with the nearest onset. */
function nearest({ observed }: LabelledIncident, reported: readonly Incident[]): Incident | undefined {
  const first = Date.parse(observed.first);
  const last = Date.parse(observed.last);
  const distance = (incident: Incident) => Math.abs(Date.parse(incident.startAt) - first);
  return reported
    .filter((incident) => Date.parse(incident.startAt) <= last && Date.parse(incident.endAt) >= first)
    .sort((one, other) => distance(one) - distance(other))[0];
}

function answerOf(incident: Incident) {
  const verdict = incident.verdicts[0];
  return verdict
    ? { cause: verdict.cause, standing: verdict.standing, score: verdict.score }
    : { cause: "(none)", standing: "no-data" as const, score: 0 };
}

function compare(truth: LabelledIncident, incident: Incident): NonNullable<IncidentScore["found"]> {
  const exact = exactCausesOf(truth);
  const right = [...exact, ...truth.acceptableCauses];
  const answer = answerOf(incident);
  const standing = incident.verdicts.filter(
    (verdict) => verdict.standing !== "ruled-out" && verdict.standing !== "no-data",
  );
  const rank = standing.findIndex(({ cause }) => right.includes(cause));
  const upstreams = incident.scope.upstreams;
  return {
    ...answer,
    grade: exact.includes(answer.cause) ? "exact" : right.includes(answer.cause) ? "accepted" : "wrong",
    rank: rank < 0 ? null : rank + 1,
    onsetErrorMs: Date.parse(incident.startAt) - Date.parse(truth.observed.first),
    endErrorMs: Date.parse(incident.endAt) - Date.parse(truth.observed.last),
    upstreams,
    // By address where the config tells it, else by the names that the lines show.
    upstreamsRight:
      truth.visible?.upstreams === false
        ? null
        : [truth.upstreams, truth.upstreamNames ?? []].some((names) => sameSet(upstreams, names)),
    routes: incident.scope.paths,
    routesRight: sameRoutes(incident.scope.paths, truth.paths),
    failed: incident.failed,
    failedRight: countsAs(incident.failed, truth.observed.lines),
  };
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value) => other.includes(value));
}

/** All labelled routes are named and no other; where none is labelled, none is. */
function sameRoutes(named: readonly string[], prefixes: readonly string[]): boolean {
  return (
    named.every((route) => prefixes.some((prefix) => route.startsWith(prefix))) &&
    prefixes.every((prefix) => named.some((route) => route.startsWith(prefix)))
  );
}

/** Stray failures may fall into an incident's minutes, and a straggler behind its end. */
function countsAs(failed: number, lines: number): boolean {
  return Math.abs(failed - lines) <= Math.max(2, 0.05 * lines);
}
