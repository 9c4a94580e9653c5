import { parse, TomlError } from "smol-toml";
import { MOST_DEPTH, scalarNode, type ConfigNode, type ConfigTree } from "./config-tree";

/** A hand-written configuration has a few dozen KiB. */
const MOST_CHARACTERS = 1 << 20;
/** Lists of tables whose lines are told apart; beyond, keys stand where their list begins. */
const MOST_LISTS = 200;

/**
 * Reads TOML with the lines of its tables and keys. Of a broken file it keeps what stands before the fault, and a note says so.
 * Source: https://toml.io/en/v1.0.0
 */
export function readTomlTree(file: string, text: string): ConfigTree {
  if (text.length > MOST_CHARACTERS) {
    const value = `${file} has more than 1 MiB of TOML and was left out. Give the part with routers and services.`;
    return { roots: [], notes: [{ value, file, line: 1 }] };
  }
  const first = tryParse(text);
  if ("value" in first) return { roots: [build(file, first.value, linesOf(text))], notes: [] };
  const before = text
    .split("\n")
    .slice(0, first.line - 1)
    .join("\n");
  const second = tryParse(before);
  const value = `${file} is no valid TOML from line ${first.line.toString()} on: only what stands before was read.`;
  const roots = "value" in second ? [build(file, second.value, linesOf(before))] : [];
  return { roots, notes: [{ value, file, line: first.line }] };
}

function tryParse(text: string): { value: unknown } | { line: number } {
  try {
    return { value: parse(text) };
  } catch (error) {
    if (error instanceof TomlError) return { line: error.line };
    if (error instanceof RangeError) return { line: 1 };
    throw error;
  }
}

/** Lines of keys by their path, `http.routers.app.rule`; tables of a list count from 0. The parser keeps no positions. */
function linesOf(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  const counts = new Map<string, number>();
  let table = "";
  text.split("\n").forEach((raw, index) => {
    const line = index + 1;
    const content = raw.trim();
    const header = /^\[(\[?)([^[\]]{1,300})\]/.exec(content);
    if (header !== null) {
      table = joined(header[2] ?? "");
      // A table within an element of a list belongs to the last one.
      for (const [list, count] of counts)
        if (table.startsWith(`${list}.`)) table = `${list}.${(count - 1).toString()}${table.slice(list.length)}`;
      if (header[1] === "[") {
        const count = counts.get(table) ?? 0;
        if (count > 0 || counts.size < MOST_LISTS) counts.set(table, count + 1);
        table = `${table}.${count.toString()}`;
      }
      if (!lines.has(table)) lines.set(table, line);
      return;
    }
    const key = /^([^=#\s"][^=#]{0,200}|"[^"]{1,200}")\s*=/.exec(content)?.[1];
    if (key === undefined) return;
    const path = table === "" ? joined(key) : `${table}.${joined(key)}`;
    if (!lines.has(path)) lines.set(path, line);
  });
  return lines;
}

function joined(key: string): string {
  return key
    .split(".")
    .map((part) => part.trim().replace(/^["']|["']$/g, ""))
    .join(".");
}

function build(file: string, value: unknown, lines: ReadonlyMap<string, number>): ConfigNode {
  const make = (at: unknown, path: string, above: number, depth: number): ConfigNode => {
    const line = lines.get(path) ?? above;
    const under = (key: string) => (path === "" ? key : `${path}.${key}`);
    if (depth > MOST_DEPTH || at === null || at === undefined) return scalarNode(file, line, null);
    if (Array.isArray(at)) {
      const items = at.map((item: unknown, i) => make(item, under(i.toString()), line, depth + 1));
      return { ...scalarNode(file, line, null), items };
    }
    if (typeof at !== "object" || at instanceof Date) return scalarNode(file, line, String(at));
    const entries = new Map(Object.entries(at).map(([key, item]) => [key, make(item, under(key), line, depth + 1)]));
    return { ...scalarNode(file, line, null), entries };
  };
  return make(value, "", 1, 0);
}
