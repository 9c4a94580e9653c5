import { describe, expect, it } from "vitest";
import { findReturns, findSeenBefore, type KnownIncident } from "./find-seen-before";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** 2026-03-01 02:10 UTC */
const START = Date.UTC(2026, 2, 1, 2, 10);

interface Given {
  day: number;
  minute?: number;
  lasts?: number;
  upstream?: string;
  sourceId?: string;
  closedDay?: number;
}

/** An incident `day` days and `minute` minutes after the start, named by `id`. */
function known(id: string, given: Given): KnownIncident {
  const { day, minute = 0, lasts = 18, upstream = "a:80", sourceId = "shop", closedDay } = given;
  const startMs = START + day * DAY + minute * MINUTE;
  return {
    ...{ id, sourceId, startMs, endMs: startMs + lasts * MINUTE },
    closedMs: closedDay === undefined ? null : START + closedDay * DAY,
    traits: {
      ...{ kind: "gateway", tier: "origin", cause: "upstream-down", causeTitle: "Refused", category: "upstream" },
      ...{ product: "nginx", statuses: [502], signatures: null },
      scope: { upstreams: [upstream], hosts: [], paths: [], clients: [] },
    },
  };
}

const idsOf = (found: { similar: { incident: KnownIncident }[] }) => found.similar.map(({ incident }) => incident.id);

describe("findSeenBefore", () => {
  it("knows nothing of an incident that is the first of its kind", () => {
    const self = known("self", { day: 0 });
    const other = known("other", { day: -1, upstream: "b:80" });
    const strange = { ...other, id: "strange", traits: { ...other.traits, cause: "dns-failure", category: "dns" } };
    expect(findSeenBefore(self, [self, strange])).toEqual({
      ...{ returns: null, regressionOf: null, times: 0, lastMs: null, sameTimeOfDay: false, similar: [] },
      ...{ compared: 1, since: null },
    });
  });

  it("never holds an incident against itself or against others of the same outage", () => {
    const self = known("self", { day: 0 });
    const fellows = [
      known("beside", { day: 0, minute: 3 }),
      known("just before", { day: 0, minute: -25, lasts: 18 }),
      known("around", { day: -1, lasts: 3000 }),
    ];
    expect(findSeenBefore(self, [self, ...fellows])).toMatchObject({ returns: null, similar: [], compared: 0 });
    const own = known("just far enough", { day: 0, minute: -28, lasts: 18 });
    expect(findSeenBefore(self, [self, own])).toMatchObject({ returns: "recurring", times: 1 });
  });

  it("is a regression only where the earlier one was closed before it began", () => {
    const self = known("self", { day: 10 });
    const returns = (closedDay?: number) =>
      findSeenBefore(self, [known("then", closedDay === undefined ? { day: 0 } : { day: 0, closedDay })]).returns;
    expect(returns()).toBe("recurring");
    expect(returns(1)).toBe("regression");
    expect(returns(10)).toBe("regression");
    expect(returns(10.001)).toBe("recurring");
  });

  it("names the one closed last, counts outages, and looks ahead", () => {
    const self = known("self", { day: 10 });
    const found = findSeenBefore(self, [
      known("first", { day: 0, closedDay: 1 }),
      known("second", { day: 4, closedDay: 5 }),
      known("part of the second", { day: 4, minute: 20 }),
      known("elsewhere", { day: 6, upstream: "b:80", closedDay: 7 }),
      known("open", { day: 8 }),
      known("later", { day: 12 }),
      known("later still", { day: 13 }),
    ]);
    expect(found).toMatchObject({ returns: "regression", times: 3, lastMs: START + 8 * DAY, compared: 5 });
    expect(found.regressionOf?.id).toBe("second");
    expect(found.since).toMatchObject({ times: 2, first: { id: "later" } });
  });

  it("puts its own source first, then the same fault, then what was closed, then the latest", () => {
    const self = known("self", { day: 10 });
    const found = findSeenBefore(self, [
      known("old", { day: 1 }),
      known("other system", { day: 9, sourceId: "blog" }),
      known("recent", { day: 5 }),
      known("closed", { day: 3, closedDay: 11 }),
      known("another member", { day: 7, upstream: "b:80" }),
    ]);
    expect(idsOf(found)).toEqual(["closed", "recent", "old", "another member", "other system"]);
    expect(found.times).toBe(3);
  });

  it("notices the same time of day from three days on, over midnight too", () => {
    const at = (...minutes: number[]) => {
      const all = minutes.map((minute, day) => known(String(day), { day: -day, minute }));
      return findSeenBefore(all[0]!, all).sameTimeOfDay;
    };
    expect(at(0, 4)).toBe(false);
    expect(at(0, 4, -20)).toBe(true);
    expect(at(0, 4, -40)).toBe(false);
    // 23:55, 00:05 and 00:10.
    expect(at(-135, -125, -120)).toBe(true);
    const self = known("self", { day: 0 });
    const sameDay = [known("a", { day: -1 }), known("b", { day: -1, minute: 1 })];
    expect(findSeenBefore(self, sameDay).sameTimeOfDay).toBe(false);
  });
});

describe("findReturns", () => {
  it("says of a list what findSeenBefore says of each", () => {
    const all = [
      known("first", { day: 0, closedDay: 1 }),
      known("beside the first", { day: 0, minute: 5 }),
      known("again", { day: 2 }),
      known("elsewhere", { day: 3, upstream: "b:80" }),
      known("elsewhere again", { day: 4, upstream: "b:80" }),
      known("other system", { day: 5, sourceId: "blog" }),
    ];
    const returns = findReturns(all);
    expect(Object.fromEntries(returns)).toEqual({ again: "regression", "elsewhere again": "recurring" });
    for (const each of all) expect(returns.get(each.id) ?? null).toBe(findSeenBefore(each, all).returns);
  });

  it("takes a store full of the same fault in its stride", () => {
    const all = Array.from({ length: 2000 }, (_, day) => known(String(day), { day: day / 10, closedDay: 1e6 }));
    const startedMs = performance.now();
    expect(findReturns(all).size).toBe(1999);
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });
});
