import type { AccessEvent } from "@/core/events/access-event";
import type { ErrorEvent } from "@/core/events/error-event";
import { FIELD_COUNT, type FieldName } from "@/core/events/field";
import type { LineReader, Rejected, Skipped } from "./line-reader";
import type { LineSpan } from "./peel-line";
import { decodeUtf8 } from "./read-bytes";
import { SCAN_COMMENT } from "./scan-reasons";

/** What one line says. */
export interface ReadLine {
  event: AccessEvent | ErrorEvent | Rejected | Skipped;
  /** Fields that its format carries; [] for a message. */
  fields: readonly FieldName[];
}

/** Reads single lines of one file in their order, for whoever shows them; counting goes through `ChunkScan`. */
export function createLineReading(reader: LineReader): (buf: Uint8Array, from: number, to: number) => ReadLine {
  const out = new Int32Array(2 * FIELD_COUNT).fill(-1);
  if (reader.role === "access") reader.headers?.restore(null);
  return (whole, begin, end) => {
    let buf = whole;
    const span: LineSpan = { from: begin, to: end, timeFrom: -1, timeTo: -1 };
    if (reader.peel) {
      // A peel may rewrite the line's bytes, which are the caller's.
      buf = whole.slice(begin, end);
      Object.assign(span, { from: 0, to: buf.length });
      reader.peel.off(buf, span);
    }
    const { from, to } = span;
    const message = reader.role === "access" ? reader.messages : reader;
    const read = () =>
      message?.event(decodeUtf8(buf, from, to), reader.peel?.carriedMs(buf, span) ?? null) ?? { rejected: "" };
    if (reader.role !== "access") return { event: read(), fields: [] };
    if (reader.messages && reader.scan(buf, from, to, out) > SCAN_COMMENT) {
      const event = read();
      if (!("rejected" in event)) return { event, fields: [] };
    }
    return { event: reader.event(buf, from, to), fields: reader.fields };
  };
}
