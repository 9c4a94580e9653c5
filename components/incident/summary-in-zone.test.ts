import { describe, expect, it } from "vitest";
import { summaryInZone } from "./summary-in-zone";

const startMs = Date.UTC(2026, 2, 4, 22, 44);
const endMs = Date.UTC(2026, 2, 4, 23, 10);
const told = (times: string) => ({ summary: `app-1 refused connections ${times}: 134 of 140 failed.`, startMs, endMs });

describe("a summary on the clock of the page", () => {
  it("tells the times of the zone, and the day where it changes there", () => {
    expect(summaryInZone(told("from 22:44 to 23:10 UTC"), "Europe/Berlin")).toBe(
      "app-1 refused connections from 23:44 to 2026-03-05 00:10: 134 of 140 failed.",
    );
    expect(summaryInZone(told("from 22:44 to 23:10 UTC"), "America/New_York")).toContain("from 17:44 to 18:10:");
  });
  it("tells one time where there is one", () => {
    expect(summaryInZone(told("since 22:44 UTC, and still when the logs end"), "Asia/Tokyo")).toContain(
      "since 07:44, and still",
    );
    expect(summaryInZone(told("at 22:44 UTC"), "UTC")).toContain("connections at 22:44:");
  });
  it("leaves a sentence without times as it is", () => {
    expect(summaryInZone(told("once"), "Europe/Berlin")).toBe(told("once").summary);
  });
});
