/** A key path of a JSON-shaped format and the variable whose value stands there. */
export interface JsonEntry {
  path: string[];
  variable: string;
}

/** Is a `log_format` string a JSON object rather than a line with positions? */
export function isJsonTemplate(template: string): boolean {
  return /^\s*\{\s*"/.test(template) && readJsonTemplate(template).length > 0;
}

/**
 * Key paths of a JSON-shaped `log_format`, `{"ts":"$msec", "status": $status, "up":{"addr":"$upstream_addr"}}`, unquoted variables
 * and stray commas included. A value made of several variables counts when it spells the request line.
 */
export function readJsonTemplate(template: string): JsonEntry[] {
  const entries: JsonEntry[] = [];
  const path: string[] = [];
  let key: string | null = null;
  const tokens = template.matchAll(/"((?:[^"\\]|\\.)*)"(\s*:)?|\$(?:\{(\w+)\}|(\w+))|[{}]/g);
  for (const token of tokens) {
    const [text, string, colon, braced, plain] = token;
    if (text === "{") {
      if (key !== null) path.push(key);
      key = null;
    } else if (text === "}") {
      path.pop();
      key = null;
    } else if (string !== undefined && colon !== undefined) key = string;
    else if (key !== null) {
      const variable = braced ?? plain ?? variableOf(string ?? "");
      if (variable !== null) entries.push({ path: [...path, key], variable });
      key = null;
    }
  }
  return entries.slice(0, 1000);
}

function variableOf(value: string): string | null {
  const alone = /^\$\{?(\w+)\}?$/.exec(value.trim());
  if (alone) return alone[1] ?? null;
  if (/^\$request_method \$(?:request_uri|uri\S*) \$server_protocol$/.test(value.trim())) return "request";
  return null;
}

/** The JSON-shaped format string for these entries. */
export function writeJsonTemplate(entries: JsonEntry[]): string {
  const root: Tree = new Map();
  for (const { path, variable } of entries) {
    let node = root;
    for (const name of path.slice(0, -1)) {
      const child = node.get(name);
      if (child instanceof Map) node = child;
      else {
        const fresh: Tree = new Map();
        node.set(name, fresh);
        node = fresh;
      }
    }
    const leaf = path.at(-1);
    if (leaf !== undefined) node.set(leaf, variable);
  }
  return writeTree(root);
}

type Tree = Map<string, string | Tree>;

function writeTree(tree: Tree): string {
  const pairs = [...tree].map(
    ([name, value]) => `${JSON.stringify(name)}:${typeof value === "string" ? `"$${value}"` : writeTree(value)}`,
  );
  return `{${pairs.join(",")}}`;
}
