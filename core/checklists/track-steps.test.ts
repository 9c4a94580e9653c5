import { describe, expect, it } from "vitest";
import { checklistStepSchema } from "@/core/contract/incidents";
import type { Step } from "./checklist-step";
import { carryOver, changeStep, progress, startChecklist } from "./track-steps";

const step = (id: string, title = id): Step => ({
  id,
  title,
  why: "because",
  commands: ["true"],
  verify: "it works",
  kind: "check",
});
const fresh = startChecklist([step("a"), step("b"), step("c")]);

describe("a checklist", () => {
  it("begins with everything to do, in the shape of the contract", () => {
    expect(fresh.map(({ state, history }) => [state, history.length])).toEqual([
      ["todo", 0],
      ["todo", 0],
      ["todo", 0],
    ]);
    for (const one of fresh) expect(checklistStepSchema.parse(one)).toEqual(one);
  });

  it("keeps every change with its time, author and note, and leaves the original alone", () => {
    const started = changeStep(fresh, "b", { state: "doing", author: "Ada" }, 1000);
    const finished = changeStep(started, "b", { state: "done", note: "restarted it" }, 2000);
    expect(finished[1]).toMatchObject({ state: "done", note: "restarted it", author: "Ada", changedMs: 2000 });
    expect(finished[1]?.history).toEqual([
      { atMs: 1000, author: "Ada", from: "todo", to: "doing", note: "" },
      { atMs: 2000, author: "Ada", from: "doing", to: "done", note: "restarted it" },
    ]);
    expect(fresh[1]?.state).toBe("todo");
    expect(finished[0]).toEqual(fresh[0]);
  });

  it("lets people correct themselves, and records nothing when nothing changes", () => {
    const done = changeStep(fresh, "a", { state: "done" }, 1);
    expect(changeStep(done, "a", { state: "todo" }, 2)[0]?.history).toHaveLength(2);
    expect(changeStep(done, "a", { state: "done" }, 3)).toEqual(done);
    expect(changeStep(done, "nobody", { state: "done" }, 3)).toEqual(done);
  });

  it("cuts a note at what the contract allows", () => {
    expect(changeStep(fresh, "a", { note: "x".repeat(9000) }, 1)[0]?.note).toHaveLength(4000);
  });
});

describe("after a new diagnosis", () => {
  const worked = changeStep(
    changeStep(fresh, "a", { state: "done" }, 1),
    "b",
    { state: "failed", note: "no access" },
    2,
  );

  it("takes the new steps in their order and keeps the states by id", () => {
    const next = carryOver(worked, [step("d"), step("a", "a, worded anew")]);
    expect(next.map(({ id, state }) => [id, state])).toEqual([
      ["d", "todo"],
      ["a", "done"],
      ["b", "failed"],
    ]);
    expect(next[1]?.title).toBe("a, worded anew");
    expect(next[1]?.history).toHaveLength(1);
  });

  it("keeps no longer advised steps only if somebody worked on them", () => {
    expect(carryOver(worked, []).map(({ id }) => id)).toEqual(["a", "b"]);
  });
});

it("counts what is done of what was not skipped", () => {
  const some = changeStep(changeStep(fresh, "a", { state: "done" }, 1), "b", { state: "skipped" }, 2);
  expect(progress(some)).toEqual({ done: 1, total: 2 });
});
