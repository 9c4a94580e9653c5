import { Field, type ScanLine } from "@/core/events/field";
import type { JsonShape, ShapeStep } from "./json-shape";
import type { PlannedKey } from "./plan-json";
import { skipSpace } from "./read-bytes";
import { endOfNumber, endOfString, skipNested } from "./skip-json";
import { splitRequest } from "./split-request";
import { hostOfUrl, trimAddress, trimAuthority } from "./trim-address";

/** What a scanner of JSON objects is for, whatever their shape. */
export interface JsonScanPlan {
  /** Ids of all fields that a line may set. */
  used: Int32Array;
  /** Ids of those that it must set. */
  needs: readonly number[];
  unitMs: Float64Array;
}

/** From so many bytes on it pays to look at four at a time. */
const LONG = 16;
/** A line of another shape, or with a value that wants a closer look: the scanner for all shapes is to read it. */
const OTHER = "return -1;";

/**
 * Writes a scanner for the objects of one shape as straight JavaScript and has it compiled: it compares the bytes between the values,
 * four at a time, and only looks for the ends of values. It answers 0 with the same ranges as the scanner for all shapes, or -1. Null
 * where lines of this shape lack a field. Only numbers of the plan and bytes as numbers get into the code, never text of the line.
 */
export function generateJsonScanner(shape: JsonShape, { used, needs, unitMs }: JsonScanPlan): ScanLine | null {
  const ranks = new Map<number, number>();
  const keys: PlannedKey[] = [];
  const code = [
    "if (buf !== viewed) { view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength); viewed = buf; }",
    "if (to > from && buf[to - 1] === 13) to--;",
    ...Array.from(used, (field) => `out[${int(2 * field)}] = -1;`),
    "let p = from, start = 0, end = 0, c = 0;",
  ];
  for (const step of shape.steps) {
    code.push(literalCode(step.literal), valueCode(step));
    const { key } = step;
    if (!key || (ranks.get(key.field) ?? -1) > key.rank) continue;
    ranks.set(key.field, key.rank);
    // A value that turns out to be none leaves its field unset; where another key may set it, or a line needs it, that is not decided here.
    const mayLack =
      !needs.includes(key.field) && shape.steps.every((each) => each === step || each.key?.field !== key.field);
    code.push(storeCode(key, keys.push(key) - 1, mayLack));
  }
  if (needs.some((field) => !ranks.has(field))) return null;
  code.push(literalCode(shape.end), `if (p !== to) ${OTHER}`);
  const request = 2 * Field.request;
  if (ranks.has(Field.request))
    code.push(
      `if (out[${int(2 * Field.method)}] < 0) splitRequest(buf, out[${int(request)}], out[${int(request + 1)}], out);`,
    );
  const body = `"use strict"; let view, viewed; return function scan(buf, from, to, out) {\n${code.join("\n")}\nreturn 0;\n};`;
  const aids = { ...CALLED, keys, unitMs };
  return new Function(...Object.keys(aids), body)(...Object.values(aids)) as ScanLine;
}

/** What the generated code calls. */
const CALLED = { endOfNumber, endOfString, skipNested, skipSpace, splitRequest, hostOfUrl, trimAddress, trimAuthority };

/** Passes over these bytes. */
function literalCode(bytes: Uint8Array): string {
  const size = bytes.length;
  if (size === 0) return "";
  const view = new DataView(bytes.buffer, bytes.byteOffset, size);
  const tests = [`p + ${int(size)} > to`];
  let at = 0;
  for (; at + 4 <= size; at += 4) tests.push(`view.getInt32(p + ${int(at)}, true) !== ${int(view.getInt32(at, true))}`);
  for (; at < size; at++) tests.push(`buf[p + ${int(at)}] !== ${int(bytes[at] ?? 0)}`);
  return `if (${tests.join(" || ")}) ${OTHER} p += ${int(size)};`;
}

/** Sets `start` and `end` to the value's and `p` behind it. */
function valueCode({ kind, size }: ShapeStep): string {
  if (kind === "string") return `start = p; ${stringCode(size)} end = p;`;
  if (kind === "bare")
    return `start = p; ${BARE} end = p; if (p === start || (c = buf[start]) === 34 || c === 110 || c === 123 || c === 91) ${OTHER}`;
  const nested = `p = skipNested(buf, view, p, to); if (p < 0) ${OTHER}`;
  if (kind === "any")
    return `c = p < to ? buf[p] : 0; if (c === 34) { p++; ${stringCode(size)} p++; } else if (c === 123 || c === 91) { ${nested} } else { start = p; ${BARE} if (p === start) ${OTHER} }`;
  return (
    `start = p; if (p >= to || buf[p] !== 91) ${OTHER} ${nested} start = skipSpace(buf, start + 1, p); ` +
    `if (buf[start] !== 34) ${OTHER} start++; end = endOfString(buf, view, start, p); if (end <= start) ${OTHER}`
  );
}

const BARE = "while (p < to && (c = buf[p]) !== 44 && c !== 125 && c > 32) p++;";

/** Moves `p` to the quote that ends the string. */
function stringCode(size: number): string {
  const bytes = `while (p < to && (c = buf[p]) !== 34) p += c === 92 ? 2 : 1; if (p >= to) ${OTHER}`;
  if (size < LONG) return bytes;
  return (
    "while (p + 4 <= to) { const word = view.getInt32(p, true), quote = word ^ 572662306, slash = word ^ 1549556828; " +
    "if (((((quote - 16843009) & ~quote) | ((slash - 16843009) & ~slash)) & -2139062144) !== 0) break; p += 4; } " +
    bytes
  );
}

function storeCode({ field, isDuration, trim, urlHost }: PlannedKey, index: number, mayLack: boolean): string {
  const at = 2 * field;
  const orElse = mayLack ? "" : `else ${OTHER}`;
  let code = `out[${int(at)}] = start; out[${int(at + 1)}] = end;`;
  if (isDuration)
    code = `end = endOfNumber(buf, start, end, keys[${int(index)}], unitMs); if (end >= 0) { ${code} } ${orElse}`;
  if (trim !== null) {
    const cut = trim === "authority" ? "trimAuthority" : "trimAddress";
    code += `${cut}(buf, out, ${int(at)}); ${mayLack ? "" : `if (out[${int(at)}] < 0) ${OTHER}`}`;
  }
  const host = int(2 * Field.host);
  if (urlHost) code += `if (out[${host}] < 0) hostOfUrl(buf, start, end, out, ${host});`;
  return code;
}

/** The only way into the code. */
function int(value: number): string {
  return String(Math.trunc(value));
}
