import { parseArgs, type ParseArgsConfig } from "node:util";
import { zoneOffset } from "@/core/formats/zone-offset";
import { UsageProblem } from "./usage-problem";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** `parseArgs` with its complaints in one line that names the help. */
export function readArgs<const Given extends Options>(command: string, args: string[], options: Given) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message.split(/[.\n]/)[0] : String(error);
    throw new UsageProblem(`${message}; see gumshoe ${command} --help`);
  }
}

/** `+02:00`, an IANA name, or null where none was given. */
export function readTimezone(text: string | undefined): string | null {
  if (text === undefined) return null;
  if ("problem" in zoneOffset(text)) {
    throw new UsageProblem(`“${text}” is no time zone; give an offset such as +02:00 or a name such as Europe/Berlin`);
  }
  return text;
}

/** UTC epoch milliseconds of an ISO time; a time without a zone is UTC. */
export function readTime(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const zoned = /T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes("T") ? text : `${text}Z`;
  const atMs = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(zoned) : NaN;
  if (Number.isNaN(atMs))
    throw new UsageProblem(`--${option} ${text} is no ISO time; write it like 2026-03-04T08:12:00Z`);
  return atMs;
}
