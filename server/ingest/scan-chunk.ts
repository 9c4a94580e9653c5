import type { Buffer } from "node:buffer";
import type { AccessEvent } from "@/core/events/access-event";
import { FIELD_COUNT } from "@/core/events/field";
import { MAX_LINE_BYTES, type AccessReader, type LineReader, type MessageReader } from "@/core/formats/line-reader";
import type { LineSpan } from "@/core/formats/peel-line";
import { SCAN_BLANK, SCAN_COMMENT } from "@/core/formats/scan-reasons";
import {
  SAMPLE_TEXT_LENGTH,
  SAMPLES_PER_CHUNK,
  type ChunkRollup,
  type RejectedSample,
} from "@/core/rollups/chunk-rollup";
import { finishChunk } from "@/core/rollups/finish-chunk";
import { FoldAccess } from "@/core/rollups/fold-access";
import { FoldMessages } from "@/core/rollups/fold-messages";

/** Decompressed bytes per chunk: large enough that a chunk costs much more than its hand-over, small enough to commit often. */
export const CHUNK_BYTES = 16 << 20;
/** Bytes read at a time, so that they are still in the processor's cache when they are scanned. */
export const BLOCK_BYTES = 128 << 10;
/** What a chunk's buffer must hold: the byte before it, the chunk, the rest of its last line, and the block that shows it. */
export const BUFFER_BYTES = 1 + CHUNK_BYTES + MAX_LINE_BYTES + BLOCK_BYTES + 2;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const TOO_LONG = "longer than 1 MiB";

/**
 * Scans the lines that begin within one range of a file's decompressed bytes. A line belongs to the range its first byte is in, so any
 * cutting of a file gives every line to exactly one chunk, and no chunk needs to know of the others: it is given the byte before the
 * range and skips to the first line start. The caller fills `buffer` and calls `consume` after every block.
 */
export class ChunkScan {
  /** Where the next line begins in the buffer. */
  position = 0;
  readonly #buffer: Buffer;
  /** Offset in the file of the buffer's first byte. */
  readonly #base: number;
  readonly #start: number;
  readonly #end: number;
  readonly #reader: LineReader;
  readonly #fold: FoldAccess | null;
  readonly #messages: FoldMessages;
  readonly #out = new Int32Array(2 * FIELD_COUNT).fill(-1);
  readonly #span: LineSpan = { from: 0, to: 0, timeFrom: -1, timeTo: -1 };
  readonly #samples: RejectedSample[] = [];
  /** In the middle of a line that belongs to an earlier chunk or was given up: everything up to its end is passed over. */
  #passing: boolean;
  #lines = 0;
  #rejected = 0;
  #skipped = 0;

  /** The range is `[start, end)`; `buffer` begins with the byte before it, or with the range itself where `start` is 0. */
  constructor(buffer: Buffer, reader: LineReader, start: number, end: number) {
    this.#buffer = buffer;
    this.#reader = reader;
    this.#start = start;
    this.#end = end;
    this.#base = Math.max(0, start - 1);
    this.#passing = start > 0;
    this.#fold = reader.role === "access" ? new FoldAccess(reader, buffer) : null;
    this.#messages = new FoldMessages(reader.role === "access" ? reader.messages?.signatures : reader.signatures);
  }

  /**
   * Scans the whole lines in the buffer's first `filled` bytes; with `atEnd` what is left after the last line end is a line too.
   * True when every line that begins in the range was scanned.
   */
  consume(filled: number, atEnd: boolean): boolean {
    const buffer = this.#buffer;
    const limit = this.#end - this.#base;
    for (;;) {
      if (!this.#passing && this.position >= limit) return true;
      const from = this.position;
      const found = from < filled ? buffer.indexOf(LINE_FEED, from) : -1;
      const lineEnd = found >= 0 && found < filled ? found : -1;
      if (lineEnd >= 0) {
        if (this.#passing) this.#passing = false;
        else this.#line(from, lineEnd);
        this.position = lineEnd + 1;
        continue;
      }
      if (this.#passing) {
        this.position = filled;
        return atEnd || filled >= limit;
      }
      if (filled - from > MAX_LINE_BYTES) {
        this.#line(from, filled);
        this.#passing = true;
        continue;
      }
      if (!atEnd) return false;
      if (from < filled) this.#line(from, filled);
      this.position = filled;
      return true;
    }
  }

  /** What the chunk came to. The strings are taken from the buffer now; it may be filled anew afterwards. */
  finish(): ChunkRollup {
    return {
      ...finishChunk(this.#fold, this.#messages),
      startOffset: this.#start,
      endOffset: this.#base + this.position,
      lines: this.#lines,
      rejected: this.#rejected,
      skipped: this.#skipped,
      rejectedSamples: this.#samples,
    };
  }

  #line(from: number, to: number): void {
    this.#lines++;
    if (to - from > MAX_LINE_BYTES) {
      this.#reject(from, to, TOO_LONG);
      return;
    }
    const end = to > from && this.#buffer[to - 1] === CARRIAGE_RETURN ? to - 1 : to;
    const reader = this.#reader;
    if (reader.peel) {
      const span = this.#span;
      span.from = from;
      span.to = end;
      span.timeFrom = -1;
      reader.peel.off(this.#buffer, span);
      this.#unwrapped(reader, span.from, span.to);
    } else this.#unwrapped(reader, from, end);
  }

  #unwrapped(reader: LineReader, from: number, to: number): void {
    if (reader.role === "access") this.#accessLine(reader, from, to);
    else this.#countMessage(this.#readMessage(reader, from, to), from, to);
  }

  #accessLine(reader: AccessReader, from: number, to: number): void {
    const code = reader.scan(this.#buffer, from, to, this.#out);
    if (code === 0) {
      if (!this.#fold!.add(from, to, this.#out, this.#lines)) this.#reject(from, to, "its time cannot be read");
    } else if (code === SCAN_BLANK) this.#skipped++;
    else if (code === SCAN_COMMENT) {
      this.#skipped++;
      this.#fold!.forgetTime();
    } else if (reader.messages) {
      const event = this.#readMessage(reader.messages, from, to);
      // What neither takes is refused for the access format's reason.
      this.#countMessage("rejected" in event ? reader.event(this.#buffer, from, to) : event, from, to);
    } else this.#reject(from, to, reader.rejections[code] ?? "does not fit the format");
  }

  #readMessage(reader: MessageReader, from: number, to: number): ReturnType<MessageReader["event"]> {
    const { peel } = this.#reader;
    const carriedMs = peel ? peel.carriedMs(this.#buffer, this.#span) : null;
    return reader.event(this.#buffer.toString("utf8", from, to), carriedMs);
  }

  #countMessage(event: ReturnType<MessageReader["event"]> | AccessEvent, from: number, to: number): void {
    if ("skipped" in event) this.#skipped++;
    else if ("rejected" in event) this.#reject(from, to, event.rejected);
    else if (event.role === "error" && Number.isFinite(event.atMs))
      this.#messages.add(event, this.#buffer.toString("utf8", from, to), this.#lines);
    else this.#reject(from, to, "its time cannot be read");
  }

  #reject(from: number, to: number, reason: string): void {
    this.#rejected++;
    if (this.#samples.length >= SAMPLES_PER_CHUNK) return;
    const text = this.#buffer.toString("utf8", from, Math.min(to, from + SAMPLE_TEXT_LENGTH));
    this.#samples.push({ line: this.#lines, reason, text });
  }
}
