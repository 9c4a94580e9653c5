import { describe, expect, it } from "vitest";
import { chooseBucket, cutIntoGrains, GRAINS } from "./choose-bucket";

describe("chooseBucket", () => {
  it.each([
    [60, { widthMinutes: 1, grain: 1 }],
    [24 * 60, { widthMinutes: 5, grain: 1 }],
    [7 * 1440, { widthMinutes: 30, grain: 15 }],
    [30 * 1440, { widthMinutes: 120, grain: 15 }],
    [90 * 1440, { widthMinutes: 360, grain: 360 }],
    [3650 * 1440, { widthMinutes: 43_200, grain: 360 }],
  ])("%i minutes", (span, expected) => {
    expect(chooseBucket(span, false)).toEqual(expected);
    expect(span / expected.widthMinutes).toBeLessThanOrEqual(400);
  });

  it("takes coarser cells for combined filters over long ranges", () => {
    expect(chooseBucket(30 * 1440, true)).toEqual({ widthMinutes: 360, grain: 360 });
    expect(chooseBucket(60, true)).toEqual({ widthMinutes: 1, grain: 1 });
  });
});

describe("cutIntoGrains", () => {
  it("covers every minute exactly once", () => {
    for (const [from, to] of [
      [0, 1],
      [7, 1000],
      [359, 361],
      [360, 720],
      [14, 15],
      [1, 100_000],
    ] as const) {
      const stretches = cutIntoGrains(from, to, GRAINS);
      expect(stretches[0]?.from).toBe(from);
      expect(stretches.at(-1)?.to).toBe(to);
      for (const [i, { grain, from: begin, to: end }] of stretches.entries()) {
        expect(begin % grain).toBe(0);
        expect(end % grain).toBe(0);
        if (i > 0) expect(begin).toBe(stretches[i - 1]?.to);
      }
    }
  });
});
