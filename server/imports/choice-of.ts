import type { FormatChoice } from "@/core/formats/line-reader";
import type { ImportRecord } from "@/server/store/list-imports";

/** How an import's lines are to be read; null for configs, markers and unknown files. */
export function choiceOf(record: ImportRecord): FormatChoice | null {
  if (record.format === null) return null;
  return { id: record.format, template: record.template, escape: record.escape, ...record.opening };
}

/** What a choice says besides the columns of its own, as the store keeps it. */
export function openingOf(choice: FormatChoice | null): string {
  const { wrappers, also, carriedZone, referenceMs } = choice ?? {};
  return JSON.stringify({ wrappers, also, carriedZone, referenceMs });
}
