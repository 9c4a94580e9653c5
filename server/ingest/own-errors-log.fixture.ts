const START_MS = Date.UTC(2026, 10, 24, 3, 0);
const MINUTES = 60;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * An hour of Apache's combined log and its error log, ten good requests a minute. From minute 20 to 39 further requests are answered 500
 * each minute: `own` that Apache could not resolve the backend's name for, and says so, and `application` that the application answered.
 * `strays` of the latter in all are told of in the error log as well.
 */
export function ownErrorsLog({ own, application, strays = 0 }: { own: number; application: number; strays?: number }): {
  access: string;
  error: string;
} {
  const access: string[] = [];
  const error: string[] = [];
  let straysLeft = strays;
  for (let minute = 0; minute < MINUTES; minute++) {
    const failing = minute >= 20 && minute < 40;
    const total = 10 + (failing ? own + application : 0);
    for (let n = 0; n < total; n++) {
      const atMs = START_MS + minute * 60_000 + Math.floor((n * 60_000) / total);
      const [month = "", day = "", year = "", clock = ""] = timeParts(atMs);
      const client = `198.51.100.${1 + ((minute * 31 + n) % 200)}`;
      const page = `/product/${minute * 100 + n}`;
      const status = n < 10 ? 200 : 500;
      access.push(
        `${client} - - [${day}/${month}/${year}:${clock} +0000] "GET ${page}?from=mail HTTP/1.1" ${status} 528 "-" "curl/8.5.0"`,
      );
      const isOwn = n >= 10 && n < 10 + own;
      if (!isOwn && (n < 10 || straysLeft === 0)) continue;
      if (!isOwn) straysLeft--;
      error.push(
        `[Tue ${month} ${day} ${clock}.120034 ${year}] [proxy:error] [pid 7:tid 8] (EAI 2)Name or service not known: [client ${client}:0] AH00898: DNS lookup failure for: app.test returned by ${page}`,
      );
    }
  }
  error.unshift(
    "[Tue Nov 24 03:00:00.000001 2026] [mpm_event:notice] [pid 7:tid 7] AH00489: Apache/2.4.68 (Unix) configured -- resuming normal operations",
  );
  return { access: `${access.join("\n")}\n`, error: `${error.join("\n")}\n` };
}

/** `Nov`, `24`, `2026` and `03:00:00`, in UTC. */
function timeParts(atMs: number): string[] {
  const at = new Date(atMs);
  const day = String(at.getUTCDate()).padStart(2, "0");
  return [MONTHS[at.getUTCMonth()] ?? "", day, String(at.getUTCFullYear()), at.toISOString().slice(11, 19)];
}
