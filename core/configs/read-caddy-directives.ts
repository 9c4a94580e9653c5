import type { Directive } from "./config-directive";

/** Blocks nested deeper than this are taken as closed; Caddyfiles nest about five deep. */
const MAX_DEPTH = 40;
/** Words kept of one line. */
const MAX_WORDS = 500;

interface Token {
  text: string;
  /** Written in quotes, so that a brace in it opens nothing. */
  quoted: boolean;
  line: number;
  /** Line on which the token ends; a quoted one may have several. */
  endLine: number;
}

/**
 * Reads the lines of one Caddyfile; a line that ends in `{` has a block, and the global options are a block without a name. Tolerant:
 * a brace that is missing costs what stands around it, never the rest.
 * Source: https://caddyserver.com/docs/caddyfile/concepts
 */
export function readCaddyDirectives(file: string, text: string): Directive[] {
  const root: Directive[] = [];
  const open: Directive[][] = [root];
  let words: Token[] = [];
  const close = (block: Directive[] | null): void => {
    const [name, ...args] = words;
    words = [];
    if (name === undefined && block === null) return;
    const at = { file, line: name?.line ?? 0 };
    (open.at(-1) ?? root).push({ name: name?.text ?? "", args: args.map((arg) => arg.text), block, ...at });
  };
  for (const token of tokens(text)) {
    const before = words.at(-1);
    const bare = token.quoted ? "" : token.text;
    // A list of addresses may go on behind its comma.
    if (before !== undefined && token.line > before.endLine && !before.text.endsWith(",")) close(null);
    if (bare === "{") {
      const block: Directive[] = [];
      close(block);
      if (open.length < MAX_DEPTH) open.push(block);
    } else if (bare === "}") {
      close(null);
      if (open.length > 1) open.pop();
    } else if (words.length < MAX_WORDS) words.push(token);
  }
  close(null);
  return root;
}

function* tokens(text: string): Generator<Token> {
  let line = 1;
  let p = 0;
  while (p < text.length) {
    const c = text[p] ?? "";
    if (c === "\n") line++;
    if (/\s/.test(c)) {
      p++;
      continue;
    }
    if (c === "\\" && /^\r?\n/.test(text.slice(p + 1, p + 3))) {
      // The next line belongs to this one: its tokens count as standing here.
      p = text.indexOf("\n", p) + 1;
      continue;
    }
    if (c === "#") {
      const end = text.indexOf("\n", p);
      p = end < 0 ? text.length : end;
      continue;
    }
    const [word, end, quoted] = readToken(text, p);
    const start = line;
    for (let q = p; q < end; q++) if (text[q] === "\n") line++;
    p = end;
    yield { text: defaulted(word), quoted, line: start, endLine: line };
  }
}

function readToken(text: string, from: number): [word: string, end: number, quoted: boolean] {
  const c = text[from] ?? "";
  if (c === '"' || c === "`") {
    let word = "";
    let p = from + 1;
    for (; p < text.length && text[p] !== c; p++) {
      if (c === '"' && text[p] === "\\" && text[p + 1] === '"') p++;
      word += text[p] ?? "";
    }
    return [word, Math.min(p + 1, text.length), true];
  }
  const heredoc = c === "<" ? /^<<(\w{1,40})\r?\n/.exec(text.slice(from, from + 50)) : null;
  if (heredoc !== null) {
    const start = from + heredoc[0].length;
    const end = endOfHeredoc(text, start, heredoc[1] ?? "");
    return [text.slice(start, end[0]).trim(), end[1], true];
  }
  let p = from;
  while (p < text.length && !/\s/.test(text[p] ?? "")) p++;
  return [text.slice(from, p), p, false];
}

function endOfHeredoc(text: string, start: number, marker: string): [end: number, after: number] {
  for (let p = start; p < text.length;) {
    const next = text.indexOf("\n", p);
    const end = next < 0 ? text.length : next;
    const content = text.slice(p, end).trimStart();
    // More words of the directive may follow the marker.
    if (content.startsWith(marker) && /^(?:\s|$)/.test(content.slice(marker.length)))
      return [p, end - content.length + marker.length];
    p = end + 1;
  }
  return [text.length, text.length];
}

/** `{$PORT:8080}` is 8080 unless the environment says otherwise. */
function defaulted(word: string): string {
  return word.includes("{$") ? word.replace(/\{\$[\w.]+:([^{}]*)\}/g, "$1") : word;
}
