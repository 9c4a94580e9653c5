import { table } from "@/cli/terminal-text";
import type { IncidentScore, StoryScore } from "./score-story";
import type { GroupScore, ScoreSum, Share } from "./sum-scores";

const WIDTH = 400;

const seconds = (durationMs: number) => `${Math.round(durationMs / 1000)} s`;
const share = ({ right, of }: Share) =>
  of === 0 ? "–" : right === of ? `${of}` : `${right}/${of} (${((100 * right) / of).toFixed(0)} %)`;

/** One row per incident, or per control. */
export function storyTable(scored: readonly { score: StoryScore; tookMs: number | null }[]): string {
  const rows = scored.flatMap(({ score, tookMs }) => {
    const took = tookMs === null ? "" : `${Math.round(tookMs)} ms`;
    const extra = score.extra.length > 0 ? `${score.extra.length} EXTRA` : "";
    if (score.incidents.length > 0) return score.incidents.map((each) => incidentRow(score, each, extra, took));
    return [[score.label.case, extra === "" ? "quiet" : `FALSE ALARM: ${extra}`, "", "", "", "", "", "", "", took]];
  });
  return table(
    ["case", "found", "cause", "standing", "onset", "end", "upstreams", "routes", "failed", "time"],
    rows,
    WIDTH,
  );
}

function incidentRow({ label }: StoryScore, { truth, found }: IncidentScore, extra: string, took: string): string[] {
  if (!found) return [label.case, `MISSED ${extra}`, "", "", "", "", "", "", "", took];
  return [
    label.case,
    `found ${extra}`,
    `${found.grade === "wrong" ? "WRONG" : found.grade} ${found.cause}`,
    `${found.standing} ${found.score.toFixed(2)}`,
    seconds(found.onsetErrorMs),
    seconds(found.endErrorMs),
    found.upstreamsRight === null
      ? "not visible"
      : found.upstreamsRight
        ? "same"
        : `WRONG ${found.upstreams.join(" ") || "(all)"}`,
    found.routesRight ? "same" : `WRONG ${found.routes.length}`,
    `${found.failedRight ? "" : "WRONG "}${found.failed}/${truth.observed.lines}`,
    took,
  ];
}

/** The tables below: by cause, product and evidence, calibration, and what was confused. */
export function sumTables(sum: ScoreSum): string {
  const groups = (title: string, rows: readonly GroupScore[]) =>
    table(
      [title, "incidents", "found", "right cause first", "exact", "onset within 1 min", "upstreams"],
      rows.map(({ name, found, cause, exact, onset, upstreams }) => [
        name,
        `${found.of}`,
        ...[found, cause, exact, onset, upstreams].map(share),
      ]),
      WIDTH,
    );
  const confused = sum.confused.map(({ truth, answer, standing, story }) => [truth, answer, standing, story]);
  return [
    groups("cause", sum.perCause),
    groups("product", sum.perProduct),
    groups("what the operator has", sum.perEvidence),
    groups("scenarios", [...sum.perPart, sum.all]),
    table(
      ["first verdict", "answers", "right"],
      sum.calibration.map(({ name, share: each }) => [name, `${each.of}`, share(each)]),
      WIDTH,
    ),
    ...(confused.length > 0 ? [table(["confused", "answer", "standing", "case"], confused, WIDTH)] : []),
    [
      `right among the first three ${share(sum.top3)}`,
      `routes ${share(sum.routes)}`,
      `failures counted ${share(sum.counted)}`,
      `extra incidents ${sum.extra}`,
      `controls quiet ${share(sum.quiet)}`,
      sum.onsetError
        ? `onset off by ${seconds(sum.onsetError.median)} (median), ${seconds(sum.onsetError.p90)} (9 in 10), ${seconds(sum.onsetError.max)} (most)`
        : "",
    ]
      .filter((part) => part !== "")
      .join("   ") + "\n",
  ].join("\n");
}
