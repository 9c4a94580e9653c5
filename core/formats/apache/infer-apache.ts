const TIME = String.raw`\[\d{2}/[A-Z][a-z]{2}/\d{4}:[\d:]{8} [+-]\d{4}\]`;
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
/** Virtual host, client and users, time, request, status, size, referer and agent; then numbers, which no two sites order alike. */
const LINE = new RegExp(
  String.raw`^(?:(?=\S*[A-Za-z*:])([\w.*-]+)(:\d{1,5})? (?=\S+ - ))?\S+ \S+ [^\["]{1,80} ${TIME} ${QUOTED} \d{3} (\d+|-)( ${QUOTED} ${QUOTED})?([ \d/*]*)$`,
);

/** Lines that must have one shape for it to be the file's. */
const ENOUGH_SHARE = 0.3;

interface Row {
  head: string;
  gaps: string;
  size: number;
  tail: string[];
}

/**
 * Works out the LogFormat string of lines that are combined or common with a virtual host in front or numbers behind: durations, and
 * bytes in and out. Null where the lines are something else, or are read by a format of a fixed name.
 */
export function inferApache(lines: readonly string[]): string | null {
  const rows = lines.flatMap((line) => rowOf(line) ?? []);
  const shapes = new Map<string, Row[]>();
  for (const row of rows) {
    const shape = `${row.head}${row.gaps}`;
    shapes.set(shape, [...(shapes.get(shape) ?? []), row]);
  }
  let common: Row[] = [];
  for (const each of shapes.values()) if (each.length > common.length) common = each;
  const [first] = common;
  if (!first || common.length < lines.length * ENOUGH_SHARE) return null;
  const directives = nameTail(common);
  const plain = first.gaps === "" && !first.head.startsWith("%v");
  if (!directives || plain) return null;
  let index = 0;
  return first.head + first.gaps.replace(/#/g, () => directives[index++] ?? "");
}

function rowOf(line: string): Row | null {
  const match = line.length < 8192 ? LINE.exec(line.trimEnd()) : null;
  if (!match) return null;
  const [, vhost, port, size = "", referer, tail = ""] = match;
  const host = vhost === undefined ? "" : port === undefined ? "%v " : "%v:%p ";
  const agents = referer === undefined ? "" : ' "%{Referer}i" "%{User-Agent}i"';
  const numbers = tail.match(/\d+/g) ?? [];
  return {
    head: `${host}%h %l %u %t "%r" %>s %b${agents}`,
    gaps: tail.replace(/\d+/g, "#"),
    size: size === "-" ? 0 : Number(size),
    tail: numbers,
  };
}

/** Directives for the numbers at the end; null where they cannot be told apart. */
function nameTail(rows: readonly Row[]): string[] | null {
  const columns = (rows[0]?.tail ?? []).map((_, column) => rows.map(({ tail }) => tail[column] ?? ""));
  const [first = [], second = []] = columns;
  if (columns.length === 0) return [];
  if (columns.length === 1) return [durationOf(first)];
  const most = (test: (row: number) => boolean): boolean =>
    rows.filter((_, row) => test(row)).length >= rows.length * 0.9;
  const number = (column: readonly string[], row: number): number => Number(column[row]);
  // mod_logio's bytes in, which no request has fewer of than a request line and a host need, and bytes out, header included.
  const bytes = (row: number) => number(first, row) > 40 && number(second, row) > (rows[row]?.size ?? 0) + 60;
  if (columns.length <= 3 && most(bytes)) return ["%I", "%O", ...columns.slice(2).map(durationOf)];
  if (columns.length !== 2) return null;
  const seconds = (row: number, [s, us]: [readonly string[], readonly string[]]) =>
    number(s, row) === Math.floor(number(us, row) / 1_000_000);
  if (most((row) => seconds(row, [first, second]))) return ["%T", "%D"];
  return most((row) => seconds(row, [second, first])) ? ["%D", "%T"] : null;
}

/** Microseconds, unless every request would have been answered within a hundred of them: those are seconds. */
function durationOf(column: readonly string[]): string {
  return column.every((value) => Number(value) < 100) ? "%T" : "%D";
}
