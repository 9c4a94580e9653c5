import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { compareIncidents, SIMILAR, type Comparable } from "@/core/diagnosis/compare-incidents";
import { areRelated } from "@/core/diagnosis/give-way";
import { traitsOf } from "@/core/diagnosis/incident-traits";
import { ScanPool } from "@/server/ingest/scan-pool";
import { analyzeFiles } from "@/server/ingest/analyze-files";
import { expectDiagnosed } from "@/e2e/expect-diagnosed";
import { isNamedEdge, labelSchema, needsZone } from "@/e2e/score/label";
import type { StoryScore } from "@/e2e/score/score-story";
import { sumScores, type ScoreSum, type Share } from "@/e2e/score/sum-scores";

// Every folder here holds the logs of one story, recorded from real proxies with a real fault, and `label.json` with the truth.

const ROOT = path.dirname(fileURLToPath(import.meta.url));
const ONSET_TOLERANCE_MS = 60_000;
/** The least that all stories together must reach, so that no change trades one story for another unseen. */
const LEAST = { cause: 0.95, exact: 0.9, top3: 0.99, onset: 0.9, upstreams: 0.9, confirmed: 0.99, likely: 0.85 };

const stories = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

// The stories share their threads, which compile once.
const pool = new ScanPool();
afterAll(() => pool.close());

const scores: StoryScore[] = [];

async function analyze(story: string) {
  const folder = path.join(ROOT, story);
  const label = labelSchema.parse(JSON.parse(readFileSync(path.join(folder, "label.json"), "utf8")));
  const inputs = label.files.map((file) => ({
    path: path.join(folder, file.name),
    name: file.name,
    tier: isNamedEdge(label, file) ? ("edge" as const) : null,
  }));
  const options = {
    ...{ logFormat: null, fromMs: null, toMs: null, pool },
    timezone: needsZone(label) ? label.timezone : null,
  };
  const { report } = await analyzeFiles(inputs, options, () => {});
  return { label, report };
}

/** Every incident found below, as if all stories were of one source. */
const seen: (Comparable & { story: string })[] = [];

describe.each(stories)("%s", (story) => {
  it("is diagnosed as it happened", async () => {
    const { label, report } = await analyze(story);
    seen.push(...report.incidents.map((incident) => ({ story, sourceId: "one", traits: traitsOf(incident) })));
    scores.push(expectDiagnosed(label, report, ONSET_TOLERANCE_MS));
  });
});

describe("all stories together", () => {
  const part = ({ right, of }: Share) => right / of;
  it.each([
    ["a right or acceptable cause first", "cause", (sum: ScoreSum) => sum.all.cause],
    ["the exact cause first", "exact", (sum: ScoreSum) => sum.all.exact],
    ["a right cause among the first three", "top3", (sum: ScoreSum) => sum.top3],
    ["the onset within a minute", "onset", (sum: ScoreSum) => sum.all.onset],
    ["the upstreams", "upstreams", (sum: ScoreSum) => sum.all.upstreams],
    ["confirmed verdicts that are right", "confirmed", (sum: ScoreSum) => calibrated(sum, "confirmed")],
    ["likely verdicts that are right", "likely", (sum: ScoreSum) => calibrated(sum, "likely")],
  ] as const)("%s", (_what, least, shareIn) => {
    expect(scores.length).toBe(stories.length);
    expect(part(shareIn(sumScores(scores)))).toBeGreaterThanOrEqual(LEAST[least]);
  });
});

function calibrated(sum: ScoreSum, standing: string): Share {
  return sum.calibration.find(({ name }) => name === standing)!.share;
}

/** Stories of the same cause in the same place, which nothing in the logs tells apart. */
const ALIKE = [
  "abusive-client and crawler-combined-only",
  "connection-limit-access-only and rate-limited",
  "dns-nxdomain and dns-servfail-access-only",
  "dns-servfail-access-only and dns-silent",
  "haproxy-check-answers-503 and haproxy-health-check-flapping",
  "slow-upstream and varnish-first-byte-timeout-access-only",
  "varnish-first-byte-timeout-access-only and worker-timeout",
  "varnish-first-byte-timeout-access-only and worker-timeout-access-only",
];

describe("an incident that comes again", () => {
  it("is known again, with and without the messages, and none of another story is taken for it", () => {
    const taken: string[] = [];
    for (const [at, one] of seen.entries()) {
      expect(compareIncidents(one, one), one.story).toMatchObject({ sameFault: true });
      const poorer = { ...one, traits: { ...one.traits, signatures: null } };
      expect(compareIncidents(one, poorer).score, one.story).toBeGreaterThanOrEqual(SIMILAR);
      for (const other of seen.slice(at + 1)) {
        if (other.story === one.story) continue;
        const { sameFault, score, reasons } = compareIncidents(one, other);
        if (sameFault) taken.push(`${one.story} and ${other.story}`);
        const [a, b] = [one.traits.cause, other.traits.cause];
        if (score < SIMILAR || a === b || areRelated(a, b)) continue;
        // Another cause in the same place is shown where the proxy wrote the very same message.
        expect(reasons.join("; "), `${one.story} and ${other.story}`).toMatch(/same messages? /);
      }
    }
    expect(taken.filter((pair) => !ALIKE.includes(pair))).toEqual([]);
  });
});
