import { TZDate } from "@date-fns/tz";
import { format } from "date-fns";

const inZone = (atMs, zone) => new TZDate(atMs, zone);

/** HAProxy's date of a request, to the millisecond and without a zone: `11/Jun/2025:13:05:00.123`. */
export function haproxyClock(atMs, zone) {
  return format(inZone(atMs, zone), "dd/MMM/yyyy:HH:mm:ss.SSS");
}

/** The head of a line as rsyslog writes it (RFC 3164): no year, no zone, the day padded: `Jun  1 13:05:00`. */
export function syslogClock(atMs, zone) {
  const at = inZone(atMs, zone);
  return `${format(at, "MMM")} ${format(at, "d").padStart(2)} ${format(at, "HH:mm:ss")}`;
}

/** rsyslog's other head, the default of Debian 12: `2025-06-11T13:05:00.123456+02:00`. */
export function syslogIsoClock(atMs, zone) {
  return format(inZone(atMs, zone), "yyyy-MM-dd'T'HH:mm:ss.SSS'000'xxx");
}

/** The clock of Apache's error log; `micros` are the three digits beyond the millisecond: `Wed Jun 11 13:05:00.123456 2025`. */
export function apacheErrorClock(atMs, micros, zone) {
  const at = inZone(atMs, zone);
  return `${format(at, "EEE MMM dd HH:mm:ss.SSS")}${micros} ${format(at, "yyyy")}`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Epoch milliseconds of a UTC clock given in parts as the logs spell them. */
export function utcOf(year, month, day, time, milliseconds) {
  const [hours, minutes, seconds] = time.split(":").map(Number);
  return Date.UTC(Number(year), MONTHS.indexOf(month), Number(day), hours, minutes, seconds, Number(milliseconds));
}
