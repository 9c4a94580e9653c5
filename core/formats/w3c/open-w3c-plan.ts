import { AKAMAI_MEANING } from "@/core/formats/akamai/akamai-meaning";
import { Field } from "@/core/events/field";
import { CLOUDFRONT_REASONS, judgeCloudfront } from "@/core/formats/aws/cloudfront-reasons";
import { compileTemplate, type CompiledTemplate } from "@/core/formats/compile-template";
import { createAccessReader, type AccessMeaning } from "@/core/formats/create-access-reader";
import type { AccessReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { SCAN_BLANK, SCAN_OK } from "@/core/formats/scan-reasons";
import { unescapeValue } from "@/core/formats/unescape-value";
import { zoneOffset } from "@/core/formats/zone-offset";
import { IIS_REASONS, judgeIis, refineIis } from "./iis-reasons";
import { w3cClock } from "./w3c-clock";
import { planColumns, momentOf, type ColumnStyle } from "./w3c-columns";
import type { W3cFlavour, W3cHeader } from "./w3c-header";
import { agentText } from "./w3c-text";

/** Reader of the lines under one `#Fields:` line, as opened by `openW3c`. */
export interface W3cPlan {
  reader: AccessReader;
  /** Its lines have a time but no date. */
  needsDay: boolean;
}

export interface W3cPlanOptions extends OpenOptions {
  format: string;
  template: string | null;
  /** See `w3cClock`. */
  day: () => number;
}

const STATUS = Field.status << 1;
const TIME = Field.time << 1;
const DATE = Field.preciseTime << 1;

/** Compiles a header. A problem says what the columns lack. */
export function openW3cPlan(header: W3cHeader, options: W3cPlanOptions): W3cPlan | Problem {
  const moment = momentOf(header);
  if (moment === "none")
    return {
      problem:
        "The #Fields line names no time: log the fields date and time as well, or it cannot be told when a request was.",
    };
  const zone = zoneOffset(options.timezone);
  if (typeof zone !== "function") return zone;
  const { flavour } = header;
  const escape = flavour === "other" || flavour === "edgecast" ? "quotes" : "none";
  const compiled = compileVariants(header, moment === "apart");
  if ("problem" in compiled) return compiled;
  const isLocal = header.names.some((name) => name === "time-local" || name === "date-local");
  const reader = createAccessReader(
    {
      ...{ format: options.format, template: options.template, escape, compiled, meaning: MEANINGS[flavour] },
      clock: w3cClock(moment, isLocal, zone, options.day),
      decode: (buf, from, to, field) => {
        const text = unescapeValue(buf, from, to, escape);
        return field === "userAgent" ? agentText(text, flavour) : text;
      },
    },
    options,
  );
  return "problem" in reader ? reader : { reader, needsDay: moment === "clock-only" };
}

const refineOther: AccessMeaning["refine"] = (event) => ({
  ...event,
  status: event.status === 0 ? null : event.status,
});

const MEANINGS: Record<W3cFlavour, AccessMeaning> = {
  iis: {
    refine: (event, text) => refineIis(refineOther(event, text), text),
    judge: judgeIis,
    reasons: IIS_REASONS,
  },
  cloudfront: { refine: refineOther, judge: judgeCloudfront, reasons: CLOUDFRONT_REASONS },
  edgecast: { refine: refineOther, judge: () => "unknown" },
  akamai: AKAMAI_MEANING,
  // The Advanced Logging module of IIS has the same columns.
  other: { refine: (event, text) => refineIis(refineOther(event, text), text), judge: judgeIis, reasons: IIS_REASONS },
};

/** Ways in which products write columns: the likeliest first, the others for lines that it does not fit. */
function variantsOf({ separator, flavour }: W3cHeader): [separator: string, style: ColumnStyle][] {
  if (separator === ",") return [[",", "cell"]];
  if (flavour === "cloudfront")
    return [
      ["\t", "word"],
      [" ", "word"],
      ["\t", "cell"],
    ];
  const other = separator === " " ? "\t" : " ";
  if (flavour === "iis")
    return [
      [separator, "word"],
      [separator, "cell"],
      [other, "word"],
      [other, "cell"],
    ];
  return [
    [separator, "cell"],
    [separator, "word"],
    [other, "cell"],
    [other, "word"],
    [separator, "quoted"],
  ];
}

/** One scanner out of all variants. Each is compiled when the ones before it refused a line for the first time. */
function compileVariants(header: W3cHeader, isApart: boolean): CompiledTemplate | Problem {
  const variants = variantsOf(header).map(([separator, style]) => {
    let compiled: CompiledTemplate | Problem | null = null;
    return {
      isChecked: style !== "word",
      isApart: isApart || style === "quoted",
      compile: () => (compiled ??= compileTemplate(planColumns(header, separator, style), { escape: "none" })),
    };
  });
  const first = variants[0]!;
  const main = first.compile();
  if ("problem" in main) return main;
  const { scan: mainScan } = main;
  const rejections = [...main.rejections, "the column of the status holds no status"];
  const noStatus = rejections.length - 1;
  const others = variants.slice(1);

  const scan: CompiledTemplate["scan"] = (buf, from, to, out) => {
    let code = mainScan(buf, from, to, out);
    if (code === SCAN_BLANK) return code;
    if (code !== SCAN_OK || (first.isChecked && !hasStatus(buf, out))) {
      if (code === SCAN_OK) code = noStatus;
      for (let i = 0; i < others.length; i++) {
        const variant = others[i]!;
        const other = variant.compile();
        if ("problem" in other || other.scan(buf, from, to, out) !== SCAN_OK) continue;
        if (variant.isChecked && !hasStatus(buf, out)) continue;
        if (variant.isApart) joinTime(out);
        return SCAN_OK;
      }
      return code;
    }
    if (isApart) joinTime(out);
    return SCAN_OK;
  };
  return { ...main, fields: fieldsOf(main), rejections, scan };
}

/** The sub-status and the Win32 status only travel under other fields' names. */
function fieldsOf({ fields }: CompiledTemplate): CompiledTemplate["fields"] {
  return fields.filter((name) => name !== "connection" && name !== "pid");
}

/** A quoted column may hold anything; a status is one to three digits, `-` or `""`. */
function hasStatus(buf: Uint8Array, out: Int32Array): boolean {
  const from = out[STATUS]!;
  const to = out[STATUS + 1]!;
  if (from < 0 || (to - from === 1 && buf[from] === 45)) return true;
  for (let p = from; p < to; p++) if ((buf[p]! - 48) >>> 0 > 9) return false;
  return to > from ? to - from <= 3 : buf[from - 1] === 34;
}

/** Date and time stand in columns apart: the range goes from the first to the second. */
export function joinTime(out: Int32Array): void {
  const from = Math.min(out[TIME]!, out[DATE]!);
  const to = Math.max(out[TIME + 1]!, out[DATE + 1]!);
  out[DATE] = -1;
  if (from < 0) return;
  out[TIME] = from;
  out[TIME + 1] = to;
}
