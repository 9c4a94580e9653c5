import { compileJson, type JsonOptions } from "./compile-json";
import type { JsonKey } from "./plan-json";
import { createAccessReader, type AccessMeaning } from "./create-access-reader";
import type { AccessReader, FormatChoice, OpenOptions, Problem } from "./line-reader";

/** How the objects of a JSON format are read. */
export interface JsonFormat extends JsonOptions {
  keys: readonly JsonKey[];
  meaning?: AccessMeaning;
}

/** A reader for one JSON object a line, keys in any order, others tolerated. */
export function openJson(
  choice: FormatChoice,
  { keys, meaning, ...needs }: JsonFormat,
  options: OpenOptions,
): AccessReader | Problem {
  const compiled = compileJson(keys, needs);
  if ("problem" in compiled) return compiled;
  return createAccessReader(
    { format: choice.id, template: choice.template, escape: "json", compiled, meaning },
    options,
  );
}
