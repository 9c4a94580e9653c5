import type { Problem } from "./line-reader";

/** Minutes east of UTC that a zone's local clock shows, given the local time as if it were UTC. */
export type ZoneOffset = (localMs: number) => number;

const HOUR = 3_600_000;

/**
 * Reads `+02:00`, `+0200`, `Z`, `UTC` or an IANA name. For a local time that a change of the clocks makes ambiguous the earlier
 * offset holds; for one that it skips, the offset before the change.
 */
export function zoneOffset(timezone: string | null): ZoneOffset | Problem {
  if (timezone === null || /^(?:z|utc|gmt)$/i.test(timezone)) return () => 0;
  const fixed = /^([+-])(\d{2}):?(\d{2})$/.exec(timezone);
  if (fixed) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3]);
    if (minutes > 14 * 60 || Number(fixed[3]) > 59) return unknownZone(timezone);
    const signed = fixed[1] === "-" ? -minutes : minutes;
    return () => signed;
  }
  let clock: Intl.DateTimeFormat;
  try {
    clock = new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
  } catch {
    return unknownZone(timezone);
  }
  // Offsets change on whole quarters of an hour, so one look-up per quarter is exact; the cap bounds a hostile log's memory.
  const cache = new Map<number, number>();
  return (localMs) => {
    const quarter = Math.floor(localMs / (HOUR / 4));
    const known = cache.get(quarter);
    if (known !== undefined) return known;
    const local = quarter * (HOUR / 4);
    let offset = offsetAt(clock, local - 24 * HOUR);
    if (offsetAt(clock, local - offset * 60_000) !== offset) {
      const after = offsetAt(clock, local + 24 * HOUR);
      if (offsetAt(clock, local - after * 60_000) === after) offset = after;
    }
    if (cache.size > 50_000) cache.clear();
    cache.set(quarter, offset);
    return offset;
  };
}

function unknownZone(timezone: string): Problem {
  return { problem: `“${timezone}” is no time zone: give an offset such as +02:00 or a name such as Europe/Berlin.` };
}

/** Offset in minutes at a moment of UTC. */
function offsetAt(clock: Intl.DateTimeFormat, utcMs: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of clock.formatToParts(utcMs)) part[type] = Number(value);
  const shown = Date.UTC(part.year ?? 1970, (part.month ?? 1) - 1, part.day ?? 1, part.hour ?? 0, part.minute ?? 0);
  return Math.round((shown - Math.floor(utcMs / 60_000) * 60_000) / 60_000);
}

/** `+02:00` for 120. */
export function formatOffset(minutes: number): string {
  const absolute = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}
