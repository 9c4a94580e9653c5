import type { StepTemplate } from "@/core/causes/define-cause";

/** A step with real values in place of the placeholders; the same shape as `stepSchema` of the contract. */
export type Step = StepTemplate;

export type StepState = "todo" | "doing" | "done" | "failed" | "skipped";

/** One change of a step, kept for good. */
export interface StepChange {
  /** UTC epoch ms. */
  atMs: number;
  /** Empty when nobody gave a name. */
  author: string;
  from: StepState;
  to: StepState;
  note: string;
}

/** A step that somebody works on; the same shape as `checklistStepSchema` of the contract. */
export interface ChecklistStep extends Step {
  state: StepState;
  note: string;
  author: string | null;
  /** UTC epoch ms of the last change; null before the first. */
  changedMs: number | null;
  /** Oldest first. */
  history: StepChange[];
}

/** What a person changes; what is left out stays. */
export interface StepUpdate {
  state?: StepState | undefined;
  note?: string | undefined;
  author?: string | undefined;
}
