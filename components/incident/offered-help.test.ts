import { expect, it } from "vitest";
import type { ChecklistStep } from "@/core/contract/incidents";
import { addHelp, offeredHelp } from "./offered-help";

const step = (title: string, more: Partial<ChecklistStep>): ChecklistStep => ({
  ...{ id: title, title, why: "", commands: [], verify: "", kind: "check", state: "done", note: "" },
  ...{ author: null, changedMs: null, history: [] },
  ...more,
});

it("offers what was done, fixes first, each with its note", () => {
  const checklist = [
    step("Look", { note: " it was down " }),
    step("Ask around", { state: "failed" }),
    step("Restart it", { kind: "fix" }),
    step("Wait", { state: "todo", kind: "fix" }),
  ];
  expect(offeredHelp(checklist)).toEqual(["Restart it", "Look: it was down"]);
});

it("adds a line of its own, within what the note may hold", () => {
  expect(addHelp("", "Restart it")).toBe("Restart it");
  expect(addHelp("more memory\n", "Restart it")).toBe("more memory\nRestart it");
  expect(addHelp("a".repeat(3999), "Restart it")).toHaveLength(4000);
});
