import type { AccessEvent } from "@/core/events/access-event";
import { Field, FIELD_COUNT, type FieldName } from "@/core/events/field";
import {
  MAX_LINE_BYTES,
  type AccessReader,
  type LineReader,
  type MessageReader,
  type Rejected,
  type Skipped,
} from "./line-reader";
import { SCAN_BLANK, SCAN_COMMENT, SCAN_OK } from "./scan-reasons";

/**
 * One reader for a file in which lines of several formats stand among each other: the first takes what it can, and a line that it
 * refuses is tried with the others in order. What nobody takes is rejected with the first one's reason.
 */
export function mixReaders(first: LineReader, others: readonly LineReader[]): LineReader {
  if (others.length === 0) return first;
  const messages = others.filter((reader): reader is MessageReader => reader.role !== "access");
  if (first.role !== "access") return mixMessages(first, messages);
  const more = others.filter((reader): reader is AccessReader => reader.role === "access");
  const mixed = more.length > 0 ? mixAccess(first, more) : first;
  const [message, ...moreMessages] = messages;
  return message ? { ...mixed, messages: mixMessages(message, moreMessages) } : mixed;
}

function mixMessages(first: MessageReader, others: readonly MessageReader[]): MessageReader {
  if (others.length === 0) return first;
  return {
    ...first,
    signatures: [first, ...others].flatMap(({ signatures }) => signatures),
    event: (text, carriedMs) => {
      const own = first.event(text, carriedMs);
      if ("role" in own) return own;
      // What one skips may be another's.
      let answer = own;
      for (const reader of others) {
        const event = reader.event(text, carriedMs);
        if ("role" in event) return event;
        if ("rejected" in answer && "skipped" in event) answer = event;
      }
      return answer;
    },
  };
}

const DURATIONS = [Field.requestTime, Field.upstreamConnectTime, Field.upstreamHeaderTime, Field.upstreamResponseTime];

function mixAccess(first: AccessReader, others: readonly AccessReader[]): AccessReader {
  const readers = [first, ...others];
  const byFormat = new Map(readers.map((reader) => [reader.format, reader]));
  const unitMs = Float64Array.from(first.unitMs);
  const fields = [...new Set(readers.flatMap((reader): FieldName[] => reader.fields))];
  let active: AccessReader = first;
  const activate = (reader: AccessReader): AccessReader => {
    active = reader;
    // A reader's units may change with the line.
    for (let i = 0; i < DURATIONS.length; i++) unitMs[DURATIONS[i]!] = reader.unitMs[DURATIONS[i]!]!;
    return reader;
  };
  const takes = (buf: Uint8Array, from: number, to: number, out: Int32Array): number => {
    const code = first.scan(buf, from, to, out);
    if (code === SCAN_OK || code === SCAN_BLANK || code === SCAN_COMMENT) {
      activate(first);
      return code;
    }
    for (const other of others) {
      // A scanner clears only the fields of its own format.
      out.fill(-1);
      const own = other.scan(buf, from, to, out);
      if (own === SCAN_COMMENT) return SCAN_COMMENT;
      if (own !== SCAN_OK) continue;
      activate(other);
      return SCAN_OK;
    }
    return code;
  };
  const scan: AccessReader["scan"] = (buf, from, to, out) => {
    // Left over from a line of another format.
    if (active !== first) out.fill(-1);
    return takes(buf, from, to, out);
  };
  const refusal = (code: number): Rejected | Skipped => {
    const text = first.rejections[code] ?? "does not fit the format";
    return code === SCAN_BLANK || code === SCAN_COMMENT ? { skipped: text } : { rejected: text };
  };
  const scratch = new Int32Array(2 * FIELD_COUNT).fill(-1);
  const ofFormat = ({ format }: AccessEvent): AccessReader => byFormat.get(format) ?? first;
  return {
    ...first,
    fields,
    unitMs,
    scan,
    decode: (buf, from, to, field) => active.decode(buf, from, to, field),
    event: (buf, from, to) => {
      if (to - from > MAX_LINE_BYTES) return first.event(buf, from, to);
      const before = active;
      const code = takes(buf, from, to, scratch);
      const event = code === SCAN_OK ? active.event(buf, from, to) : refusal(code);
      activate(before);
      return event;
    },
    judge: readers.some(({ judge }) => judge !== null) ? (buf, out) => active.judge?.(buf, out) ?? "unknown" : null,
    reasonOf: (event) => ofFormat(event).reasonOf(event),
    signatures: readers.flatMap(({ signatures }) => signatures),
    headers: readers.find(({ headers }) => headers !== null)?.headers ?? null,
  };
}
