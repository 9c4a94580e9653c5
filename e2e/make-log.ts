/** What `makeLog` writes; every part has a default that makes an ordinary, healthy log. */
export interface LogPlan {
  /** UTC epoch ms of the first minute. */
  fromMs?: number;
  minutes: number;
  perMinute?: number;
  /** Minutes, counted from 0, in which every second request fails with 502. */
  failing?: { from: number; to: number };
  path?: string;
  agent?: string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number) => String(value).padStart(2, "0");

function clock(atMs: number): string {
  const at = new Date(atMs);
  const day = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}

/**
 * An access log in nginx's combined format with key=value upstream fields, for journeys that need a length, a failure or a content
 * that no recorded scenario has.
 */
export function makeLog({
  fromMs = Date.UTC(2026, 4, 12),
  minutes,
  perMinute = 20,
  failing,
  path = "/cart",
  agent = "Mozilla/5.0 (X11; Linux x86_64)",
}: LogPlan): string {
  let text = "";
  for (let minute = 0; minute < minutes; minute++) {
    const inFailure = failing !== undefined && minute >= failing.from && minute < failing.to;
    for (let n = 0; n < perMinute; n++) {
      const atMs = fromMs + minute * 60_000 + Math.floor((n * 60_000) / perMinute);
      const status = inFailure && n % 2 === 0 ? 502 : 200;
      const upstream = `10.9.0.${1 + (n % 2)}:8080`;
      text +=
        `198.51.100.${1 + ((minute * 7 + n) % 200)} - - [${clock(atMs)}] "GET ${path} HTTP/1.1" ${status} 512 "-" "${agent}" ` +
        `host=www.copper-kettle.test upstream_addr=${upstream} upstream_status=${status} request_time=0.0${10 + (n % 80)} ` +
        `upstream_connect_time=0.001 upstream_response_time=0.0${10 + (n % 80)}\n`;
    }
  }
  return text;
}
