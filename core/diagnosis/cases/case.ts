import type { Evidence } from "@/core/evidence/evidence";

/** What shows a cause, and what looks like it and is something else. */
export interface CauseCase {
  /** Must put the cause first. */
  shows: Evidence;
  /** Must not put it first; `instead` is what it is, where the evidence says so. */
  lookAlike: Evidence;
  instead: string;
}
