import type { Problem } from "@/core/formats/line-reader";

/** A directive of a LogFormat string: `%>s`, `%{Referer}i`, `%^FB`. */
export interface LogDirective {
  /** As written. */
  name: string;
  /** The letter, or `^` and two of them. */
  letter: string;
  /** What stands in its braces; "" where it has none. */
  argument: string;
  /** `<` the original request, `>` the last of a chain of internal redirects; "" where neither is written. */
  which: "" | "<" | ">";
}

export type LogFormatPart = { literal: string } | LogDirective;

const ESCAPED: Record<string, string> = { n: "\n", t: "\t", r: "\r", '"': '"', "'": "'", "\\": "\\" };

/**
 * The bare format string of what was given: a `LogFormat "…" name` or `CustomLog path "…"` line as it stands in httpd.conf, or the
 * string itself, with or without the quotes and backslashes that it needs there.
 */
export function logFormatText(given: string): string {
  const trimmed = given.trim();
  const directive = /^(?:LogFormat|CustomLog|GlobalLog)\s+/i.exec(trimmed);
  const words = directive ? configWords(trimmed.slice(directive[0].length)) : [];
  const found = words.find((word) => word.includes("%"));
  // The path of a CustomLog may be a command, `|rotatelogs … %Y`; the format string is the word behind it.
  const text = /^LogFormat/i.test(trimmed) || words.length < 2 ? (found ?? trimmed) : (words[1] ?? trimmed);
  const bare = directive ? text : unquoted(text);
  return bare.replace(/\\(.)/g, (whole, char: string) => ESCAPED[char] ?? whole).replace(/[\r\n]+$/, "");
}

/** Words of a line of httpd.conf; within quotes a backslash protects only the quote and itself. */
function configWords(text: string): string[] {
  const words: string[] = [];
  for (const [, double, single, bare] of text.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)/g)) {
    words.push(double?.replace(/\\(["\\])/g, "$1") ?? single?.replace(/\\(['\\])/g, "$1") ?? bare ?? "");
  }
  return words;
}

/** A string that is in quotes as a whole loses them; one that only begins and ends with a quoted value keeps them. */
function unquoted(text: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)"$/.exec(text)?.[1] ?? /^'([^']*)'$/.exec(text)?.[1];
  return inner !== undefined && /%.*[\s\\]/.test(inner) ? inner : text;
}

/** Takes a format string apart. A problem says where it ends inside a directive. */
export function parseLogFormat(text: string): LogFormatPart[] | Problem {
  const parts: LogFormatPart[] = [];
  let literal = "";
  for (let p = 0; p < text.length;) {
    if (text[p] !== "%") {
      literal += text[p++];
      continue;
    }
    if (text[p + 1] === "%") {
      literal += "%";
      p += 2;
      continue;
    }
    const read = readDirective(text, p);
    if (!read) return { problem: `The format string ends inside “${text.slice(p, p + 40)}”: close its brace.` };
    if (literal !== "") parts.push({ literal });
    literal = "";
    parts.push(read.directive);
    p = read.end;
  }
  if (literal !== "") parts.push({ literal });
  return parts;
}

/** The directive at `from`: conditions, `<` or `>` and braces in any order, then its letter. */
function readDirective(text: string, from: number): { directive: LogDirective; end: number } | null {
  let which: LogDirective["which"] = "";
  let argument = "";
  for (let p = from + 1; p < text.length; p++) {
    const c = text[p] ?? "";
    if (/[!,\d]/.test(c)) continue;
    if (c === "<" || c === ">") which = c;
    else if (c === "{") {
      const end = closingBrace(text, p);
      if (end < 0) return null;
      argument = text.slice(p + 1, end);
      p = end;
    } else {
      const end = c === "^" ? p + 3 : p + 1;
      if (end > text.length) return null;
      return { directive: { name: text.slice(from, end), letter: text.slice(p, end), argument, which }, end };
    }
  }
  return null;
}

/** Fastly's variables may hold calls with braces of their own: `%{strftime({"%Y"}, now)}V`. */
function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let p = open; p < text.length; p++) {
    if (text[p] === "{") depth++;
    else if (text[p] === "}" && --depth === 0) return p;
  }
  return -1;
}
