import type { LineDialect } from "./line-plan";
import { compileTemplate } from "./compile-template";
import { createAccessReader, type AccessMeaning } from "./create-access-reader";
import type { AccessReader, FormatChoice, OpenOptions, Problem } from "./line-reader";

/** How the lines of a format string are read. */
export interface TemplateFormat {
  dialect: LineDialect;
  /** The format string; where the choice brings one of its own, that one. */
  template: string;
  meaning?: AccessMeaning;
  /** Later versions of the product append values. */
  openEnd?: boolean;
}

/** A reader for the lines that a format string describes. A problem says what is wrong with the string or the zone. */
export function openTemplate(
  choice: FormatChoice,
  { dialect, template, meaning, openEnd }: TemplateFormat,
  options: OpenOptions,
): AccessReader | Problem {
  const text = choice.template ?? template;
  const plan = dialect(text);
  if ("problem" in plan) return plan;
  const compiled = compileTemplate(plan, { escape: choice.escape, openEnd });
  if ("problem" in compiled) return compiled;
  return createAccessReader({ format: choice.id, template: text, escape: choice.escape, compiled, meaning }, options);
}
