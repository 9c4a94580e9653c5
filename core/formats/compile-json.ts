import { Field, FIELD_COUNT, type FieldName, type ScanLine } from "@/core/events/field";
import { refuse, type CompiledTemplate } from "./compile-template";
import type { DurationUnits } from "./line-plan";
import type { Problem } from "./line-reader";
import { asciiBytes } from "./read-bytes";
import { SCAN_BLANK, SCAN_REASONS } from "./scan-reasons";
import { splitRequest } from "./split-request";

/** A key of the object and what its value is. */
export interface JsonKey {
  /** Names from the outermost object to the value; a name may hold dots. */
  path: readonly string[];
  field: FieldName;
  /** Of several keys that one object has for a field, the one with the highest rank is read. */
  rank: number;
  /** Milliseconds in one unit of a duration; left out for seconds. A value such as `"0.12s"` is read as seconds. */
  unitMs?: number;
}

export interface JsonOptions {
  /** Fields without which an object is no line of this format; left out: time and status. */
  needs?: readonly FieldName[];
}

/** A key at one level of the object: what its value feeds, or the level below it. */
interface Key {
  name: Uint8Array;
  /** -1 where the value is not kept. */
  field: number;
  /** Rank among the keys of its field. */
  rank: number;
  isDuration: boolean;
  /** Level of the object that stands there; -1 where none is expected. */
  level: number;
}

const NOT_JSON = SCAN_REASONS.length;
const INCOMPLETE = NOT_JSON + 1;
const FIRST_NEED = INCOMPLETE + 1;
const REJECTIONS = [...SCAN_REASONS, "no JSON object", "the JSON object is not complete or not well-formed"];
/** Objects nested deeper than this are refused; formats nest four times at most. */
const MAX_DEPTH = 16;

/**
 * Compiles a list of keys to a scanner of JSON objects that takes the keys in any order and tolerates others. Of an array the first
 * string or number is the value. Works on the bytes and makes no object: a key is compared with the one that followed the same key
 * in the line before, which with nginx is nearly always right.
 */
export function compileJson(keys: readonly JsonKey[], options: JsonOptions = {}): CompiledTemplate | Problem {
  const { levels, fields, units } = planLevels(keys);
  const needs = options.needs ?? ["time", "status"];
  const missing = needs.filter((name) => !fields.includes(name));
  if (missing.length > 0)
    return { problem: `The JSON format has no key for ${missing.join(" and ")}: add one, $time_iso8601 or $status.` };
  const needed = needs.map((name) => Field[name] << 1);
  const rejections = [...REJECTIONS, ...needs.map((name) => `the object has no ${name} under a known key`)];
  const used = Int32Array.from(
    new Set([...fields.map((name) => Field[name]), Field.method, Field.path, Field.protocol]),
  );
  const expected = levels.map(() => 0);
  const stack = new Int32Array(MAX_DEPTH);
  const byLength = levels.map(keysByLength);
  const ranks = new Int32Array(FIELD_COUNT);

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
      if (keys.length > 0 && !sameBytes(buf, nameStart, nameEnd, keys[at]!.name)) {
        at = placeOf(buf, nameStart, nameEnd, keys, byLength[level]!);
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
        const open = p;
        p = skipNested(buf, p, to);
        if (p < 0) return INCOMPLETE;
        if (first === 123 || !key || key.field < 0) continue;
        start = skipSpace(buf, open + 1, p);
        const quoted = buf[start] === 34;
        if (quoted) start++;
        end = quoted ? endOfString(buf, start, p) : start;
        if (!quoted) while (end < p && (buf[end]! - 46) >>> 0 < 12) end++;
        if (end <= start) continue;
      } else {
        while (p < to && buf[p] !== 44 && buf[p] !== 125 && buf[p]! > 32) p++;
        end = p;
        if (end === start) return INCOMPLETE;
        // null
        if (first === 110) continue;
      }
      if (!key || key.field < 0) continue;
      if (out[key.field << 1]! >= 0 && ranks[key.field]! > key.rank) continue;
      ranks[key.field] = key.rank;
      // A duration in Google's notation, "0.12s".
      if (key.isDuration && buf[end - 1] === 115 && end - start > 1) end--;
      out[key.field << 1] = start;
      out[(key.field << 1) + 1] = end;
    }
    if (skipSpace(buf, buf[p] === 44 && p < to ? p + 1 : p, to) !== to) return INCOMPLETE;
    for (let i = 0; i < needed.length; i++) if (!(out[needed[i]!]! >= 0)) return FIRST_NEED + i;
    if (out[Field.request << 1]! >= 0 && out[Field.method << 1]! < 0)
      splitRequest(buf, out[Field.request << 1]!, out[(Field.request << 1) + 1]!, out);
    return 0;
  };

  return { fields, units, rejections, scan };
}

/** Places of a level's keys by the length of their names; the last list has all that are longer. */
function keysByLength(keys: readonly Key[]): number[][] {
  const lists = Array.from({ length: LONGEST_NAME + 1 }, (): number[] => []);
  keys.forEach(({ name }, place) => lists[Math.min(name.length, LONGEST_NAME)]!.push(place));
  return lists;
}

const LONGEST_NAME = 40;

/** Where the key of this name is; the number of keys where there is none. */
function placeOf(buf: Uint8Array, from: number, to: number, keys: readonly Key[], byLength: number[][]): number {
  const places = byLength[Math.min(to - from, LONGEST_NAME)]!;
  for (let i = 0; i < places.length; i++) if (sameBytes(buf, from, to, keys[places[i]!]!.name)) return places[i]!;
  return keys.length;
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

const DURATIONS: ReadonlySet<FieldName> = new Set([
  "requestTime",
  "upstreamConnectTime",
  "upstreamHeaderTime",
  "upstreamResponseTime",
]);

function planLevels(keys: readonly JsonKey[]): { levels: Key[][]; fields: FieldName[]; units: DurationUnits } {
  const levels: Key[][] = [[]];
  const byPath = new Map<string, Key>();
  const fields = new Set<FieldName>();
  const units: DurationUnits = {};
  for (const { path, field, rank, unitMs } of keys) {
    fields.add(field);
    if (unitMs !== undefined && unitMs !== 1000) units[field] = unitMs;
    let level = 0;
    path.forEach((name, depth) => {
      const pathKey = path.slice(0, depth + 1).join("\n");
      let key = byPath.get(pathKey);
      if (!key) {
        key = { name: asciiBytes(name), field: -1, rank: 0, isDuration: false, level: -1 };
        byPath.set(pathKey, key);
        levels[level]?.push(key);
      }
      if (depth === path.length - 1) {
        Object.assign(key, { field: Field[field], rank, isDuration: DURATIONS.has(field) });
        return;
      }
      if (key.level < 0) key.level = levels.push([]) - 1;
      level = key.level;
    });
  }
  if (fields.has("request")) for (const each of ["method", "path", "protocol"] as const) fields.add(each);
  return { levels, fields: [...fields], units };
}
