import type { AccessEvent } from "@/core/events/access-event";
import type { ErrorEvent, Signature } from "@/core/events/error-event";
import type { FieldName, ScanLine } from "@/core/events/field";

/** How nginx escapes values when it writes them: `\xHH`, JSON escapes, or not at all. */
export type Escape = "default" | "json" | "none";

/** What a reader is opened with; structured-cloneable, so that detection can hand it to worker threads. */
export interface FormatChoice {
  /** Id in the registry. */
  id: string;
  /** The `log_format` string of a template format that is not fixed by its id; null where the id says all. */
  template: string | null;
  escape: Escape;
}

export interface OpenOptions {
  /** `+02:00` or an IANA name, for times that carry no zone; null = UTC. */
  timezone: string | null;
}

/** The line belongs to the format's language but says something we cannot take; counted and sampled with this reason. */
export interface Rejected {
  rejected: string;
}

/** Not an event and no error either: an empty line, a comment, a header. */
export interface Skipped {
  skipped: string;
}

/** A sentence that says what is wrong and what to do about it. */
export interface Problem {
  problem: string;
}

/** `ScanLine` found an empty line: skipped, not rejected. */
export const SCAN_BLANK = 1;
/** `ScanLine` found an error-log line among access lines: give it to `AccessReader.messages`; a rejection where that is null. */
export const SCAN_MESSAGE = 2;

/** Reads access-log lines. Not shared between threads, and stateful only in caches: the same line always gives the same result. */
export interface AccessReader {
  role: "access";
  format: string;
  /** The `log_format` string it reads by; null for formats that are not templates. */
  template: string | null;
  fields: FieldName[];
  /** Reasons by the number that `scan` returns; 0 is "", then `SCAN_BLANK`, `SCAN_MESSAGE`, then the format's own. */
  rejections: readonly string[];
  scan: ScanLine;
  /** UTC epoch milliseconds of the time in the range that `scan` found for `Field.time`; NaN when it is no time. */
  timeAt: (buf: Uint8Array, from: number, to: number) => number;
  /** Offset written in that time, `+02:00`; null where none is written. */
  zoneAt: (buf: Uint8Array, from: number, to: number) => string | null;
  /** The string in a field's range: UTF-8, escapes of the format undone. Undecodable bytes become U+FFFD, escaped control bytes stay escaped. */
  decode: (buf: Uint8Array, from: number, to: number) => string;
  /** The whole event, for the few lines that are kept; `[from, to)` as for `scan`. */
  event: (buf: Uint8Array, from: number, to: number) => AccessEvent | Rejected | Skipped;
  /** Reader for error-log lines among the access lines; null where the format takes none. */
  messages: MessageReader | null;
}

/** Reads lines of error and application logs, which are few enough to be read as strings. */
export interface MessageReader {
  role: "error" | "app-error";
  format: string;
  /** What the ids in `ErrorEvent.signature` mean. */
  signatures: readonly Signature[];
  event: (text: string) => ErrorEvent | Rejected | Skipped;
}

export type LineReader = AccessReader | MessageReader;

/** Longest line a reader takes; longer ones are rejected unread. nginx cuts its own lines far below it. */
export const MAX_LINE_BYTES = 1 << 20;
