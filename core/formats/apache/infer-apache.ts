const CLOCK = String.raw`\d{2}/[A-Z][a-z]{2}/\d{4}:[\d:]{8}`;
const TIME = String.raw`\[${CLOCK} [+-]\d{4}\]`;
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
/** Virtual host, client and users, time, request, status, size, referer and agent; then numbers, which no two sites order alike. */
const LINE = new RegExp(
  String.raw`^(?:(?=\S*[A-Za-z*:])([\w.*-]+)(:\d{1,5})? (?=\S+ - |[\da-f.:]{7,45} \S+ \S+ \[))?\S+ \S+ [^\["]{1,80} \[${CLOCK}( [+-]\d{4})?\] ${QUOTED} \d{3} (\d+|-)( ${QUOTED} ${QUOTED})?([ \d/*]*)$`,
);

/** Combined with named values behind it, as diagnostics are logged: `D=%D X=%X L=%L worker=… notes="…"`. */
const NAMED = new RegExp(
  String.raw`^\S+ \S+ [^\["]{1,80} ${TIME} ${QUOTED} \d{3} (?:\d+|-) ${QUOTED} ${QUOTED}((?: [A-Za-z_]\w{0,30}=(?:${QUOTED}|[^\s"]\S*)){1,20})$`,
);

/** What people call Apache's directives; the first four are its own letters and names, which tell its logs from others. */
const DIRECTIVES: Record<string, string> = {
  ...{ X: "%X", L: "%L", worker: "%{BALANCER_WORKER_NAME}e", notes: "%{error-notes}n" },
  ...{
    D: "%D",
    T: "%T",
    ms: "%{ms}T",
    fb: "%^FB",
    k: "%k",
    I: "%I",
    O: "%O",
    P: "%P",
    pid: "%P",
    v: "%v",
    vhost: "%v",
  },
  ...{ host: "%{Host}i", rid: "%{X-Request-Id}i", xff: "%{X-Forwarded-For}i" },
};
const APACHES_OWN = ["X", "L", "worker", "notes"];

const ZONED = "%t";
/** Common among those who write the time by a format of their own. */
const ZONELESS = "[%{%d/%b/%Y:%H:%M:%S}t]";

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
  const named = inferNamed(lines);
  if (named !== null) return named;
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
  const plain = first.gaps === "" && first.head.startsWith(`%h %l %u ${ZONED} `);
  if (!directives || plain) return null;
  let index = 0;
  return first.head + first.gaps.replace(/#/g, () => directives[index++] ?? "");
}

/** The string of lines with named values, if two names at least are Apache's own; a name nobody knows is passed over. */
function inferNamed(lines: readonly string[]): string | null {
  const tails = new Map<string, number>();
  for (const line of lines) {
    const tail = line.length < 8192 ? NAMED.exec(line.trimEnd())?.[1] : undefined;
    if (tail === undefined) continue;
    const names = [...tail.matchAll(new RegExp(String.raw` (\w+)=(${QUOTED})?`, "g"))];
    const shape = names.map(([, name = "", quoted]) => {
      const directive = DIRECTIVES[name] ?? `%{${name}}e`;
      return ` ${name}=${quoted === undefined ? directive : `"${directive}"`}`;
    });
    if (names.filter(([, name = ""]) => APACHES_OWN.includes(name)).length < 2) continue;
    tails.set(shape.join(""), (tails.get(shape.join("")) ?? 0) + 1);
  }
  const [common] = [...tails].sort((a, b) => b[1] - a[1]);
  if (!common || common[1] < lines.length * ENOUGH_SHARE) return null;
  return `%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"${common[0]}`;
}

function rowOf(line: string): Row | null {
  const match = line.length < 8192 ? LINE.exec(line.trimEnd()) : null;
  if (!match) return null;
  const [, vhost, port, zone, size = "", referer, tail = ""] = match;
  const host = vhost === undefined ? "" : port === undefined ? "%v " : "%v:%p ";
  const agents = referer === undefined ? "" : ' "%{Referer}i" "%{User-Agent}i"';
  const numbers = tail.match(/\d+/g) ?? [];
  return {
    head: `${host}%h %l %u ${zone === undefined ? ZONELESS : ZONED} "%r" %>s %b${agents}`,
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
