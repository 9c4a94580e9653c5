import { Buffer } from "node:buffer";
import { FIELD_COUNT } from "@/core/events/field";
import type { AccessReader, HeaderState, LineReader } from "@/core/formats/line-reader";
import type { LineSpan, Peel } from "@/core/formats/peel-line";

const LINE_FEED = 10;
/** No product writes header lines this long; what is longer is passed over, by readers as well. */
export const MAX_HEADER_BYTES = 64 << 10;

/**
 * Follows the header lines of a file's bytes, given in order, and passes over all others unread: about as fast as the bytes come from
 * the disk. Of lines that something carries only those are unwrapped that have the header's first character somewhere. The state is
 * kept in the reader.
 */
export class HeaderTrack {
  readonly #reader: AccessReader;
  readonly #lineHead: Buffer;
  readonly #prefix: number;
  readonly #out = new Int32Array(2 * FIELD_COUNT);
  /** Bytes of a header line whose end has not come yet; null outside of one. */
  #open: Buffer | null = null;
  #atLineStart = true;
  #begun = false;

  constructor(reader: AccessReader, headers: HeaderState) {
    this.#reader = reader;
    this.#lineHead = Buffer.from(`\n${headers.prefix}`);
    this.#prefix = this.#lineHead[1]!;
  }

  /** Inside a header line, or a carried one that may hold one: its end is still to come. */
  get isOpen(): boolean {
    return this.#open !== null;
  }

  feed(bytes: Buffer): void {
    if (this.#reader.peel) {
      this.#feedCarried(bytes, this.#reader.peel);
      return;
    }
    let from = this.#begun ? 0 : markSize(bytes);
    this.#begun ||= bytes.length > 0;
    while (from < bytes.length) {
      if (this.#open !== null || (this.#atLineStart && bytes[from] === this.#prefix)) {
        const found = bytes.indexOf(LINE_FEED, from);
        const to = found < 0 ? bytes.length : found;
        const line = Buffer.concat([this.#open ?? Buffer.alloc(0), bytes.subarray(from, to)]);
        this.#open = found < 0 && line.length <= MAX_HEADER_BYTES ? line : null;
        this.#atLineStart = found >= 0;
        if (found >= 0) this.#reader.scan(line, 0, line.length, this.#out);
        from = to + 1;
        continue;
      }
      const next = bytes.indexOf(this.#lineHead, from);
      if (next < 0) {
        this.#atLineStart = bytes[bytes.length - 1] === LINE_FEED;
        return;
      }
      this.#atLineStart = true;
      from = next + 1;
    }
  }

  /** `#open` holds the line that the bytes so far end in; `#atLineStart` is false inside one that is too long to hold a header. */
  #feedCarried(more: Buffer, peel: Peel): void {
    const bytes = this.#open === null ? more : Buffer.concat([this.#open, more]);
    let from = this.#atLineStart ? 0 : bytes.indexOf(LINE_FEED) + 1;
    if (!this.#atLineStart && from === 0) return;
    const wholeTo = bytes.lastIndexOf(LINE_FEED) + 1;
    for (;;) {
      const mark = bytes.indexOf(this.#prefix, from);
      if (mark < 0 || mark >= wholeTo) break;
      const lineFrom = bytes.lastIndexOf(LINE_FEED, mark) + 1;
      from = bytes.indexOf(LINE_FEED, mark) + 1;
      if (from - lineFrom > MAX_HEADER_BYTES) continue;
      // A peel may rewrite the bytes.
      const line = Buffer.from(bytes.subarray(lineFrom, from - 1));
      const span: LineSpan = { from: 0, to: line.length, timeFrom: -1, timeTo: -1 };
      peel.off(line, span);
      if (line[span.from] === this.#prefix) this.#reader.scan(line, span.from, span.to, this.#out);
    }
    this.#atLineStart = bytes.length - wholeTo <= MAX_HEADER_BYTES;
    this.#open = this.#atLineStart && wholeTo < bytes.length ? Buffer.from(bytes.subarray(wholeTo)) : null;
  }
}

/** A byte order mark before the first line. */
function markSize(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** The header state of a reader, back at the file's beginning; null where the format has no headers. */
export function headersOf(reader: LineReader): { reader: AccessReader; headers: HeaderState } | null {
  if (reader.role !== "access" || reader.headers === null) return null;
  reader.headers.restore(null);
  return { reader, headers: reader.headers };
}
