import { describe, expect, it } from "vitest";
import { CAUSES } from "@/core/causes/cause-registry";
import { buildEvidence, connects, field, instant, refused, share } from "./cases/evidence-builder";
import { phraseFor } from "./cause-phrases";
import { diagnose } from "./diagnose";
import { summarise } from "./summarise";

const oneDown = buildEvidence(
  {
    signatures: [refused(134)],
    connect: connects(134, 0),
    durations: instant,
    upstreams: [
      share("10.20.3.12:8080", 134, 140, { failedShare: 1 }),
      share("10.20.3.11:8080", 0, 420, { failedShare: 0 }),
    ],
    upstreamField: field({ address: 134 }),
    elsewhere: { failed: 0, requests: 420, ratio: 0 },
  },
  { failed: 134, requests: 140, scopeLabel: "10.20.3.12:8080" },
);

describe("the one sentence", () => {
  it("says what, when, how much and whether anything else was hit", () => {
    expect(summarise(oneDown, diagnose(oneDown))).toBe(
      "10.20.3.12:8080 refused connections from 10:21 to 10:31 UTC: 134 of 140 requests to it failed with 502, nothing else was hit.",
    );
  });
  it("names the upstreams of the scope, not those that fail of something else beside it", () => {
    const beside = {
      ...oneDown,
      spike: { ...oneDown.spike, scope: { ...oneDown.spike.scope, upstreams: ["10.20.3.12:8080"] } },
      upstreams: [...(oneDown.upstreams ?? []), share("10.20.9.1:8080", 60, 90, { failedShare: 0.4 })],
    };
    expect(summarise(beside, diagnose(beside))).toMatch(/^10\.20\.3\.12:8080 refused connections from/);
  });
  it("does not say that nothing else was hit where half as many failed elsewhere, however much traffic is there", () => {
    const spread = { ...oneDown, elsewhere: { failed: 60, requests: 4000, ratio: 0.015 } };
    expect(summarise(spread, diagnose(spread))).toMatch(/failed with 502, and 60 of 4,000 other requests\.$/);
    const stray = { ...oneDown, elsewhere: { failed: 3, requests: 4000, ratio: 0.00075 } };
    expect(summarise(stray, diagnose(stray))).toMatch(/, nothing else was hit\.$/);
  });
  it("leaves names as they are logged, at the beginning too", () => {
    const named = { ...oneDown, upstreams: [share("be_app/app01", 134, 140, { failedShare: 1 })] };
    expect(summarise(named, diagnose(named))).toMatch(/^be_app\/app01 refused connections/);
  });
  it("names the servers as logged where the port is wrong: the configuration's address may be a later one", () => {
    const { scope } = oneDown.spike;
    const moved = {
      ...oneDown,
      spike: { ...oneDown.spike, scope: { ...scope, upstreams: ["10.20.3.12:8080"] } },
      upstreams: [share("be_app/app01", 134, 140, { failedShare: 1 })],
    };
    const [first] = diagnose(moved);
    if (first === undefined) throw new Error("no verdict");
    expect(summarise(moved, [{ ...first, cause: "wrong-port" }])).toMatch(/dialled be_app\/app01, where/);
    expect(summarise(moved, [first])).toMatch(/^10\.20\.3\.12:8080 refused/);
  });
  it("hedges as far as the standing does", () => {
    const [first, ...rest] = diagnose(oneDown);
    if (first === undefined) throw new Error("no verdict");
    const said = (standing: typeof first.standing): string => summarise(oneDown, [{ ...first, standing }, ...rest]);
    expect(said("likely")).toMatch(/^Most likely 10\.20\.3\.12:8080 refused/);
    expect(said("possible")).toMatch(/^Possibly /);
    expect(said("no-data")).toMatch(/^Perhaps /);
    expect(said("ruled-out")).toMatch(/^Perhaps /);
  });
  it("says that it goes on when the logs end inside it, and names the day when it passes midnight", () => {
    const ongoing = { ...oneDown, spike: { ...oneDown.spike, ongoing: true } };
    expect(summarise(ongoing, diagnose(ongoing))).toContain("since 10:21 UTC, and still when the logs end");
    const overnight = { ...oneDown, spike: { ...oneDown.spike, endMs: Date.UTC(2026, 2, 5, 0, 10) } };
    expect(summarise(overnight, diagnose(overnight))).toContain("from 10:21 to 2026-03-05 00:10 UTC");
  });
  it("says what cannot be told and what to switch on", () => {
    const combined = buildEvidence({
      bodySizes: { n: 100, builtin: 100, modalBytes: 150, modalShare: 1, samples: [] },
    });
    const sentence = summarise(combined, diagnose(combined));
    expect(sentence).toMatch(
      /^From 10:21 to 10:31 UTC 100 of 400 requests failed with 502; these logs cannot tell whether /,
    );
    expect(sentence).toContain("switch on the proxy's error log");
  });
  it("survives no verdict and impossible times", () => {
    const broken = buildEvidence({}, { startMs: Number.NaN, endMs: 1e300 });
    expect(summarise(broken, [])).toContain("an unknown time");
  });
});

describe("phrases", () => {
  it.each(CAUSES.map((cause) => cause.id))("%s has one", (id) => {
    const phrase = phraseFor(id, "10.0.0.1:80", "203.0.113.9");
    expect(phrase).not.toBeNull();
    expect(phrase).not.toMatch(/[{}]/);
  });
  it("puts a value in as it is", () => {
    expect(phraseFor("cdn-origin-unreachable", "the upstream", "")).toBe("the edge could not reach the origin");
    expect(phraseFor("cdn-origin-unreachable", "10.0.0.1:80", "", "Cloudflare")).toBe(
      "Cloudflare could not reach the origin 10.0.0.1:80",
    );
    expect(phraseFor("upstream-down", "$& $1", "")).toBe("$& $1 refused connections");
  });
});
