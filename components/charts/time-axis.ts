import { TZDate } from "@date-fns/tz";
import { format, startOfDay } from "date-fns";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Tick distances that read well on a clock face or a calendar. */
const STEPS = [
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  28 * DAY,
];

export interface TimeAxis {
  /** UTC epoch ms of each tick, aligned to round times in the zone. */
  ticks: number[];
  /** The label of a tick: the clock, or the day where the day begins. */
  label: (atMs: number) => string;
}

/**
 * Ticks for a time axis: at most `most` of them, on round minutes, hours or days of `timeZone` (an IANA name).
 */
export function timeAxis(fromMs: number, toMs: number, timeZone: string, most: number): TimeAxis {
  const span = Math.max(toMs - fromMs, MINUTE);
  const step = STEPS.find((candidate) => span / candidate <= most) ?? Math.ceil(span / most / DAY) * DAY;
  const midnight = startOfDay(new TZDate(fromMs, timeZone)).getTime();
  const first = midnight + Math.ceil((fromMs - midnight) / step) * step;
  const ticks: number[] = [];
  for (let at = first; at <= toMs; at += step) ticks.push(at);
  return {
    ticks,
    label: (atMs) => {
      const at = new TZDate(atMs, timeZone);
      const isMidnight = at.getHours() === 0 && at.getMinutes() === 0;
      if (step >= DAY) return format(at, "d MMM");
      return isMidnight ? format(at, "EEE d MMM") : format(at, "HH:mm");
    },
  };
}

/** A point of time for a tooltip or a sentence: `Wed 11 Jun 2025, 13:21` (with seconds where they matter). */
export function formatMoment(atMs: number, timeZone: string, precision: "minute" | "second" = "minute"): string {
  return format(
    new TZDate(atMs, timeZone),
    precision === "second" ? "EEE d MMM yyyy, HH:mm:ss" : "EEE d MMM yyyy, HH:mm",
  );
}

/** The clock alone: `13:21`. */
export function formatClock(atMs: number, timeZone: string): string {
  return format(new TZDate(atMs, timeZone), "HH:mm");
}

/** A span in one phrase: `Wed 11 Jun 2025, 13:21 – 13:34`; the second day is named only when it differs. */
export function formatSpan(fromMs: number, toMs: number, timeZone: string): string {
  const sameDay = format(new TZDate(fromMs, timeZone), "yyyyMMdd") === format(new TZDate(toMs, timeZone), "yyyyMMdd");
  const end = sameDay ? formatClock(toMs, timeZone) : formatMoment(toMs, timeZone);
  return `${formatMoment(fromMs, timeZone)} – ${end}`;
}

/** A duration in its two largest units: `13 min`, `2 h 05 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  const minutes = Math.round(ms / MINUTE);
  if (ms < MINUTE) return `${Math.max(1, Math.round(ms / 1000))} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `UTC`, `UTC+02:00`: the zone's offset at a moment, for the axis caption. */
export function zoneLabel(atMs: number, timeZone: string): string {
  const offset = -new TZDate(atMs, timeZone).getTimezoneOffset();
  if (offset === 0) return timeZone === "UTC" ? "UTC" : `${timeZone} (UTC)`;
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, "0");
  const minutes = String(Math.abs(offset) % 60).padStart(2, "0");
  return `${timeZone} (UTC${offset > 0 ? "+" : "−"}${hours}:${minutes})`;
}
