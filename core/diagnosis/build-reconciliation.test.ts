import { describe, expect, it } from "vitest";
import type { Reconciliation } from "@/core/evidence/evidence";
import { buildReconciliation } from "./build-reconciliation";
import { buildEvidence } from "./cases/evidence-builder";

const NO_PAIRS: Reconciliation = {
  ...{ basis: "minute", clock: null, onePathIn: 1, busyPaths: 0, pairs: [], fates: null },
  ...{ bucketMinutes: 1, minutes: [] },
};

const built = (facts: Partial<Reconciliation>) => {
  const report = buildReconciliation(buildEvidence({ reconciliation: { ...NO_PAIRS, ...facts } }));
  if (report === null) throw new Error("nothing was built");
  return report;
};
const clock = (originAheadMs: number, spreadMs = 500) => ({ originAheadMs, spreadMs, pairs: 1234 });

describe("buildReconciliation", () => {
  it("is absent with one tier", () => {
    expect(buildReconciliation(buildEvidence({}))).toBeNull();
  });

  it.each([
    [clock(0), "The clocks agree to within 1 s, worked out from 1,234 requests that both logs have."],
    [clock(-423), "The clocks agree to within 1 s, worked out from 1,234 requests that both logs have."],
    [
      clock(-12_000),
      "The edge's clock is 12 s (± 0.5 s) ahead of the origin's, worked out from 1,234 requests that both logs have; taken into account.",
    ],
    [
      clock(437_000, 1500),
      "The origin's clock is 7 min 17 s (± 1.5 s) ahead of the edge's, worked out from 1,234 requests that both logs have; taken into account.",
    ],
    [
      clock(120_000),
      "The origin's clock is 2 min (± 0.5 s) ahead of the edge's, worked out from 1,234 requests that both logs have; taken into account.",
    ],
  ])("states the clocks: %o", (shift, sentence) => {
    expect(built({ clock: shift }).clock?.sentence).toBe(sentence);
  });

  it("says what was compared where it was not everything", () => {
    const fates = {
      ...{ compared: 40, unseen: 40, gateway: 0, otherError: 0, gone: 0, answered: 0 },
      ...{ isPart: true, answeredMs: null, gatewayStatus: null },
    };
    const { notes } = built({ basis: "path-time", onePathIn: 16, busyPaths: 1, fates });
    expect(notes[1]).toMatch(/^One path in 16 was compared, the same ones of both logs: 40 of [\d,]+ failures\./);
    expect(notes[2]).toBe("Paths asked for most often are in the counts per minute only.");
  });

  it("says so where nothing could be matched, and gives the counts of the incident's minutes", () => {
    const { startMs } = buildEvidence({}).spike;
    const at = (minutes: number, edgeFailed: number) => ({
      ...{ atMs: startMs + minutes * 60_000, edgeRequests: 60, edgeFailed, originRequests: 4, originFailed: 0 },
    });
    const { sentence, notes } = built({ minutes: [at(-5, 0), at(0, 45), at(1, 45)] });
    expect(sentence).toBe(
      "In these minutes the edge logged 120 requests and 90 gateway errors (75 %), the origin 8 requests and 0 gateway errors.",
    );
    expect(notes[0]).toMatch(/^The two logs could not be matched request by request/);
  });

  it("lists errors first and what did not fail last", () => {
    const pair = (edge: string | null, origin: string | null) => ({ edge, origin, during: 1, before: 0 });
    const pairs = [pair(null, "2xx"), pair("2xx", "2xx"), pair("502", null), pair("504", "499"), pair("502", "502")];
    const { statuses } = built({ pairs });
    expect(statuses.map(({ edge, origin }) => `${edge} ${origin}`)).toEqual([
      "504 499",
      "502 502",
      "502 null",
      "2xx 2xx",
      "null 2xx",
    ]);
  });
});
