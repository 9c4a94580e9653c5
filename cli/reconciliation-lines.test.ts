import pc from "picocolors";
import { describe, expect, it } from "vitest";
import type { Reconciliation } from "@/core/contract/report";
import { reconciliationLines } from "./reconciliation-lines";

const RECONCILIATION: Reconciliation = {
  ...{ sentence: "Of 1,546 failures at the edge the origin saw 0: the requests never arrived.", basis: "path-time" },
  ...{ compared: 1546, failed: 1546, unseen: 1546, onePathIn: 1, bucketMinutes: 1, minutes: [] },
  clock: { originAheadMs: 0, uncertaintyMs: 500, pairs: 9, sentence: "The clocks agree." },
  notes: ["Requests were recognised by method, path and time."],
  statuses: [
    { edge: "504", origin: null, during: 1546, before: 0 },
    { edge: "2xx", origin: "2xx", during: 55, before: 412 },
  ],
};
const lines = (reconciliation: Reconciliation) => reconciliationLines(reconciliation, pc.createColors(false), 80);

describe("reconciliationLines", () => {
  it("prints the finding, the statuses in columns, and what it rests on", () => {
    expect(lines(RECONCILIATION)).toEqual([
      "  Edge against origin",
      "    Of 1,546 failures at the edge the origin saw 0: the requests never arrived.",
      "    edge     origin     incident  baseline",
      "    504      no line       1,546         0",
      "    2xx      2xx              55       412",
      "    The clocks agree.",
      "    Requests were recognised by method, path and time.",
    ]);
  });

  it("needs no table where only counts are compared, and says what it leaves out of a long one", () => {
    expect(lines({ ...RECONCILIATION, statuses: [], clock: null })).toHaveLength(3);
    const many = Array.from({ length: 11 }, (_, n) => ({ edge: `${500 + n}`, origin: null, during: 1, before: 0 }));
    expect(lines({ ...RECONCILIATION, statuses: many })).toContain("    3 more (--json)");
  });
});
