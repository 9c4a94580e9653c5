import { causeById } from "@/core/causes/cause-registry";
import type { AccessEvent, UpstreamAttempt } from "@/core/events/access-event";
import type { ErrorEvent, Signature } from "@/core/events/error-event";
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
  const meanings = signaturesOf(reader);
  const meaningOf = (event: AccessEvent | ErrorEvent): Signature | null =>
    event.role === "error"
      ? (meanings.get(event.signature ?? "") ?? null)
      : reader.role === "access"
        ? reader.reasonOf(event)
        : null;
  return (buffer, from, to, line, tooLong) => {
    if (tooLong) return { line, rejected: "longer than 1 MiB" };
    const { event, fields } = readLine(buffer, from, to);
    if ("rejected" in event || "skipped" in event) return { line, ...event };
    const parsed = event.role === "access" ? accessLine(event, line, fields) : errorLine(event, line);
    return { ...parsed, ...meaningKeys(meaningOf(event)) };
  };
}

function signaturesOf(reader: LineReader): Map<string, Signature> {
  const messages = reader.role === "access" ? (reader.messages?.signatures ?? []) : reader.signatures;
  return new Map(messages.map((signature) => [signature.id, signature]));
}

/** What a recognised message or reason points at; the phase and the errno of an access line's reason are nowhere else. */
function meaningKeys(meaning: Signature | null): ParsedLine {
  if (!meaning) return {};
  const { id, phase, errno, cause } = meaning;
  const category = causeById(cause)?.category ?? null;
  return present({ signature: id, phase, errno, cause: cause || null, category });
}

const ATTEMPT_FIELDS: readonly [key: Exclude<keyof UpstreamAttempt, "addr">, field: FieldName][] = [
  ["status", "upstreamStatus"],
  ["connectMs", "upstreamConnectTime"],
  ["headerMs", "upstreamHeaderTime"],
  ["responseMs", "upstreamResponseTime"],
  ["receivedBytes", "upstreamBytesReceived"],
  ["sentBytes", "upstreamBytesSent"],
];

function accessLine({ atMs, upstreams, ...rest }: AccessEvent, line: number, fields: readonly FieldName[]): ParsedLine {
  const has = new Set(fields);
  // Null inside an attempt is a `-` in the list; a field the format lacks is absent.
  const attempts = upstreams.map((attempt) => ({
    addr: attempt.addr,
    ...Object.fromEntries(
      ATTEMPT_FIELDS.flatMap(([key, field]) =>
        attempt[key] !== null || has.has(field) ? [[key, attempt[key]] as const] : [],
      ),
    ),
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
