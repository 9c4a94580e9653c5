import { TZDate } from "@date-fns/tz";
import { format } from "date-fns";

/** How a summary tells its times: `from 23:44 to 2026-03-05 00:10 UTC`, `since 10:21 UTC`, `at 10:21 UTC`. */
const TIMES = /\b(from|since|at) \d\d:\d\d(?: to (?:\d{4}-\d\d-\d\d )?\d\d:\d\d)? UTC\b/i;

/**
 * An incident's sentence with its times on the clock of `timeZone` (an IANA name) instead of UTC's, so that a page does not show two
 * clocks. Times in UTC epoch ms.
 */
export function summaryInZone(
  { summary, startMs, endMs }: { summary: string; startMs: number; endMs: number },
  timeZone: string,
): string {
  return summary.replace(TIMES, (told, word: string) => {
    const start = new TZDate(startMs, timeZone);
    if (!told.includes(" to ")) return `${word} ${format(start, "HH:mm")}`;
    const end = new TZDate(endMs, timeZone);
    const isSameDay = format(start, "yyyyMMdd") === format(end, "yyyyMMdd");
    return `${word} ${format(start, "HH:mm")} to ${format(end, isSameDay ? "HH:mm" : "yyyy-MM-dd HH:mm")}`;
  });
}
