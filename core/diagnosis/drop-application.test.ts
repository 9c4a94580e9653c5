import { expect, it } from "vitest";
import type { Evidence } from "@/core/evidence/evidence";
import { buildEvidence, messages } from "./cases/evidence-builder";
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

it("drops a 503 of which the proxy's own log says that the upstream sent it, and keeps a 502 of that kind", () => {
  const signatures = [messages("passed-through", 96)];
  const of = (status: string) => ({
    evidence: buildEvidence({ product: "varnish", signatures }, { byStatus: { [status]: 100 } }),
  });
  expect(dropApplication([of("503"), of("502")])).toEqual([of("502")]);
});
