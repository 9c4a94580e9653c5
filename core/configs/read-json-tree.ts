import { MOST_DEPTH, MOST_NODES, scalarNode, type ConfigNode, type ConfigTree } from "./config-tree";

/** Thrown within this file where the text stops being JSON. */
class Broken extends Error {}

/**
 * Reads JSON with the lines its values stand on, which JSON.parse does not tell. What stands before a fault is kept, and a note says
 * where it broke off.
 * Source: https://www.rfc-editor.org/rfc/rfc8259
 */
export function readJsonTree(file: string, text: string): ConfigTree {
  let p = 0;
  let line = 1;
  let nodes = 0;

  const skip = (): string => {
    for (; p < text.length; p++) {
      const c = text[p] ?? "";
      if (c === "\n") line++;
      else if (c !== " " && c !== "\t" && c !== "\r" && c !== "\ufeff") return c;
    }
    throw new Broken("it ends");
  };

  const string = (): string => {
    const start = p;
    for (p++; p < text.length && text[p] !== '"'; p++) {
      if (text[p] === "\n") throw new Broken("a text is not closed");
      if (text[p] === "\\") p++;
    }
    if (p >= text.length) throw new Broken("a text is not closed");
    p++;
    try {
      const value: unknown = JSON.parse(text.slice(start, p));
      return typeof value === "string" ? value : "";
    } catch {
      throw new Broken("a text is escaped wrongly");
    }
  };

  // Lists and maps are handed out before they are filled, so that a fault leaves what was read so far.
  const value = (depth: number, keep: (node: ConfigNode) => void): void => {
    const c = skip();
    if (++nodes > MOST_NODES) throw new Broken(`it has more than ${MOST_NODES.toString()} values`);
    if (depth > MOST_DEPTH) throw new Broken(`it is nested more than ${MOST_DEPTH.toString()} deep`);
    const start = line;
    if (c === "{") {
      const entries = new Map<string, ConfigNode>();
      keep({ file, line: start, text: null, items: [], entries });
      p++;
      if (skip() === "}") return void p++;
      for (;;) {
        if (skip() !== '"') throw new Broken("a key is missing");
        const at = line;
        const key = string();
        if (skip() !== ":") throw new Broken("a colon is missing");
        p++;
        value(depth + 1, (node) => entries.set(key, { ...node, line: at }));
        const next = skip();
        p++;
        if (next === "}") return;
        if (next !== ",") throw new Broken("a comma is missing");
      }
    }
    if (c === "[") {
      const items: ConfigNode[] = [];
      keep({ file, line: start, text: null, items, entries: new Map() });
      p++;
      if (skip() === "]") return void p++;
      for (;;) {
        value(depth + 1, (node) => items.push(node));
        const next = skip();
        p++;
        if (next === "]") return;
        if (next !== ",") throw new Broken("a comma is missing");
      }
    }
    if (c === '"') return keep(scalarNode(file, start, string()));
    const word = /[\w.+-]{1,60}/y;
    word.lastIndex = p;
    const found = word.exec(text)?.[0];
    if (found === undefined) throw new Broken(`“${c}” stands where a value should`);
    p += found.length;
    keep(scalarNode(file, start, found === "null" ? null : found));
  };

  const roots: ConfigNode[] = [];
  try {
    value(0, (node) => roots.push(node));
    return { roots, notes: [] };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const value = `${file} is no valid JSON from line ${line.toString()} on (${error.message}): only what stands before was read.`;
    return { roots, notes: [{ value, file, line }] };
  }
}
