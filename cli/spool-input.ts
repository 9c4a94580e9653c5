import { createWriteStream, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { SystemInput } from "@/server/ingest/open-system";
import { UsageProblem } from "./usage-problem";

/** A file to read, and what to call it. */
export type NamedFile = Pick<SystemInput, "path" | "name">;

/**
 * Files as given on the command line; `-` is standard input, written to a temporary file first because reading needs to go back and
 * forth. The file is removed when the process ends.
 */
export async function spoolInputs(names: readonly string[]): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for (const name of names) {
    if (name === "-") files.push({ path: await spoolStandardInput(), name });
    else files.push({ path: existing(name), name });
  }
  return files;
}

function existing(name: string): string {
  if (!existsSync(name)) throw new UsageProblem(`${name}: there is no such file; check the path`);
  if (statSync(name).isDirectory())
    throw new UsageProblem(`${name} is a folder; name the files in it, as in ${path.join(name, "*.log")}`);
  return name;
}

async function spoolStandardInput(): Promise<string> {
  if (process.stdin.isTTY)
    throw new UsageProblem("- reads standard input, and nothing is piped into it; try zcat access.log.gz | gumshoe …");
  const folder = mkdtempSync(path.join(tmpdir(), "gumshoe-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on("exit", remove);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => process.exit(signal === "SIGINT" ? 130 : 143));
  const file = path.join(folder, "stdin");
  await pipeline(process.stdin, createWriteStream(file));
  return file;
}
