import { describe, expect, it } from "vitest";
import { readDurationMs, readSizeBytes } from "./read-duration";

describe("readDurationMs", () => {
  it("reads what each product writes", () => {
    expect(
      ["60s", "60", "500ms", "1m 30s", "1h30m", "1.5s", "2 minutes", "250us"].map((text) => readDurationMs(text)),
    ).toEqual([60_000, 60_000, 500, 90_000, 5_400_000, 1500, 120_000, 0.25]);
  });
  it("counts a bare number in the product's unit", () => {
    expect(readDurationMs("5000", 1)).toBe(5000);
  });
  it("tells what is no duration, at once", () => {
    const startMs = Date.now();
    expect(
      ["soon", "", "-1", "5 parsecs", "$timeout", "1".repeat(59) + "x", "1".repeat(1e6)].map((text) =>
        readDurationMs(text),
      ),
    ).toEqual(Array(7).fill(null));
    expect(Date.now() - startMs).toBeLessThan(1000);
  });
});

describe("readSizeBytes", () => {
  it("reads sizes, of `8 16k` the size of one buffer", () => {
    expect(["4k", "8 16k", "1m", "4096", "16KB", "big", ""].map(readSizeBytes)).toEqual([
      4096,
      16_384,
      1_048_576,
      4096,
      16_384,
      null,
      null,
    ]);
  });
});
