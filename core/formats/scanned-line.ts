import type { UpstreamAttempt } from "@/core/events/access-event";
import { Field, type FieldName } from "@/core/events/field";
import { readAttempts, type EventSource } from "./build-access-event";
import { readInteger } from "./read-bytes";

const COMMA = 44;
const SPACE = 32;
const BACKSLASH = 92;
const DASH = 45;
const DOT = 46;

/** The fields that say, of a single attempt, that there was one. */
const ADDRESS = 2 * Field.upstreamAddr;
const STATUS = 2 * Field.upstreamStatus;
const CONNECT = 2 * Field.upstreamConnectTime;
const HEADER = 2 * Field.upstreamHeaderTime;
const RESPONSE = 2 * Field.upstreamResponseTime;
const LISTS = [ADDRESS, STATUS, CONNECT, HEADER, RESPONSE];

/**
 * One line between its scan and the next, for questions that are asked of every failing line: each value is read from its bytes when it
 * is asked for, and an event with all the others is never made. Values are as in an event that no format has refined.
 */
export class ScannedLine {
  readonly #source: EventSource;
  #buf: Uint8Array = new Uint8Array(0);
  #out: Int32Array = new Int32Array(0);

  constructor(source: EventSource) {
    this.#source = source;
  }

  /** Turns to the line whose ranges a scanner put into `out`. */
  at(buf: Uint8Array, out: Int32Array): this {
    this.#buf = buf;
    this.#out = out;
    return this;
  }

  /** The decoded value as it is written; null where the line has none. */
  raw(field: FieldName): string | null {
    const from = this.#out[2 * Field[field]]!;
    return from < 0 ? null : this.#source.decode(this.#buf, from, this.#out[2 * Field[field] + 1]!, field);
  }

  /** The decoded value; null where the line has none, or `-`, or nothing in its place. */
  text(field: FieldName): string | null {
    const at = 2 * Field[field];
    if (this.#out[at]! < 0 || this.#isBlank(at)) return null;
    const value = this.raw(field);
    return value === "" || value === "-" ? null : value;
  }

  /** A whole number; null where the line has none. */
  integer(field: FieldName): number | null {
    const from = this.#out[2 * Field[field]]!;
    const value = from < 0 ? NaN : readInteger(this.#buf, from, this.#out[2 * Field[field] + 1]!);
    return Number.isFinite(value) ? value : null;
  }

  /** Every try of an upstream, in order. Costs as much as those of an event do. */
  attempts(): UpstreamAttempt[] {
    return readAttempts(this.#source, this.#buf, this.#out);
  }

  /** Whether an upstream was asked at all. */
  wasAsked(): boolean {
    if (!this.#isSingle()) return this.attempts().length > 0;
    if (this.#out[ADDRESS]! >= 0) return !this.#isBlank(ADDRESS);
    return this.#isWhole(STATUS) || this.#isNumber(CONNECT) || this.#isNumber(HEADER);
  }

  /** What the upstream asked last answered; null where nobody was asked, or the line does not say. */
  upstreamStatus(): number | null {
    if (!this.#isSingle()) return this.attempts().at(-1)?.status ?? null;
    return this.#isWhole(STATUS) && this.wasAsked()
      ? readInteger(this.#buf, this.#out[STATUS]!, this.#out[STATUS + 1]!)
      : null;
  }

  /** Whether the upstream asked last was connected to, as far as the line has a time for it. */
  hasConnectTime(): boolean {
    if (!this.#isSingle()) return (this.attempts().at(-1)?.connectMs ?? null) !== null;
    return this.#isNumber(CONNECT) && this.wasAsked();
  }

  /** Whether the upstream asked last sent its header, as far as the line has a time for it. */
  hasHeaderTime(): boolean {
    if (!this.#isSingle()) return (this.attempts().at(-1)?.headerMs ?? null) !== null;
    return this.#isNumber(HEADER) && this.wasAsked();
  }

  /** One attempt at most, in plain bytes: no separator, no escape, no blank in any of the fields. */
  #isSingle(): boolean {
    const buf = this.#buf;
    for (let i = 0; i < LISTS.length; i++) {
      const from = this.#out[LISTS[i]!]!;
      if (from < 0) continue;
      const to = this.#out[LISTS[i]! + 1]!;
      for (let p = from; p < to; p++) {
        const byte = buf[p]!;
        if (byte === COMMA || byte <= SPACE || byte === BACKSLASH || byte > 126) return false;
      }
    }
    return true;
  }

  #isBlank(at: number): boolean {
    const from = this.#out[at]!;
    const to = this.#out[at + 1]!;
    return to === from || (to - from === 1 && this.#buf[from] === DASH);
  }

  #isWhole(at: number): boolean {
    const from = this.#out[at]!;
    return from >= 0 && digitsEnd(this.#buf, from, this.#out[at + 1]!) === this.#out[at + 1]! && !this.#isBlank(at);
  }

  #isNumber(at: number): boolean {
    const from = this.#out[at]!;
    if (from < 0) return false;
    const to = this.#out[at + 1]!;
    const whole = digitsEnd(this.#buf, from, to);
    if (whole === from) return false;
    if (whole === to) return true;
    return this.#buf[whole] === DOT && whole + 1 < to && digitsEnd(this.#buf, whole + 1, to) === to;
  }
}

/** Where the digits that begin at `from` end. */
function digitsEnd(buf: Uint8Array, from: number, to: number): number {
  let p = from;
  while (p < to && (buf[p]! - 48) >>> 0 < 10) p++;
  return p;
}
