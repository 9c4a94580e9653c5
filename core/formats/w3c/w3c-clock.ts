import { createTimeReader, type TimeReader } from "@/core/formats/read-time";
import type { ZoneOffset } from "@/core/formats/zone-offset";
import type { W3cMoment } from "./w3c-columns";

const QUOTE = 34;
const UTC: ZoneOffset = () => 0;

/**
 * Reads the times of W3C lines, which are UTC; only columns named `-local` are in the zone of the server. `day` gives UTC epoch
 * milliseconds of the day that times without a date belong to.
 */
export function w3cClock(moment: W3cMoment, isLocal: boolean, zone: ZoneOffset, day: () => number): TimeReader {
  const own = createTimeReader(isLocal ? zone : UTC);
  const zoneAt: TimeReader["zoneAt"] = (buf, from, to) => own.zoneAt(buf, from, to) ?? (isLocal ? null : "+00:00");
  if (moment === "clock-only") return { timeAt: (buf, from, to) => day() + clockMs(buf, from, to), zoneAt };
  if (moment !== "apart" && moment !== "joined") return { timeAt: own.timeAt, zoneAt };
  const pieces = new Uint8Array(29);
  const isWhole = moment === "joined";
  return {
    // The range begins with one of the two and ends with the other; side by side they are one, unless each is in quotes.
    timeAt: (buf, from, to) => {
      if (isWhole && buf[from + 10] !== QUOTE) return own.timeAt(buf, from, to);
      const dateFirst = buf[from + 4] === 45;
      const dateFrom = dateFirst ? from : to - 10;
      let clockFrom = from;
      if (dateFirst) for (clockFrom = to; clockFrom > from && isClock(buf[clockFrom - 1]!); clockFrom--);
      let clockTo = clockFrom;
      while (clockTo < to && clockTo - clockFrom < 18 && isClock(buf[clockTo]!)) clockTo++;
      if (dateFrom < from || clockTo - clockFrom < 8) return NaN;
      pieces.set(buf.subarray(dateFrom, dateFrom + 10), 0);
      pieces[10] = 32;
      pieces.set(buf.subarray(clockFrom, clockTo), 11);
      return own.timeAt(pieces, 0, 11 + clockTo - clockFrom);
    },
    zoneAt,
  };
}

function isClock(c: number): boolean {
  return (c - 46) >>> 0 < 13 && c !== 47;
}

/** Milliseconds since midnight of `hh:mm:ss[.fff]`; NaN where the bytes are none. */
function clockMs(buf: Uint8Array, from: number, to: number): number {
  if (to - from < 8 || buf[from + 2] !== 58 || buf[from + 5] !== 58) return NaN;
  const [hours, minutes, seconds] = [two(buf, from), two(buf, from + 3), two(buf, from + 6)];
  if (!(hours < 24 && minutes < 60 && seconds <= 60)) return NaN;
  let fraction = 0;
  let unit = 100;
  for (let p = from + 9; p < to; p++, unit /= 10) {
    const digit = buf[p]! - 48;
    if (buf[from + 8] !== 46 || digit >>> 0 > 9) return NaN;
    if (unit >= 1) fraction += digit * unit;
  }
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction;
}

function two(buf: Uint8Array, at: number): number {
  const tens = buf[at]! - 48;
  const ones = buf[at + 1]! - 48;
  return tens >>> 0 > 9 || ones >>> 0 > 9 ? NaN : tens * 10 + ones;
}
