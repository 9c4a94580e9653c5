import { haproxySample, haproxyVariable, VARIABLE_NAMES, type VariableMeaning } from "./haproxy-variables";

/** A variable or a sample expression of a log-format string. */
export interface LogFormatValue extends VariableMeaning {
  /** `%ST`, `%[bc_err]`. */
  name: string;
  /** In double quotes in every line, because `%{+Q}` says so. */
  quoted: boolean;
  /** Its name in an encoded line, `%(name)ST`; null where it has none. */
  key: string | null;
}

export type LogFormatPart = { literal: string } | LogFormatValue;

/** A log-format string is a line of a config; longer ones are cut. */
const MAX_LENGTH = 16_384;

/**
 * The bare format string: as it stands in haproxy.cfg it follows its directive, is quoted, or has its blanks and quotes escaped.
 * Source: https://docs.haproxy.org/3.2/configuration.html#2.2
 */
export function logFormatText(template: string): string {
  const body = template
    .slice(0, MAX_LENGTH)
    .trim()
    .replace(/^(?:error-)?log-format(?:-sd)?\s+/, "");
  if (body.length > 1 && body.startsWith("'") && body.endsWith("'")) return body.slice(1, -1);
  const inner = body.length > 1 && body.startsWith('"') && body.endsWith('"') ? body.slice(1, -1) : body;
  return inner.replace(/\\([ "'\\#${}])/g, "$1");
}

/** Does the string ask for JSON objects with `%{+json}o`? Source: https://docs.haproxy.org/3.2/configuration.html#8.2.6 */
export function isJsonEncoded(text: string): boolean {
  return /%\{[^}]{0,40}\+json[^}]{0,40}\}o/.test(text);
}

/** Takes a bare log-format string apart. Null where a bracket is never closed. */
export function parseLogFormat(text: string): LogFormatPart[] | null {
  const parts: LogFormatPart[] = [];
  let literal = "";
  let quoteAll = false;
  for (let at = 0; at < text.length;) {
    if (text[at] !== "%" || text[at + 1] === "%") {
      literal += text[at] ?? "";
      at += text[at] === "%" ? 2 : 1;
      continue;
    }
    at++;
    let flags = "";
    let key: string | null = null;
    for (;;) {
      const open = text[at];
      if (open !== "{" && open !== "(") break;
      const end = text.indexOf(open === "{" ? "}" : ")", at);
      if (end < 0) return null;
      if (open === "{") flags += `,${text.slice(at + 1, end)}`;
      else key = text.slice(at + 1, end).split(":")[0] ?? null;
      at = end + 1;
    }
    if (text[at] === "[") {
      const end = endOfSample(text, at);
      if (end < 0) return null;
      const expression = text.slice(at + 1, end);
      pushLiteral();
      parts.push({
        ...{ name: `%[${expression}]`, ...haproxySample(expression) },
        ...{ quoted: isQuoted(flags, quoteAll), key },
      });
      at = end + 1;
      continue;
    }
    const name = nameAt(text, at);
    if (name === "") {
      literal += "%";
      continue;
    }
    at += name.length;
    if (name === "o") {
      quoteAll = isQuoted(flags, quoteAll);
      // The blank behind it belongs to it: nothing is written.
      if (text[at] === " ") at++;
      continue;
    }
    pushLiteral();
    parts.push({ ...{ name: `%${name}`, ...haproxyVariable(name) }, ...{ quoted: isQuoted(flags, quoteAll), key } });
  }
  pushLiteral();
  return parts;

  function pushLiteral(): void {
    if (literal !== "") parts.push({ literal });
    literal = "";
  }
}

function isQuoted(flags: string, all: boolean): boolean {
  return /\+Q/.test(flags) || (all && !/-Q/.test(flags));
}

/** The variable that begins here: the longest known, else all its letters. */
function nameAt(text: string, at: number): string {
  const letters = /^[A-Za-z]{1,16}/.exec(text.slice(at, at + 16))?.[0] ?? "";
  if (letters === "o" || letters === "") return letters;
  return VARIABLE_NAMES.find((name) => letters.startsWith(name)) ?? letters;
}

/** The bracket that closes a sample expression: not one in parentheses or quotes. -1 where none does. */
function endOfSample(text: string, from: number): number {
  let depth = 0;
  let quote = "";
  for (let at = from + 1; at < text.length; at++) {
    const char = text[at] ?? "";
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if ((char === "'" || char === '"') && depth > 0) quote = char;
    else if (char === "(") depth++;
    else if (char === ")") depth = Math.max(0, depth - 1);
    else if (char === "]" && depth === 0) return at;
  }
  return -1;
}
