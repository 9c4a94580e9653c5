import { decodeUtf8 } from "@/core/formats/read-bytes";
import type { AccessReader, FormatChoice, HeaderState, OpenOptions, Problem } from "@/core/formats/line-reader";
import { SCAN_COMMENT } from "@/core/formats/scan-reasons";
import { openW3cPlan, type W3cPlan } from "./open-w3c-plan";
import {
  dayOf,
  directivesOf,
  MAX_DIRECTIVE,
  readFields,
  takeDirective,
  writeDirectives,
  type W3cDirectives,
} from "./w3c-header";

const HASH = 35;
/** Headers whose readers are kept; a file mostly has one or two. */
const MAX_PLANS = 64;
const NO_DAY = "it has a time but no date, and no #Date line came before it";

/**
 * A reader for lines whose columns the file itself names by `#Fields:`. It begins with the directives of the choice's template, or with
 * `usual` where there is none, and changes its plan whenever it scans another. Which fields the reader has is decided once, by the
 * header it begins with, so that every part of a file is folded alike.
 */
export function openW3c(choice: FormatChoice, usual: string, options: OpenOptions): AccessReader | Problem {
  const opening = directivesOf(choice.template ?? usual);
  if (opening.fields === null)
    return {
      problem: "There is no #Fields line in the format string: give it as it stands in the file, #Fields: date time …",
    };
  const state: W3cDirectives = { ...opening };
  let dayMs = NaN;
  /** Set since the reader was opened or restored. */
  let seen: W3cDirectives = { software: null, date: null, fields: null };
  const plans = new Map<string, W3cPlan | Problem>();

  const planOf = ({ fields, software }: W3cDirectives): W3cPlan | Problem => {
    const key = `${software ?? ""}\n${fields ?? ""}`;
    let plan = plans.get(key);
    if (!plan) {
      plan = openW3cPlan(readFields(fields ?? "", software), {
        ...options,
        format: choice.id,
        template: choice.template,
        day: () => dayMs,
      });
      if (plans.size >= MAX_PLANS) plans.clear();
      plans.set(key, plan);
    }
    return plan;
  };
  const first = planOf(opening);
  if ("problem" in first) return first;

  let active: W3cPlan = first;
  /** Code that every line is refused with: the columns are not known, or not the day. 0 = lines are read. */
  let refusal = 0;
  const rejections: string[] = [];
  const unitMs = Float64Array.from(first.reader.unitMs);
  const apply = () => {
    dayMs = state.date === null ? NaN : dayOf(state.date);
    const plan = planOf(state);
    const isBad = "problem" in plan;
    if (!isBad) active = plan;
    unitMs.set(active.reader.unitMs);
    rejections.length = 0;
    rejections.push(...active.reader.rejections, isBad ? plan.problem : NO_DAY);
    refusal = isBad || (active.needsDay && Number.isNaN(dayMs)) ? rejections.length - 1 : 0;
  };
  apply();

  const isHeader = (buf: Uint8Array, from: number, to: number): boolean => {
    if (to - from > 3 && buf[from] === 0xef && buf[from + 1] === 0xbb && buf[from + 2] === 0xbf) from += 3;
    return from < to && buf[from] === HASH;
  };
  const takeHeader = (buf: Uint8Array, from: number, to: number) => {
    if (to - from > MAX_DIRECTIVE) return;
    const line = decodeUtf8(buf, from, to).replace(/^\ufeff/, "");
    if (!takeDirective(state, line)) return;
    takeDirective(seen, line);
    apply();
  };
  const headers: HeaderState = {
    prefix: "#",
    current: () => writeDirectives(seen),
    restore: (text) => {
      Object.assign(state, opening);
      seen = directivesOf(text ?? "");
      for (const kind of ["software", "date", "fields"] as const) state[kind] = seen[kind] ?? opening[kind];
      apply();
    },
  };

  return {
    ...first.reader,
    template: choice.template,
    rejections,
    unitMs,
    headers,
    scan: (buf, from, to, out) => {
      if (isHeader(buf, from, to)) {
        takeHeader(buf, from, to);
        // A plan clears only its own fields.
        out.fill(-1);
        return SCAN_COMMENT;
      }
      const code = active.reader.scan(buf, from, to, out);
      return refusal > 0 && code === 0 ? refusal : code;
    },
    timeAt: (buf, from, to) => active.reader.timeAt(buf, from, to),
    zoneAt: (buf, from, to) => active.reader.zoneAt(buf, from, to),
    event: (buf, from, to) => {
      if (isHeader(buf, from, to)) {
        takeHeader(buf, from, to);
        return { skipped: "comment or header" };
      }
      const event = active.reader.event(buf, from, to);
      return refusal > 0 && !("skipped" in event) ? { rejected: rejections[refusal] ?? NO_DAY } : event;
    },
    judge: (buf, out) => active.reader.judge?.(buf, out) ?? "unknown",
    reasonOf: (event) => active.reader.reasonOf(event),
  };
}
