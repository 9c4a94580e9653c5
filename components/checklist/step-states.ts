import type { ChecklistStep, StepState } from "@/core/contract/incidents";

export const STEP_STATES: readonly { value: StepState; label: string }[] = [
  { value: "todo", label: "To do" },
  { value: "doing", label: "Doing" },
  { value: "done", label: "Done" },
  { value: "failed", label: "Failed" },
  { value: "skipped", label: "Skipped" },
];

const LABELS = new Map(STEP_STATES.map((state) => [state.value, state.label]));

export function stepStateLabel(state: StepState): string {
  return LABELS.get(state) ?? state;
}

/** Nothing more to do about it: done, tried in vain, or left out on purpose. */
export function isSettled(step: ChecklistStep): boolean {
  return step.state === "done" || step.state === "failed" || step.state === "skipped";
}

/** The step to open when the page is: the one in work, else the first that is still to do. */
export function currentStep(steps: readonly ChecklistStep[]): string | null {
  const doing = steps.find((step) => step.state === "doing");
  const next = doing ?? steps.find((step) => step.state === "todo");
  return next?.id ?? null;
}
