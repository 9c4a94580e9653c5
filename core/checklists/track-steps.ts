import type { ChecklistStep, Step, StepState, StepUpdate } from "./checklist-step";

/** Longest note kept with a step; the contract allows no more. */
const MAX_NOTE = 4000;

/** A fresh checklist: every step to do, without history. */
export function startChecklist(steps: readonly Step[]): ChecklistStep[] {
  return steps.map((step) => ({ ...step, state: "todo", note: "", author: null, changedMs: null, history: [] }));
}

/**
 * Changes one step at `atMs` (UTC epoch ms) and keeps the change in its history; any state may follow any other, because people
 * correct themselves. A change of nothing, or of a step that is not there, returns the checklist as it was.
 */
export function changeStep(
  checklist: readonly ChecklistStep[],
  id: string,
  update: StepUpdate,
  atMs: number,
): ChecklistStep[] {
  return checklist.map((step) => {
    if (step.id !== id) return step;
    const state: StepState = update.state ?? step.state;
    const note = (update.note ?? step.note).slice(0, MAX_NOTE);
    if (state === step.state && note === step.note) return step;
    const author = update.author ?? step.author;
    const entry = { atMs, author: author ?? "", from: step.state, to: state, note };
    return { ...step, state, note, author, changedMs: atMs, history: [...step.history, entry] };
  });
}

/**
 * The checklist after a diagnosis was computed anew: the new steps in their new order, each with the state it had. A step that is
 * no longer advised stays at the end if somebody has worked on it, so that no work and no note is lost.
 */
export function carryOver(previous: readonly ChecklistStep[], steps: readonly Step[]): ChecklistStep[] {
  const known = new Map(previous.map((step) => [step.id, step]));
  const fresh = startChecklist(steps).map((step) => {
    const before = known.get(step.id);
    return before === undefined
      ? step
      : {
          ...step,
          state: before.state,
          note: before.note,
          author: before.author,
          changedMs: before.changedMs,
          history: before.history,
        };
  });
  const advised = new Set(steps.map((step) => step.id));
  return [...fresh, ...previous.filter((step) => !advised.has(step.id) && step.history.length > 0)];
}

/** Steps finished over all that were not skipped, for “3 of 8”. A failed attempt is not finished. */
export function progress(checklist: readonly ChecklistStep[]): { done: number; total: number } {
  const counted = checklist.filter((step) => step.state !== "skipped");
  return { done: counted.filter((step) => step.state === "done").length, total: counted.length };
}
