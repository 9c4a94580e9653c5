import { describe, expect, it } from "vitest";
import type { FailureFates } from "@/core/evidence/evidence";
import { fatesSentence } from "./edge-and-origin";

const NONE: FailureFates = {
  ...{ compared: 300, unseen: 0, gateway: 0, otherError: 0, gone: 0, answered: 0 },
  ...{ isPart: false, answeredMs: null, gatewayStatus: null },
};

describe("fatesSentence", () => {
  it.each<[string, Partial<FailureFates>]>([
    ["Of 300 failures at the edge the origin saw 0: the requests never arrived", { unseen: 300 }],
    ["Of 300 failures at the edge the origin saw 4: the others never arrived", { unseen: 296, answered: 4 }],
    [
      "The origin itself answered all 300 failures with 502: look behind the origin",
      { gateway: 300, gatewayStatus: "502" },
    ],
    [
      "290 of 300 failures arrived, and the origin logged 499: it was still working when the edge hung up",
      { gone: 290, unseen: 10 },
    ],
    [
      "The origin answered all 300 failures without an error, in 70 s where the edge waited 30 s (medians): the edge gave up too early, or the origin is too slow",
      { answered: 300, answeredMs: { edge: 30_000, origin: 70_000 } },
    ],
    [
      "The origin answered all 300 failures without an error, in 20 ms where the edge waited 20 ms (medians): the answer was lost on its way to the edge",
      { answered: 300, answeredMs: { edge: 20, origin: 20 } },
    ],
    [
      "Of 300 failures at the edge, 180 never arrived at the origin; the origin itself answered 110 with 502",
      { unseen: 180, gateway: 110, gatewayStatus: "502", gone: 10 },
    ],
    [
      "Of 300 compared failures at the edge the origin saw 0: the requests never arrived",
      { unseen: 300, isPart: true },
    ],
  ])("%s", (sentence, fates) => {
    expect(fatesSentence({ ...NONE, ...fates }, "edge")).toBe(sentence);
  });

  it("says of the origin's failures what the edge's clients saw", () => {
    expect(fatesSentence({ ...NONE, gateway: 300, gatewayStatus: "502" }, "origin")).toBe(
      "All 300 failures of the origin reached the edge's clients as errors: the edge only passes on what fails at the origin or behind it",
    );
    expect(fatesSentence({ ...NONE, gateway: 100, answered: 200 }, "origin")).toBe(
      "Of 300 failures at the origin, the edge hid 200 from its clients, by trying again or with a stored page; 100 reached the edge's clients as errors",
    );
  });
});
