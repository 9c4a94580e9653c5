import type { PlannedKey } from "./plan-json";

/** Objects nested deeper than this are refused; formats nest four times at most. */
export const MAX_DEPTH = 16;

/**
 * The end of a duration's number; what stands behind it names the unit, which is put down for the line. -1 for a negative number, which
 * says that the moment was not reached, and for Go's `1m2.5s`, which is no single number. Lists (`0.020, -`) stay as they are.
 */
export function endOfNumber(buf: Uint8Array, from: number, to: number, key: PlannedKey, unitMs: Float64Array): number {
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

/** The bytes of a buffer for reading several at once; to be fetched anew for each line. */
export function viewOf(buf: Uint8Array): DataView {
  if (buf !== viewed) {
    view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength);
    viewed = buf;
  }
  return view;
}

/** Most strings end within so many bytes. */
const SHORT = 12;

/** Position of the quote that ends the string; -1 when the line ends first. `bytes` is `viewOf(buf)`. */
export function endOfString(buf: Uint8Array, bytes: DataView, from: number, to: number): number {
  let p = from;
  for (;;) {
    // Four bytes at a time while none of them is a quote or a backslash.
    while (p - from >= SHORT && p + 4 <= to) {
      const word = bytes.getInt32(p, true);
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
export function skipNested(buf: Uint8Array, bytes: DataView, p: number, to: number): number {
  let open = 0;
  for (; p < to; p++) {
    const c = buf[p]!;
    if (c === 34) {
      p = endOfString(buf, bytes, p + 1, to);
      if (p < 0) return -1;
    } else if (c === 123 || c === 91) open++;
    else if ((c === 125 || c === 93) && --open === 0) return p + 1;
  }
  return -1;
}
