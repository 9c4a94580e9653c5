/**
 * Turns request targets into routes: `/orders/812?x=1` → `/orders/:id`. The query is dropped and every segment that names one thing
 * of many (numbers, uuids, hex, dates, long tokens with digits, `slug-123`) becomes `:id`, with its extension kept; `v1` and names
 * stay. Works on bytes, so that no string is made for a target whose route is known already.
 */

const SLASH = 0x2f;
const DOT = 0x2e;
const DASH = 0x2d;
const AT_SIGN = 0x40;
/** Segments kept; what lies deeper is `/*`. Nobody groups by the seventh. */
const MAX_SEGMENTS = 6;
/** Longest route in bytes that `writeRoute` produces; a name longer than `MAX_NAME` counts as an id. */
export const MAX_ROUTE_BYTES = 512;
const MAX_NAME = 64;

const ID = [0x3a, 0x69, 0x64];

/** Where the path ends: at the query, the fragment, a path parameter (`;jsessionid=`) or the end of the range. */
export function pathEnd(buf: Uint8Array, from: number, to: number): number {
  let at = from;
  for (; at < to; at++) {
    const byte = buf[at]!;
    if (byte === 0x3f || byte === 0x23 || byte === 0x3b) break;
  }
  return at;
}

/**
 * Writes the route of the path `buf[from, to)` (as cut by `pathEnd`) into `out` at `at`, which must have `MAX_ROUTE_BYTES` left, and
 * returns where it ends. A target that does not begin with a slash (`*`, garbage) has itself, shortened, as route.
 */
export function writeRoute(buf: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
  let read = from + originLength(buf, from, to);
  if (read >= to || buf[read] !== SLASH) {
    for (read = from; read < to && read - from < MAX_NAME; read++) out[at++] = buf[read]!;
    return at;
  }
  for (let segments = 0; read < to; segments++) {
    out[at++] = SLASH;
    const start = ++read;
    if (segments === MAX_SEGMENTS) {
      out[at++] = 0x2a;
      return at;
    }
    while (read < to && buf[read] !== SLASH) read++;
    at = writeSegment(buf, start, read, out, at);
    if (read === to - 1 && read > start) {
      out[at++] = SLASH;
      return at;
    }
  }
  return at;
}

/** Length of `http://host` before the path of an absolute-form target; 0 where there is none. */
export function originLength(buf: Uint8Array, from: number, to: number): number {
  if (to - from < 8 || buf[from] !== 0x68 || buf[from + 1] !== 0x74) return 0;
  let at = from + 4;
  if (buf[at] === 0x73) at++;
  if (buf[at] !== 0x3a || buf[at + 1] !== SLASH || buf[at + 2] !== SLASH) return 0;
  for (at += 3; at < to; at++) if (buf[at] === SLASH) return at - from;
  return 0;
}

function writeSegment(buf: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
  let base = to;
  for (let dot = to - 1; dot > from && to - dot <= 6; dot--) {
    if (buf[dot] === DOT) {
      if (isExtension(buf, dot + 1, to) && !isMailAddress(buf, from, dot)) base = dot;
      break;
    }
  }
  let read = from;
  if (isId(buf, from, base)) {
    for (const byte of ID) out[at++] = byte;
    read = base;
  }
  for (; read < to; read++) out[at++] = buf[read]!;
  return at;
}

/** `ada@example.test` has no extension. */
function isMailAddress(buf: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (buf[at] === AT_SIGN) return true;
  return false;
}

/** One to five letters and digits, not digits alone: `js`, `mp4`, `woff2`. */
function isExtension(buf: Uint8Array, from: number, to: number): boolean {
  let letters = 0;
  for (let at = from; at < to; at++) {
    const byte = buf[at]! | 0x20;
    if (byte >= 0x61 && byte <= 0x7a) letters++;
    else if (buf[at]! < 0x30 || buf[at]! > 0x39) return false;
  }
  return letters > 0;
}

/** Does this segment, without its extension, name one thing of many? */
function isId(buf: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  if (length === 0) return false;
  if (length > MAX_NAME) return true;
  let digits = 0;
  let letters = 0;
  let beyondHex = 0;
  let separators = 0;
  // Of the run of letters and digits that ends here: how long, how many digits, anything but hex.
  let run = 0;
  let runDigits = 0;
  let runHex = true;
  let hexRun = false;
  for (let at = from; at < to; at++) {
    const byte = buf[at]!;
    const lower = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) {
      digits++;
      run++;
      runDigits++;
    } else if (lower >= 0x61 && lower <= 0x7a) {
      letters++;
      run++;
      if (lower > 0x66) {
        beyondHex++;
        runHex = false;
      }
    } else if (byte === AT_SIGN) {
      return true;
    } else {
      // `%2d` and other bytes count as parts of a name: they neither make nor prevent an id.
      if (byte === DASH || byte === DOT || byte === 0x5f || byte === 0x3a || byte === 0x2c || byte === 0x7e)
        separators++;
      hexRun = hexRun || (runHex && run >= 8 && runDigits > 0);
      run = 0;
      runDigits = 0;
      runHex = true;
    }
  }
  if (digits === 0) return false;
  // 812 · 2025-06-11 · 10.0.0.1 · 12:30
  if (letters === 0 && digits + separators === length) return true;
  // v1, v2.1 are names
  if (letters === 1 && (buf[from]! | 0x20) === 0x76 && digits <= 2) return false;
  // trail-shoe-651 and main.4f3a2b1c: the last run is a number, or hex with a digit
  if (run > 0 && run < length && runDigits === run && isJoint(buf[to - run - 1]!)) return true;
  if (hexRun || (runHex && run >= 8 && runDigits > 0)) return true;
  // 550e8400-e29b-41d4-a716-446655440000 without a long run, 01ARZ3NDEKTSV4RRFFQ69G5FAV, user4711
  if (beyondHex === 0 && length >= 8 && digits >= 2) return true;
  return digits >= 4 || (length >= 12 && digits >= 2 && separators === 0);
}

function isJoint(byte: number): boolean {
  return byte === DASH || byte === 0x5f || byte === 0x2c || byte === 0x3a || byte === 0x7e;
}
