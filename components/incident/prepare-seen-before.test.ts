import { describe, expect, it } from "vitest";
import type { PastIncident, SeenBefore } from "@/core/contract/past-incidents";
import { closedWords, helpWords, lastedWords, likenessWords, prepareSeenBefore } from "./prepare-seen-before";

const MINUTE = 60_000;
/** 2026-11-12 02:10 UTC */
const THEN = Date.UTC(2026, 10, 12, 2, 10);

const past: PastIncident = {
  ...{ id: "then", sourceId: "s", sourceName: "shop", startMs: THEN, endMs: THEN + 18 * MINUTE, ongoing: false },
  ...{ causeTitle: "Refused", closedMs: null, closedBy: null, score: 1, sameFault: true },
  ...{ reasons: ["same cause", "same status 502"], differences: [], helped: [], moreHelped: 0 },
};

function words(given: Partial<SeenBefore>) {
  const nothing: SeenBefore = {
    ...{ returns: null, regressionOf: null, times: 0, lastMs: null, sameTimeOfDay: false },
    ...{ similar: [], total: 0, compared: 0, since: null },
  };
  return prepareSeenBefore({ ...nothing, ...given }, "UTC");
}

describe("prepareSeenBefore", () => {
  it("says first that something closed has come back, and who closed it", () => {
    const regressionOf = { id: "then", closedMs: THEN + 37 * MINUTE, closedBy: "Eva" };
    const said = words({ returns: "regression", regressionOf, times: 1, lastMs: THEN, similar: [past], total: 1 });
    expect(said).toMatchObject({
      kind: "regression",
      lead: "Closed on Thu 12 Nov 2026, 02:47 by Eva; it has come back: regression.",
    });
    expect(words({ returns: "regression", regressionOf, times: 3, lastMs: THEN }).lead).toMatch(
      / It was here 3 times before\.$/,
    );
  });

  it("counts what recurs, and says when last", () => {
    const recurring = (times: number) => words({ returns: "recurring", times, lastMs: THEN }).lead;
    expect(recurring(1)).toBe("This happened before, on Thu 12 Nov 2026, 02:10.");
    expect(recurring(2)).toBe("This happened twice before, last on Thu 12 Nov 2026, 02:10.");
    expect(words({ returns: "recurring", times: 3, lastMs: THEN, sameTimeOfDay: true }).pattern).toMatch(/same time/);
  });

  it("does not call what is merely like it the same", () => {
    expect(words({ similar: [past], total: 2, compared: 14 })).toMatchObject({
      kind: "similar",
      lead: "Not this fault, but 2 of 14 earlier incidents are like it.",
    });
  });

  it("says that there was nothing, and nothing where there is nothing to compare with", () => {
    expect(words({ compared: 12 })).toMatchObject({
      kind: "first",
      lead: "Not seen before: none of 12 earlier incidents here is like it.",
    });
    expect(words({}).lead).toBeNull();
    expect(words({ since: { times: 2, id: "x", startMs: THEN } }).since).toBe(
      "It has come back since, twice: first on Thu 12 Nov 2026, 02:10.",
    );
  });
});

describe("of an earlier incident", () => {
  it("gives the clock alone on the same day, else the day too", () => {
    expect(lastedWords(past)).toBe("over in 18 min");
    expect(closedWords(past, "UTC")).toBe("never closed");
    const closed = (closedMs: number) => closedWords({ ...past, closedMs, closedBy: "Eva" }, "UTC");
    expect(closed(THEN + 37 * MINUTE)).toBe("closed by Eva, 02:47");
    expect(closed(THEN + 1440 * MINUTE)).toBe("closed by Eva, Fri 13 Nov 2026, 02:10");
    const help = { from: "step", text: "Restart", by: "Eva", atMs: THEN + 31 * MINUTE } as const;
    expect(helpWords(help, past, "UTC")).toBe("step done by Eva, 02:41");
  });

  it("sets what differs against what is the same", () => {
    expect(likenessWords(past)).toBe("same cause, same status 502");
    expect(likenessWords({ ...past, differences: ["another message, “reset”"] })).toBe(
      "same cause, same status 502; but another message, “reset”",
    );
  });
});
