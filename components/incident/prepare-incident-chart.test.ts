import { describe, expect, it } from "vitest";
import type { IncidentDetail } from "@/core/contract/incidents";
import { prepareIncidentChart } from "./prepare-incident-chart";

const MINUTE = 60_000;

function detail(requests: number[], startMs: number, endMs: number): IncidentDetail {
  return {
    sourceId: "s",
    sourceName: "s",
    incident: {
      id: "i",
      kind: "gateway",
      tier: "origin",
      startAt: new Date(startMs).toISOString(),
      endAt: new Date(endMs).toISOString(),
      ongoing: false,
      statuses: [502],
      failed: 1,
      requests: 1,
      peakAt: new Date(startMs).toISOString(),
      peakRatio: 1,
      baselineRatio: 0,
      baselineLabel: "the minute before",
      scope: { upstreams: [], hosts: [], paths: [], clients: [] },
      selection: { upstreams: [], hosts: [], paths: [], clients: [] },
      verdicts: [],
      summary: "",
      steps: [],
      hops: [],
      breakdowns: [],
      clientsHit: null,
      join: null,
      transience: null,
    },
    series: {
      bucketMs: MINUTE,
      buckets: requests.map((count, index) => ({
        atMs: index * MINUTE,
        requests: count,
        s502: index === 2 ? count : 0,
        s503: 0,
        s504: 0,
        s499: 0,
        otherGateway: 0,
        otherErrors: 0,
      })),
    },
    baselineMs: { from: -10 * MINUTE, to: 2 * MINUTE },
    markers: [],
    checklist: [],
    closing: { state: "open", closedMs: null, closedBy: null, note: "", history: [] },
    seenBefore: {
      ...{ returns: null, regressionOf: null, times: 0, lastMs: null, sameTimeOfDay: false },
      ...{ similar: [], total: 0, compared: 0, since: null },
    },
  };
}

describe("prepareIncidentChart", () => {
  it("does not draw minutes that the log does not reach as traffic of zero", () => {
    const chart = prepareIncidentChart(detail([0, 5, 8, 0, 6, 0, 0], 2 * MINUTE, 3 * MINUTE));
    expect(chart.points.map((point) => point.requests)).toEqual([5, 8, 0, 6]);
  });
  it("clips the baseline to what is shown, and explains only statuses that occur", () => {
    const chart = prepareIncidentChart(detail([3, 5, 8], 2 * MINUTE, 3 * MINUTE));
    expect(chart.baseline).toEqual({ x1: 0, x2: 2 * MINUTE });
    expect([...chart.present]).toEqual(["s502"]);
  });
  it("gives a moment's incident the width of a bucket", () => {
    const chart = prepareIncidentChart(detail([3, 5, 8], 2 * MINUTE, 2 * MINUTE));
    expect(chart.incident).toEqual({ x1: 2 * MINUTE, x2: 3 * MINUTE });
  });
});
