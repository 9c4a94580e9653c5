import { Field, type ScanLine } from "@/core/events/field";
import type { ValueKind } from "./line-plan";
import { splitEndpoint, splitPair, splitRequest, splitUrl } from "./split-request";
import { trimAddress, trimAuthority, type AddressTrim } from "./trim-address";

const QUOTE = 34;

/** One value of a line and the literal after it, as numbers only. */
export interface ScanStep {
  /** Field id; -1 is skipped. */
  field: number;
  kind: ValueKind;
  literal: Uint8Array;
  /** A quote in the value is escaped with a backslash. */
  escapes: boolean;
  /** The next value begins with a digit or is `-`. */
  numberNext: boolean;
  /** The line may end behind this value. */
  mayEnd: boolean;
  /** Byte between the columns of a table. */
  separator: number;
  /** Bytes of a time of fixed length; 0 for every other value. */
  size: number;
  /** Only this part of the value is kept. */
  trim?: AddressTrim;
}

export interface ScanPlan {
  prefix: Uint8Array;
  steps: ScanStep[];
  /** Text after the last literal belongs to the line although nothing describes it: not with `escape=none`. */
  freeEnd: boolean;
  /** More values than the plan has are passed over. */
  openEnd: boolean;
  /** Codes to refuse with: no prefix, no value for step 0 (the steps follow), more text than the format has. */
  reasons: { prefix: number; firstStep: number; trailing: number };
}

/** What a generated scanner calls for the lines that do not fit. */
export interface ScanAids {
  refuse: (buf: Uint8Array, from: number, to: number, reason: number) => number;
  isPadding: (buf: Uint8Array, from: number, to: number) => boolean;
  isEscaped: (buf: Uint8Array, start: number, p: number) => boolean;
}

/**
 * Writes the scanner of a plan as JavaScript, one stretch of straight code per value, and has it compiled. The same steps
 * interpreted in a loop take 490 ns for a line of 240 bytes, so 175: the loop's branches and table look-ups are most of the work. Only
 * numbers of the plan get into the code, never text of the template.
 */
export function generateScanner({ prefix, steps, freeEnd, openEnd, reasons }: ScanPlan, aids: ScanAids): ScanLine {
  const refuse = (reason: number) => `return refuse(buf, from, to, ${int(reason)});`;
  const code = [
    "if (buf !== viewed) { view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength); viewed = buf; }",
    "if (to > from && buf[to - 1] === 13) to--;",
    "if (to - from >= 3 && buf[from] === 239 && buf[from + 1] === 187 && buf[from + 2] === 191) from += 3;",
    "if (from >= to) return 1;",
    ...writtenFields(steps).map((field) => `out[${int(2 * field)}] = -1;`),
    "let p = from, start = from;",
    prefix.length > 0 ? `if (${differs(prefix, 0)}) { ${refuse(reasons.prefix)} } p += ${int(prefix.length)};` : "",
  ];
  steps.forEach((step, index) => {
    const last = index === steps.length - 1;
    const reason = reasons.firstStep + index;
    code.push("start = p;");
    const { length: size } = step.literal;
    if (step.kind === "braces" || step.kind === "aside") {
      code.push(step.kind === "braces" ? bracesCode(step, refuse(reason)) : asideCode(step));
      return;
    }
    const value = valueCode(step, last, freeEnd, refuse(reason), refuse(reasons.trailing));
    code.push(step.kind === "cell" ? `{ ${value} }` : value, storeCode(step));
    if (step.mayEnd) code.push("if (p >= to) return 0;");
    if (size === 0) return;
    if (!endsAtLiteral(step)) {
      const short = last ? reasons.trailing : reason + 1;
      code.push(
        `if (p + ${int(size)} > to) { ${refuse(short)} }`,
        `if (${differs(step.literal, 0)}) { ${refuse(reason)} }`,
      );
    }
    code.push(`p += ${int(size)};`);
  });
  code.push(openEnd ? "return 0;" : `if (p === to || isPadding(buf, p, to)) return 0; ${refuse(reasons.trailing)}`);
  const body = `"use strict"; let view, viewed; return function scan(buf, from, to, out) {\n${code.join("\n")}\n};`;
  const make = new Function(...Object.keys(CALLED), ...Object.keys(aids), body);
  return make(...Object.values(CALLED), ...Object.values(aids)) as ScanLine;
}

/** What the generated code calls to take a value apart. */
const CALLED = { splitRequest, splitPair, splitEndpoint, splitUrl, trimAuthority, trimAddress };

/** Moves `p` from the value's first byte to the end of the value. */
function valueCode(step: ScanStep, last: boolean, freeEnd: boolean, refuse: string, tooMuch: string): string {
  const { kind, literal, size } = step;
  if (size > 0) return `if (p + ${int(size)} > to) { ${refuse} } p += ${int(size)};`;
  if (kind === "time-local") {
    // 11/Jun/2025:13:05:00 +0200
    const marks = [
      [2, 47],
      [6, 47],
      [11, 58],
      [14, 58],
      [20, 32],
    ].map(([at, byte]) => `buf[p + ${at}] !== ${byte}`);
    return `if (p + 26 > to || ${marks.join(" || ")}) { ${refuse} } p += 26;`;
  }
  if (kind === "status" || kind === "integer") return numberCode("", kind === "status", refuse);
  if (kind === "decimal" || kind === "time-epoch") return numberCode(" || buf[p] === 46", false, refuse);
  if (kind === "padded") return `while (p < to && buf[p] === 32) p++; start = p; ${numberCode("", false, refuse)}`;
  if (kind === "timer") return timerCode(refuse);
  if (kind === "token") return tokenCode(step, refuse);
  if (kind === "request-quoted") return quotedRequestCode(step, refuse);
  if (kind === "word") return wordCode(step);
  if (kind === "cell") return cellCode(step);
  if (literal.length === 0) {
    // $host$request_uri: the target begins at the slash.
    if (!last) return "while (p < to && buf[p] !== 47 && buf[p] !== 32) p++;";
    return kind === "list" ? lastListCode(step, tooMuch) : "p = to;";
  }
  const first = int(literal[0] ?? 0);
  if (kind === "endpoint") return `while (p < to && buf[p] !== ${first} && buf[p] !== 32) p++;`;
  if (kind === "list" && literal[0] === 32) return bareListCode(literal);
  if (kind === "time-iso") {
    return `if (p + 19 > to || buf[p + 4] !== 45 || buf[p + 7] !== 45) { ${refuse} } p += 19; while (p < to && buf[p] !== ${first}) p++;`;
  }
  return textCode(step, last, freeEnd, refuse);
}

function numberCode(alsoDigit: string, isStatus: boolean, refuse: string): string {
  const tooLong = isStatus ? " || p - start > 3" : "";
  return (
    `while (p < to && ((buf[p] - 48) >>> 0 < 10${alsoDigit})) p++; ` +
    "if (p === start && p < to && buf[p] === 45) { p++; while (p < to && (buf[p] - 48) >>> 0 < 10) p++; } " +
    `if (p === start${tooLong}) { ${refuse} }`
  );
}

/** A number with a sign; a negative one is no value. */
function timerCode(refuse: string): string {
  return (
    "if (p < to && buf[p] === 43) start = ++p; " +
    "if (p < to && buf[p] === 45) { p++; while (p < to && (buf[p] === 46 || (buf[p] - 48) >>> 0 < 10)) p++; start = -1; } " +
    `else { while (p < to && (buf[p] === 46 || (buf[p] - 48) >>> 0 < 10)) p++; if (p === start) { ${refuse} } }`
  );
}

/** A value in double quotes, in which a quote is doubled or escaped, or a bare one; stores it itself. */
function tokenCode(step: ScanStep, refuse: string): string {
  const { literal, mayEnd } = step;
  const store = storeCode({ ...step, kind: "text" });
  const until = literal.length > 0 ? ` && buf[p] !== ${int(literal[0] ?? 0)}` : "";
  const bareEnd = literal.length > 0 && !mayEnd ? `if (p >= to) { ${refuse} }` : "";
  return (
    `if (p < to && buf[p] === 34) { start = ++p; for (;;) { ${skipCode(QUOTE)} while (p < to && buf[p] !== 34) p++; ` +
    `if (p >= to) { ${refuse} } if (p > start && buf[p - 1] === 92 && isEscaped(buf, start, p)) { p++; continue; } ` +
    `if (p + 1 < to && buf[p + 1] === 34) { p += 2; continue; } break; } ${store} p++; } ` +
    `else { while (p < to${until}) p++; ${bareEnd} ${store} }`
  );
}

/** A request line in double quotes; where the line was cut there is no closing one. Stores it itself. */
function quotedRequestCode(step: ScanStep, refuse: string): string {
  const escaped = step.escapes
    ? "if (p < to && buf[p - 1] === 92 && isEscaped(buf, start, p)) { p++; continue; } "
    : "";
  return (
    `if (p >= to || buf[p] !== 34) { ${refuse} } start = ++p; ` +
    `for (;;) { ${skipCode(QUOTE)} while (p < to && buf[p] !== 34) p++; ${escaped}break; } ` +
    `${storeCode({ ...step, kind: "request" })} if (p < to) p++;`
  );
}

/** Words without a slash and the text after them, as many as there are: columns that some put between those of the product. */
function asideCode({ literal }: ScanStep): string {
  const first = int(literal[0] ?? 0);
  return (
    `for (let q = p; ; ) { while (q < to && buf[q] !== ${first} && buf[q] !== 47) q++; ` +
    `if (q >= to || buf[q] === 47) break; p = q += ${int(literal.length)}; }`
  );
}

/** A bare column, up to the separator. */
function wordCode({ separator }: ScanStep): string {
  return `while (p < to && buf[p] !== ${int(separator)}) p++;`;
}

/** A column in quotes, where a quote before a separator closes them, or else a bare one; stores it itself. */
function cellCode(step: ScanStep): string {
  const separator = int(step.separator);
  const store = storeCode({ ...step, kind: "text" });
  return (
    "let q = to; if (p < to && buf[p] === 34) { for (q = p + 1; q < to; q++) { if (buf[q] !== 34) continue; " +
    `if (q + 1 < to && buf[q + 1] === 34) { q++; continue; } if (q + 1 === to || buf[q + 1] === ${separator}) break; } } ` +
    `if (q < to) { start = p + 1; p = q; ${store} p++; } else { ${wordCode(step)} ${store} }`
  );
}

/** `{…}` and the text after it, or neither. */
function bracesCode(step: ScanStep, refuse: string): string {
  const { literal, field, mayEnd } = step;
  const unset = field < 0 ? "" : `else out[${int(2 * field)}] = -1;`;
  const after = literal.length > 0 ? `if (${differs(literal, 0)}) { ${refuse} } p += ${int(literal.length)};` : "";
  return (
    "if (p < to && buf[p] === 123) { start = ++p; while (p < to && buf[p] !== 125) p++; " +
    `if (p >= to) { ${mayEnd ? "return 0;" : refuse} } ${storeCode({ ...step, kind: "text" })} p++; ${after} } ${unset}`
  );
}

/** A list (`a, b : c`) that ends at a space which is not part of a separator. */
function bareListCode(literal: Uint8Array): string {
  const group = literal[1] === 58 ? "" : "else if (buf[p + 1] === 58 && buf[p + 2] === 32) p += 3;";
  return (
    "for (;;) { while (p < to && buf[p] !== 32) p++; if (p >= to) break; " +
    `if (p > start && buf[p - 1] === 44) p++; ${group} else break; }`
  );
}

/** A list at the end of the line, behind which there may be blanks but no other value. */
function lastListCode(step: ScanStep, tooMuch: string): string {
  return (
    "p = to; for (let q = start; q < to; q++) { " +
    "if (buf[q] === 32 && buf[q - 1] !== 44 && !(buf[q + 1] === 58 && buf[q + 2] === 32) && buf[q - 1] !== 58) { " +
    `if (!isPadding(buf, q, to)) { ${tooMuch} } p = q; ${storeCode(step)} return 0; } }`
  );
}

/** Free text ends at its literal, where that is not escaped and what follows can be what the format has next. */
function textCode(
  { literal, escapes, numberNext, mayEnd }: ScanStep,
  last: boolean,
  freeEnd: boolean,
  refuse: string,
): string {
  const first = int(literal[0] ?? 0);
  const size = int(literal.length);
  const here = [
    `p + ${size} <= to`,
    ...Array.from(literal.subarray(1), (byte, at) => `buf[p + ${int(at + 1)}] === ${int(byte)}`),
  ];
  if (escapes) here.push("!(buf[p - 1] === 92 && p > start && isEscaped(buf, start, p))");
  if (last && !freeEnd) here.push(`p + ${size} === to`);
  if (!last && numberNext)
    here.push(`p + ${size} < to && ((buf[p + ${size}] - 48) >>> 0 < 10 || buf[p + ${size}] === 45)`);
  const skip = skipCode(literal[0] ?? 0);
  return `for (;;) { ${skip} while (p < to && buf[p] !== ${first}) p++; if (p >= to) { ${mayEnd ? "p = to; break;" : refuse} } if (${here.join(" && ")}) break; p++; }`;
}

/** Passes over four bytes at a time while none of them is `byte`: in a long value it halves the work, in a short one it costs a look. */
function skipCode(byte: number): string {
  const four = int((byte << 24) | (byte << 16) | (byte << 8) | byte);
  return (
    `while (p + 4 <= to) { const word = view.getInt32(p, true) ^ ${four}; ` +
    "if (((word - 16843009) & ~word & -2139062144) !== 0) break; p += 4; }"
  );
}

function storeCode({ field, kind, trim }: ScanStep): string {
  if (field < 0 || kind === "token" || kind === "request-quoted" || kind === "cell") return "";
  const store = `out[${int(2 * field)}] = start; out[${int(2 * field + 1)}] = p;`;
  if (trim) return `${store} ${trim === "authority" ? "trimAuthority" : "trimAddress"}(buf, out, ${int(2 * field)});`;
  if (kind === "pair") return `${store} splitPair(buf, start, p, out);`;
  if (kind === "endpoint") return `${store} splitEndpoint(buf, start, p, out);`;
  if (kind === "url") return `${store} splitUrl(buf, start, p, out, ${int(field)});`;
  return kind === "request" ? `${store} splitRequest(buf, start, p, out);` : store;
}

/** Kinds whose own code has made sure that the literal stands at `p`. */
function endsAtLiteral({ kind, literal, size }: ScanStep): boolean {
  if (size > 0) return false;
  const freeText =
    kind === "text" ||
    kind === "url" ||
    kind === "request" ||
    kind === "pair" ||
    kind === "time" ||
    (kind === "list" && literal[0] !== 32);
  return freeText && literal.length > 0;
}

/** True where the bytes at `p` are not these. */
function differs(bytes: Uint8Array, offset: number): string {
  const each = Array.from(bytes, (byte, at) => `buf[p + ${int(offset + at)}] !== ${int(byte)}`);
  return [`p + ${int(offset + bytes.length)} > to`, ...each].join(" || ");
}

/** Fields that some line may leave unset and an earlier one has set. */
function writtenFields(steps: readonly ScanStep[]): number[] {
  const written = new Set<number>();
  for (const { field, kind } of steps) {
    if (field < 0) continue;
    written.add(field);
    if (kind === "request" || kind === "request-quoted")
      for (const id of [Field.method, Field.path, Field.protocol]) written.add(id);
    if (kind === "endpoint") written.add(Field.clientPort);
    if (kind === "pair") for (const id of [Field.upstreamName, Field.server]) written.add(id);
  }
  return [...written];
}

/** The only way into the code. */
function int(value: number): string {
  return String(Math.trunc(value));
}
