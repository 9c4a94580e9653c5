import { createTextClock, type TextClock } from "@/core/formats/text-clock";

/** Whose columns they are, by those that only one product writes; decides units, escapes and what a status means. */
export type W3cFlavour = "iis" | "cloudfront" | "edgecast" | "akamai" | "other";

/** What the directives in front of some lines say. */
export interface W3cHeader {
  /** Column names in lower case, in their order. */
  names: string[];
  separator: " " | "\t" | ",";
  flavour: W3cFlavour;
  /** A duration without a unit in its name is in seconds, as the draft has it, and not in milliseconds. */
  inSeconds: boolean;
}

/** The directives that readers care about, as lines; null where none came. */
export interface W3cDirectives {
  software: string | null;
  date: string | null;
  fields: string | null;
}

/** Longer directives are passed over: no product writes them. */
export const MAX_DIRECTIVE = 64 << 10;
/** No product has more columns; each becomes code. */
const MAX_COLUMNS = 250;

const DIRECTIVE = /^\s{0,9}#\s?(Software|Date|Start-Date|Fields):/i;

/** Takes in one header line; false where it says nothing that matters. */
export function takeDirective(directives: W3cDirectives, line: string): boolean {
  if (line.length > MAX_DIRECTIVE) return false;
  const kind = DIRECTIVE.exec(line)?.[1]?.toLowerCase();
  if (kind === undefined) return false;
  const text = line.trim();
  if (kind === "fields") directives.fields = text;
  else if (kind === "software") directives.software = text;
  else directives.date = text;
  return true;
}

/** The directives of several lines. */
export function directivesOf(text: string): W3cDirectives {
  const directives: W3cDirectives = { software: null, date: null, fields: null };
  for (const line of text.split("\n")) takeDirective(directives, line);
  return directives;
}

/** The directives as lines, to be read again by `directivesOf`; null where there are none. */
export function writeDirectives({ software, date, fields }: W3cDirectives): string | null {
  const lines = [software, date, fields].filter((line) => line !== null);
  return lines.length > 0 ? lines.join("\n") : null;
}

/** Reads a `#Fields:` line, whose names may stand apart by several spaces, by tabs or by commas. */
export function readFields(fields: string, software: string | null): W3cHeader {
  const list = fields.slice(fields.indexOf(":") + 1).trim();
  const separator = list.includes("\t") ? "\t" : !list.includes(" ") && list.includes(",") ? "," : " ";
  const names = list
    .split(separator === "," ? /\s*,\s*/ : /[\t ]+/)
    .filter((name) => name !== "")
    .slice(0, MAX_COLUMNS)
    .map((name) => name.toLowerCase());
  const flavour = flavourOf(new Set(names), software ?? "");
  return { names, separator, flavour, inSeconds: flavour === "cloudfront" || /tomcat/i.test(software ?? "") };
}

function flavourOf(names: ReadonlySet<string>, software: string): W3cFlavour {
  if (names.has("x-edge-location") || names.has("x-edge-result-type") || names.has("x-edge-request-id"))
    return "cloudfront";
  if (names.has("reqtimesec")) return "akamai";
  if (names.has("rs-duration") && names.has("timestamp")) return "edgecast";
  const microsoft = names.has("sc-win32-status") || names.has("sc-substatus") || /microsoft/i.test(software);
  // The Advanced Logging module quotes what has spaces; IIS itself puts a + in their place.
  return microsoft && !/advanced/i.test(software) && !names.has("time-local") ? "iis" : "other";
}

const clock: TextClock | null = (() => {
  const made = createTextClock({ timezone: null });
  return typeof made === "function" ? made : null;
})();

/** UTC epoch milliseconds of the day that a `#Date:` line names; NaN where it names none. */
export function dayOf(date: string): number {
  const text = date.slice(date.indexOf(":") + 1).trim();
  const day = /^(?:\d{4}-\d{2}-\d{2}|\d{2}-[A-Za-z]{3}-\d{4})(?=\s|T|$)/.exec(text)?.[0];
  return day === undefined || clock === null ? NaN : clock(`${day} 00:00:00`);
}
