import { describe, expect, it } from "vitest";
import type { IncidentDetail } from "@/core/contract/incidents";
import { incidentMarkdown } from "./incident-markdown";

/** 2026-11-12 02:10 UTC */
const THEN = Date.UTC(2026, 10, 12, 2, 10);
const MINUTE = 60_000;

function detail(given: Partial<IncidentDetail>): IncidentDetail {
  const scope = { upstreams: ["10.0.0.2:80"], hosts: [], paths: [], clients: [] };
  const at = new Date(THEN + 8 * 86_400_000).toISOString();
  return {
    ...{ sourceId: "s", sourceName: "shop", baselineMs: null, markers: [], checklist: [] },
    series: { bucketMs: MINUTE, buckets: [] },
    incident: {
      ...{ id: "i", kind: "gateway", tier: "origin", startAt: at, endAt: at, peakAt: at, ongoing: false, failed: 1 },
      ...{ statuses: [502], requests: 1, peakRatio: 1, baselineRatio: 0, baselineLabel: "", scope, selection: scope },
      ...{ verdicts: [], summary: "It failed.", steps: [], hops: [], breakdowns: [], clientsHit: null, join: null },
      transience: null,
    },
    closing: { state: "open", closedMs: null, closedBy: null, note: "", history: [] },
    seenBefore: {
      ...{ returns: null, regressionOf: null, times: 0, lastMs: null, sameTimeOfDay: false },
      ...{ similar: [], total: 0, compared: 0, since: null },
    },
    ...given,
  };
}

describe("incidentMarkdown", () => {
  it("says nothing of the past where there is none", () => {
    const text = incidentMarkdown(detail({}), "UTC");
    expect(text).not.toMatch(/before|State/);
    expect(text).toContain("- Scope: 10.0.0.2:80\n\n## Why");
  });

  it("says who closed it and what helped, and keeps a note on its line", () => {
    const closing = {
      ...{ state: "closed" as const, closedMs: THEN, closedBy: "Eva", history: [] },
      note: "restarted app-2\n# not a heading",
    };
    expect(incidentMarkdown(detail({ closing }), "UTC")).toContain(
      "- State: closed by Eva, Thu 12 Nov 2026, 02:10; what helped: restarted app-2 # not a heading\n",
    );
  });

  it("carries the regression, what is the same, and what helped then", () => {
    const past = {
      ...{ id: "then", sourceId: "s", sourceName: "shop", startMs: THEN, endMs: THEN + 18 * MINUTE, ongoing: false },
      ...{ causeTitle: "Refused", closedMs: THEN + 37 * MINUTE, closedBy: "Eva", score: 1, sameFault: true },
      ...{ reasons: ["same cause", "same upstream 10.0.0.2:80"], differences: [], moreHelped: 0 },
      helped: [{ from: "step" as const, text: "restarted <app-2>", by: "Eva", atMs: THEN + 31 * MINUTE }],
    };
    const seenBefore = {
      ...{ returns: "regression" as const, times: 1, lastMs: THEN, sameTimeOfDay: false, compared: 5, since: null },
      regressionOf: { id: "then", closedMs: THEN + 37 * MINUTE, closedBy: "Eva" },
      ...{ similar: [past], total: 3 },
    };
    const text = incidentMarkdown(detail({ seenBefore }), "UTC");
    const section = text.slice(text.indexOf("## Seen before"), text.indexOf("## Why"));
    expect(section.trimEnd().split("\n")).toEqual([
      "## Seen before",
      "",
      "Closed on Thu 12 Nov 2026, 02:47 by Eva; it has come back: regression.",
      "",
      "- Thu 12 Nov 2026, 02:10, over in 18 min, closed by Eva, 02:47 (same cause, same upstream 10.0.0.2:80)",
      "  - helped then: restarted \\<app-2\\> (step done by Eva, 02:41)",
      "- and 2 more",
    ]);
  });
});
