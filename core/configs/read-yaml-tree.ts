import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from "yaml";
import type { Placed } from "./proxy-config";
import { MOST_DEPTH, MOST_NODES, scalarNode, type ConfigNode, type ConfigTree } from "./config-tree";

/** The parser takes about a second and 100 MB for each MiB; a hand-written configuration has a few dozen KiB. */
const MOST_CHARACTERS = 1 << 20;

/** Thrown within this file where aliases say more than anybody can have meant. */
class TooMuch extends Error {}

/**
 * Reads YAML with the lines its values stand on. What a broken file has before its fault is kept, and a note says where it broke off;
 * a file whose aliases multiply beyond measure is refused.
 * Source: https://yaml.org/spec/1.2.2/
 */
export function readYamlTree(file: string, text: string): ConfigTree {
  if (text.length > MOST_CHARACTERS) {
    const value = `${file} has more than 1 MiB of YAML and was left out. Give the part with listeners, routes and upstreams, or the same as JSON.`;
    return { roots: [], notes: [{ value, file, line: 1 }] };
  }
  const lines = new LineCounter();
  // Pretty errors and unique keys cost time that grows with the square of a hostile file.
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: "silent" } as const;
  const roots: ConfigNode[] = [];
  const notes: Placed<string>[] = [];
  try {
    const documents = parseAllDocuments(text, options);
    for (const document of "empty" in documents ? [] : documents) {
      const reader = new TreeReader(file, lines);
      const fault = document.errors[0];
      if (fault !== undefined && notes.length === 0) {
        const { line } = lines.linePos(fault.pos[0]);
        const value = `${file} is no valid YAML from line ${line.toString()} on (${firstLine(fault.message)}): not all of it was read.`;
        notes.push({ value, file, line });
      }
      roots.push(reader.read(document.contents, 0).node);
    }
    return { roots, notes };
  } catch (error) {
    if (!(error instanceof TooMuch) && !(error instanceof RangeError)) throw error;
    const value = `${file} was left out: its lists and aliases unfold into more than ${MOST_NODES.toString()} values or ${MOST_DEPTH.toString()} levels.`;
    return { roots: [], notes: [{ value, file, line: 1 }] };
  }
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0]?.slice(0, 120) ?? "";
}

/** A node and how many it and everything below it are, aliases counted as often as they stand there. */
interface Sized {
  node: ConfigNode;
  size: number;
}

class TreeReader {
  readonly #anchors = new Map<string, Sized>();

  constructor(
    readonly file: string,
    readonly lines: LineCounter,
  ) {}

  read(node: unknown, depth: number): Sized {
    if (depth > MOST_DEPTH) throw new TooMuch();
    const read = this.#convert(node, depth);
    if (read.size > MOST_NODES) throw new TooMuch();
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined)
      this.#anchors.set(node.anchor, read);
    return read;
  }

  #convert(node: unknown, depth: number): Sized {
    if (isAlias(node)) return this.#anchors.get(node.source) ?? { node: this.#scalar(node.range, null), size: 1 };
    if (isScalar(node)) {
      const { value } = node;
      // `8080` and `0.5` as they are written, `yes` as it stands there.
      const text = value === null ? null : typeof value === "string" ? value : (node.source ?? String(value));
      return { node: this.#scalar(node.range, text), size: 1 };
    }
    if (isSeq(node)) {
      const items: ConfigNode[] = [];
      let size = 1;
      for (const item of node.items) {
        const read = this.read(item, depth + 1);
        size += read.size;
        items.push(read.node);
      }
      return { node: { ...this.#scalar(node.range, null), items }, size };
    }
    if (!isMap(node)) return { node: this.#scalar(undefined, null), size: 1 };
    const entries = new Map<string, ConfigNode>();
    let size = 1;
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : "";
      const read = this.read(value, depth + 1);
      size += read.size;
      if (name === "<<") {
        const merged = read.node.items.length > 0 ? read.node.items : [read.node];
        for (const [under, entry] of merged.flatMap((each) => [...each.entries]))
          if (!entries.has(under)) entries.set(under, entry);
      } else entries.set(name, isScalar(key) ? { ...read.node, line: this.#lineOf(key.range) } : read.node);
    }
    return { node: { ...this.#scalar(node.range, null), entries }, size };
  }

  #scalar(range: readonly number[] | null | undefined, text: string | null): ConfigNode {
    return scalarNode(this.file, this.#lineOf(range), text);
  }

  #lineOf(range: readonly number[] | null | undefined): number {
    return Math.max(1, this.lines.linePos(range?.[0] ?? 0).line);
  }
}
