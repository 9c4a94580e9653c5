import type { PlanPart, PlanValue } from "@/core/formats/line-plan";
import type { LogFormatPart } from "./parse-log-format";

/** One character of a time's notation: a code of strftime, or what stands there itself. */
interface Mark {
  /** `%Y`; `%3` and `%6` are a fraction's digits, `%k` and `%u` the epoch in milliseconds and microseconds. */
  code: string;
  /** Bytes it takes; 0 where that varies. */
  size: number;
}

const SIZES: Record<string, number> = {
  ...{ Y: 4, y: 2, m: 2, d: 2, e: 2, H: 2, I: 2, M: 2, S: 2, b: 3, h: 3, a: 3, j: 3, p: 2, z: 5, "3": 3, "6": 6 },
  ...{ s: 0, k: 0, u: 0, Z: 0 },
};
/** Codes that stand for several; times are written in the C locale. */
const EXPANDED: Record<string, string> = {
  T: "%H:%M:%S",
  F: "%Y-%m-%d",
  D: "%m/%d/%y",
  R: "%H:%M",
  c: "%a %b %e %H:%M:%S %Y",
  h: "%b",
};
/** Arguments of `%{…}t` that are no strftime format. Source: https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats */
const SPECIAL: Record<string, string> = { sec: "%s", msec: "%k", usec: "%u", msec_frac: "%3", usec_frac: "%6" };

const CLF = /^%d\/%b\/%Y:%H:%M:%S %z$/;
const READABLE: readonly RegExp[] = [
  CLF,
  /^%Y[-/]%m[-/]%d[^%]%H[^%]%M[^%]%S(?:[.,]%[36])?(?: ?(?:%z|Z))?$/,
  /^%d[-/]%b[-/]%Y[^%]%H[^%]%M[^%]%S(?:[.,]%[36])?(?: ?(?:%z|Z))?$/,
  /^%a %b %[de] %H:%M:%S(?:\.%[36])? %Y$/,
  /^%a, %d %b %Y %H:%M:%S (?:GMT|UTC)$/,
  /^%b %[de] %H:%M:%S$/,
];
const EPOCH = /^(?:%s(?:\.?%[36])?|%k|%u)$/;

/** More pieces than any time is made of. */
const MAX_PIECES = 12;

/**
 * The plan of `parts[at]`, a `%t`, together with the pieces after it that belong to the same moment, such as
 * `%{%Y-%m-%d}tT%{%T}t.%{msec_frac}t%{%z}t`; `next` is where the parts go on. Null where no notation that we read is made of them.
 */
export function planTime(parts: readonly LogFormatPart[], at: number): { plan: PlanPart[]; next: number } | null {
  const name: string[] = [];
  const marks: Mark[] = [];
  const ends: { next: number; marks: number; name: string }[] = [];
  for (let i = at; i < parts.length && i < at + MAX_PIECES; i++) {
    const part = parts[i];
    if (!part || (!("literal" in part) && part.letter !== "t")) break;
    if ("literal" in part) {
      // Fields of other kinds are in quotes or behind bars.
      if (part.literal.length > 4 || /["|\t{}]/.test(part.literal)) break;
      marks.push(...literalMarks(part.literal));
      name.push(part.literal);
      continue;
    }
    marks.push(...marksOf(timeArgument(part.argument)));
    name.push(part.name);
    ends.push({ next: i + 1, marks: marks.length, name: name.join("") });
  }
  for (const end of ends.reverse()) {
    const plan = planMarks(marks.slice(0, end.marks), end.name);
    if (plan) return { plan, next: end.next };
  }
  return null;
}

/** Is it the moment at which the request ended? Apache writes the beginning where nothing is said. */
export function isEndTime(part: LogFormatPart | undefined): boolean {
  return part !== undefined && !("literal" in part) && part.letter === "t" && part.argument.startsWith("end:");
}

/** The bytes that a piece of an unreadable time takes. */
export function passOver(argument: string): PlanPart[] {
  return [{ name: `%{${argument}}t`, field: null, kind: "text", rank: 0 }];
}

function timeArgument(argument: string): string {
  const text = argument.replace(/^(?:begin|end):/, "");
  return text === "" ? "[%d/%b/%Y:%H:%M:%S %z]" : (SPECIAL[text] ?? text);
}

function literalMarks(text: string): Mark[] {
  return Array.from(text, (char) => ({ code: char, size: char.charCodeAt(0) < 128 ? 1 : 2 }));
}

function marksOf(format: string): Mark[] {
  const flat = format.replace(/%([TFDRch])/g, (_, code: string) => EXPANDED[code] ?? "");
  const marks: Mark[] = [];
  for (let p = 0; p < flat.length; p++) {
    const code = flat[p] === "%" ? (flat[++p] ?? "%") : "";
    if (code === "" || code === "%") marks.push(...literalMarks(flat[p] ?? "%"));
    else marks.push({ code: `%${code}`, size: SIZES[code] ?? 0 });
  }
  return marks;
}

function planMarks(marks: readonly Mark[], name: string): PlanPart[] | null {
  let from = 0;
  while (from < marks.length && !marks[from]?.code.startsWith("%")) from++;
  for (let to = marks.length; to > from; to--) {
    const value = timeValue(marks.slice(from, to), name);
    if (!value) {
      // What stands behind a time is text, or the name of a zone, which says less than an offset.
      const dropped = marks[to - 1]?.code ?? "";
      if (dropped.startsWith("%") && dropped !== "%Z") return null;
      continue;
    }
    return [...literalPart(marks.slice(0, from)), value, ...restOf(marks.slice(to))];
  }
  return null;
}

function restOf(marks: readonly Mark[]): PlanPart[] {
  const zone = marks.findIndex(({ code }) => code === "%Z");
  if (zone < 0) return literalPart(marks);
  return [
    ...literalPart(marks.slice(0, zone)),
    { name: "%Z", field: null, kind: "list", rank: 0 },
    ...literalPart(marks.slice(zone + 1)),
  ];
}

function literalPart(marks: readonly Mark[]): PlanPart[] {
  return marks.length > 0 ? [{ literal: marks.map(({ code }) => code).join("") }] : [];
}

function timeValue(marks: readonly Mark[], name: string): PlanValue | null {
  const shape = marks.map(({ code }) => code).join("");
  if (EPOCH.test(shape)) {
    // Whole seconds add nothing to another time of the same line; finer ones do.
    return { name, field: "time", kind: "time-epoch", rank: 2, ...(shape === "%s" ? { unitMs: 1000 } : {}) };
  }
  if (!READABLE.some((readable) => readable.test(shape))) return null;
  const rank = /%z|Z$|GMT|UTC/.test(shape) ? 3 : 1;
  if (CLF.test(shape)) return { name, field: "time", kind: "time-local", rank };
  return { name, field: "time", kind: "time", rank, size: marks.reduce((sum, { size }) => sum + size, 0) };
}
