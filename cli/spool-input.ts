import { createWriteStream, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { UsageProblem } from "./usage-problem";

/** A file to read, and what to call it. */
export interface NamedFile {
  path: string;
  name: string;
  /** The argument it came from: another name where that is an archive. */
  given: string;
  /** Of an archive: what could not be read of it, or was left out. Such a file is not read itself. */
  problem: string | null;
}

/**
 * Files as given on the command line; `-` is standard input, written to a temporary file first because reading needs to go back and
 * forth. Archives are not unpacked. What is temporary is removed when the process ends.
 */
export async function spoolInputs(names: readonly string[]): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for (const name of names) {
    const file = name === "-" ? await spoolStandardInput() : existing(name);
    files.push({ path: file, name, given: name, problem: null });
  }
  return files;
}

/** The same with the files of archives in the archives' place. An archive that was not read whole is listed with its problem. */
export async function spoolFiles(names: readonly string[]): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for (const input of await spoolInputs(names)) files.push(...(await expanded(input)));
  return files;
}

async function expanded(input: NamedFile): Promise<NamedFile[]> {
  // Few runs meet an archive; the others need not load what unpacks one.
  const { tellArchiveFile } = await import("@/server/ingest/tell-archive-file");
  const archive = await tellArchiveFile(input.path);
  if (archive === null) return [input];
  const { expandArchive } = await import("@/server/ingest/expand-archive");
  const place = { name: input.name, folder: temporaryFolder(), prefix: "entry-" };
  const { files, problem, note } = await expandArchive(input.path, archive, place);
  const remark = [problem, note].filter((part) => part !== null).join(" ");
  return [
    ...files.map((file) => ({ ...file, given: input.given, problem: null })),
    ...(remark === "" ? [] : [{ ...input, problem: remark }]),
  ];
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
  const file = path.join(temporaryFolder(), "stdin");
  await pipeline(process.stdin, createWriteStream(file));
  return file;
}

const folders: string[] = [];

/** A folder that goes when the process ends, also by a signal. */
function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "gumshoe-"));
  if (folders.push(folder) > 1) return folder;
  process.on("exit", () => {
    for (const each of folders) rmSync(each, { recursive: true, force: true });
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => process.exit(signal === "SIGINT" ? 130 : 143));
  return folder;
}
