import type { Evidence, FactName, Samples } from "@/core/evidence/evidence";

export type Category = "upstream" | "overload" | "network" | "config" | "cdn" | "security" | "client";

/** A sentence with numbers that speaks for or against a cause. */
export interface Signal {
  text: string;
  for: boolean;
  /** In nats of log-odds: about 1 is weak, 2 fair, 3 and more strong. Calibrated on labelled incidents, see README. */
  weight: number;
  source: "access-log" | "error-log" | "app-log" | "config" | "markers" | "edge-and-origin";
  samples: Samples;
  /** Set where the proxy itself gives this reason in the failing lines, unambiguously and for nine in ten of the failures. */
  own?: true;
}

/** A step of the checklist before real values were filled in. */
export interface StepTemplate {
  id: string;
  title: string;
  why: string;
  /** Shell commands or directives to copy; `{upstream}`, `{host}`, `{path}`, `{port}` and the like are filled with real values. */
  commands: string[];
  /** What to expect, and how to know that it helped. */
  verify: string;
  kind: "check" | "fix" | "prevent";
}

export interface Cause {
  /** Slug, the same as the file's name. */
  id: string;
  category: Category;
  /** One line for a person: "The upstream refused the connection". */
  title: string;
  /** Two or three sentences: the mechanism, for the page and for `gumshoe causes`. */
  summary: string;
  /** The vendor's page. */
  docs: string;
  /** Facts without which nothing can be said: one null → standing "no-data". */
  needs: FactName[];
  /** Facts that sharpen; may be null. */
  helps: FactName[];
  /** What would separate it from its look-alikes, and what supplies it: the logging advice. */
  tellsApart: string;
  weigh: (evidence: Evidence) => Signal[];
  steps: (evidence: Evidence) => StepTemplate[];
}

/** Declares a cause; one file each, registered in `cause-registry.ts`. */
export function defineCause(cause: Cause): Cause {
  return cause;
}
