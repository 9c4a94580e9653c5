import type { FieldName } from "@/core/events/field";
import type { PlanValue, ValueKind } from "@/core/formats/line-plan";

/** What a logformat code stands for, without its name. */
export type CodeMeaning = Omit<PlanValue, "name">;

const code = (field: FieldName | null, kind: ValueKind, rank = 1, unitMs?: number): CodeMeaning => ({
  ...{ field, kind, rank: field === null ? 0 : rank },
  ...(unitMs === undefined ? {} : { unitMs }),
});

/** Source: https://www.squid-cache.org/Doc/config/logformat/ */
const CODES: Record<string, CodeMeaning> = {
  ts: code("time", "time-epoch", 2),
  tl: code("time", "time-local", 4),
  tg: code("time", "time-local", 4),
  tr: code("requestTime", "padded", 1, 1),
  "<tt": code("upstreamResponseTime", "timer", 1, 1),
  "<pt": code("upstreamResponseTime", "timer", 2, 1),
  ">a": code("client", "list", 2),
  ">A": code("client", "list", 1),
  ">p": code("clientPort", "list"),
  "<a": code("upstreamAddr", "list", 2),
  "<A": code("upstreamAddr", "list", 1),
  Ss: code("flags", "text"),
  ">Hs": code("status", "status", 2),
  Hs: code("status", "status", 1),
  "<Hs": code("upstreamStatus", "list"),
  "<st": code("bodyBytes", "integer"),
  ">st": code("requestBytes", "integer"),
  rm: code("method", "list", 1),
  ">rm": code("method", "list", 2),
  ru: code("path", "text", 3),
  ">ru": code("path", "text", 4),
  rp: code("path", "text", 1),
  ">rp": code("path", "text", 2),
  rv: code("protocol", "list", 1),
  ">rv": code("protocol", "list", 2),
  ">rd": code("host", "list", 1),
  err_code: code("errorReason", "text", 1),
  mt: code(null, "text"),
};

const HEADERS: [name: string, meaning: CodeMeaning][] = [
  ["host", code("host", "text", 2)],
  ["user-agent", code("userAgent", "text")],
  ["referer", code("referer", "text")],
  ["x-request-id", code("requestId", "text", 2)],
  ["x-forwarded-for", code("forwardedFor", "text")],
];

/** A code by its name without `%` and modifiers, with what stands in its braces; one nobody knows is a word. */
export function squidCode(name: string, argument: string | null): CodeMeaning {
  if (/^>ha?$/.test(name)) {
    const header = (argument ?? "").toLowerCase();
    return HEADERS.find(([known]) => known === header)?.[1] ?? code(null, "text");
  }
  // A time in a notation of the operator's own.
  if ((name === "tl" || name === "tg") && argument !== null) return code("time", "time", 4);
  return (Object.hasOwn(CODES, name) ? CODES[name] : undefined) ?? code(null, argument === null ? "list" : "text");
}
