import { describe, expect, it } from "vitest";
import { scoreStory } from "./score-story";
import { sumScores } from "./sum-scores";
import { labelSchema, needsZone, type Label } from "./label";

const label: Label = {
  case: "one-down",
  title: "one of three stops",
  proxy: "nginx",
  timezone: "UTC",
  files: [{ name: "access.log", role: "access", tier: "proxy" }],
  incidents: [
    {
      observed: { first: "2026-03-04T08:00:00Z", last: "2026-03-04T08:10:00Z", lines: 100 },
      cause: "upstream-down",
      acceptableCauses: ["wrong-port"],
      upstreams: ["10.0.0.1:80"],
      upstreamNames: ["pool/app1"],
      paths: ["/shop"],
    },
  ],
};

type Reported = Parameters<typeof scoreStory>[1]["incidents"][number];

function reported(change: Partial<Reported>, causes = ["upstream-down"], standing: "likely" | "confirmed" = "likely") {
  const scope = { upstreams: ["10.0.0.1:80"], hosts: [], paths: ["/shop/:id"], clients: [] };
  const verdicts = causes.map((cause) => ({
    ...{ cause, category: "upstream", title: cause, standing, score: 0.8, signals: [], missing: [] },
  }));
  const times = { startAt: "2026-03-04T08:00:30Z", endAt: "2026-03-04T08:10:40Z" };
  const rest = { id: "i", kind: "gateway", tier: "origin", ongoing: false, requests: 400 } as const;
  const figures = { peakAt: times.startAt, peakRatio: 1, baselineRatio: 0, baselineLabel: "", summary: "", steps: [] };
  const empty = { hops: [], breakdowns: [], clientsHit: null, join: null, transience: null };
  return {
    ...rest,
    ...times,
    ...figures,
    ...empty,
    statuses: [502],
    failed: 103,
    scope,
    selection: scope,
    verdicts,
    ...change,
  };
}

describe("a report against its label", () => {
  it("is right in all where all agrees", () => {
    const { incidents, extra } = scoreStory(label, { incidents: [reported({})] });
    expect(extra).toEqual([]);
    expect(incidents[0]!.found).toMatchObject({
      ...{ grade: "exact", rank: 1, onsetErrorMs: 30_000, endErrorMs: 40_000 },
      ...{ upstreamsRight: true, routesRight: true, failedRight: true },
    });
  });
  it("takes the names of the lines for the addresses", () => {
    const scope = { upstreams: ["pool/app1"], hosts: [], paths: [], clients: [] };
    const [first] = scoreStory(label, { incidents: [reported({ scope })] }).incidents;
    expect(first!.found).toMatchObject({ upstreamsRight: true, routesRight: false });
  });
  it("marks a wrong cause, and finds the place of the right one among those that stand", () => {
    const [first] = scoreStory(label, {
      incidents: [reported({ failed: 120 }, ["keepalive-race", "wrong-port"])],
    }).incidents;
    expect(first!.found).toMatchObject({ grade: "wrong", rank: 2, failedRight: false });
  });
  it("misses what was not reported in its time, and counts that as extra", () => {
    const later = reported({ startAt: "2026-03-04T09:00:00Z", endAt: "2026-03-04T09:10:00Z" });
    const { incidents, extra } = scoreStory(label, { incidents: [later] });
    expect(incidents[0]!.found).toBeNull();
    expect(extra).toHaveLength(1);
  });
  it("leaves an application's own incident out", () => {
    expect(scoreStory({ ...label, incidents: [] }, { incidents: [reported({ kind: "application" })] }).extra).toEqual(
      [],
    );
  });
});

describe("scores summed", () => {
  it("counts an incident that is none as a wrong answer of its standing", () => {
    const control = { ...label, case: "quiet", incidents: [] };
    const sum = sumScores([
      scoreStory(label, { incidents: [reported({}, ["upstream-down"], "confirmed")] }),
      scoreStory(label, { incidents: [reported({}, ["premature-close"])] }),
      scoreStory(control, { incidents: [reported({}, ["upstream-down"], "confirmed")] }),
    ]);
    expect(sum.all).toMatchObject({
      found: { right: 2, of: 2 },
      cause: { right: 1, of: 2 },
      onset: { right: 2, of: 2 },
    });
    expect(sum.quiet).toEqual({ right: 0, of: 1 });
    expect(sum.extra).toBe(1);
    expect(sum.calibration).toContainEqual({ name: "confirmed", share: { right: 1, of: 2 } });
    expect(sum.calibration).toContainEqual({ name: "likely", share: { right: 0, of: 1 } });
    expect(sum.confused).toEqual([
      { truth: "upstream-down", answer: "premature-close", standing: "likely", story: "one-down" },
    ]);
    expect(sum.onsetError).toEqual({ median: 30_000, p90: 30_000, max: 30_000 });
  });
  it("reads a label that says less", () => {
    expect(needsZone(labelSchema.parse({ ...label, proxy: "haproxy" }))).toBe(true);
    expect(needsZone(label)).toBe(false);
  });
});
