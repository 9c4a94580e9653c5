import type { Placed } from "./proxy-config";

/** A value of a YAML, JSON or TOML configuration with the place where it stands. */
export interface ConfigNode {
  file: string;
  /** 1-based, of the value or of its key. */
  line: number;
  /** A scalar as text, `5s`, `true`, `8080`; null for lists, maps and null. */
  text: string | null;
  items: readonly ConfigNode[];
  entries: ReadonlyMap<string, ConfigNode>;
}

/** What was read of one file: a root per document, and sentences about what was not. */
export interface ConfigTree {
  roots: ConfigNode[];
  notes: Placed<string>[];
}

/** Values of one file; a file that says more through aliases or repetition is refused. */
export const MOST_NODES = 400_000;
/** Lists and maps within each other. */
export const MOST_DEPTH = 60;

export function scalarNode(file: string, line: number, text: string | null): ConfigNode {
  return { file, line, text, items: [], entries: new Map() };
}

/** The value at a path of keys, `http.routers.app`; undefined where there is none. Keys may be written in camelCase or snake_case. */
export function nodeAt(node: ConfigNode | undefined, path: string): ConfigNode | undefined {
  let found = node;
  for (const key of path.split(".")) found = found?.entries.get(key) ?? found?.entries.get(camelCase(key));
  return found;
}

/** The text at a path; "" where there is none. */
export function textAt(node: ConfigNode | undefined, path: string): string {
  return nodeAt(node, path)?.text ?? "";
}

export function itemsAt(node: ConfigNode | undefined, path: string): readonly ConfigNode[] {
  return nodeAt(node, path)?.items ?? [];
}

export function entriesAt(node: ConfigNode | undefined, path: string): [string, ConfigNode][] {
  return [...(nodeAt(node, path)?.entries ?? [])];
}

/** Calls `visit` for every map in the tree, parents first. */
export function visitMaps(node: ConfigNode, visit: (node: ConfigNode) => void): void {
  if (node.entries.size > 0) visit(node);
  for (const item of node.items) visitMaps(item, visit);
  for (const entry of node.entries.values()) visitMaps(entry, visit);
}

/** JSON of a node, for formats that are maps of keys to operators. */
export function toJson(node: ConfigNode): string {
  return JSON.stringify(plain(node));
}

function plain(node: ConfigNode): unknown {
  if (node.items.length > 0) return node.items.map(plain);
  if (node.entries.size > 0) return Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value)]));
  return node.text;
}

function camelCase(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
