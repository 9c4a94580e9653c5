import { Field, type FieldName, type ScanLine } from "@/core/events/field";
import { refuse, type CompiledTemplate } from "./compile-template";
import { SCAN_BLANK, type Problem } from "./line-reader";
import { readJsonTemplate } from "./json-template";
import { nginxVariable } from "./nginx-variables";
import { asciiBytes } from "./read-bytes";
import { splitRequest } from "./split-request";

/** A key at one level of the object: what its value feeds, or the level below it. */
interface Key {
  name: Uint8Array;
  /** -1 where the value is not kept. */
  field: number;
  /** Level of the object that stands there; -1 where none is expected. */
  level: number;
}

const NOT_JSON = 3;
const INCOMPLETE = 4;
const NO_TIME = 5;
const NO_STATUS = 6;
const REJECTIONS = [
  "",
  "empty line",
  "a line of an error log",
  "no JSON object",
  "the JSON object is not complete or not well-formed",
  "the object has no time under a known key",
  "the object has no status under a known key",
];
/** Objects nested deeper than this are refused; nginx formats nest twice at most. */
const MAX_DEPTH = 16;

/**
 * Compiles a JSON-shaped `log_format` (`{"ts":"$time_iso8601", "up":{"addr":"$upstream_addr"}}`) to a scanner that takes the keys in
 * any order and tolerates others. Works on the bytes and makes no object: a key is compared with the one that followed the same key
 * in the line before, which with nginx is nearly always right.
 */
export function compileJson(template: string): CompiledTemplate | Problem {
  const plan = planLevels(template);
  if ("problem" in plan) return plan;
  const { levels, fields } = plan;
  const used = Int32Array.from(
    new Set([...fields.map((name) => Field[name]), Field.method, Field.path, Field.protocol]),
  );
  const expected = levels.map(() => 0);
  const stack = new Int32Array(MAX_DEPTH);

  const scan: ScanLine = (buf, from, to, out) => {
    if (to > from && buf[to - 1] === 13) to--;
    if (to - from >= 3 && buf[from] === 0xef && buf[from + 1] === 0xbb && buf[from + 2] === 0xbf) from += 3;
    for (let i = 0; i < used.length; i++) out[used[i]! << 1] = -1;
    let p = skipSpace(buf, from, to);
    if (p >= to) return SCAN_BLANK;
    if (buf[p] === 44) p = skipSpace(buf, p + 1, to);
    // An array written one object a line has its brackets on lines of their own.
    if ((buf[p] === 91 || buf[p] === 93) && skipSpace(buf, p + 1, to) === to) return SCAN_BLANK;
    if (buf[p] !== 123) return refuse(buf, from, to, NOT_JSON);
    p++;
    let depth = 0;
    stack[0] = 0;
    for (;;) {
      p = skipSpace(buf, p, to);
      if (p >= to) return INCOMPLETE;
      const c = buf[p]!;
      if (c === 44) {
        p++;
        continue;
      }
      if (c === 125) {
        p++;
        if (depth === 0) break;
        depth--;
        continue;
      }
      if (c !== 34) return INCOMPLETE;
      const nameStart = p + 1;
      const nameEnd = endOfString(buf, nameStart, to);
      if (nameEnd < 0) return INCOMPLETE;
      p = skipSpace(buf, nameEnd + 1, to);
      if (buf[p] !== 58 || p >= to) return INCOMPLETE;
      p = skipSpace(buf, p + 1, to);
      if (p >= to) return INCOMPLETE;

      const level = stack[depth]!;
      const keys = levels[level]!;
      let at = expected[level]!;
      if (at >= keys.length) at = 0;
      if (!sameBytes(buf, nameStart, nameEnd, keys[at]!.name)) {
        at = 0;
        while (at < keys.length && !sameBytes(buf, nameStart, nameEnd, keys[at]!.name)) at++;
      }
      const key = keys[at];
      if (key) expected[level] = at + 1;

      const first = buf[p]!;
      if (first === 123 && key && key.level >= 0 && depth + 1 < MAX_DEPTH) {
        stack[++depth] = key.level;
        p++;
        continue;
      }
      let start = p;
      let end: number;
      if (first === 34) {
        start = p + 1;
        end = endOfString(buf, start, to);
        if (end < 0) return INCOMPLETE;
        p = end + 1;
      } else if (first === 123 || first === 91) {
        p = skipNested(buf, p, to);
        if (p < 0) return INCOMPLETE;
        continue;
      } else {
        while (p < to && buf[p] !== 44 && buf[p] !== 125 && buf[p]! > 32) p++;
        end = p;
        if (end === start) return INCOMPLETE;
        if (first === 110) continue;
      }
      if (!key || key.field < 0) continue;
      out[key.field << 1] = start;
      out[(key.field << 1) + 1] = end;
    }
    if (skipSpace(buf, buf[p] === 44 && p < to ? p + 1 : p, to) !== to) return INCOMPLETE;
    if (!(out[Field.time << 1]! >= 0)) return NO_TIME;
    if (!(out[Field.status << 1]! >= 0)) return NO_STATUS;
    if (out[Field.request << 1]! >= 0 && out[Field.method << 1]! < 0)
      splitRequest(buf, out[Field.request << 1]!, out[(Field.request << 1) + 1]!, out);
    return 0;
  };

  return { fields, rejections: REJECTIONS, scan };
}

function skipSpace(buf: Uint8Array, p: number, to: number): number {
  while (p < to && (buf[p] === 32 || buf[p] === 9)) p++;
  return p;
}

/** Position of the quote that ends the string; -1 when the line ends first. */
function endOfString(buf: Uint8Array, p: number, to: number): number {
  for (; p < to; p++) {
    const c = buf[p]!;
    if (c === 34) return p;
    if (c === 92) p++;
  }
  return -1;
}

/** Position after an object or array nobody asked for; -1 when the line ends first. */
function skipNested(buf: Uint8Array, p: number, to: number): number {
  let open = 0;
  for (; p < to; p++) {
    const c = buf[p]!;
    if (c === 34) {
      p = endOfString(buf, p + 1, to);
      if (p < 0) return -1;
    } else if (c === 123 || c === 91) open++;
    else if ((c === 125 || c === 93) && --open === 0) return p + 1;
  }
  return -1;
}

function sameBytes(buf: Uint8Array, from: number, to: number, name: Uint8Array): boolean {
  if (to - from !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (buf[from + i] !== name[i]) return false;
  return true;
}

function planLevels(template: string): { levels: Key[][]; fields: FieldName[] } | Problem {
  const entries = readJsonTemplate(template);
  if (entries.length === 0)
    return {
      problem: 'The JSON format has no key with a variable: give it as in nginx.conf, {"time":"$time_iso8601", …}.',
    };
  const best = new Map<FieldName, number>();
  for (const { variable } of entries) {
    const { field, rank } = nginxVariable(variable);
    if (field && rank > (best.get(field) ?? 0)) best.set(field, rank);
  }
  const levels: Key[][] = [[]];
  const byPath = new Map<string, Key>();
  entries.forEach(({ path, variable }) => {
    const { field, rank } = nginxVariable(variable);
    // Several keys may feed one field, whichever the line has; a worse variable for it is left out.
    let own = field && best.get(field) === rank ? field : null;
    if (variable === "msec" && !own) own = "preciseTime";
    let level = 0;
    path.forEach((name, depth) => {
      const pathKey = path.slice(0, depth + 1).join("\n");
      let key = byPath.get(pathKey);
      if (!key) {
        key = { name: asciiBytes(name), field: -1, level: -1 };
        byPath.set(pathKey, key);
        levels[level]?.push(key);
      }
      if (depth === path.length - 1) {
        if (own) key.field = Field[own];
        return;
      }
      if (key.level < 0) key.level = levels.push([]) - 1;
      level = key.level;
    });
    if (own && own !== field) best.set(own, rank);
  });
  const fields = [...best.keys()];
  if (!fields.includes("time") || !fields.includes("status"))
    return { problem: "The JSON format needs a time and a status: add $time_iso8601 and $status to it." };
  if (fields.includes("request"))
    for (const each of ["method", "path", "protocol"] as const) if (!fields.includes(each)) fields.push(each);
  return { levels, fields };
}
