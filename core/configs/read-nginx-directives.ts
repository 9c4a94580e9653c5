import type { Directive } from "./config-directive";

interface Token {
  /** `word` includes quoted strings, quotes taken off. */
  kind: "word" | "open" | "close" | "end";
  text: string;
  line: number;
}

/** Blocks nested deeper than this are taken as closed; nginx configurations nest about six deep. */
const MAX_DEPTH = 40;

/**
 * Reads the directives of one file. Tolerant: a missing brace or semicolon costs what stands around it, never the rest. Lua blocks
 * are skipped whole.
 * Source: https://nginx.org/en/docs/beginners_guide.html#conf_structure
 */
export function readNginxDirectives(file: string, text: string): Directive[] {
  const root: Directive[] = [];
  const open: Directive[][] = [root];
  let words: Token[] = [];
  for (const token of tokens(text)) {
    if (token.kind === "word") {
      words.push(token);
      continue;
    }
    const [name, ...args] = words;
    words = [];
    const level = open.at(-1) ?? root;
    if (name) {
      const block: Directive[] | null = token.kind === "open" ? [] : null;
      level.push({ name: name.text, args: args.map((arg) => arg.text), block, file, line: name.line });
      if (block && open.length < MAX_DEPTH) open.push(block);
    } else if (token.kind === "open" && open.length < MAX_DEPTH) open.push([]);
    if (token.kind === "close" && open.length > 1) open.pop();
  }
  return root;
}

function* tokens(text: string): Generator<Token> {
  let line = 1;
  let p = 0;
  let name = "";
  while (p < text.length) {
    const c = text[p] ?? "";
    if (c === "\n") {
      line++;
      p++;
    } else if (/\s/.test(c)) p++;
    else if (c === "#") {
      const end = text.indexOf("\n", p);
      p = end < 0 ? text.length : end;
    } else if (c === ";" || c === "}") {
      yield { kind: c === ";" ? "end" : "close", text: c, line };
      name = "";
      p++;
    } else if (c === "{") {
      yield { kind: "open", text: c, line };
      p++;
      if (name.endsWith("_by_lua_block")) {
        const end = endOfBlock(text, p);
        for (let q = p; q < end; q++) if (text[q] === "\n") line++;
        p = end;
      }
      name = "";
    } else {
      const start = line;
      const [word, end] = c === '"' || c === "'" ? readQuoted(text, p) : readWord(text, p);
      for (let q = p; q < end; q++) if (text[q] === "\n") line++;
      p = end;
      if (name === "") name = word;
      yield { kind: "word", text: word, line: start };
    }
  }
}

function readQuoted(text: string, from: number): [string, number] {
  const quote = text[from];
  let value = "";
  for (let p = from + 1; p < text.length; p++) {
    const c = text[p] ?? "";
    const next = text[p + 1] ?? "";
    if (c === "\\" && (next === quote || next === "\\")) {
      value += next;
      p++;
    } else if (c === quote) return [value, p + 1];
    else value += c;
  }
  return [value, text.length];
}

function readWord(text: string, from: number): [string, number] {
  let p = from;
  for (; p < text.length; p++) {
    const c = text[p] ?? "";
    if (c === "\\") p++;
    else if (c === "$" && text[p + 1] === "{") {
      const end = text.indexOf("}", p);
      if (end > 0) p = end;
    } else if (/[\s;{}]/.test(c)) break;
  }
  return [text.slice(from, p), Math.min(p, text.length)];
}

/** Position of the brace that closes a Lua block, counting braces; strings with lone braces are rare enough. */
function endOfBlock(text: string, from: number): number {
  let depth = 1;
  for (let p = from; p < text.length; p++) {
    if (text[p] === "{") depth++;
    else if (text[p] === "}" && --depth === 0) return p;
  }
  return text.length;
}
