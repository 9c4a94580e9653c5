import path from "node:path";
import type { Import } from "@/core/contract/imports";
import { showProgress } from "./progress";
import { readArgs } from "./read-args";
import { spoolInputs } from "./spool-input";
import { table, wrapped } from "./terminal-text";
import { UsageProblem } from "./usage-problem";

const HELP = `gumshoe import [options] FILE…

Imports the files into the store that the dashboard reads, where they lie and without copying them. The same file
again, or one that has grown, adds only what is new. An archive (tar, zip) is imported file by
file. Ctrl-C stops after what is at hand; importing again goes on.

  --source NAME      the source (a proxy, a site) they belong to; default: one named after the files
  --data-dir FOLDER  or GUMSHOE_DATA_DIR; default: ./data of the installation
`;

const OPTIONS = {
  source: { type: "string" },
  "data-dir": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** Returns the exit status. */
export async function importFiles(args: string[]): Promise<number> {
  const { values, positionals } = readArgs("import", args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (positionals.length === 0) throw new UsageProblem("no file given; try gumshoe import access.log error.log");
  await setFolders(values["data-dir"]);
  const files = await spoolInputs(positionals);
  const progress = showProgress();
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const { importFilesFromDisk } = await import("@/server/imports/import-from-disk");
  const { Refusal } = await import("@/server/store/refusal");
  const imports = await importFilesFromDisk(
    files.map((file) => file.path),
    {
      sourceName: values.source ?? null,
      signal: stop.signal,
      onProgress: (states) => progress.update(sumOf(states)),
    },
  )
    .catch((error: unknown) => {
      throw error instanceof Refusal ? new UsageProblem(error.message) : error;
    })
    .finally(progress.clear);
  process.stdout.write(summary(imports, process.stdout.columns ?? 100));
  return imports.some(({ state }) => state === "failed") ? 2 : 0;
}

/** The store reads both from the environment, as it does under the dashboard. */
async function setFolders(dataDir: string | undefined): Promise<void> {
  const { findRoot } = await import("./find-root");
  process.env["GUMSHOE_ROOT"] ??= findRoot();
  if (dataDir !== undefined) process.env["GUMSHOE_DATA_DIR"] = dataDir;
  process.env["GUMSHOE_DATA_DIR"] ||= path.join(process.env["GUMSHOE_ROOT"], "data");
}

function sumOf(imports: readonly Import[]) {
  const sum = (value: (each: Import) => number) => imports.reduce((total, each) => total + value(each), 0);
  return {
    bytesDone: sum((each) => each.bytesDone),
    bytesTotal: sum((each) => each.sizeBytes),
    lines: sum((each) => each.lines),
  };
}

function summary(imports: readonly Import[], columns: number): string {
  const rows = imports.map((each) => [
    each.fileName,
    each.state,
    each.lines.toLocaleString("en-US"),
    each.linesAlreadyKnown.toLocaleString("en-US"),
    each.rejected.toLocaleString("en-US"),
    each.formatTitle ?? each.role,
  ]);
  const remarks = imports.flatMap(({ fileName, problem }) =>
    problem === null ? [] : wrapped(`${fileName}: ${problem}`, columns).map((line) => `${line}\n`),
  );
  return table(["FILE", "STATE", "NEW LINES", "KNOWN", "REJECTED", "FORMAT"], rows, columns) + remarks.join("");
}
