import { describe, expect, it } from "vitest";
import { LATENCY_BOUNDS_MS, latencyBucket, latencyQuantile } from "./latency-histogram";
import { LATENCY_BUCKETS } from "./rollup";

describe("latencyBucket", () => {
  it("has as many bounds as buckets, rising", () => {
    expect(LATENCY_BOUNDS_MS).toHaveLength(LATENCY_BUCKETS);
    expect([...LATENCY_BOUNDS_MS].sort((one, other) => one - other)).toEqual([...LATENCY_BOUNDS_MS]);
  });

  it("puts a duration into the bucket whose bounds hold it", () => {
    for (const ms of [0, 1, 5, 19, 20, 999, 4095, 4096, 59_999, 299_999, 300_000, 1e9]) {
      const bucket = latencyBucket(ms);
      expect(LATENCY_BOUNDS_MS[bucket]).toBeLessThanOrEqual(ms);
      expect(LATENCY_BOUNDS_MS[bucket + 1] ?? Infinity).toBeGreaterThan(ms);
    }
  });
});

describe("latencyQuantile", () => {
  it("is within a fifth of the true quantile", () => {
    const counts = new Int32Array(LATENCY_BUCKETS);
    for (let ms = 1; ms <= 1000; ms++) counts[latencyBucket(ms)]!++;
    for (const q of [0.5, 0.95, 0.99]) expect(Math.abs(latencyQuantile(counts, q)! / (q * 1000) - 1)).toBeLessThan(0.2);
  });

  it("is null where nothing was counted", () => {
    expect(latencyQuantile([], 0.5)).toBeNull();
  });
});
