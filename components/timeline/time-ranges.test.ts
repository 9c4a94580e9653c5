import { describe, expect, it } from "vitest";
import { matchQuickRange, quickRange, rangeFromDrag, zoomOut } from "./time-ranges";

const span = { from: 0, to: 48 * 3_600_000 };

describe("quick ranges", () => {
  it("count back from the last logged moment, not from now", () => {
    expect(quickRange(3_600_000, span)).toEqual({ from: 47 * 3_600_000, to: span.to });
  });
  it("never begin before the log does", () => {
    expect(quickRange(7 * 24 * 3_600_000, span).from).toBe(0);
  });
  it("are recognised again", () => {
    expect(matchQuickRange(quickRange(6 * 3_600_000, span), span)).toBe("6h");
    expect(matchQuickRange({ from: 5, to: 6 }, span)).toBeNull();
  });
});

describe("a range drawn with the mouse", () => {
  it("is ordered and falls on bucket edges", () => {
    expect(rangeFromDrag(190_000, 70_000, 60_000)).toEqual({ from: 60_000, to: 240_000 });
  });
  it("is nothing when it was a click", () => {
    expect(rangeFromDrag(70_000, 80_000, 60_000)).toBeNull();
  });
});

describe("zooming out", () => {
  it("doubles the range around its middle", () => {
    expect(zoomOut({ from: 4_000_000, to: 6_000_000 }, span)).toEqual({ from: 3_000_000, to: 7_000_000 });
  });
  it("ends in the whole span", () => {
    expect(zoomOut({ from: 0, to: 40 * 3_600_000 }, span)).toEqual({ from: null, to: null });
  });
});
