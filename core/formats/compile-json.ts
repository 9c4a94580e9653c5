import { skipSpace } from "./read-bytes";
import { Field, FIELD_COUNT, type FieldName, type ScanLine } from "@/core/events/field";
import { refuse, type CompiledTemplate } from "./compile-template";
import type { Problem } from "./line-reader";
import { createKeyFinder } from "./find-json-key";
import { followShapes } from "./follow-json-shapes";
import { planLevels, type JsonKey } from "./plan-json";
import { endOfNumber, endOfString, MAX_DEPTH, skipNested, viewOf } from "./skip-json";
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

  const scanAny: ScanLine = (buf, from, to, out) => {
    const view = viewOf(buf);
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
        end = endOfString(buf, view, start, to);
        if (end < 0) return INCOMPLETE;
        p = end + 1;
      } else if (first === 123 || first === 91) {
        const open = p;
        p = skipNested(buf, view, p, to);
        if (p < 0) return INCOMPLETE;
        if (first === 123 || !key || key.field < 0) continue;
        start = skipSpace(buf, open + 1, p);
        const quoted = buf[start] === 34;
        if (quoted) start++;
        end = quoted ? endOfString(buf, view, start, p) : start;
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

  const scan = followShapes(scanAny, { levels, used, needs: needs.map((name) => Field[name]), unitMs });
  return { fields, units: {}, unitMs, rejections, scan };
}
