import type { AccessEvent } from "@/core/events/access-event";
import type { ErrorEvent } from "@/core/events/error-event";
import type { FieldName } from "@/core/events/field";
import type { LineReader } from "@/core/formats/line-reader";
import { createLineReading } from "@/core/formats/read-line";

/** One line of `gumshoe parse`: keys are absent where the log does not carry them. */
export type ParsedLine = Record<string, unknown>;

/** Reads line after line of one file: `buffer[from, to)` is the file's `line`th. */
export function createLineParser(
  reader: LineReader,
): (buffer: Uint8Array, from: number, to: number, line: number, tooLong: boolean) => ParsedLine {
  const readLine = createLineReading(reader);
  return (buffer, from, to, line, tooLong) => {
    if (tooLong) return { line, rejected: "longer than 1 MiB" };
    const { event, fields } = readLine(buffer, from, to);
    if ("rejected" in event || "skipped" in event) return { line, ...event };
    return event.role === "access" ? accessLine(event, line, fields) : errorLine(event, line);
  };
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
