import type { Preview } from "@/core/contract/imports";
import type { AccessEvent } from "@/core/events/access-event";
import type { ErrorEvent } from "@/core/events/error-event";
import { openFormat } from "@/core/formats/format-registry";
import type { FormatChoice } from "@/core/formats/line-reader";
import { createLineReading } from "@/core/formats/read-line";

/** Lines shown before the go: enough to see whether a format fits. */
const PREVIEW_LINES = 25;
const PREVIEW_TEXT = 2000;
const LINE_FEED = 10;

type PreviewLine = Preview["lines"][number];

/** How the first lines of a file read with this format; without a format, just the lines. */
export function previewLines(head: Uint8Array, choice: FormatChoice | null, timezone: string | null): PreviewLine[] {
  const opened = choice === null ? null : openFormat(choice, { timezone });
  const reader = opened !== null && "problem" in opened ? null : opened;
  const readLine = reader === null ? null : createLineReading(reader);
  const reason = opened !== null && "problem" in opened ? opened.problem : null;
  const lines: PreviewLine[] = [];
  for (let from = 0; from < head.length && lines.length < PREVIEW_LINES;) {
    const found = head.indexOf(LINE_FEED, from);
    // A line cut by the end of the head would look rejected; the first is shown however long it is.
    if (found < 0 && lines.length > 0 && head.length >= 4096) break;
    const end = found < 0 ? head.length : found;
    const to = end > from && head[end - 1] === 13 ? end - 1 : end;
    const text = new TextDecoder().decode(head.subarray(from, Math.min(to, from + PREVIEW_TEXT)));
    const read = readLine === null ? { event: null, reason } : said(readLine(head, from, to).event);
    lines.push({ line: lines.length + 1, text, ...read });
    from = end + 1;
  }
  return lines;
}

function said(
  read: AccessEvent | ErrorEvent | { rejected: string } | { skipped: string },
): Pick<PreviewLine, "event" | "reason"> {
  if ("rejected" in read) return { event: null, reason: read.rejected };
  if ("skipped" in read) return { event: null, reason: read.skipped };
  const { atMs, ...rest } = read;
  const event: Record<string, unknown> = { at: Number.isFinite(atMs) ? new Date(atMs).toISOString() : null };
  for (const [key, value] of Object.entries(rest)) {
    if (value !== null && !(Array.isArray(value) && value.length === 0)) event[key] = value;
  }
  return { event, reason: null };
}
