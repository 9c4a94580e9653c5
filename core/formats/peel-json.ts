import { skipSpace } from "./read-bytes";
import type { LineSpan } from "./peel-line";

/** Keys under which collectors put the line itself, and the time at which they took it. */
const LINE_KEYS = ["log", "MESSAGE", "message", "textPayload", "line", "_raw", "@message"];
const TIME_KEYS = ["time", "__REALTIME_TIMESTAMP", "timestamp", "@timestamp", "ts", "_time"];

/**
 * Takes a line out of the JSON object that a collector put around it: docker's files, journald's export, CloudWatch and Cloud Logging
 * exports, Fluent Bit. Its escapes are undone in place, which the unescaped text always fits into. False, and nothing changed, where
 * the object has no such key.
 * Sources: https://docs.docker.com/engine/logging/drivers/json-file/, https://systemd.io/JOURNAL_EXPORT_FORMATS/,
 * https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry
 */
export function peelJson(buf: Uint8Array, span: LineSpan): boolean {
  const { from, to } = span;
  let p = skipSpace(buf, from, to);
  if (buf[p] !== 123 || p >= to) return false;
  p++;
  let line = -1;
  let lineEnd = -1;
  let time = -1;
  let timeEnd = -1;
  for (;;) {
    p = skipSpace(buf, p, to);
    if (p >= to || buf[p] === 125) break;
    if (buf[p] === 44) {
      p++;
      continue;
    }
    if (buf[p] !== 34) return false;
    const nameFrom = p + 1;
    const nameTo = endOfString(buf, nameFrom, to);
    if (nameTo < 0) return false;
    p = skipSpace(buf, nameTo + 1, to);
    if (buf[p] !== 58 || p >= to) return false;
    p = skipSpace(buf, p + 1, to);
    const quoted = buf[p] === 34;
    const start = quoted ? p + 1 : p;
    const end = quoted ? endOfString(buf, start, to) : endOfValue(buf, start, to);
    if (end < 0) return false;
    p = quoted ? end + 1 : end;
    if (quoted && line < 0 && isOneOf(buf, nameFrom, nameTo, LINE_KEYS)) {
      line = start;
      lineEnd = end;
    } else if (time < 0 && isOneOf(buf, nameFrom, nameTo, TIME_KEYS)) {
      time = start;
      timeEnd = end;
    }
  }
  if (line < 0) return false;
  span.from = line;
  span.to = unescapeInPlace(buf, line, lineEnd);
  span.timeFrom = time;
  span.timeTo = timeEnd;
  return true;
}

function isOneOf(buf: Uint8Array, from: number, to: number, names: readonly string[]): boolean {
  return names.some((name) => {
    if (name.length !== to - from) return false;
    for (let i = 0; i < name.length; i++) if (buf[from + i] !== name.charCodeAt(i)) return false;
    return true;
  });
}

function endOfString(buf: Uint8Array, p: number, to: number): number {
  for (; p < to; p++) {
    if (buf[p] === 34) return p;
    if (buf[p] === 92) p++;
  }
  return -1;
}

/** The end of a number, a word, or a whole object or array. */
function endOfValue(buf: Uint8Array, p: number, to: number): number {
  let open = 0;
  for (; p < to; p++) {
    const c = buf[p]!;
    if (c === 34) {
      p = endOfString(buf, p + 1, to);
      if (p < 0) return -1;
    } else if (c === 123 || c === 91) open++;
    else if (c === 125 || c === 93) {
      if (open === 0) return p;
      open--;
    } else if (c === 44 && open === 0) return p;
  }
  return open === 0 ? to : -1;
}

/** Undoes JSON's escapes within `[from, to)` and returns the new end. A line end at the end goes; others become blanks. */
function unescapeInPlace(buf: Uint8Array, from: number, to: number): number {
  let write = from;
  for (let p = from; p < to; p++) {
    const c = buf[p]!;
    if (c !== 92 || p + 1 >= to) {
      buf[write++] = c;
      continue;
    }
    const escaped = buf[++p]!;
    if (escaped === 117) {
      const code = codePoint(buf, p + 1, to);
      if (code < 0) {
        buf[write++] = 92;
        buf[write++] = 117;
        continue;
      }
      write = writeUtf8(buf, write, code);
      p += code > 0xffff ? 10 : 4;
    } else buf[write++] = PLAIN[escaped] ?? escaped;
  }
  while (write > from && (buf[write - 1] === 32 || buf[write - 1] === 13)) write--;
  return write;
}

/** `\n`, `\r`, `\b` and `\f` would break a line in two or hide part of it. */
const PLAIN: Record<number, number> = { 110: 32, 114: 32, 116: 9, 98: 32, 102: 32 };

/** The character of `XXXX`, or of two such escapes that make one; -1 for control characters and for what is no number. */
function codePoint(buf: Uint8Array, at: number, to: number): number {
  const high = hex4(buf, at, to);
  if (high < 32) return -1;
  if (high < 0xd800 || high > 0xdbff) return high;
  const low = buf[at + 4] === 92 && buf[at + 5] === 117 ? hex4(buf, at + 6, to) : -1;
  return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
}

function hex4(buf: Uint8Array, at: number, to: number): number {
  if (at + 4 > to) return -1;
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const c = buf[at + i]!;
    const digit = (c - 48) >>> 0 < 10 ? c - 48 : ((c | 32) - 97) >>> 0 < 6 ? (c | 32) - 87 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

function writeUtf8(buf: Uint8Array, at: number, code: number): number {
  if (code < 0x80) buf[at++] = code;
  else if (code < 0x800) {
    buf[at++] = 0xc0 | (code >> 6);
    buf[at++] = 0x80 | (code & 63);
  } else if (code < 0x10000) {
    buf[at++] = 0xe0 | (code >> 12);
    buf[at++] = 0x80 | ((code >> 6) & 63);
    buf[at++] = 0x80 | (code & 63);
  } else {
    buf[at++] = 0xf0 | (code >> 18);
    buf[at++] = 0x80 | ((code >> 12) & 63);
    buf[at++] = 0x80 | ((code >> 6) & 63);
    buf[at++] = 0x80 | (code & 63);
  }
  return at;
}
