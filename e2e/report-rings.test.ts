import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { reportRing, reportTotals } from "./report-rings.mjs";

const ring = { name: "real proxies", passed: 0, failed: 0, skipped: 0, failures: [], unavailable: null, tookMs: 1234 };

let said: string[] = [];
beforeEach(() => {
  said = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => vi.restoreAllMocks());

describe("a ring of which a part could not run", () => {
  const partly = { ...ring, passed: 34, skipped: 5, unavailable: "not installed: squid" };

  it("is told with what ran", () => {
    reportRing(partly);
    expect(said[0]).toContain("34 passed, 5 skipped; could not run: not installed: squid  (1.2 s)");
  });

  it("is named at the end, and fails where that is asked for", () => {
    expect(reportTotals([partly], { unavailableFails: true })).toBe(1);
    expect(said.join("\n")).toContain("Could not run:\n  real proxies: not installed: squid");
    expect(said.at(-1)).toBe("\n34 passed, 1 failed, 5 skipped");
    expect(reportTotals([partly], { unavailableFails: false })).toBe(0);
    expect(said.at(-1)).toBe("\n34 passed, 0 failed, 5 skipped");
  });
});

it("says of a ring that could not run at all only why", () => {
  reportRing({ ...ring, unavailable: "nothing is installed" });
  expect(said[0]).toMatch(/real proxies +could not run: nothing is installed {2}\(1\.2 s\)$/);
});
