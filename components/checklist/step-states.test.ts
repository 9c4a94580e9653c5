import { describe, expect, it } from "vitest";
import type { ChecklistStep, StepState } from "@/core/contract/incidents";
import { currentStep, isSettled } from "./step-states";

const step = (id: string, state: StepState): ChecklistStep => ({
  id,
  title: id,
  why: "",
  commands: [],
  verify: "",
  kind: "check",
  state,
  note: "",
  author: null,
  changedMs: null,
  history: [],
});

describe("currentStep", () => {
  it("is the step in work, wherever it stands", () => {
    expect(currentStep([step("a", "todo"), step("b", "doing")])).toBe("b");
  });
  it("else the first still to do, and none when all are settled", () => {
    expect(currentStep([step("a", "done"), step("b", "todo")])).toBe("b");
    expect(currentStep([step("a", "done"), step("b", "skipped")])).toBeNull();
  });
});

describe("isSettled", () => {
  it("counts a failed try as settled, but not one in work", () => {
    expect(isSettled(step("a", "failed"))).toBe(true);
    expect(isSettled(step("a", "doing"))).toBe(false);
  });
});
