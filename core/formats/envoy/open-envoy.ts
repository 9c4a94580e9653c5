import type { AccessEvent, MadeBy } from "@/core/events/access-event";
import type { FieldName } from "@/core/events/field";
import type { AccessMeaning } from "@/core/formats/create-access-reader";
import type { LineReader, FormatChoice, OpenOptions, Problem } from "@/core/formats/line-reader";
import { mixReaders } from "@/core/formats/mix-readers";
import { openJson } from "@/core/formats/open-json";
import { openTemplate } from "@/core/formats/open-template";
import type { JsonKey } from "@/core/formats/plan-json";
import type { ScannedLine } from "@/core/formats/scanned-line";
import { envoyDialect, envoyJsonKeys, isEnvoyJson } from "./envoy-dialect";
import { ENVOY_REASONS } from "./envoy-reasons";

/** Status 0 is none: the client left, or the line is a TCP connection's. Where the details are missing the transport's words stand for them. */
function refine(event: AccessEvent, text: (field: FieldName) => string | null): AccessEvent {
  const detail = event.errorReason ?? text("failureDetail");
  return {
    ...event,
    status: event.status === 0 ? null : event.status,
    errorReason: detail === "" || detail === "-" ? null : detail,
  };
}

/** `via_upstream` or, without details, no flag at all where an upstream was asked. */
function judge(line: ScannedLine): MadeBy {
  const detail = line.text("errorReason") ?? line.text("failureDetail");
  if (detail !== null) return detail === "via_upstream" ? "upstream" : "proxy";
  if (line.text("flags") !== null) return "proxy";
  return line.wasAsked() ? "upstream" : "proxy";
}

/** What a format without flags and details cannot tell, `judge` must not. */
function meaningFor(fields: readonly (FieldName | null)[]): AccessMeaning {
  const says = fields.includes("flags") || fields.includes("errorReason");
  return says ? { refine, judge, reasons: ENVOY_REASONS } : { refine, reasons: ENVOY_REASONS };
}

/** A reader for JSON lines with these keys. */
export function openEnvoyJson(
  choice: FormatChoice,
  keys: readonly JsonKey[],
  options: OpenOptions,
): LineReader | Problem {
  return openJson(choice, { keys, meaning: meaningFor(keys.map(({ field }) => field)) }, options);
}

/**
 * A reader for lines of any of the format strings, text or `json_format`: the first is the usual, the others are those of other versions
 * of the product. Envoy escapes nothing in text: a quote in a value is a quote.
 */
export function openEnvoy(
  choice: FormatChoice,
  templates: readonly string[],
  options: OpenOptions,
  openEnd = false,
): LineReader | Problem {
  const readers: LineReader[] = [];
  for (const template of templates) {
    const reader = openOne({ ...choice, template }, template, options, openEnd);
    if ("problem" in reader) return reader;
    readers.push(reader);
  }
  const [first, ...others] = readers;
  return first ? mixReaders(first, others) : { problem: "There is no format string to read by." };
}

function openOne(choice: FormatChoice, template: string, options: OpenOptions, openEnd: boolean): LineReader | Problem {
  if (isEnvoyJson(template)) {
    const keys = envoyJsonKeys(template);
    return "problem" in keys ? keys : openEnvoyJson(choice, keys, options);
  }
  const plan = envoyDialect(template);
  if ("problem" in plan) return plan;
  const meaning = meaningFor(plan.map((part) => ("field" in part ? part.field : null)));
  const unescaped: FormatChoice = { ...choice, escape: "none" };
  return openTemplate(unescaped, { dialect: envoyDialect, template, meaning, openEnd }, options);
}
