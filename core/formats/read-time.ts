import { readInteger } from "./read-bytes";
import { formatOffset, type ZoneOffset } from "./zone-offset";

/** Reads times from bytes in every notation that proxies write; knows the notation from its shape. */
export interface TimeReader {
  /** UTC epoch milliseconds; NaN when the bytes are no time. */
  timeAt: (buf: Uint8Array, from: number, to: number) => number;
  /** The offset written, `+02:00`; null where none is. */
  zoneAt: (buf: Uint8Array, from: number, to: number) => string | null;
}

// Three letters packed into a number, so that the month needs no string.
const pack = (a: number, b: number, c: number): number => ((a | 32) << 16) | ((b | 32) << 8) | (c | 32);
const MONTHS = new Map(
  "jan feb mar apr may jun jul aug sep oct nov dec"
    .split(" ")
    .map((name, i) => [pack(name.charCodeAt(0), name.charCodeAt(1), name.charCodeAt(2)), i]),
);

/**
 * `local` gives the offset for times without one, `referenceMs` a moment near those without a year; null = they are no times.
 * Notations: `11/Jun/2025:13:05:00 +0200`, `14-Oct-2025 21:31:00`, `2025-06-11T13:05:00[.123][+02:00|Z]` (also with a space or with
 * slashes: `2025/06/11 13:05:00`), `Wed Jun 11 13:05:00[.123456] 2025`, `Wed, 11 Jun 2025 13:05:00 GMT`, `Jun 11 13:05:00`, `1749639900.123`, and whole seconds,
 * milliseconds, microseconds or nanoseconds of the epoch, told apart by their length.
 */
export function createTimeReader(local: ZoneOffset, referenceMs: number | null = null): TimeReader {
  // Neighbouring lines share their minute: its 17 bytes and the zone are compared with the last line's, and only seconds are read.
  const minute = new Uint8Array(17);
  const zone = new Uint8Array(5);
  let minuteMs = NaN;

  const clfTime = (buf: Uint8Array, from: number): number => {
    let same = true;
    for (let i = 16; i >= 0; i--) {
      if (buf[from + i] !== minute[i]) {
        same = false;
        break;
      }
    }
    for (let i = 4; same && i >= 0; i--) if (buf[from + 21 + i] !== zone[i]) same = false;
    if (!same || Number.isNaN(minuteMs)) {
      minute.set(buf.subarray(from, from + 17));
      zone.set(buf.subarray(from + 21, from + 26));
      const day = two(buf, from);
      const month = monthAt(buf, from + 3);
      const year = readInteger(buf, from + 7, from + 11);
      const offset = offsetMinutes(buf, from + 21, from + 26);
      const wall = utc(year, month, day, two(buf, from + 12), two(buf, from + 15), 0);
      minuteMs = offset === null ? NaN : wall - offset * 60_000;
    }
    const second = two(buf, from + 18);
    return second > 60 ? NaN : minuteMs + second * 1000;
  };

  // The same for `11/Jun/2025:13:05:00.123`, in which every line has milliseconds of its own.
  const localMinute = new Uint8Array(17);
  let localMinuteMs = NaN;
  const millisecondTime = (buf: Uint8Array, from: number): number => {
    let i = 16;
    while (i >= 0 && buf[from + i] === localMinute[i]) i--;
    if (i >= 0 || Number.isNaN(localMinuteMs)) {
      localMinute.set(buf.subarray(from, from + 17));
      const year = readInteger(buf, from + 7, from + 11);
      const clock = [two(buf, from + 12), two(buf, from + 15), 0] as const;
      const wall = utc(year, monthAt(buf, from + 3), two(buf, from), ...clock);
      localMinuteMs = Number.isNaN(wall) ? NaN : wall - local(wall) * 60_000;
    }
    const second = two(buf, from + 18);
    const tenths = buf[from + 21]! - 48;
    const rest = two(buf, from + 22);
    return second > 60 || tenths >>> 0 > 9 ? NaN : localMinuteMs + second * 1000 + tenths * 100 + rest;
  };

  const timeAt = (buf: Uint8Array, from: number, to: number): number => {
    const size = to - from;
    if (size === 26 && buf[from + 2] === 47) return clfTime(buf, from);
    if (size === 24 && buf[from + 2] === 47 && buf[from + 20] === 46) return millisecondTime(buf, from);
    if (size >= 19 && isDateSeparator(buf[from + 4]!)) {
      const wall = utc(
        readInteger(buf, from, from + 4),
        two(buf, from + 5) - 1,
        two(buf, from + 8),
        two(buf, from + 11),
        two(buf, from + 14),
        two(buf, from + 17),
      );
      return withZone(buf, from + 19, to, wall, local);
    }
    if (size >= 20 && (buf[from + 2] === 45 || buf[from + 2] === 47)) {
      const wall = utc(
        readInteger(buf, from + 7, from + 11),
        monthAt(buf, from + 3),
        two(buf, from),
        two(buf, from + 12),
        two(buf, from + 15),
        two(buf, from + 18),
      );
      return withZone(buf, from + 20, to, wall, local);
    }
    if (size >= 25 && buf[from + 3] === 44 && buf[from + 4] === 32) return internetTime(buf, from);
    if (buf[from + 3] === 32 && size >= 15) {
      return size === 15 ? yearlessTime(buf, from, local, referenceMs) : weekdayTime(buf, from, to, local);
    }
    return epochTime(buf, from, to);
  };

  const zoneAt = (buf: Uint8Array, from: number, to: number): string | null => {
    let p = to - 1;
    if (to - from < 19 || !(isDateSeparator(buf[from + 4]!) || isDateSeparator(buf[from + 2]!))) return null;
    if ((buf[p]! | 32) === 122) return "+00:00";
    while (p > from + 18 && buf[p] !== 43 && buf[p] !== 45) p--;
    const offset = p > from + 18 ? offsetMinutes(buf, p, to) : null;
    return offset === null ? null : formatOffset(offset);
  };

  return { timeAt, zoneAt };
}

/** `Wed Jun 11 13:05:00.123456 2025`, as Apache's error log writes it. */
function weekdayTime(buf: Uint8Array, from: number, to: number, local: ZoneOffset): number {
  const wall = utc(
    readInteger(buf, to - 4, to),
    monthAt(buf, from + 4),
    dayAt(buf, from + 8),
    two(buf, from + 11),
    two(buf, from + 14),
    two(buf, from + 17),
  );
  return withZone(buf, from + 19, to - 5, wall, local);
}

/** `Wed, 11 Jun 2025 13:05:00 GMT`, HTTP's date, which is always UTC. */
function internetTime(buf: Uint8Array, from: number): number {
  return utc(
    readInteger(buf, from + 12, from + 16),
    monthAt(buf, from + 8),
    two(buf, from + 5),
    two(buf, from + 17),
    two(buf, from + 20),
    two(buf, from + 23),
  );
}

/** `Jun 11 13:05:00`, RFC 3164's time: of the years that it may mean, the one nearest to the reference. */
function yearlessTime(buf: Uint8Array, from: number, local: ZoneOffset, referenceMs: number | null): number {
  if (referenceMs === null) return NaN;
  const month = monthAt(buf, from);
  const clock = [dayAt(buf, from + 4), two(buf, from + 7), two(buf, from + 10), two(buf, from + 13)] as const;
  const thisYear = new Date(referenceMs).getUTCFullYear();
  let nearest = NaN;
  for (let year = thisYear - 1; year <= thisYear + 1; year++) {
    const wall = utc(year, month, ...clock);
    if (Number.isNaN(wall)) continue;
    const atMs = wall - local(wall) * 60_000;
    const closer = Math.abs(atMs - referenceMs) < Math.abs(nearest - referenceMs);
    if (Number.isNaN(nearest) || closer) nearest = atMs;
  }
  return nearest;
}

/** A day of the month, padded with a blank where it has one digit. */
function dayAt(buf: Uint8Array, at: number): number {
  const ones = buf[at + 1]! - 48;
  return buf[at] === 32 && ones >>> 0 <= 9 ? ones : two(buf, at);
}

/** Reads the fraction and the zone after the seconds; the local zone where none is written. */
function withZone(buf: Uint8Array, from: number, to: number, wall: number, local: ZoneOffset): number {
  let p = from;
  let fraction = 0;
  if (p < to && (buf[p] === 46 || buf[p] === 44)) {
    let unit = 100;
    for (p++; p < to && (buf[p]! - 48) >>> 0 < 10; p++, unit /= 10) if (unit >= 1) fraction += (buf[p]! - 48) * unit;
  }
  if (p < to && buf[p] === 32) p++;
  if (p >= to) return wall + fraction - (Number.isNaN(wall) ? 0 : local(wall)) * 60_000;
  const offset = offsetMinutes(buf, p, to);
  return offset === null ? NaN : wall + fraction - offset * 60_000;
}

/** `Z`, `+0200`, `+02:00` or `+02`; null for anything else. */
function offsetMinutes(buf: Uint8Array, from: number, to: number): number | null {
  const sign = buf[from];
  if (to - from === 1 && (sign === 90 || sign === 122)) return 0;
  if (sign !== 43 && sign !== 45) return null;
  const size = to - from;
  const hours = two(buf, from + 1);
  const minutes =
    size === 6 && buf[from + 3] === 58 ? two(buf, from + 4) : size === 5 ? two(buf, from + 3) : size === 3 ? 0 : NaN;
  if (!(hours <= 14 && minutes < 60)) return null;
  return sign === 45 ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

/** Epoch seconds with a fraction, or a whole number whose length tells its unit. */
function epochTime(buf: Uint8Array, from: number, to: number): number {
  let dot = from;
  while (dot < to && (buf[dot]! - 48) >>> 0 < 10) dot++;
  const digits = dot - from;
  if (digits < 9 || digits > 19) return NaN;
  const whole = readInteger(buf, from, dot);
  if (dot === to) {
    if (digits <= 11) return whole * 1000;
    return digits <= 13 ? whole : digits <= 16 ? Math.floor(whole / 1000) : Math.floor(whole / 1_000_000);
  }
  if (buf[dot] !== 46 || digits > 13) return NaN;
  // Milliseconds with a fraction of their own.
  if (digits > 11) return whole;
  let fraction = 0;
  let unit = 100;
  for (let p = dot + 1; p < to; p++, unit /= 10) {
    const digit = buf[p]! - 48;
    if (digit >>> 0 > 9) return NaN;
    if (unit >= 1) fraction += digit * unit;
  }
  return whole * 1000 + fraction;
}

function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  if (!(year >= 1970 && month >= 0 && month < 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second <= 60))
    return NaN;
  return Date.UTC(year, month, day, hour, minute, second);
}

/** Two digits; NaN where they are none. */
function two(buf: Uint8Array, at: number): number {
  const tens = buf[at]! - 48;
  const ones = buf[at + 1]! - 48;
  return tens >>> 0 > 9 || ones >>> 0 > 9 ? NaN : tens * 10 + ones;
}

function monthAt(buf: Uint8Array, at: number): number {
  return MONTHS.get(pack(buf[at]!, buf[at + 1]!, buf[at + 2]!)) ?? NaN;
}

function isDateSeparator(c: number): boolean {
  return c === 45 || c === 47;
}
