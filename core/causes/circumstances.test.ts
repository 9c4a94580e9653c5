import { expect, it } from "vitest";
import type { Evidence } from "@/core/evidence/evidence";
import { growthText, trafficGrowth } from "./circumstances";

/** What the growth is made of. */
function grown(factor: number, retried: number, requests: number): Evidence {
  const traffic = { beforePerMinute: 10, duringPerMinute: 10 * factor, times: factor, correlation: null };
  const transience = { failed: requests, retried, succeeded: 0, meanDelaySeconds: null };
  return { traffic, transience, spike: { requests } } as never;
}

it("tells the growth as it was counted, and weighs it without what was sent again", () => {
  expect(growthText(grown(2, 0, 100))).toBe("×2");
  expect(trafficGrowth(grown(2, 40, 100))).toBeCloseTo(1.2);
  expect(growthText(grown(2, 40, 100))).toBe("×2, ×1.2 without failed requests sent again");
});
