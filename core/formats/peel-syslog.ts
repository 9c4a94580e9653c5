import type { LineSpan } from "./peel-line";

const SPACE = 32;
const COLON = 58;
const DASH = 45;

const isDigit = (byte: number | undefined): boolean => ((byte ?? 0) - 48) >>> 0 < 10;

/**
 * Takes a syslog head off a line: RFC 3164 as it goes over the wire (`<134>`) or lies in a file, with an ISO time as newer daemons
 * write it, or RFC 5424. Programs that send without a host name are met too. False, and the span untouched, where there is none.
 * Sources: https://www.rfc-editor.org/rfc/rfc3164#section-4.1, https://www.rfc-editor.org/rfc/rfc5424#section-6
 */
export function peelSyslog(buf: Uint8Array, span: LineSpan): boolean {
  const { to } = span;
  let p = afterPriority(buf, span.from, to);
  const modern = p > span.from && buf[p] === 49 && buf[p + 1] === SPACE && p + 2 < to;
  if (modern) p += 2;
  const timeEnd = endOfTime(buf, p, to);
  if (timeEnd < 0) return false;
  const timeFrom = p;
  p = timeEnd + 1;
  const message = modern ? afterStructure(buf, p, to) : afterTag(buf, p, to);
  if (message < 0) return false;
  span.timeFrom = timeFrom;
  span.timeTo = timeEnd;
  span.from = message;
  return true;
}

/** Behind `<134>`, where there is one. */
function afterPriority(buf: Uint8Array, from: number, to: number): number {
  if (buf[from] !== 60) return from;
  let p = from + 1;
  while (p < to && p - from < 5 && isDigit(buf[p])) p++;
  return buf[p] === 62 && p > from + 1 && p < to ? p + 1 : from;
}

/** `Jun  9 13:21:00`, with or without a year behind it, or a time that begins with its year. -1 where neither stands. */
function endOfTime(buf: Uint8Array, p: number, to: number): number {
  if (p + 15 < to && buf[p + 3] === SPACE && buf[p + 6] === SPACE && buf[p + 9] === COLON && buf[p + 12] === COLON) {
    if (((buf[p]! | 32) - 97) >>> 0 >= 26) return -1;
    if (buf[p + 15] === SPACE) return p + 15;
    // Cisco and some rsyslog templates append the year.
    return -1;
  }
  if (p + 19 < to && buf[p + 4] === DASH && buf[p + 7] === DASH && buf[p + 10] === 84 && buf[p + 13] === COLON) {
    let end = p + 19;
    while (end < to && end - p < 36 && buf[end] !== SPACE) end++;
    return end < to && buf[end] === SPACE ? end : -1;
  }
  return -1;
}

/** Behind `host program[pid]: `; the host may be missing, and so may the program. */
function afterTag(buf: Uint8Array, from: number, to: number): number {
  const first = endOfWord(buf, from, to);
  if (first < 0) return -1;
  if (buf[first - 1] === COLON && first - 1 > from) return first + 1;
  const second = endOfWord(buf, first + 1, to);
  if (second > 0 && buf[second - 1] === COLON && !isDigit(buf[first + 1])) return second + 1;
  // A program's name with blanks in it, or none at all: the message follows the host.
  return first + 1;
}

/** Behind `host app procid msgid [data] `. */
function afterStructure(buf: Uint8Array, from: number, to: number): number {
  let p = from;
  for (let word = 0; word < 4; word++) {
    const end = endOfWord(buf, p, to);
    if (end < 0) return -1;
    p = end + 1;
  }
  if (buf[p] === DASH) p++;
  while (p < to && buf[p] === 91) {
    let quoted = false;
    for (; p < to && (quoted || buf[p] !== 93); p++) {
      if (buf[p] === 92) p++;
      else if (buf[p] === 34) quoted = !quoted;
    }
    p++;
  }
  if (p < to && buf[p] === SPACE) p++;
  // The message may begin with a byte order mark, which says that it is UTF-8.
  if (p + 2 < to && buf[p] === 0xef && buf[p + 1] === 0xbb && buf[p + 2] === 0xbf) p += 3;
  return p <= to ? p : -1;
}

function endOfWord(buf: Uint8Array, from: number, to: number): number {
  let p = from;
  while (p < to && p - from < 256 && buf[p] !== SPACE) p++;
  return p > from && p < to && buf[p] === SPACE ? p : -1;
}
