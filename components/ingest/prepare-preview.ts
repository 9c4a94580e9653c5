import { z } from "zod";
import { formatMs } from "@/components/charts/format-values";
import type { Preview } from "@/core/contract/imports";

/** One line of a preview, ready for the table. */
export interface PreviewRow {
  line: number;
  text: string;
  /** Why the line was not read; null where it was. */
  reason: string | null;
  /** UTC, `2026-03-04 08:12:32`. */
  time: string;
  status: number | null;
  client: string;
  request: string;
  upstream: string;
  /** Request time, then the upstream's. */
  times: string;
  level: string;
  message: string;
}

/** The words of `gumshoe parse` that the table shows; anything else on a line is ignored here. */
const eventSchema = z.object({
  at: z.string().nullable().catch(null),
  status: z.number().nullable().catch(null),
  method: z.string().nullable().catch(null),
  path: z.string().nullable().catch(null),
  request: z.string().nullable().catch(null),
  clientIp: z.string().nullable().catch(null),
  requestMs: z.number().nullable().catch(null),
  level: z.string().nullable().catch(null),
  message: z.string().nullable().catch(null),
  upstream: z.string().nullable().catch(null),
  upstreamName: z.string().nullable().catch(null),
  upstreams: z
    .array(z.object({ addr: z.string().nullable().catch(null), responseMs: z.number().nullable().catch(null) }))
    .catch([]),
});

const NONE = "–";

/** `2026-03-04T08:12:32.120Z` → `2026-03-04 08:12:32`. */
function clockOf(at: string | null): string {
  return at === null ? NONE : at.replace("T", " ").replace(/(\.\d+)?Z$/u, "");
}

function rowOf(line: Preview["lines"][number]): PreviewRow {
  const parsed = eventSchema.safeParse(line.event);
  const event = parsed.success ? parsed.data : null;
  const request = [event?.method, event?.path].filter(Boolean).join(" ");
  const addresses = (event?.upstreams ?? []).map(({ addr }) => addr ?? NONE);
  const upstreamTimes = (event?.upstreams ?? []).flatMap(({ responseMs }) =>
    responseMs === null ? [] : [formatMs(responseMs)],
  );
  const requestMs = event?.requestMs ?? null;
  const requestTime = requestMs === null ? [] : [formatMs(requestMs)];
  return {
    line: line.line,
    text: line.text,
    reason: event === null ? (line.reason ?? "not read") : null,
    time: clockOf(event?.at ?? null),
    status: event?.status ?? null,
    client: event?.clientIp ?? NONE,
    request: request || event?.request || NONE,
    upstream: addresses.join(", ") || event?.upstream || event?.upstreamName || NONE,
    times: [...requestTime, ...(upstreamTimes.length > 0 ? [upstreamTimes.join(", ")] : [])].join(" / ") || NONE,
    level: event?.level ?? NONE,
    message: event?.message ?? NONE,
  };
}

/** The table of a preview: its rows, and how many of its lines were read. */
export interface PreparedPreview {
  rows: PreviewRow[];
  read: number;
  /** `24 of the first 25 lines read`; what has no columns, a configuration say, is shown and not read: `First 25 lines`. */
  summary: string;
  /** Columns that no line fills are left out, and named as what this format does not carry. */
  absent: string[];
}

function summaryOf(role: Preview["import"]["role"], lines: number, read: number): string {
  const isRead = role === "access" || role === "error" || role === "app-error";
  if (!isRead) return lines === 1 ? "First line" : `First ${lines} lines`;
  if (lines === 1) return read === 1 ? "First line read" : "First line not read";
  return `${read} of the first ${lines} lines read`;
}

/** Prepares the preview of an access, error or application error log. */
export function preparePreview(preview: Preview): PreparedPreview {
  const rows = preview.lines.map(rowOf);
  const read = rows.filter(({ reason }) => reason === null);
  const missing = (pick: (row: PreviewRow) => string) => read.length > 0 && read.every((row) => pick(row) === NONE);
  const absent =
    preview.import.role === "access"
      ? [...(missing((row) => row.upstream) ? ["upstream"] : []), ...(missing((row) => row.times) ? ["times"] : [])]
      : [];
  const summary = summaryOf(preview.import.role, rows.length, read.length);
  return { rows, read: read.length, summary, absent };
}
