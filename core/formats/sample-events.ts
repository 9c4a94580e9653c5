import type { AccessEvent } from "@/core/events/access-event";
import type { ErrorEvent } from "@/core/events/error-event";
import { openFormat } from "./format-registry";
import type { FormatChoice, OpenOptions } from "./line-reader";
import { createLineReading } from "./read-line";

const LINE_FEED = 10;

/** The events in a file's head, as its format reads them; lines that give none are left out, and so is a last one without line end. */
export function sampleEvents(
  head: Uint8Array,
  choice: FormatChoice,
  options: OpenOptions,
): { access: AccessEvent[]; messages: ErrorEvent[] } {
  const found: { access: AccessEvent[]; messages: ErrorEvent[] } = { access: [], messages: [] };
  const reader = openFormat(choice, options);
  if ("problem" in reader) return found;
  const readLine = createLineReading(reader);
  for (let from = 0, end = head.indexOf(LINE_FEED); end >= 0; from = end + 1, end = head.indexOf(LINE_FEED, from)) {
    const { event } = readLine(head, from, end);
    if (!("role" in event)) continue;
    if (event.role === "access") found.access.push(event);
    else found.messages.push(event);
  }
  return found;
}
