import { describe, expect, it } from "vitest";
import type { Breakdown } from "@/core/contract/report";
import { prepareBreakdown } from "./prepare-breakdown";

const row: Breakdown["rows"][number] = {
  value: "a",
  failed: 0,
  requests: 10,
  ratio: 0,
  baselineRatio: 0,
  times: null,
  failedShare: 0,
  requestShare: 1,
};

function breakdown(rows: Partial<typeof row>[]): Breakdown {
  return {
    dimension: "upstream",
    rows: rows.map((more) => ({ ...row, ...more })),
    shown: rows.length,
    total: rows.length,
    baselineLabel: null,
  };
}

describe("prepareBreakdown", () => {
  it("draws all bars on one scale, the baselines too", () => {
    const bars = prepareBreakdown(breakdown([{ ratio: 0.5 }, { ratio: 0.1, baselineRatio: 0.25 }]));
    expect(bars.map((bar) => [bar.bar, bar.baselineBar])).toEqual([
      [1, 0],
      [0.2, 0.5],
    ]);
  });
  it("marks what fails far more often than before, but not for a handful of failures", () => {
    const bars = prepareBreakdown(
      breakdown([
        { failed: 40, ratio: 0.5, baselineRatio: 0.01, times: 50 },
        { failed: 2, ratio: 0.5, baselineRatio: 0.01, times: 50 },
        { failed: 40, ratio: 0.02, baselineRatio: 0.01, times: 2 },
      ]),
    );
    expect(bars.map((bar) => bar.stands)).toEqual([true, false, false]);
  });
  it("names the empty value and survives a table without failures", () => {
    const [bar] = prepareBreakdown(breakdown([{ value: "" }]));
    expect(bar?.label).toBe("(not logged)");
    expect(bar?.bar).toBe(0);
  });
});
