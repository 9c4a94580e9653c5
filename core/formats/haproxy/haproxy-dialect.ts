import type { LineDialect, PlanPart } from "@/core/formats/line-plan";
import { logFormatText, parseLogFormat, type LogFormatPart } from "./parse-log-format";

/** Reads a log-format string. Source: https://docs.haproxy.org/3.2/configuration.html#8.2.6 */
export const haproxyDialect: LineDialect = (template) => {
  const parts = parseLogFormat(logFormatText(template));
  if (parts === null) return { problem: "The log-format string has a bracket that is never closed." };
  const plan: PlanPart[] = [];
  for (let at = 0; at < parts.length;) {
    const joined = joinedAt(parts, at);
    plan.push(joined.part);
    at += joined.width;
  }
  return unquoteRequest(plan.some(isAddress) ? plan.map(asName) : plan);
};

/** The address that was dialled says more than the name: a reload may have given the name another. */
const isAddress = (part: PlanPart): boolean => "name" in part && part.field === "upstreamAddr" && part.kind === "list";

const asName = (part: PlanPart): PlanPart =>
  "kind" in part && part.kind === "pair" ? { ...part, field: "upstreamName" } : part;

/** Values that say one thing together: `%ci:%cp`, `%b/%s`, `%si:%sp`, `%HM %HU %HV`. */
const JOINED: [names: readonly string[], between: string, part: PlanPart][] = [
  [["%ci", "%cp"], ":", { name: "%ci:%cp", field: "client", kind: "endpoint", rank: 2 }],
  [["%b", "%s"], "/", { name: "%b/%s", field: "upstreamAddr", kind: "pair", rank: 3 }],
  [["%si", "%sp"], ":", { name: "%si:%sp", field: "upstreamAddr", kind: "list", rank: 2 }],
  [["%HM", "%HU", "%HV"], " ", { name: "%HM %HU %HV", field: "request", kind: "request", rank: 1 }],
];

function joinedAt(parts: readonly LogFormatPart[], at: number): { part: PlanPart; width: number } {
  for (const [names, between, part] of JOINED) {
    const width = 2 * names.length - 1;
    const fits = names.every((name, index) => {
      const value = parts[at + 2 * index];
      const gap = parts[at + 2 * index - 1];
      const joined = index === 0 || (gap && "literal" in gap && gap.literal === between);
      return joined && value && "name" in value && value.name === name && !value.quoted;
    });
    // A request without quotes ends where the line does; elsewhere its parts are told by their blanks.
    const open = part && "kind" in part && part.kind === "request" && !isQuote(parts[at - 1], parts[at + width]);
    if (fits && !open) return { part, width };
  }
  const part = parts[at];
  if (!part || "literal" in part) return { part: part ?? { literal: "" }, width: 1 };
  const { name, field, kind, rank, unitMs, quoted } = part;
  if (kind === "braces" && hostSlot(part) >= 0)
    return { part: { name, field: "host", rank: 1, kind, mayEnd: true }, width: 1 };
  const plain = { name, field, rank, ...(unitMs === undefined ? {} : { unitMs }) };
  if (kind === "request" && quoted) return { part: { ...plain, kind: "request-quoted", mayEnd: true }, width: 1 };
  if (kind === "braces") return { part: { ...plain, kind, mayEnd: true }, width: 1 };
  return { part: { ...plain, kind: quoted && !NUMBERS.has(kind) ? "token" : kind }, width: 1 };
}

/** Which of the captured headers is the host, where a config has named them: `%(Host|User-Agent)hr`; -1 where none is. */
export function hostSlot(part: LogFormatPart): number {
  if ("literal" in part || part.name !== "%hr" || part.key === null) return -1;
  return part.key.toLowerCase().split("|").indexOf("host");
}

/** Numbers and times are written without quotes whatever the flags say. */
const NUMBERS: ReadonlySet<string> = new Set(["timer", "status", "time", "time-local", "time-epoch"]);

function isQuote(before: LogFormatPart | undefined, after: LogFormatPart | undefined): boolean {
  return (
    before !== undefined &&
    after !== undefined &&
    "literal" in before &&
    "literal" in after &&
    before.literal.endsWith('"') &&
    after.literal.startsWith('"')
  );
}

/**
 * A request line in quotes that the string itself writes is read together with them: captured headers before it may be missing with
 * the blank behind them, and long lines lose the closing quote.
 */
function unquoteRequest(plan: PlanPart[]): PlanPart[] {
  const at = plan.findIndex((part) => "kind" in part && part.kind === "request");
  const [before, request, after] = [plan[at - 1], plan[at], plan[at + 1]];
  if (!before || !request || !after || !("literal" in before) || !("name" in request) || !("literal" in after))
    return plan;
  if (!before.literal.endsWith('"') || !after.literal.startsWith('"')) return plan;
  return [
    ...plan.slice(0, at - 1),
    { literal: before.literal.slice(0, -1) },
    { ...request, kind: "request-quoted", mayEnd: true } as const,
    { literal: after.literal.slice(1) },
    ...plan.slice(at + 2),
  ].filter((part) => !("literal" in part) || part.literal !== "");
}
