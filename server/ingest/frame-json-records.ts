import { Buffer } from "node:buffer";
import { MAX_LINE_BYTES } from "@/core/formats/line-reader";
import { ENVELOPE_KEYS, LONGEST_ENVELOPE_KEY } from "./tell-framing";

const LINE_FEED = 10;
const RECORD_SEPARATOR = 0x1e;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** U+FEFF, which some programs begin a file with; the bytes begin no JSON. */
const BYTE_ORDER_MARK: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf]);
/** A record that is longer is passed on cut at this length, which the scanner rejects as too long. */
const CUT_BYTES = MAX_LINE_BYTES + 1;
const FIRST_ROOM = 16 << 10;
const OUTPUT_BYTES = 64 << 10;

/**
 * - `between`: no record is open, at the top level or in an array there
 * - `record`: inside an object that is, or may be, a record
 * - `stray`: bytes that belong to no object; passed on as a line of their own, so that they are rejected and not lost
 * - `envelope`: inside an object around records, before or behind its array
 */
type State = "between" | "record" | "stray" | "envelope";

/**
 * Writes every record of JSON text on a line of its own: the objects of an array, of the array inside an envelope such as `{"Records":[…]}`, or
 * simply one behind the other. White space outside strings is dropped. Whatever is no JSON comes out as lines too. Brackets are counted, not
 * matched: a broken record spoils itself, and a line feed inside a string, which JSON forbids, ends it. Holds one record, 1 MiB at most.
 */
export async function* frameJsonRecords(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const framer = new Framer();
  for await (const block of blocks) {
    for (let at = 0; at < block.length;) {
      at = framer.take(block, at);
      if (framer.filled >= OUTPUT_BYTES) yield framer.drain();
    }
  }
  framer.end();
  if (framer.filled > 0) yield framer.drain();
}

class Framer {
  /** Bytes of finished lines. */
  filled = 0;
  #output: Buffer = Buffer.allocUnsafe(2 * OUTPUT_BYTES);
  #record: Buffer = Buffer.allocUnsafe(FIRST_ROOM);
  #length = 0;
  #state: State = "between";
  /** Open brackets of the record, or of the envelope. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Open arrays that the records lie in, and whether they are an envelope's. */
  #arrays = 0;
  #enveloped = false;
  /** The last string directly in the record, as `[from, to)` of it. */
  #keyFrom = 0;
  #keyTo = 0;
  /** The array of what may be an envelope has just been opened. */
  #arrayOpened = false;

  drain(): Buffer {
    const drained = this.#output.subarray(0, this.filled);
    this.#output = Buffer.allocUnsafe(2 * OUTPUT_BYTES);
    this.filled = 0;
    return drained;
  }

  /** Works on `block` from `at` until something changes, and returns how far it came. */
  take(block: Uint8Array, at: number): number {
    switch (this.#state) {
      case "between":
        return this.#between(block, at);
      case "record":
        return this.#inRecord(block, at);
      case "stray":
        return this.#inStray(block, at);
      case "envelope":
        return this.#inEnvelope(block, at);
    }
  }

  /** A record that the end cuts off gets no line feed: it is not known to be whole. */
  end(): void {
    if (this.#state === "record" || this.#state === "stray") this.#putOut();
  }

  #between(block: Uint8Array, at: number): number {
    for (let i = at; i < block.length; i++) {
      const byte = block[i]!;
      if (byte <= SPACE || byte === COMMA || byte === CLOSE_BRACE) continue;
      if (byte === OPEN_BRACKET) this.#arrays++;
      else if (byte === CLOSE_BRACKET) {
        this.#arrays = Math.max(0, this.#arrays - 1);
        if (this.#arrays > 0 || !this.#enveloped) continue;
        this.#enveloped = false;
        this.#enter("envelope", 1);
        return i + 1;
      } else if (!BYTE_ORDER_MARK.has(byte)) {
        this.#length = 0;
        this.#enter(byte === OPEN_BRACE ? "record" : "stray", 0);
        return i;
      }
    }
    return block.length;
  }

  #inRecord(block: Uint8Array, at: number): number {
    let inString = this.#inString;
    let escaped = this.#escaped;
    let length = this.#length;
    let record = this.#record;
    for (let i = at; i < block.length; i++) {
      const byte = block[i]!;
      if (!inString && byte <= SPACE) continue;
      if (inString && byte === LINE_FEED) {
        this.#length = length;
        this.#finish();
        return i + 1;
      }
      if (length === record.length) record = this.#grow();
      if (length < record.length) record[length++] = byte;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) {
          inString = false;
          if (this.#depth === 1) this.#keyTo = length - 1;
        }
        continue;
      }
      if (byte === QUOTE) {
        inString = true;
        if (this.#depth === 1) this.#keyFrom = length;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.#length = length;
        if (this.#arrayOpened && byte === OPEN_BRACE) length = this.#beginEnvelope();
        else this.#arrayOpened = byte === OPEN_BRACKET && this.#depth === 1 && this.#isEnvelopeKey();
        this.#depth++;
        continue;
      } else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --this.#depth === 0) {
        this.#length = length;
        this.#finish();
        return i + 1;
      }
      this.#arrayOpened = false;
    }
    this.#inString = inString;
    this.#escaped = escaped;
    this.#length = length;
    return block.length;
  }

  #inStray(block: Uint8Array, at: number): number {
    for (let i = at; i < block.length; i++) {
      const byte = block[i]!;
      const ends = byte === LINE_FEED || byte === RECORD_SEPARATOR || byte === COMMA;
      if (ends || byte === OPEN_BRACE || byte === CLOSE_BRACE || byte === OPEN_BRACKET || byte === CLOSE_BRACKET) {
        this.#finish();
        return i;
      }
      if (this.#length === this.#record.length) this.#grow();
      if (this.#length < this.#record.length) this.#record[this.#length++] = byte;
    }
    return block.length;
  }

  #inEnvelope(block: Uint8Array, at: number): number {
    for (let i = at; i < block.length; i++) {
      const byte = block[i]!;
      if (this.#inString) {
        if (byte === LINE_FEED) this.#inString = false;
        else if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
      } else if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth++;
      else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --this.#depth === 0) {
        this.#enter("between", 0);
        return i + 1;
      }
    }
    return block.length;
  }

  #enter(state: State, depth: number): void {
    this.#state = state;
    this.#depth = depth;
    this.#inString = false;
    this.#escaped = false;
    this.#arrayOpened = false;
    this.#keyFrom = this.#keyTo = 0;
  }

  /** What was taken for a record is an envelope: its first record begins with the brace just read. */
  #beginEnvelope(): number {
    this.#arrays = 1;
    this.#enveloped = true;
    this.#enter("record", 0);
    this.#record[0] = OPEN_BRACE;
    return 1;
  }

  #isEnvelopeKey(): boolean {
    if (this.#arrays > 0 || this.#keyTo - this.#keyFrom > LONGEST_ENVELOPE_KEY) return false;
    return ENVELOPE_KEYS.has(this.#record.toString("latin1", this.#keyFrom, this.#keyTo));
  }

  /** More room for the record, or the same when it has all it may have. */
  #grow(): Buffer {
    if (this.#record.length >= CUT_BYTES) return this.#record;
    const grown = Buffer.allocUnsafe(Math.min(CUT_BYTES, 4 * this.#record.length));
    this.#record.copy(grown);
    return (this.#record = grown);
  }

  #finish(): void {
    this.#putOut();
    this.#output[this.filled++] = LINE_FEED;
    this.#enter("between", 0);
  }

  /** Copies the record to the output, and leaves room for a line feed. */
  #putOut(): void {
    const needed = this.filled + this.#length + 1;
    if (needed > this.#output.length) {
      const grown = Buffer.allocUnsafe(needed);
      this.#output.copy(grown, 0, 0, this.filled);
      this.#output = grown;
    }
    this.#record.copy(this.#output, this.filled, 0, this.#length);
    this.filled += this.#length;
    this.#length = 0;
  }
}
