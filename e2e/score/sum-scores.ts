import { groupBy } from "@/core/collections/group-by";
import { exactCausesOf } from "./label";
import type { IncidentScore, StoryScore } from "./score-story";

/** How many of how many. */
export interface Share {
  right: number;
  of: number;
}

export interface GroupScore {
  name: string;
  found: Share;
  /** A right or acceptable cause first. */
  cause: Share;
  exact: Share;
  onset: Share;
  upstreams: Share;
}

/** All that `npm run eval` prints below its first table. */
export interface ScoreSum {
  all: GroupScore;
  top3: Share;
  routes: Share;
  counted: Share;
  extra: number;
  quiet: Share;
  perCause: GroupScore[];
  perProduct: GroupScore[];
  perEvidence: GroupScore[];
  perPart: GroupScore[];
  /** Of the first verdicts with a standing, or a score in a range, how many are right; an incident that is none counts as wrong. */
  calibration: { name: string; share: Share }[];
  confused: { truth: string; answer: string; standing: string; story: string }[];
  /** Absolute errors of the onset in milliseconds. Null without incidents. */
  onsetError: { median: number; p90: number; max: number } | null;
}

interface Told {
  story: StoryScore;
  incident: IncidentScore;
}

/** An onset is right within a minute of the first failing line. */
const ONSET_TOLERANCE_MS = 60_000;

export function sumScores(stories: readonly StoryScore[]): ScoreSum {
  const told = stories.flatMap((story) => story.incidents.map((incident) => ({ story, incident })));
  const controls = stories.filter(({ label }) => label.incidents.length === 0);
  return {
    all: groupScore("all", told),
    top3: shareOf(told, ({ found }) => found !== null && found.rank !== null && found.rank <= 3),
    routes: shareOf(told, ({ found }) => found?.routesRight === true),
    counted: shareOf(told, ({ found }) => found?.failedRight === true),
    extra: stories.reduce((sum, { extra }) => sum + extra.length, 0),
    quiet: { right: controls.filter(({ extra }) => extra.length === 0).length, of: controls.length },
    perCause: groupsOf(told, ({ incident }) => incident.truth.cause),
    perProduct: groupsOf(told, ({ story }) => story.label.proxy),
    perEvidence: groupsOf(told, ({ story }) => evidenceOf(story)),
    perPart: groupsOf(told, ({ story }) => (story.label.calibration === false ? "held out" : "calibration")),
    calibration: calibrationOf(stories),
    confused: told.flatMap(({ story, incident: { truth, found } }) => {
      if (found?.grade !== "wrong") return [];
      const [right = truth.cause] = exactCausesOf(truth);
      return [{ truth: right, answer: found.cause, standing: found.standing, story: story.label.case }];
    }),
    onsetError: onsetErrorOf(told),
  };
}

/** What the operator has beside the access log, e.g. `access + error + config`. */
function evidenceOf({ label }: StoryScore): string {
  const roles = new Set(label.files.map(({ role }) => (role === "app-error" ? "error" : role)));
  const tiers = label.files.some(({ tier }) => tier === "edge") ? "two tiers: " : "";
  return tiers + ["access", "error", "config", "events"].filter((role) => roles.has(role)).join(" + ");
}

function groupsOf(told: readonly Told[], nameOf: (one: Told) => string): GroupScore[] {
  return [...groupBy(told, nameOf)]
    .map(([name, members]) => groupScore(name, members))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function groupScore(name: string, told: readonly Told[]): GroupScore {
  const seen = told.filter(({ incident: { found } }) => found !== null && found.upstreamsRight !== null);
  return {
    name,
    found: shareOf(told, ({ found }) => found !== null),
    cause: shareOf(told, ({ found }) => found !== null && found.grade !== "wrong"),
    exact: shareOf(told, ({ found }) => found?.grade === "exact"),
    onset: shareOf(told, ({ found }) => found !== null && Math.abs(found.onsetErrorMs) <= ONSET_TOLERANCE_MS),
    upstreams: shareOf(seen, ({ found }) => found?.upstreamsRight === true),
  };
}

function shareOf(told: readonly Told[], holds: (incident: IncidentScore) => boolean): Share {
  return { right: told.filter(({ incident }) => holds(incident)).length, of: told.length };
}

function calibrationOf(stories: readonly StoryScore[]): ScoreSum["calibration"] {
  const answers = stories.flatMap(({ incidents, extra }) => [
    ...incidents.flatMap(({ found }) => (found ? [{ ...found, right: found.grade !== "wrong" }] : [])),
    ...extra.map((each) => ({ ...each, right: false })),
  ]);
  const row = (name: string, holds: (answer: (typeof answers)[number]) => boolean) => {
    const members = answers.filter(holds);
    return { name, share: { right: members.filter(({ right }) => right).length, of: members.length } };
  };
  return [
    row("confirmed", ({ standing }) => standing === "confirmed"),
    row("likely", ({ standing }) => standing === "likely"),
    row("possible", ({ standing }) => standing === "possible"),
    row("score 0.9 to 1", ({ score }) => score >= 0.9),
    row("score 0.7 to 0.9", ({ score }) => score >= 0.7 && score < 0.9),
    row("score 0.5 to 0.7", ({ score }) => score >= 0.5 && score < 0.7),
    row("score below 0.5", ({ score }) => score < 0.5),
  ];
}

function onsetErrorOf(told: readonly Told[]): ScoreSum["onsetError"] {
  const errors = told.flatMap(({ incident: { found } }) => (found ? [Math.abs(found.onsetErrorMs)] : []));
  errors.sort((one, other) => one - other);
  const at = (part: number) => errors[Math.min(errors.length - 1, Math.floor(part * errors.length))] ?? 0;
  return errors.length > 0 ? { median: at(0.5), p90: at(0.9), max: at(1) } : null;
}
