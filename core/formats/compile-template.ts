import { Field, type FieldName, type ScanLine } from "@/core/events/field";
import type { Escape, Problem } from "./line-reader";
import { SCAN_BLANK, SCAN_REASONS } from "./scan-reasons";
import { generateScanner } from "./generate-scanner";
import type { DurationUnits, PlanPart, PlanValue, ValueKind } from "./line-plan";
import { asciiBytes } from "./read-bytes";
import type { AddressTrim } from "./trim-address";

/** A template turned into a scanner; `scan` may be used by one thread at a time. */
export interface CompiledTemplate {
  fields: FieldName[];
  units: DurationUnits;
  /** Milliseconds per unit by field id, where they differ from line to line: those of the line scanned last. Left out: `units` holds. */
  unitMs?: Float64Array;
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
  mayEnd: boolean;
  separator: string;
  size: number;
  trim?: AddressTrim;
}

export interface TemplateOptions {
  /** How the product escapes what stands between quotes. */
  escape: Escape;
  /** Values behind the last one that the plan has are passed over: later versions of the product append theirs. */
  openEnd?: boolean;
}

/**
 * Compiles a line's plan, as a dialect reads it from a format string, to a byte scanner.
 *
 * A line is values separated by literals; each value ends where its literal begins. Three rules keep values from shifting: numbers and
 * times are checked byte by byte; a bare value ends at its first space unless that space belongs to a list (`a, b : c`), and the
 * literal must stand there; free text ends only where the literal is followed by what the next value may start with.
 * One pass, no allocation, about 0.2 µs for a line of 224 bytes.
 */
export function compileTemplate(parts: readonly PlanPart[], options: TemplateOptions): CompiledTemplate | Problem {
  const plan = planSteps(parts);
  if ("problem" in plan) return plan;
  const { prefix, steps, fields, units } = plan;
  const { escape, openEnd = false } = options;
  const rejections = [...SCAN_REASONS];
  const firstReason = rejections.length;
  for (const step of steps) rejections.push(`no value for ${step.name} where the format has it`);
  const trailing = rejections.push("more text after the last value of the format") - 1;
  const noPrefix = rejections.push(`does not begin with “${prefix}”`) - 1;

  const scan = generateScanner(
    {
      prefix: asciiBytes(prefix),
      steps: steps.map(({ field, kind, literal, quoted, mayEnd, separator, size, trim }, index) => ({
        ...{ field, kind, mayEnd, size, trim, literal: asciiBytes(literal), separator: separator.charCodeAt(0) },
        escapes: quoted && escape !== "none",
        numberNext: isNumeric(steps[index + 1]?.kind),
      })),
      freeEnd: escape !== "none" || openEnd,
      openEnd,
      reasons: { prefix: noPrefix, firstStep: firstReason, trailing },
    },
    { refuse, isPadding, isEscaped },
  );
  return { fields, units, rejections, scan };
}

/** Only looked at when a line does not fit: blank, or `reason`. */
export function refuse(buf: Uint8Array, from: number, to: number, reason: number): number {
  return isPadding(buf, from, to) ? SCAN_BLANK : reason;
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

/** Which field each value feeds, once rivals for one field are settled by rank. */
function planSteps(
  parts: readonly PlanPart[],
): { prefix: string; steps: Step[]; fields: FieldName[]; units: DurationUnits } | Problem {
  const winners = new Map<FieldName, { part: number; rank: number }>();
  parts.forEach((part, index) => {
    if ("literal" in part || !part.field) return;
    if (part.rank > (winners.get(part.field)?.rank ?? 0)) winners.set(part.field, { part: index, rank: part.rank });
  });
  if (winners.has("request")) for (const each of ["method", "path", "protocol"] as const) winners.delete(each);

  const steps: Step[] = [];
  const fields = new Set<FieldName>();
  const units: DurationUnits = {};
  let prefix = "";
  parts.forEach((part, index) => {
    const before = steps.at(-1);
    if ("literal" in part) {
      if (before) before.literal += part.literal;
      else prefix += part.literal;
      return;
    }
    const own = ownField(part, index, winners);
    if (own) {
      fields.add(own);
      for (const each of IMPLIED[part.kind] ?? []) fields.add(each);
      if (part.unitMs !== undefined && part.unitMs !== 1000) units[own] = part.unitMs;
    }
    const target = own ? Field[own] : -1;
    const joined = index > 0 && before && before.literal === "" ? before : null;
    if (joined && !(before?.field === Field.host && own === "path")) {
      // Two values without text between them, `$uri$is_args$args`: one value, which belongs to the first that we keep.
      if (joined.field < 0) Object.assign(joined, { field: target, name: part.name });
      if (joined.field >= 0) joined.kind = "text";
      return;
    }
    const open = parts[index - 1];
    const quoted = open !== undefined && "literal" in open && open.literal.endsWith('"');
    const { kind, name, mayEnd = false, separator = " ", size = 0, trim } = part;
    steps.push({ field: target, kind, name, literal: "", quoted, mayEnd, separator, size, trim });
  });
  if (steps.length === 0) return { problem: "The format string has no variable: there is nothing to read by it." };
  if (!fields.has("time"))
    return {
      problem:
        "The format string has no time: add the product's variable for it ($time_iso8601, %t, %tr, %START_TIME% …).",
    };
  return { prefix, steps, fields: [...fields], units };
}

/** Fields that a value sets besides its own. */
const IMPLIED: Partial<Record<ValueKind, FieldName[]>> = {
  request: ["method", "path", "protocol"],
  "request-quoted": ["method", "path", "protocol"],
  pair: ["upstreamName", "server"],
  endpoint: ["clientPort"],
};

function ownField(
  { field, kind, unitMs }: PlanValue,
  index: number,
  winners: Map<FieldName, { part: number }>,
): FieldName | null {
  if (field && winners.get(field)?.part === index) return field;
  // A second time, in milliseconds, beside one with a zone.
  return field === "time" && kind === "time-epoch" && unitMs !== 1000 ? "preciseTime" : null;
}
