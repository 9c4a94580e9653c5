/** Bytes of an ASCII string; other characters as UTF-8. */
export function asciiBytes(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return Uint8Array.from(bytes);
}

/** Decodes UTF-8; each byte that is part of no character becomes U+FFFD. `core` has no TextDecoder. */
export function decodeUtf8(buf: Uint8Array, from: number, to: number): string {
  let text = "";
  let p = from;
  while (p < to) {
    const c = buf[p]!;
    if (c < 0x80) {
      let q = p + 1;
      while (q < to && q - p < 4096 && buf[q]! < 0x80) q++;
      text += asciiText(buf, p, q);
      p = q;
      continue;
    }
    const size = c >= 0xf0 && c < 0xf5 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 0;
    let code = size === 4 ? c & 7 : size === 3 ? c & 15 : c & 31;
    let good = size > 0 && c < 0xf5 && p + size <= to;
    for (let k = 1; good && k < size; k++) {
      const next = buf[p + k]!;
      if ((next & 0xc0) !== 0x80) good = false;
      code = (code << 6) | (next & 63);
    }
    const overlong =
      (size === 3 && code < 0x800) ||
      (size === 4 && (code < 0x10000 || code > 0x10ffff)) ||
      (code >= 0xd800 && code < 0xe000);
    if (good && !overlong) {
      text += String.fromCodePoint(code);
      p += size;
    } else {
      text += "\ufffd";
      p++;
    }
  }
  return text;
}

/** Bytes below 0x80 as a string. A plain array is handed over twice as fast as a part of a typed one. */
function asciiText(buf: Uint8Array, from: number, to: number): string {
  const codes = new Array<number>(to - from);
  for (let p = from; p < to; p++) codes[p - from] = buf[p]!;
  return String.fromCharCode.apply(null, codes);
}

/** A decimal number of seconds as milliseconds, exact to 0.001 ms: `0.018` → 18, `9.6e-05` → 0.096. NaN where the bytes are no number. */
export function secondsToMs(buf: Uint8Array, from: number, to: number): number {
  let whole = 0;
  let p = from;
  for (; p < to && (buf[p]! - 48) >>> 0 < 10; p++) whole = whole * 10 + buf[p]! - 48;
  let digits = p - from;
  let fraction = 0;
  let scale = 1_000_000;
  if (p < to && buf[p] === 46) {
    for (p++; p < to && (buf[p]! - 48) >>> 0 < 10; p++, digits++) {
      if (scale > 1) {
        scale /= 10;
        fraction += (buf[p]! - 48) * scale;
      }
    }
  }
  if (digits === 0 || p < to)
    return digits > 0 ? ((whole * 1_000_000 + fraction) / 1000) * powerOfTen(buf, p, to) : NaN;
  return (whole * 1_000_000 + fraction) / 1000;
}

/** What the exponent `e-05` multiplies by; NaN where the bytes are none. */
export function powerOfTen(buf: Uint8Array, from: number, to: number): number {
  if ((buf[from]! | 32) !== 101 || from + 1 >= to) return NaN;
  const signed = buf[from + 1] === 45 || buf[from + 1] === 43;
  const exponent = readInteger(buf, signed ? from + 2 : from + 1, to);
  return exponent < 30 ? 10 ** (buf[from + 1] === 45 ? -exponent : exponent) : NaN;
}

/** A whole number without sign; NaN where the bytes are none. */
export function readInteger(buf: Uint8Array, from: number, to: number): number {
  if (from >= to) return NaN;
  let value = 0;
  for (let p = from; p < to; p++) {
    const digit = buf[p]! - 48;
    if (digit >>> 0 > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Whether the bytes are those of the name. */
export function sameBytes(buf: Uint8Array, from: number, to: number, name: Uint8Array): boolean {
  if (to - from !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (buf[from + i] !== name[i]) return false;
  return true;
}

/** The position behind blanks and tabs. */
export function skipSpace(buf: Uint8Array, p: number, to: number): number {
  while (p < to && (buf[p] === 32 || buf[p] === 9)) p++;
  return p;
}
