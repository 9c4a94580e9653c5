/** One value of a line with what stands around it. */
export interface Column {
  /** Text between the value before and this one: spaces, tabs, bars. */
  gap: string;
  /** `key=` or `key: ` in front of the value; "" for none. */
  key: string;
  /** `"`, `[` or "". */
  open: "" | '"' | "[";
  value: string;
}

const GAP = /[ \t|]/;
const SPACED_TIME =
  /^(?:\d{2}\/[A-Za-z]{3}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4}|\d{4}[-/]\d{2}[-/]\d{2} \d{2}:\d{2}:\d{2}(?:[.,]\d+)?)(?=[\s|\]"]|$)/;
// `rt=0.1`, `rt: 0.1`, and nginx's own names as labels: `request_time 0.1`.
const KEY = /^([A-Za-z_@][\w.@-]{0,40})(=|: ?(?=["[\d-])| (?=[\d-]))/;

/** A cell of LTSV, http://ltsv.org/: a label and, up to the next tab, whatever the value is. */
const LABELLED = /^([A-Za-z_@][\w.@-]{0,40}):/;
/** Fewer labelled cells than these may be words with a colon behind them. */
const MIN_LABELLED = 4;

// `0.012/0.013`, `-/0.000`: two durations with a slash between them.
const SECONDS = String.raw`(?:-|\d{1,6}\.\d{3})(?:(?:, | : )(?:-|\d{1,6}\.\d{3}))*`;
const TWO_DURATIONS = new RegExp(`^(${SECONDS})/(${SECONDS})$`);

/** More columns than any log_format has; a line beyond is free text. */
const MAX_COLUMNS = 80;

/**
 * Cuts a line into columns the way log formats are written: quoted, bracketed or bare values between spaces, tabs or bars, with or
 * without a key. A list (`a, b : c`) is one value, and so is a time with a space in it. Null when the line cannot be cut.
 */
export function splitColumns(line: string, isKey: (key: string) => boolean): Column[] | null {
  const labelled = splitLabelled(line);
  if (labelled) return labelled;
  const columns: Column[] = [];
  let p = 0;
  while (p < line.length) {
    const gapStart = p;
    if (columns.length > 0 && (line[p] === "," || line[p] === ":") && line[p + 1] === " ") p++;
    while (p < line.length && GAP.test(line[p] ?? "")) p++;
    const gap = line.slice(gapStart, p);
    if (p >= line.length) break;
    if (columns.length >= MAX_COLUMNS || (columns.length > 0 && gap === "")) return null;
    let key = "";
    const keyed = KEY.exec(line.slice(p, p + 45));
    if (keyed?.[1] && isLabel(keyed[1], keyed[2] ?? "", isKey)) {
      key = keyed[0];
      p += key.length;
    }
    const c = line[p] ?? "";
    if (c === '"') {
      const end = endOfQuoted(line, p + 1);
      if (end < 0) return null;
      columns.push({ gap, key, open: '"', value: line.slice(p + 1, end) });
      p = end + 1;
      continue;
    }
    const bracketEnd = c === "[" ? line.indexOf("]", p) : -1;
    if (bracketEnd > 0 && (bracketEnd + 1 >= line.length || GAP.test(line[bracketEnd + 1] ?? ""))) {
      columns.push({ gap, key, open: "[", value: line.slice(p + 1, bracketEnd) });
      p = bracketEnd + 1;
      continue;
    }
    const end = endOfBare(line, p, isKey);
    const value = line.slice(p, end);
    const [, first, second] = (value.length < 200 && TWO_DURATIONS.exec(value)) || [];
    columns.push({ gap, key, open: "", value: first ?? value });
    if (second !== undefined) columns.push({ gap: "/", key: "", open: "", value: second });
    p = end;
  }
  return columns.length > 0 ? columns : null;
}

/** A line whose every cell between tabs has a label; null for any other. */
function splitLabelled(line: string): Column[] | null {
  const cells = line.split("\t", MAX_COLUMNS + 1);
  if (cells.length < MIN_LABELLED || cells.length > MAX_COLUMNS) return null;
  const columns: Column[] = [];
  for (const cell of cells) {
    const key = LABELLED.exec(cell.slice(0, 45))?.[0];
    if (key === undefined) return null;
    columns.push({ gap: columns.length === 0 ? "" : "\t", key, open: "", value: cell.slice(key.length) });
  }
  return columns;
}

function endOfQuoted(line: string, from: number): number {
  for (let p = line.indexOf('"', from); p >= 0; p = line.indexOf('"', p + 1)) {
    let slashes = 0;
    while (line[p - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return p;
  }
  return -1;
}

function endOfBare(line: string, from: number, isKey: (key: string) => boolean): number {
  const time = SPACED_TIME.exec(line.slice(from, from + 40));
  if (time) return from + time[0].length;
  let p = from;
  for (;;) {
    while (p < line.length && !GAP.test(line[p] ?? "")) p++;
    const comma = line[p - 1] === "," && p > from;
    if (comma && line[p] === " " && p + 1 < line.length) {
      const next = KEY.exec(line.slice(p + 1, p + 46));
      // `rt=0.1, uct=0.2`: the comma parts two pairs, not two members of a list.
      if (next?.[1] && isLabel(next[1], next[2] ?? "", isKey)) return p - 1;
      p++;
    } else if (line.startsWith(" : ", p)) p += 3;
    // `to: 10.0.0.1:8080: GET …`: the last colon parts columns.
    else return PEER_COLON.test(line.slice(Math.max(from, p - 120), p)) ? p - 1 : p;
  }
}

const PEER_COLON = /(?:^|[ ,])(?:-|[\d.]+:\d+|unix:\/[^\s:]+|\[[\da-fA-F:.]+\]:\d+):$/;

/** Is this word, followed by this separator, the name of the value behind it? */
function isLabel(word: string, separator: string, isKey: (key: string) => boolean): boolean {
  if (separator === "=") return true;
  return isKey(word) && (separator !== " " || word.includes("_") || word === "msec");
}

/** What two lines of one format have in common: gaps, keys and quoting. */
export function shapeOf(columns: Column[]): string {
  return columns.map(({ gap, key, open }) => `${gap}\u0001${key}\u0001${open}`).join("\u0002");
}
