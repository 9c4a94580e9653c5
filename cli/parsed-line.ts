import type { AccessEvent } from "@/core/events/access-event";
import type { ErrorEvent } from "@/core/events/error-event";
import type { FieldName } from "@/core/events/field";
import { SCAN_MESSAGE, type LineReader } from "@/core/formats/line-reader";
import { FIELD_COUNT } from "@/core/events/field";

/** One line of `gumshoe parse`: keys are absent where the log does not carry them. */
export type ParsedLine = Record<string, unknown>;

const out = new Int32Array(2 * FIELD_COUNT);
const decoder = new TextDecoder();

/** Reads the line `buffer[from, to)`, which is the file's `line`th. */
export function parsedLine(
  reader: LineReader,
  buffer: Uint8Array,
  from: number,
  to: number,
  line: number,
  tooLong: boolean,
): ParsedLine {
  if (tooLong) return { line, rejected: "longer than 1 MiB" };
  const { event, fields } = eventOf(reader, buffer, from, to);
  if ("rejected" in event || "skipped" in event) return { line, ...event };
  return event.role === "access" ? accessLine(event, line, fields) : errorLine(event, line);
}

function eventOf(reader: LineReader, buffer: Uint8Array, from: number, to: number) {
  if (reader.role !== "access") return { event: reader.event(decoder.decode(buffer.subarray(from, to))), fields: [] };
  if (reader.messages && reader.scan(buffer, from, to, out) === SCAN_MESSAGE) {
    return { event: reader.messages.event(decoder.decode(buffer.subarray(from, to))), fields: [] };
  }
  return { event: reader.event(buffer, from, to), fields: reader.fields };
}

function accessLine({ atMs, upstreams, ...rest }: AccessEvent, line: number, fields: readonly FieldName[]): ParsedLine {
  const has = new Set(fields);
  // Null inside an attempt is a `-` in the list; a field the format lacks is absent.
  const attempts = upstreams.map((attempt) => ({
    addr: attempt.addr,
    ...(has.has("upstreamStatus") ? { status: attempt.status } : {}),
    ...(has.has("upstreamConnectTime") ? { connectMs: attempt.connectMs } : {}),
    ...(has.has("upstreamHeaderTime") ? { headerMs: attempt.headerMs } : {}),
    ...(has.has("upstreamResponseTime") ? { responseMs: attempt.responseMs } : {}),
    ...(has.has("upstreamBytesReceived") ? { receivedBytes: attempt.receivedBytes } : {}),
    ...(has.has("upstreamBytesSent") ? { sentBytes: attempt.sentBytes } : {}),
  }));
  return { line, ...present({ ...rest, at: isoTime(atMs), upstreams: attempts.length > 0 ? attempts : null }) };
}

function errorLine({ atMs, upstreamAddr, ...rest }: ErrorEvent, line: number): ParsedLine {
  const upstreams = upstreamAddr === null ? null : [{ addr: upstreamAddr }];
  return { line, ...present({ ...rest, at: isoTime(atMs), upstreams }) };
}

function present(values: Record<string, unknown>): ParsedLine {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function isoTime(atMs: number): string | null {
  return Number.isFinite(atMs) && Math.abs(atMs) < 8.64e15 ? new Date(atMs).toISOString() : null;
}
