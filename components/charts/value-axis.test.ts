import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueAxis } from "./value-axis";

describe("valueAxis", () => {
  it("ends on a round tick just above the highest value", () => {
    expect(valueAxis(184, 4, false)).toEqual({ max: 200, ticks: [0, 50, 100, 150, 200] });
    expect(valueAxis(58, 2, true)).toEqual({ max: 100, ticks: [0, 50, 100] });
  });
  it("keeps counts on whole numbers", () => {
    expect(valueAxis(2, 4, true)).toEqual({ max: 2, ticks: [0, 1, 2] });
  });
  it("does ratios", () => {
    expect(valueAxis(0.31, 4, false).ticks).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
  });
  it("always covers the highest value with few ticks", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), fc.boolean(), (highest, whole) => {
        const axis = valueAxis(highest, 4, whole);
        return axis.max >= highest * (1 - 1e-9) && axis.ticks.length <= 6;
      }),
    );
  });
});
