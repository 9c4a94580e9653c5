import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildEvidence } from "@/core/diagnosis/cases/evidence-builder";
import { causeById, CAUSES } from "./cause-registry";

/** Files of this folder that declare a cause: they call defineCause. */
const VOCABULARY = [
  "address-history",
  "burst-turns",
  "cause-registry",
  "circumstances",
  "config-reading",
  "define-cause",
  "duration-signal",
  "edge-and-origin",
  "failing-attempts",
  "message-signal",
  "number-words",
  "product-words",
  "reload-of-names",
  "signal",
  "slow-checks",
  "status-of-fault",
  "step-template",
];

describe("the registry of causes", () => {
  it("has every cause of the folder, each under the name of its file", () => {
    const files = readdirSync(new URL(".", import.meta.url))
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => name.slice(0, -3))
      .filter((name) => !VOCABULARY.includes(name));
    expect(CAUSES.map((cause) => cause.id).sort()).toEqual(files.sort());
  });

  it("finds a cause by its id", () => {
    expect(causeById("upstream-down")?.category).toBe("upstream");
    expect(causeById("undetermined")).toBeUndefined();
  });

  it("gives every step an id of its own", () => {
    const ids = CAUSES.flatMap((cause) => cause.steps(buildEvidence()).map((step) => step.id));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe.each(CAUSES.map((cause) => [cause.id, cause] as const))("%s", (_id, cause) => {
  it("says what it is, where that is documented and what tells it apart", () => {
    expect(cause.title.length).toBeGreaterThan(10);
    expect(cause.summary.length).toBeGreaterThan(60);
    expect(cause.tellsApart.length).toBeGreaterThan(40);
    expect(cause.docs).toMatch(/^https:\/\//);
  });

  it("weighs nothing, and throws nothing, where nothing is known", () => {
    const spoken = cause.weigh(buildEvidence()).filter((signal) => signal.for);
    expect(spoken).toEqual([]);
  });

  it("says what to check, what to mend and how to see that it helped", () => {
    const steps = cause.steps(buildEvidence());
    expect(steps.map((step) => step.kind)).toEqual(expect.arrayContaining(["check", "fix"]));
    expect(steps.length).toBeGreaterThanOrEqual(3);
    expect(steps.length).toBeLessThanOrEqual(5);
    for (const step of steps) {
      expect(step.why).not.toBe("");
      expect(step.verify).not.toBe("");
      expect(step.commands.length).toBeGreaterThan(0);
    }
  });
});
