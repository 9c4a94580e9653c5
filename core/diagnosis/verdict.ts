import type { Category, Signal } from "@/core/causes/define-cause";

export type Standing = "confirmed" | "likely" | "possible" | "ruled-out" | "no-data";

/** What the evidence says about one cause; samples still as line references into the rollup's files. */
export interface Verdict {
  /** Slug of the cause, or `undetermined`. */
  cause: string;
  category: Category;
  title: string;
  standing: Standing;
  /** 0…1, comparable within one incident. */
  score: number;
  /** Strongest first. */
  signals: Signal[];
  /** What would have helped, and which log or directive supplies it. */
  missing: string[];
}
