import { expect } from "vitest";
import { reportSchema, type Report } from "@/core/contract/report";
import { exactCausesOf, type Label } from "./score/label";
import { scoreStory, type StoryScore } from "./score/score-story";

/**
 * Fails the test unless the report tells the incidents of the label, and no other: each with its onset, upstreams and cause. Returns
 * how the report does.
 */
export function expectDiagnosed(label: Label, report: Report, onsetToleranceMs: number): StoryScore {
  expect(() => reportSchema.parse(report)).not.toThrow();
  expect(report.files.map(({ problem }) => problem).filter((problem) => problem !== null)).toEqual([]);
  const score = scoreStory(label, report);
  expect(score.extra.map(({ summary }) => summary)).toEqual([]);
  for (const { truth, found } of score.incidents) {
    expect(found, `an incident from ${truth.observed.first}`).not.toBeNull();
    expect(Math.abs(found!.onsetErrorMs), `off ${truth.observed.first}`).toBeLessThanOrEqual(onsetToleranceMs);
    expect(found!.upstreamsRight, found!.upstreams.join(" ")).not.toBe(false);
    expect([...exactCausesOf(truth), ...truth.acceptableCauses]).toContain(found!.cause);
  }
  return score;
}
