import { describe, expect, it } from "vitest";
import type { Evidence } from "@/core/evidence/evidence";
import { buildEvidence, messages, refused } from "./cases/evidence-builder";
import { only } from "./cases/product-case";
import { dropApplication } from "./drop-application";

type OtherTier = NonNullable<Evidence["otherTier"]>;

/** A hundred 503 in Varnish's log, and what the origin's log has in these minutes. */
function atTheEdge(origin: Partial<OtherTier>, more: Partial<Evidence> = {}): Evidence {
  const otherTier: OtherTier = {
    ...{ tier: "origin", beforePerMinute: 40, duringPerMinute: 40, gatewayErrors: 0, applicationErrors: 100 },
    ...{ matched: null, of: 100, samples: [], ...origin },
  };
  const evidence = buildEvidence({ product: "varnish", otherTier }, { tier: "edge", byStatus: { "503": 100 } });
  return { ...evidence, ...more };
}

it("drops at the edge what the application behind the origin answered itself", () => {
  expect(dropApplication([{ evidence: atTheEdge({}) }])).toEqual([]);
});

it.each([
  ["the origin's proxy made errors as well", atTheEdge({ gatewayErrors: 20 })],
  ["the origin logged fewer answers of the application", atTheEdge({ applicationErrors: 60 })],
  [
    "the edge says that it made them",
    atTheEdge({}, { madeBy: { proxy: 100, upstream: 0, unknown: 0, basis: "a flag", samples: [] } }),
  ],
  ["there is no other tier", atTheEdge({}, { otherTier: null })],
])("keeps them where %s", (_why, evidence) => {
  expect(dropApplication([{ evidence }])).toHaveLength(1);
});

const kept = (...[facts, spike]: Parameters<typeof buildEvidence>) =>
  dropApplication([{ evidence: buildEvidence(facts, spike) }]).length === 1;

describe("an application's own 503", () => {
  it.each(["apache", "varnish"] as const)("is no incident where the log of %s is silent about it", (product) => {
    expect(kept({ product, signatures: [] }, only(503))).toBe(false);
    expect(kept({ product, signatures: [refused(100)] }, only(503))).toBe(true);
    expect(kept({ product, signatures: null }, only(503))).toBe(true);
    expect(kept({ product, signatures: [] }, only(502))).toBe(true);
  });
  it("is none where varnishlog says that the backend sent it, for all of them", () => {
    expect(kept({ product: "varnish", signatures: [messages("passed-through", 100)] }, only(503))).toBe(false);
    expect(kept({ product: "varnish", signatures: [messages("passed-through", 40)] }, only(503))).toBe(true);
    expect(kept({ product: "varnish", signatures: [messages("passed-through", 100)] }, only(502))).toBe(true);
  });
});
