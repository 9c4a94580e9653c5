import type { Directive } from "./config-directive";

/** Sections nested deeper than this are taken as closed; Apache configurations nest about five deep. */
const MAX_DEPTH = 40;
/** Words looked at of one directive. */
const MAX_WORDS = 200;

/**
 * Reads the directives of one Apache configuration file; a section is a directive with a block. Tolerant: a section that is never
 * closed ends with the file.
 * Source: https://httpd.apache.org/docs/2.4/configuring.html#syntax
 */
export function readApacheDirectives(file: string, text: string): Directive[] {
  const root: Directive[] = [];
  const open: { name: string; block: Directive[] }[] = [{ name: "", block: root }];
  for (const { content, line } of logicalLines(text)) {
    const level = open.at(-1)?.block ?? root;
    if (content.startsWith("</")) {
      const name = content.slice(2).replace(/>.*$/, "").trim().toLowerCase();
      const index = open.findLastIndex((each) => each.name === name);
      if (index > 0) open.length = index;
      continue;
    }
    const section = content.startsWith("<");
    const [name = "", ...args] = splitWords(section ? content.slice(1).replace(/>[^>]*$/, "") : content);
    if (name === "") continue;
    const block: Directive[] | null = section ? [] : null;
    level.push({ name, args, block, file, line });
    if (block !== null && open.length < MAX_DEPTH) open.push({ name: name.toLowerCase(), block });
  }
  return root;
}

/** Lines without comments and indentation, those that end in a backslash joined with the next. */
function* logicalLines(text: string): Generator<{ content: string; line: number }> {
  let parts: string[] = [];
  let start = 0;
  let line = 0;
  for (const raw of text.split("\n")) {
    line++;
    const content = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (parts.length === 0) start = line;
    if (content.endsWith("\\") && !/^\s*#/.test(content)) {
      parts.push(content.slice(0, -1));
      continue;
    }
    const whole = parts.length === 0 ? content.trim() : [...parts, content].join("").trim();
    parts = [];
    if (whole !== "" && !whole.startsWith("#")) yield { content: whole, line: start };
  }
  const rest = parts.join("").trim();
  if (rest !== "" && !rest.startsWith("#")) yield { content: rest, line: start };
}

/** Words of a directive; within quotes a backslash escapes the quote, elsewhere it is a character like others. */
function splitWords(content: string): string[] {
  const words: string[] = [];
  let p = 0;
  while (p < content.length && words.length < MAX_WORDS) {
    const c = content[p] ?? "";
    if (c === " " || c === "\t") {
      p++;
      continue;
    }
    let word = "";
    if (c === '"' || c === "'") {
      for (p++; p < content.length && content[p] !== c; p++) {
        if (content[p] === "\\" && (content[p + 1] === c || content[p + 1] === "\\")) p++;
        word += content[p] ?? "";
      }
      p++;
    } else {
      const start = p;
      while (p < content.length && content[p] !== " " && content[p] !== "\t") p++;
      word = content.slice(start, p);
    }
    words.push(word);
  }
  return words;
}
