import { Field, type FieldName, type ScanLine } from "@/core/events/field";
import type { AccessEvent, MadeBy } from "@/core/events/access-event";
import { compileTemplate, type CompiledTemplate } from "@/core/formats/compile-template";
import { createAccessReader, type AccessMeaning } from "@/core/formats/create-access-reader";
import type { PlanPart } from "@/core/formats/line-plan";
import type { AccessReader, FormatChoice, OpenOptions, Problem } from "@/core/formats/line-reader";
import { SCAN_OK } from "@/core/formats/scan-reasons";
import type { ScannedLine } from "@/core/formats/scanned-line";
import { SQUID_GUESSES, SQUID_KNOWN } from "./squid-reasons";

const PATH = 2 * Field.path;
const HOST = 2 * Field.host;
const METHOD = 2 * Field.method;

/** How the lines of a plan are read. */
export interface SquidFormat {
  plan: PlanPart[] | Problem;
  template: string | null;
  openEnd?: boolean;
  /** Fields that it finds besides those of the plan, and how. */
  after?: { fields: readonly FieldName[]; scan: (buf: Uint8Array, out: Int32Array) => void };
}

/** A reader for Squid's access lines; the host is that of the URL, which Squid logs whole. */
export function openSquid(choice: FormatChoice, format: SquidFormat, options: OpenOptions): AccessReader | Problem {
  const { plan, template, openEnd } = format;
  if ("problem" in plan) return plan;
  const compiled = compileTemplate(plan, { escape: "none", openEnd });
  if ("problem" in compiled) return compiled;
  return createAccessReader(
    {
      ...{ format: choice.id, template, escape: "none", compiled: withHost(compiled, format.after) },
      meaning: meaningOf(compiled.fields.includes("errorReason")),
    },
    options,
  );
}

function withHost(compiled: CompiledTemplate, after: SquidFormat["after"]): CompiledTemplate {
  const { scan: inner } = compiled;
  const fields = [...new Set<FieldName>([...compiled.fields, ...(after?.fields ?? []), "host"])];
  const own = fields.filter((name) => !compiled.fields.includes(name)).map((name) => 2 * Field[name]);
  const hasHost = compiled.fields.includes("host");
  const scan: ScanLine = (buf, from, to, out) => {
    for (let i = 0; i < own.length; i++) out[own[i]!] = -1;
    const code = inner(buf, from, to, out);
    if (code !== SCAN_OK) return code;
    after?.scan(buf, out);
    if (!hasHost) findHost(buf, out);
    return code;
  };
  return { ...compiled, fields, scan };
}

/** Host of `http://host:80/path`, and of `host:443` where a tunnel is asked for. */
function findHost(buf: Uint8Array, out: Int32Array): void {
  const start = out[PATH]!;
  const to = out[PATH + 1]!;
  if (start < 0) return;
  let from = start;
  while (from < to && from - start < 8 && buf[from] !== 58) from++;
  if (buf[from] === 58 && buf[from + 1] === 47 && buf[from + 2] === 47 && from + 3 < to) from += 3;
  // CONNECT is the one method of seven letters that begins so.
  else if (out[METHOD + 1]! - out[METHOD]! === 7 && buf[out[METHOD]!] === 67) from = start;
  else return;
  let end = from;
  if (buf[from] === 91) while (end < to && buf[end] !== 93) end++;
  while (end < to && buf[end] !== 47 && buf[end] !== 58 && buf[end] !== 63) end++;
  if (end === from) return;
  out[HOST] = from;
  out[HOST + 1] = end;
}

function meaningOf(hasReason: boolean): AccessMeaning {
  return {
    reasons: hasReason ? SQUID_KNOWN : SQUID_GUESSES,
    refine,
    judge: (line: ScannedLine): MadeBy => {
      const reason = line.text("errorReason");
      if ((reason !== null && !isNoReason(reason)) || !line.wasAsked()) return "proxy";
      const answered = line.upstreamStatus();
      if (answered !== null) return answered === line.integer("status") ? "upstream" : "proxy";
      return hasReason ? "upstream" : "unknown";
    },
  };
}

/** `%err_code/%err_detail` of a request that met no error. */
function isNoReason(reason: string): boolean {
  return reason.startsWith("-/");
}

function refine(event: AccessEvent): AccessEvent {
  const { status, errorReason, protocol, path } = event;
  return {
    ...event,
    // 000: the client got none.
    status: status === 0 ? null : status,
    errorReason: errorReason === null || isNoReason(errorReason) ? null : errorReason.replace(/\/-$/, ""),
    protocol: protocol !== null && /^\d/.test(protocol) ? `HTTP/${protocol}` : protocol,
    path: path !== null && path.startsWith("error:") ? null : path,
  };
}
