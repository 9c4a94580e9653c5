import type { PlannedKey } from "./plan-json";
import { skipSpace } from "./read-bytes";
import { endOfString, MAX_DEPTH, skipNested, viewOf } from "./skip-json";

/**
 * What stands in a value's place: a string (the literals hold its quotes), a bare number or word, an array whose first string is the
 * value, or anything, passed over.
 */
export type ShapeValue = "string" | "bare" | "first" | "any";

/** The bytes before a value, and the value. */
export interface ShapeStep {
  literal: Uint8Array;
  kind: ShapeValue;
  /** Null where the value is passed over. */
  key: PlannedKey | null;
  /** Bytes of the value in the line that the shape was taken from. */
  size: number;
}

/** An object as its product writes it again and again: the same keys in the same order, only the values differ. */
export interface JsonShape {
  steps: ShapeStep[];
  /** The bytes behind the last value. */
  end: Uint8Array;
}

/** Each value becomes code; more of them than any product's line has. */
const MAX_STEPS = 160;

/** Of all literals together; keys and punctuation of a long line are a third of it, and each four become a comparison. */
const MAX_LITERAL_BYTES = 8192;

/** Bytes of a value that belongs to the literals: `null`, `[]`, `""`. */
const MAX_FIXED = 16;

/**
 * The shape of a line that `compileJson` has read; null where it has too many keys or levels. How many objects an array has is
 * part of the shape. A null, or what else is no value where one is looked for, belongs to the literals: with a value in its place, a
 * line has another shape.
 */
export function shapeOf(
  buf: Uint8Array,
  from: number,
  to: number,
  find: (buf: Uint8Array, from: number, to: number, level: number) => PlannedKey | null,
): JsonShape | null {
  const view = viewOf(buf);
  const steps: ShapeStep[] = [];
  const levels = [0];
  let literalBytes = 0;
  let literalFrom = from;
  let p = from;
  const add = (kind: ShapeValue, key: PlannedKey | null, start: number, end: number) => {
    literalBytes += start - literalFrom;
    steps.push({ literal: buf.slice(literalFrom, start), kind, key, size: end - start });
    literalFrom = end;
  };
  while (p < to && buf[p] !== 123) p++;
  p++;
  while (levels.length > 0) {
    p = skipSpace(buf, p, to);
    if (p >= to || steps.length >= MAX_STEPS || literalBytes + p - literalFrom > MAX_LITERAL_BYTES) return null;
    const c = buf[p]!;
    const level = levels.at(-1) ?? 0;
    if (c === 44 || c === 125 || level < 0) {
      // Between the objects of an array a brace begins the next.
      if (level < 0 && c === 123) levels.push(~level);
      else if (c !== 44) levels.pop();
      p++;
      continue;
    }
    const nameEnd = c === 34 ? endOfString(buf, view, p + 1, to) : -1;
    if (nameEnd < 0) return null;
    const key = find(buf, p + 1, nameEnd, level);
    const wanted = key && key.field >= 0 ? key : null;
    p = skipSpace(buf, nameEnd + 1, to);
    if (buf[p] !== 58) return null;
    p = skipSpace(buf, p + 1, to);
    const first = buf[p]!;
    const isNested = first === 123 || first === 91;
    if (isNested && key && key.level >= 0 && (first === 123 || buf[skipSpace(buf, p + 1, to)] === 123)) {
      levels.push(first === 123 ? key.level : ~key.level);
      if (levels.length >= MAX_DEPTH) return null;
      p++;
      continue;
    }
    const start = p;
    if (first === 34) p = endOfString(buf, view, p + 1, to) + 1;
    else if (isNested) p = skipNested(buf, view, p, to);
    else while (p < to && buf[p] !== 44 && buf[p] !== 125 && buf[p]! > 32) p++;
    if (p <= start) return null;
    if (!key) add("any", null, start, p);
    else if (wanted && first === 91) add("first", wanted, start, p);
    else if (wanted && first === 34) add("string", wanted, start + 1, p - 1);
    else if (wanted && first !== 123 && first !== 110) add("bare", wanted, start, p);
    else if (p - start > MAX_FIXED) return null;
  }
  return literalBytes + to - literalFrom > MAX_LITERAL_BYTES ? null : { steps, end: buf.slice(literalFrom, to) };
}
