/** A line of HAProxy's messages taken apart; null where it does not say. */
export interface HaproxyLine {
  /** As written, or put together from a day of the year. */
  time: string | null;
  level: string | null;
  pid: number | null;
  clientIp: string | null;
  message: string;
  /** The line itself says that HAProxy wrote it. */
  isHaproxy: boolean;
}

// A syslog head that no wrapper took off: too few lines of the file have one.
const SYSLOG =
  /^(?:<\d{1,3}>)?([A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2}|\d{4}-\d{2}-\d{2}T[\d:.,+Z-]{8,30}) (?:[^\s:]{1,255} )?([\w./-]{1,64})(?:\[(\d{1,10})\])?: +/;
const TAG = /^haproxy\S{0,32}\[(\d{1,10})\]: +/;
// What a process writes to its terminal or the journal; until 2.4 with the day of the year.
const TERMINAL =
  /^\[(NOTICE|WARNING|ALERT|DIAG|EMERG|CRIT|ERR|INFO|DEBUG)\] *(?:(\d{3})\/(\d{2})(\d{2})(\d{2}) )?\((\d{1,10})\) : +/;
// A connection that failed before it had a request: `option log-separate-errors` and error-log-format write them alike.
const CONNECTION = /^(\S{1,64}):(\d{1,5}) \[(\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2}\.\d{1,6})\] \S/;
const CONNECT_FROM = /^Connect from (\S{1,64}):\d{1,5} to /;

/** Takes a line apart; `referenceMs` gives the year to a day of the year. */
export function readHaproxyLine(line: string, referenceMs: number | null): HaproxyLine {
  const found: HaproxyLine = { time: null, level: null, pid: null, clientIp: null, message: line, isHaproxy: false };
  const syslog = SYSLOG.exec(line);
  const tag = syslog ? null : TAG.exec(line);
  if (syslog) {
    found.time = syslog[1] ?? null;
    found.pid = numberOf(syslog[3]);
    found.isHaproxy = /haproxy/i.test(syslog[2] ?? "");
    found.message = line.slice(syslog[0].length);
  } else if (tag) {
    found.pid = numberOf(tag[1]);
    found.isHaproxy = true;
    found.message = line.slice(tag[0].length);
  }
  const terminal = TERMINAL.exec(found.message);
  if (terminal) {
    const [head, level = "", day, hour, minute, second, pid] = terminal;
    found.level = level.toLowerCase();
    found.pid = numberOf(pid);
    found.isHaproxy = true;
    found.message = found.message.slice(head.length);
    if (day !== undefined && referenceMs !== null)
      found.time = `${dateOf(Number(day), referenceMs)} ${hour}:${minute}:${second}`;
  }
  found.message = found.message.trim();
  const connection = CONNECTION.exec(found.message);
  if (connection) {
    found.time = connection[3] ?? found.time;
    const what = /^\S+ \[[^\]]+\] [^\s/]{1,128}\/[^\s:]{1,128}: (?=\S)/.exec(found.message.slice(0, 600));
    found.isHaproxy ||= what !== null;
    found.message = found.message.slice(what?.[0].length ?? 0);
  }
  const client = connection?.[1] ?? CONNECT_FROM.exec(found.message)?.[1] ?? null;
  found.clientIp = client === "-" ? null : client;
  return found;
}

/** Day 0 is the first of January; of the years that may be meant, the one nearest to the reference. */
function dateOf(day: number, referenceMs: number): string {
  const thisYear = new Date(referenceMs).getUTCFullYear();
  const [best = 0] = [thisYear - 1, thisYear, thisYear + 1]
    .map((year) => Date.UTC(year, 0, 1 + day))
    .sort((a, b) => Math.abs(a - referenceMs) - Math.abs(b - referenceMs));
  return new Date(best).toISOString().slice(0, 10);
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}
