import { skipSpace } from "./read-bytes";
import { Field, FIELD_COUNT, type FieldName, type ScanLine } from "@/core/events/field";
import { refuse, type CompiledTemplate } from "./compile-template";
import type { Problem } from "./line-reader";
import { createKeyFinder } from "./find-json-key";
import { planLevels, type JsonKey, type PlannedKey } from "./plan-json";
import { SCAN_BLANK, SCAN_REASONS } from "./scan-reasons";
import { splitRequest } from "./split-request";
import { hostOfUrl, trimAddress, trimAuthority } from "./trim-address";

export interface JsonOptions {
  /** Fields without which an object is no line of this format; left out: time and status. */
  needs?: readonly FieldName[];
}

const NOT_JSON = SCAN_REASONS.length;
const INCOMPLETE = NOT_JSON + 1;
const FIRST_NEED = INCOMPLETE + 1;
const REJECTIONS = [...SCAN_REASONS, "no JSON object", "the JSON object is not complete or not well-formed"];
/** Objects nested deeper than this are refused; formats nest four times at most. */
const MAX_DEPTH = 16;

/**
 * Compiles a list of keys to a scanner of JSON objects that takes the keys in any order and tolerates others. Of an array the first
 * string or number is the value. Works on the bytes and makes no object.
 */
export function compileJson(keys: readonly JsonKey[], options: JsonOptions = {}): CompiledTemplate | Problem {
  const { levels, fields } = planLevels(keys);
  const needs = options.needs ?? ["time", "status"];
  const missing = needs.filter((name) => !fields.includes(name));
  if (missing.length > 0)
    return { problem: `The JSON format has no key for ${missing.join(" and ")}: add one, $time_iso8601 or $status.` };
  const needed = needs.map((name) => Field[name] << 1);
  const rejections = [...REJECTIONS, ...needs.map((name) => `the object has no ${name} under a known key`)];
  const used = Int32Array.from(
    new Set([...fields.map((name) => Field[name]), Field.method, Field.path, Field.protocol]),
  );
  const finder = createKeyFinder(levels);
  const stack = new Int32Array(MAX_DEPTH);
  const ranks = new Int32Array(FIELD_COUNT);
  const unitMs = new Float64Array(FIELD_COUNT).fill(1000);

  const scan: ScanLine = (buf, from, to, out) => {
    if (buf !== viewed) {
      view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength);
      viewed = buf;
    }
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
    finder.begin();
    for (;;) {
      p = skipSpace(buf, p, to);
      if (p >= to) return INCOMPLETE;
      const c = buf[p]!;
      if (c === 44) {
        p++;
        continue;
      }
      if (stack[depth]! < 0) {
        // Between the objects of an array.
        p++;
        if (c === 93) depth--;
        else if (c === 123 && depth + 1 < MAX_DEPTH) {
          stack[depth + 1] = ~stack[depth]!;
          depth++;
        } else return INCOMPLETE;
        continue;
      }
      if (c === 125) {
        p++;
        if (depth === 0) break;
        depth--;
        continue;
      }
      if (c !== 34) return INCOMPLETE;
      const level = stack[depth]!;
      const nameEnd = finder.end(buf, p + 1, to, level);
      if (nameEnd < 0) return INCOMPLETE;
      const key = finder.found;
      p = skipSpace(buf, nameEnd + 1, to);
      if (buf[p] !== 58 || p >= to) return INCOMPLETE;
      p = skipSpace(buf, p + 1, to);
      if (p >= to) return INCOMPLETE;

      const first = buf[p]!;
      if (first === 123 && key && key.level >= 0 && depth + 1 < MAX_DEPTH) {
        stack[++depth] = key.level;
        p++;
        continue;
      }
      if (first === 91 && key && key.level >= 0 && depth + 2 < MAX_DEPTH && buf[skipSpace(buf, p + 1, to)] === 123) {
        stack[++depth] = ~key.level;
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
      if (key.isDuration) {
        end = endOfNumber(buf, start, end, key, unitMs);
        if (end < 0) continue;
      }
      const at = key.field << 1;
      ranks[key.field] = key.rank;
      out[at] = start;
      out[at + 1] = end;
      if (key.trim !== null) {
        if (key.trim === "authority") trimAuthority(buf, out, at);
        else trimAddress(buf, out, at);
      }
      if (key.urlHost && out[Field.host << 1]! < 0) {
        ranks[Field.host] = 0;
        hostOfUrl(buf, start, end, out, Field.host << 1);
      }
    }
    if (skipSpace(buf, buf[p] === 44 && p < to ? p + 1 : p, to) !== to) return INCOMPLETE;
    for (let i = 0; i < needed.length; i++) if (!(out[needed[i]!]! >= 0)) return FIRST_NEED + i;
    if (out[Field.request << 1]! >= 0 && out[Field.method << 1]! < 0)
      splitRequest(buf, out[Field.request << 1]!, out[(Field.request << 1) + 1]!, out);
    return 0;
  };

  return { fields, units: {}, unitMs, rejections, scan };
}

/**
 * The end of a duration's number; what stands behind it names the unit, which is put down for the line. -1 for a negative number, which
 * says that the moment was not reached, and for Go's `1m2.5s`, which is no single number. Lists (`0.020, -`) stay as they are.
 */
function endOfNumber(buf: Uint8Array, from: number, to: number, key: PlannedKey, unitMs: Float64Array): number {
  if (buf[from] === 45 && from + 1 < to && (buf[from + 1]! - 48) >>> 0 < 10) return -1;
  let p = from;
  while (p < to && (buf[p]! - 48) >>> 0 < 10) p++;
  if (p === to) {
    unitMs[key.field] = key.wholeUnitMs;
    return to;
  }
  unitMs[key.field] = key.unitMs;
  if (buf[to - 1] !== 115) return to;
  while (p < to && (buf[p] === 46 || (buf[p]! - 48) >>> 0 < 10)) p++;
  const unit = to - p > 3 ? undefined : UNITS[to - p === 1 ? 0 : buf[p]!];
  if (unit === undefined || p === from) return -1;
  unitMs[key.field] = unit;
  return p;
}

/** Milliseconds of Go's and Google's units by their first byte: `ms`, `us`, `µs` in either spelling, `ns`; 0 is a lone `s`. */
const UNITS: Record<number, number> = { 0: 1000, 109: 1, 117: 0.001, 194: 0.001, 206: 0.001, 110: 0.000001 };

let viewed: Uint8Array | null = null;
let view: DataView = new DataView(new ArrayBuffer(0));

/** Most strings end within so many bytes. */
const SHORT = 12;

/** Position of the quote that ends the string; -1 when the line ends first. `buf` is the buffer that `scan` was called with. */
function endOfString(buf: Uint8Array, from: number, to: number): number {
  let p = from;
  for (;;) {
    // Four bytes at a time while none of them is a quote or a backslash.
    while (p - from >= SHORT && p + 4 <= to) {
      const word = view.getInt32(p, true);
      const quote = word ^ 0x22222222;
      const slash = word ^ 0x5c5c5c5c;
      if ((((quote - 0x01010101) & ~quote) | ((slash - 0x01010101) & ~slash)) & -2139062144) break;
      p += 4;
    }
    if (p >= to) return -1;
    const c = buf[p]!;
    if (c === 34) return p;
    p += c === 92 ? 2 : 1;
  }
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
