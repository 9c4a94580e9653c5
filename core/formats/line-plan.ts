import type { FieldName } from "@/core/events/field";
import type { AddressTrim } from "./trim-address";
import type { Problem } from "./line-reader";

/**
 * What stands in a value's place in a line:
 * - time-local `11/Jun/2025:13:05:00 +0200`, time-iso a date first and the clock after one byte, time-epoch a number, time any notation
 *   of `read-time.ts` up to the text that follows;
 * - request the request line, request-quoted the same in double quotes, of which a line that was cut has lost the closing one;
 * - pair `backend/server`, which also sets upstreamName and server; endpoint `address:port`, whose port becomes clientPort;
 * - status one to three digits, integer and decimal numbers, each or `-`; padded an integer with blanks before it; timer a number that
 *   may have a sign: `+` says that it was logged early and is dropped, a negative one was never reached and leaves the field unset;
 * - list a value without spaces, or several joined by `, ` and ` : `; token bare or in double quotes; braces `{…}` that may be missing
 *   together with the text after it; aside words without a slash, each with the text after it, or none; text anything, spaces included;
 * - word and cell a column of a table: a word is bare, a cell also `"…"` with its quotes doubled; where no literal follows it ends at
 *   the table's `separator`; url like text, of `http://10.0.0.7:8080/x` the address.
 */
export type ValueKind =
  | "time-local"
  | "time-iso"
  | "time-epoch"
  | "time"
  | "request"
  | "request-quoted"
  | "pair"
  | "endpoint"
  | "status"
  | "integer"
  | "decimal"
  | "padded"
  | "timer"
  | "list"
  | "token"
  | "braces"
  | "aside"
  | "word"
  | "cell"
  | "url"
  | "text";

/** A value of a line. */
export interface PlanValue {
  /** As the format string calls it, for rejections: `$status`, `%ST`. */
  name: string;
  /** What it feeds; null for a value that is passed over. */
  field: FieldName | null;
  kind: ValueKind;
  /** Of two values for one field in one line the higher rank is read, the other passed over. */
  rank: number;
  /** Milliseconds in one unit of a duration: 1000 for seconds, which is what is left out; 1, 0.001, 0.000001. */
  unitMs?: number;
  /** How many bytes a value of kind time has, where its notation holds the text that follows it. */
  size?: number;
  /** The line may end behind this value, or inside braces: what follows came with a later version of the product, or was cut off. */
  mayEnd?: boolean;
  /** Of a word or a cell: the one character between columns. */
  separator?: string;
  /** Only this part of the value is kept. */
  trim?: AddressTrim;
}

/** A stretch of a format string: text that stands in every line, or a value. */
export type PlanPart = { literal: string } | PlanValue;

/** Reads a product's format string; a problem says what is wrong with it. */
export type LineDialect = (template: string) => PlanPart[] | Problem;

/** Milliseconds per unit by field, for the duration fields that a plan does not give in seconds. */
export type DurationUnits = Partial<Record<FieldName, number>>;
