import { Field, type FieldName, type ScanLine } from "@/core/events/field";
import { SCAN_BLANK, SCAN_MESSAGE, type Escape, type Problem } from "./line-reader";
import { generateScanner } from "./generate-scanner";
import { nginxVariable, type ValueKind } from "./nginx-variables";
import { parseTemplate } from "./parse-template";
import { asciiBytes } from "./read-bytes";

/** A template turned into a scanner; `scan` may be used by one thread at a time. */
export interface CompiledTemplate {
  fields: FieldName[];
  rejections: string[];
  scan: ScanLine;
}

/** One value and the literal after it. `field` -1 is skipped. */
interface Step {
  field: number;
  kind: ValueKind;
  name: string;
  literal: string;
  quoted: boolean;
}

/**
 * Compiles an nginx `log_format` string to a byte scanner.
 *
 * A line is values separated by literals; each value ends where its literal begins. Three rules keep values from shifting: numbers and
 * times are checked byte by byte; a bare value ends at its first space unless that space belongs to a list (`a, b : c`), and the
 * literal must stand there; free text ends only where the literal is followed by what the next value may start with.
 * One pass, no allocation, about 0.2 µs for a line of 224 bytes.
 * Source: https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format
 */
export function compileTemplate(template: string, escape: Escape): CompiledTemplate | Problem {
  const plan = planSteps(template);
  if ("problem" in plan) return plan;
  const { prefix, steps, fields } = plan;
  const rejections = ["", "empty line", "a line of an error log"];
  const firstReason = rejections.length;
  for (const step of steps) rejections.push(`no value for $${step.name} where the format has it`);
  const trailing = rejections.push("more text after the last value of the format") - 1;
  const noPrefix = rejections.push(`does not begin with “${prefix}”`) - 1;

  const scan = generateScanner(
    {
      prefix: asciiBytes(prefix),
      steps: steps.map(({ field, kind, literal, quoted }, index) => ({
        ...{ field, kind, literal: asciiBytes(literal) },
        escapes: quoted && escape !== "none",
        numberNext: isNumeric(steps[index + 1]?.kind),
      })),
      freeEnd: escape !== "none",
      reasons: { prefix: noPrefix, firstStep: firstReason, trailing },
    },
    { refuse, isPadding, isEscaped },
  );
  return { fields, rejections, scan };
}

/** Only looked at when a line does not fit: blank, a line of nginx's error log (`2025/06/11 13:21:00 [error]`), or `reason`. */
export function refuse(buf: Uint8Array, from: number, to: number, reason: number): number {
  if (isPadding(buf, from, to)) return SCAN_BLANK;
  const message =
    to - from > 22 &&
    buf[from + 4] === 47 &&
    buf[from + 7] === 47 &&
    buf[from + 10] === 32 &&
    buf[from + 13] === 58 &&
    buf[from + 19] === 32 &&
    buf[from + 20] === 91;
  return message ? SCAN_MESSAGE : reason;
}

function isPadding(buf: Uint8Array, from: number, to: number): boolean {
  for (let p = from; p < to; p++) if (buf[p] !== 32 && buf[p] !== 9) return false;
  return true;
}

/** Is the byte at `p` behind an odd number of backslashes? */
function isEscaped(buf: Uint8Array, start: number, p: number): boolean {
  let q = p - 1;
  while (q >= start && buf[q] === 92) q--;
  return (p - 1 - q) % 2 === 1;
}

function isNumeric(kind: ValueKind | undefined): boolean {
  return (
    kind === "status" || kind === "integer" || kind === "decimal" || kind === "time-epoch" || kind === "time-local"
  );
}

/** Which field each variable feeds, once rivals for one field are settled by rank. */
function planSteps(template: string): { prefix: string; steps: Step[]; fields: FieldName[] } | Problem {
  const parts = parseTemplate(template);
  const winners = new Map<FieldName, { part: number; rank: number }>();
  parts.forEach((part, index) => {
    if (!("variable" in part)) return;
    const { field, rank } = nginxVariable(part.variable);
    if (field && rank > (winners.get(field)?.rank ?? 0)) winners.set(field, { part: index, rank });
  });
  if (winners.has("request")) for (const each of ["method", "path", "protocol"] as const) winners.delete(each);

  const steps: Step[] = [];
  const fields = new Set<FieldName>();
  let prefix = "";
  parts.forEach((part, index) => {
    const before = steps.at(-1);
    if ("literal" in part) {
      if (before) before.literal = part.literal;
      else prefix = part.literal;
      return;
    }
    const { field, kind } = nginxVariable(part.variable);
    let own = field && winners.get(field)?.part === index ? field : null;
    if (part.variable === "msec" && !own && winners.has("time")) own = "preciseTime";
    if (own) fields.add(own);
    if (own === "request") for (const each of ["method", "path", "protocol"] as const) fields.add(each);
    const target = own ? Field[own] : -1;
    const joined = index > 0 && before && before.literal === "" ? before : null;
    if (joined && !(before?.field === Field.host && own === "path")) {
      // Two variables without a literal between them, `$uri$is_args$args`: one value, which belongs to the first that we keep.
      if (joined.field < 0) Object.assign(joined, { field: target, name: part.variable });
      if (joined.field >= 0) joined.kind = "text";
      return;
    }
    const open = parts[index - 1];
    const quoted = open !== undefined && "literal" in open && open.literal.endsWith('"');
    steps.push({ field: target, kind, name: part.variable, literal: "", quoted });
  });
  if (steps.length === 0)
    return { problem: "The format string has no variable: give one such as $remote_addr … $status." };
  if (!fields.has("time"))
    return { problem: "The format string has no time: add $time_local, $time_iso8601 or $msec to it." };
  return { prefix, steps, fields: [...fields] };
}
