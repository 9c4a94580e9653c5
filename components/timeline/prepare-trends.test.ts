import { describe, expect, it } from "vitest";
import type { Trends } from "@/core/contract/trends";
import { clipSpans, headline, prepareTrends } from "./prepare-trends";

const none = { requests: 0, s502: 0, s503: 0, s504: 0, s499: 0, otherGateway: 0, otherErrors: 0 };

function trends(buckets: Partial<Trends["buckets"][number]>[]): Trends {
  const full = buckets.map((bucket, index) => ({ ...none, atMs: index * 60_000, ...bucket }));
  const totals = { ...none };
  for (const bucket of full) {
    totals.requests += bucket.requests;
    totals.s502 += bucket.s502;
    totals.s503 += bucket.s503;
    totals.s504 += bucket.s504;
  }
  return {
    fromMs: 0,
    toMs: full.length * 60_000,
    bucketMs: 60_000,
    spanMs: null,
    buckets: full,
    latency: null,
    totals,
    incidents: [],
    markers: [],
    tiers: ["origin"],
  };
}

describe("prepareTrends", () => {
  it("draws counts, or each status's share of the requests", () => {
    const input = trends([{ requests: 200, s502: 50, s504: 10 }]);
    expect(prepareTrends(input, "count", new Set()).points[0]?.values.s502).toBe(50);
    expect(prepareTrends(input, "ratio", new Set()).points[0]?.values.s502).toBe(0.25);
  });
  it("calls a minute without requests 0, not a gap", () => {
    expect(prepareTrends(trends([{}]), "ratio", new Set()).points[0]?.values.s502).toBe(0);
  });
  it("leaves statuses out that never occur, and keeps hidden ones in the legend", () => {
    const prepared = prepareTrends(trends([{ requests: 10, s502: 4, s504: 1 }]), "count", new Set(["s502"]));
    expect(prepared.series.map((series) => [series.key, series.hidden])).toEqual([
      ["s502", true],
      ["s504", false],
    ]);
    expect(prepared.points[0]?.values.s502).toBe(0);
    expect(prepared.errorMax).toBe(1);
  });
  it("keeps an axis when nothing failed", () => {
    expect(prepareTrends(trends([{ requests: 10 }]), "count", new Set()).errorMax).toBeGreaterThan(0);
  });
});

describe("clipSpans", () => {
  it("cuts spans at the visible range and drops those outside", () => {
    const spans = [
      { startMs: -10, endMs: 50 },
      { startMs: 500, endMs: 600 },
    ];
    expect(clipSpans(spans, 0, 400)).toEqual([{ startMs: -10, endMs: 50, x1: 0, x2: 50 }]);
  });
});

describe("headline", () => {
  it("does not count applications' own errors or clients that left as gateway errors", () => {
    const input = trends([{ requests: 100, s502: 3, s504: 1, s499: 9, otherErrors: 7 }]);
    expect(headline(input)).toEqual({ requests: 100, gatewayErrors: 4, ratio: 0.04 });
  });
  it("has no ratio without requests", () => {
    expect(headline(trends([{}])).ratio).toBeNull();
  });
});
