import { directivesOf, takeDirective, writeDirectives, type W3cDirectives } from "./w3c-header";

/**
 * The directives in front of a file's first lines, as a template: those up to its first `#Fields:`. Null where none is among the lines.
 */
export function firstDirectives(lines: readonly string[]): string | null {
  const directives: W3cDirectives = { software: null, date: null, fields: null };
  for (const line of lines) {
    if (!line.startsWith("#")) continue;
    takeDirective(directives, line);
    if (directives.fields !== null) return writeDirectives(directives);
  }
  return null;
}

const DATE_TIME = /^\d{4}-\d{2}-\d{2}$/;
const CLOCK = /^\d{2}:\d{2}:\d{2}(?:\.\d+)?$/;
const METHOD = /^[A-Z_-]{3,20}$/;
const STATUS = /^[1-5]\d\d$/;
const SMALL = /^\d{1,10}$/;
const ADDRESS = /^[0-9A-Fa-f:.]+(?:%\w+)?$/;
const HOST = /^[\w-]+(?:\.[\w-]+)+(?::\d+)?$/;

/** What stands between the client's address and the status, by how many columns it is. */
const CLIENT_SIDE: Record<number, string> = {
  1: "cs(User-Agent)",
  2: "cs(User-Agent) cs(Referer)",
  3: "cs(User-Agent) cs(Cookie) cs(Referer)",
  4: "cs(User-Agent) cs(Cookie) cs(Referer) cs-host",
};
/** What stands behind the Win32 status. The last ones are custom fields, as operators behind a balancer log them. */
const AFTER: Record<number, string> = {
  0: "",
  1: "time-taken",
  2: "time-taken X-Forwarded-For",
  3: "sc-bytes cs-bytes time-taken",
  4: "sc-bytes cs-bytes time-taken X-Forwarded-For",
};

/**
 * The `#Fields:` line that a line of IIS without one must have been written under: IIS keeps its columns in one order and leaves out those
 * that are not chosen. Null for a line that IIS did not write.
 */
export function inferIisFields(line: string): string | null {
  const columns = line.slice(0, 16_384).trimEnd().split(" ");
  const [date = "", time = ""] = columns;
  if (!DATE_TIME.test(date) || !CLOCK.test(time)) return null;
  const method = columns.findIndex(
    (column, at) => at >= 2 && at <= 5 && METHOD.test(column) && (columns[at + 1] ?? "").startsWith("/"),
  );
  if (method < 0 || !isPort(columns[method + 3] ?? "")) return null;
  const before = serverSide(columns.slice(2, method));
  const version = /^HTTP\/\d/.test(columns[method + 6] ?? "");
  const client = method + (version ? 7 : 6);
  const status = columns.findIndex(
    (column, at) =>
      at >= client &&
      at <= client + 4 &&
      STATUS.test(column) &&
      SMALL.test(columns[at + 1] ?? "") &&
      SMALL.test(columns[at + 2] ?? ""),
  );
  if (before === null || status < 0 || !ADDRESS.test(columns[method + 5] ?? "")) return null;
  const seen = columns.slice(client, status);
  const clientSide =
    seen.length === 3 && HOST.test(seen[2] ?? "")
      ? "cs(User-Agent) cs(Referer) cs-host"
      : (CLIENT_SIDE[seen.length] ?? "");
  const rest = columns.slice(status + 3);
  const after =
    rest.length === 3 && ADDRESS.test(rest[1] ?? "") && !SMALL.test(rest[1] ?? "")
      ? "time-taken X-Forwarded-For c-port"
      : AFTER[rest.length];
  if (after === undefined || (seen.length > 0 && clientSide === "")) return null;
  const names = [
    "date time",
    before,
    "cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip",
    version ? "cs-version" : "",
  ];
  names.push(clientSide, "sc-status sc-substatus sc-win32-status", after);
  return `#Fields: ${names.filter((name) => name !== "").join(" ")}`;
}

/** Site, computer and address of the server, any of which may be missing. */
function serverSide(columns: readonly string[]): string | null {
  const names: string[] = [];
  columns.forEach((column, at) => {
    if (/^W3SVC\d+$/i.test(column)) names.push("s-sitename");
    else
      names.push(at === columns.length - 1 && ADDRESS.test(column) && /[:.]/.test(column) ? "s-ip" : "s-computername");
  });
  return new Set(names).size === names.length ? names.join(" ") : null;
}

function isPort(column: string): boolean {
  return /^\d{1,5}$/.test(column);
}

/** The template of a file of IIS: its own directives, else the columns that most of its first lines have. */
export function inferIisTemplate(lines: readonly string[]): string | null {
  const own = firstDirectives(lines);
  if (own !== null) return own;
  const counts = new Map<string, number>();
  const dates = lines.filter((line) => directivesOf(line).date !== null);
  for (const line of lines.slice(0, 50)) {
    const fields = inferIisFields(line);
    if (fields !== null) counts.set(fields, (counts.get(fields) ?? 0) + 1);
  }
  const [best] = [...counts].sort(([, one], [, other]) => other - one);
  return best ? [...dates.slice(0, 1), best[0]].join("\n") : null;
}
