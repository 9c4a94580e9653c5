import { describe, expect, it } from "vitest";
import type { ReportSignal, Verdict } from "@/core/contract/report";
import { prepareVerdict, prepareVerdicts, strengthOf } from "./prepare-verdicts";

const signal = (weight: number, supports: boolean): ReportSignal => ({
  text: `${weight}`,
  for: supports,
  weight,
  source: "access-log",
  samples: [],
});
const verdict = (cause: string, standing: Verdict["standing"], signals: ReportSignal[]): Verdict => ({
  cause,
  category: "upstream",
  title: cause,
  standing,
  score: 0.5,
  signals,
  missing: [],
});

describe("prepareVerdict", () => {
  it("puts the strongest signals first, for and against apart", () => {
    const prepared = prepareVerdict(verdict("a", "likely", [signal(1, true), signal(2, false), signal(4, true)]));
    expect(prepared.supporting.map((entry) => entry.weight)).toEqual([4, 1]);
    expect(prepared.opposing.map((entry) => entry.weight)).toEqual([2]);
  });
});

describe("prepareVerdicts", () => {
  it("always keeps the answer, and of the rest only what some evidence supports", () => {
    const prepared = prepareVerdicts([
      verdict("undetermined", "possible", []),
      verdict("b", "possible", [signal(1, true)]),
      verdict("c", "possible", [signal(1, false)]),
      verdict("d", "ruled-out", [signal(5, false)]),
      verdict("e", "no-data", []),
    ]);
    expect(prepared.ranked.map((entry) => entry.cause)).toEqual(["undetermined", "b"]);
    expect(prepared.ruledOut.map((entry) => entry.cause)).toEqual(["d"]);
    expect(prepared.noData.map((entry) => entry.cause)).toEqual(["e"]);
  });
});

describe("strengthOf", () => {
  it("names a weight in words, whichever way it points", () => {
    expect([strengthOf(4.2), strengthOf(-2), strengthOf(0.4)]).toEqual(["strong", "fair", "weak"]);
  });
});
