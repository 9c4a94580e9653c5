import { describe, expect, it } from "vitest";
import type { IncidentTraits } from "@/core/contract/past-incidents";
import { compareIncidents, isSameFault, SIMILAR } from "./compare-incidents";

const NOWHERE = { upstreams: [], hosts: [], paths: [], clients: [] };

function incident(traits: Partial<IncidentTraits> = {}, sourceId = "shop") {
  return {
    sourceId,
    traits: {
      ...{ kind: "gateway" as const, tier: "origin" as const, cause: "upstream-down", category: "upstream" },
      ...{ causeTitle: "The upstream refused the connection", product: "nginx", statuses: [502] },
      scope: { ...NOWHERE, upstreams: ["10.0.0.2:80"] },
      signatures: [{ id: "refused", label: "connection refused" }],
      ...traits,
    },
  };
}

const at = (...upstreams: string[]) => ({ scope: { ...NOWHERE, upstreams } });

describe("compareIncidents", () => {
  it("says in words what two incidents have in common", () => {
    expect(compareIncidents(incident(), incident())).toEqual({
      score: 1,
      sameFault: true,
      reasons: ["same cause", "same upstream 10.0.0.2:80", "same message “connection refused”", "same status 502"],
      differences: [],
    });
  });

  it("shows the same cause elsewhere, and says where, but does not call it the same fault", () => {
    const elsewhere = compareIncidents(incident(), incident(at("10.0.0.3:80")));
    expect(elsewhere.score).toBeGreaterThanOrEqual(SIMILAR);
    expect(elsewhere).toMatchObject({ sameFault: false, differences: ["another upstream, 10.0.0.3:80"] });
  });

  it("does not show another cause in the same place, but a related one", () => {
    const score = (cause: string, category: string) => {
      const traits = { cause, category, signatures: [{ id: cause, label: cause }] };
      return compareIncidents(incident(), incident(traits)).score;
    };
    expect(score("header-too-big", "proxy")).toBeLessThan(SIMILAR);
    expect(score("upstream-timeout", "upstream")).toBeLessThan(SIMILAR);
    const closer = compareIncidents(incident(), incident({ cause: "upstream-crash", causeTitle: "It died" }));
    expect(closer.score).toBeGreaterThanOrEqual(SIMILAR);
    expect(closer).toMatchObject({ sameFault: false });
    expect(closer.reasons).toContain("a related cause, “It died”");
  });

  it("leaves out what one of the two logs does not carry", () => {
    expect(compareIncidents(incident(), incident({ signatures: null, product: null })).score).toBe(1);
    expect(compareIncidents(incident(), incident({ signatures: [{ id: "reset", label: "reset" }] }))).toMatchObject({
      sameFault: false,
      differences: ["another message, “reset”"],
    });
  });

  it("finds nothing in common between tiers, or between a gateway's failure and an application's", () => {
    for (const other of [incident({ tier: "edge" }), incident({ kind: "application" })]) {
      expect(compareIncidents(incident(), other)).toMatchObject({ score: 0, sameFault: false, reasons: [] });
    }
  });

  it("counts all traffic as the same place within a source, and as none in common between two", () => {
    const here = compareIncidents(incident({ scope: NOWHERE }), incident({ scope: NOWHERE, statuses: [504] }));
    const there = compareIncidents(incident({ scope: NOWHERE }), incident({ scope: NOWHERE, statuses: [504] }, "blog"));
    expect(here.score).toBeCloseTo(10 / 11);
    expect(there.score).toBeCloseTo(7 / 8);
    expect(here.differences).toEqual(["status 504"]);
  });

  it("cuts a value of a hostile log short", () => {
    const path = `/\u202e${"a".repeat(5000)}`;
    const scope = { ...NOWHERE, paths: [path] };
    const { reasons } = compareIncidents(incident({ scope }), incident({ scope }));
    expect(reasons[1]).toMatch(/^same path \/·a{10,80}…$/);
  });
});

describe("isSameFault", () => {
  it.each([
    ["one member, and the pool it is in", at("10.0.0.2:80"), at("10.0.0.1:80", "10.0.0.2:80"), true],
    ["two members", at("10.0.0.2:80"), at("10.0.0.3:80"), false],
    ["one member, and all traffic", at("10.0.0.2:80"), { scope: NOWHERE }, false],
    ["all traffic twice", { scope: NOWHERE }, { scope: NOWHERE }, true],
    [
      "the same member, on other paths",
      { scope: { ...NOWHERE, upstreams: ["a:1"], paths: ["/a"] } },
      { scope: { ...NOWHERE, upstreams: ["a:1"], paths: ["/b"] } },
      false,
    ],
    ["another product's line", { product: "nginx" }, { product: "HAProxy" }, false],
    ["no cause, the same status", { cause: "undetermined" }, { cause: "undetermined" }, true],
    ["no cause, another status", { cause: "undetermined" }, { cause: "undetermined", statuses: [504] }, false],
  ])("%s", (_what, one, other, same) => {
    expect(isSameFault(incident(one), incident(other))).toBe(same);
    expect(isSameFault(incident(other), incident(one))).toBe(same);
  });

  it("is never that of another source", () => {
    expect(isSameFault(incident(), incident({}, "blog"))).toBe(false);
  });
});
