import path from "node:path";
import type { ConfigFile } from "@/core/configs/resolve-includes";
import { detectFile } from "@/core/formats/detect";
import type { SystemInput } from "./open-system";
import { readHead } from "./read-head";
import { readWhole } from "./read-whole";

/** Files that somebody says are configurations. */
export interface ConfigFiles {
  files: ConfigFile[];
  refused: { path: string; problem: string }[];
}

/**
 * Reads files that are given as configurations: fragments that nothing gives away are taken at the operator's word; logs, lists of
 * deploys and what is no text are refused, each with a sentence that says what to do.
 */
export async function readConfigFiles(inputs: readonly SystemInput[]): Promise<ConfigFiles> {
  const files: ConfigFile[] = [];
  const refused: ConfigFiles["refused"] = [];
  for (const { path: file, name, problem: known } of inputs) {
    const head = await readHead(file);
    const problem = known ?? head.problem ?? refusal(head, name);
    if (problem !== null) refused.push({ path: name, problem });
    else files.push({ name, text: await readWhole(file, head) });
  }
  return { files, refused };
}

function refusal({ bytes, modifiedMs }: Awaited<ReturnType<typeof readHead>>, name: string): string | null {
  if (bytes.length === 0) return "The file is empty; give one with directives in it.";
  if (bytes.includes(0))
    return "This is no text, and so no configuration; give the file that the proxy is started with.";
  const { role, choice } = detectFile(bytes, path.basename(name), [], { timezone: null, referenceMs: modifiedMs });
  if (role === "markers")
    return "This is a list of deploys, not a configuration; gumshoe analyze reads it beside logs.";
  if (role === "config" || choice === null) return null;
  return "This is a log, not a configuration; gumshoe analyze reads it together with the configuration.";
}
