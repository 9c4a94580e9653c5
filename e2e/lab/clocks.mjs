import { TZDate } from "@date-fns/tz";
import { format } from "date-fns";

const inZone = (atMs, zone) => new TZDate(atMs, zone);

/** nginx's `$time_local`: `11/Jun/2025:13:05:00 +0200`. */
export function clfClock(atMs, zone) {
  return format(inZone(atMs, zone), "dd/MMM/yyyy:HH:mm:ss xx");
}

/** nginx's `$time_iso8601`: `2025-06-11T13:05:00+02:00`. */
export function isoClock(atMs, zone) {
  return format(inZone(atMs, zone), "yyyy-MM-dd'T'HH:mm:ssxxx");
}

/** The clock of nginx's error log, which names no zone: `2025/06/11 13:05:00`. */
export function nginxClock(atMs, zone) {
  return format(inZone(atMs, zone), "yyyy/MM/dd HH:mm:ss");
}

/** php-fpm's clock, which names no zone either: `11-Jun-2025 13:05:00`. */
export function phpFpmClock(atMs, zone) {
  return format(inZone(atMs, zone), "dd-MMM-yyyy HH:mm:ss");
}
