import { once } from "node:events";
import { openFormat, plainChoice, templateChoice } from "@/core/formats/format-registry";
import type { FormatChoice } from "@/core/formats/line-reader";
import { breakSentence } from "@/server/ingest/decode-problem";
import { openBytes } from "@/server/ingest/open-bytes";
import { openSystem } from "@/server/ingest/open-system";
import { linesOf } from "./lines-of";
import { createLineParser } from "./parsed-line";
import { readArgs, readTimezone } from "./read-args";
import { spoolFiles, type NamedFile } from "./spool-input";
import { UsageProblem } from "./usage-problem";

const HELP = `gumshoe parse [options] FILE

One JSON object per line of the log, in order. A line that cannot be read gives {"line": n, "rejected": "reason"}, a
comment or an empty line {"line": n, "skipped": "reason"}. FILE may be compressed (gzip, zstd, bzip2, xz), or an
archive with one file in it; - is standard input.

  --format ID          read it as this format (gumshoe formats lists them)
  --log-format STRING  read it by this format string
  --timezone ZONE      ±HH:MM or a name, for times without a zone; default UTC
`;

const OPTIONS = {
  format: { type: "string" },
  "log-format": { type: "string" },
  timezone: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** Characters written at a time. */
const WRITE_LENGTH = 1 << 16;

/** Returns the exit status. */
export async function parse(args: string[]): Promise<number> {
  const { values, positionals } = readArgs("parse", args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (positionals.length !== 1) throw new UsageProblem("parse reads one file; try gumshoe parse access.log");
  if (values.format !== undefined && values["log-format"] !== undefined) {
    throw new UsageProblem("--format and --log-format exclude each other; give one of them");
  }
  const timezone = readTimezone(values.timezone);
  const file = oneFile(await spoolFiles(positionals));
  const logFormat = values["log-format"] ?? null;
  const system = await openSystem([{ ...file, tier: null }], { logFormat: null, timezone });
  const [opened] = system.files;
  const named = chosen(values.format, logFormat);
  // What carried the lines is the file's, whatever their format is.
  const { wrappers, referenceMs } = opened!.detection.choice ?? {};
  const choice = named ? { ...named, wrappers, referenceMs } : opened!.detection.choice;
  if (!choice)
    throw new UsageProblem(
      opened!.problem ?? `${file.name} is no log that Gumshoe knows; name its format with --log-format`,
    );
  const reader = openFormat(choice, { timezone });
  if ("problem" in reader) throw new UsageProblem(reader.problem);

  const parsedLine = createLineParser(reader);
  const source = openBytes(file.path, opened!.wrapping);
  let text = "";
  let line = 0;
  try {
    for await (const lines of linesOf(source.blocks)) {
      for (const { buffer, from, to, tooLong } of lines) {
        text += `${JSON.stringify(parsedLine(buffer, from, to, ++line, tooLong))}\n`;
        if (text.length < WRITE_LENGTH) continue;
        if (!process.stdout.write(text)) await once(process.stdout, "drain");
        text = "";
      }
    }
  } catch (error) {
    process.stdout.write(text);
    const why = breakSentence(error, opened!.wrapping.compression, line > 0);
    throw new UsageProblem(`${file.name} breaks off after line ${line}: ${why}`);
  } finally {
    source.close();
  }
  process.stdout.write(text);
  return 0;
}

function oneFile(files: NamedFile[]): NamedFile {
  const readable = files.filter(({ problem }) => problem === null);
  const [file] = readable;
  const [given] = files;
  if (readable.length > 1)
    throw new UsageProblem(`${given!.given} holds ${readable.length} files; parse reads one: unpack it and name one`);
  if (!file) throw new UsageProblem(`${given!.name}: ${given!.problem}`);
  return file;
}

function chosen(id: string | undefined, template: string | null): FormatChoice | null {
  if (id !== undefined) return plainChoice(id);
  if (template === null) return null;
  const choice = templateChoice(template, "default");
  if ("problem" in choice) throw new UsageProblem(choice.problem);
  return choice;
}
