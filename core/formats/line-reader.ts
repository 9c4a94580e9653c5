import type { AccessEvent, MadeBy } from "@/core/events/access-event";
import type { ErrorEvent, Signature } from "@/core/events/error-event";
import type { FieldName, ScanLine } from "@/core/events/field";
import type { Peel, WrapperId } from "./peel-line";

/** How a product escapes values when it writes them: `\xHH` and `\"` by default, JSON's escapes, quotes doubled (tables), or not at all. */
export type Escape = "default" | "json" | "quotes" | "none";

/** What a reader is opened with; structured-cloneable, so that detection can hand it to worker threads. */
export interface FormatChoice {
  /** Id in the registry. */
  id: string;
  /** The format string of a template format that is not fixed by its id; null where the id says all. */
  template: string | null;
  escape: Escape;
  /** What carried the lines here and is peeled off first, outermost first; absent or empty where nothing did. */
  wrappers?: WrapperId[];
  /** Other formats whose lines stand among this one's, tried in order where this one does not fit. */
  also?: FormatChoice[];
  /** Offset, `+02:00`, that the wrapper writes into its times: the zone of the machine, and so of times without one; absent where none. */
  carriedZone?: string;
  /** UTC epoch milliseconds near the log's own time, from which times without a year take theirs; absent where none have. */
  referenceMs?: number;
}

export interface OpenOptions {
  /** `+02:00` or an IANA name, for times that carry no zone; null = UTC. */
  timezone: string | null;
  /** UTC epoch milliseconds near the log's own time, for times without a year; null = they cannot be read. */
  referenceMs?: number | null;
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

/** Reads access-log lines. Not shared between threads, and stateful only in caches: the same line always gives the same result. */
export interface AccessReader {
  role: "access";
  format: string;
  /** The format string it reads by; null for formats that are not templates. */
  template: string | null;
  fields: FieldName[];
  /** Milliseconds in one unit of the number that `scan` finds for a duration field, by field id; 1000 = seconds. Of the line scanned last. */
  unitMs: Float64Array;
  /** Reasons by the number that `scan` returns: `SCAN_REASONS`, then the format's own. */
  rejections: readonly string[];
  scan: ScanLine;
  /** UTC epoch milliseconds of the time in the range that `scan` found for `Field.time`; NaN when it is no time. */
  timeAt: (buf: Uint8Array, from: number, to: number) => number;
  /** Offset written in that time, `+02:00`; null where none is written. */
  zoneAt: (buf: Uint8Array, from: number, to: number) => string | null;
  /**
   * The string in a field's range: UTF-8, escapes of the format undone. Undecodable bytes become U+FFFD, escaped control bytes stay
   * escaped. `field` is named where it is known, for formats that write one field in another way than the rest.
   */
  decode: (buf: Uint8Array, from: number, to: number, field?: FieldName) => string;
  /** The whole event, for the few lines that are kept; `[from, to)` as for `scan`. */
  event: (buf: Uint8Array, from: number, to: number) => AccessEvent | Rejected | Skipped;
  /**
   * Who made the status of a failing line, by the product's own flags; null where its upstream fields are to tell. Of the line scanned
   * last, whose ranges are in `out`.
   */
  judge: ((buf: Uint8Array, out: Int32Array) => MadeBy) | null;
  /** What the line itself says about why it failed: termination states, response flags, an edge's reason codes; null where it says nothing. */
  reasonOf: (event: AccessEvent) => Signature | null;
  /** What `reasonOf` may answer. */
  signatures: readonly Signature[];
  /** Reader for error-log lines among the access lines: it is given what `scan` refuses; null where the format takes none. */
  messages: MessageReader | null;
  /** Takes off what carried the line; null where nothing did. To be called before `scan`, `event` and a message reader's `event`. */
  peel: Peel | null;
  /** Lines with which the file tells how to read those after them, such as W3C's `#Fields`; null for most formats. */
  headers: HeaderState | null;
}

/** State that header lines inside a file set, by being scanned. A reader begins with the headers of its choice's template. */
export interface HeaderState {
  /** Every header line begins with this character; no other line does. */
  prefix: string;
  /** The headers in force, as lines; null where none came since the reader was opened or restored with null. */
  current: () => string | null;
  /** Goes to the state after these headers; null = as opened. For readers that begin in the middle of a file. */
  restore: (headers: string | null) => void;
}

/** Reads lines of error and application logs, which are few enough to be read as strings. */
export interface MessageReader {
  role: "error" | "app-error";
  format: string;
  /** What the ids in `ErrorEvent.signature` mean. */
  signatures: readonly Signature[];
  /** `carriedMs` is the time that a wrapper wrote beside the line, for lines without one of their own; null where none did. */
  event: (text: string, carriedMs?: number | null) => ErrorEvent | Rejected | Skipped;
  peel: Peel | null;
}

export type LineReader = AccessReader | MessageReader;

/** Longest line a reader takes; longer ones are rejected unread. nginx cuts its own lines far below it. */
export const MAX_LINE_BYTES = 1 << 20;
