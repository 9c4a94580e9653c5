import { Buffer } from "node:buffer";
import { readSync } from "node:fs";
import type { LineReader } from "@/core/formats/line-reader";
import type { ChunkRollup } from "@/core/rollups/chunk-rollup";
import { BLOCK_BYTES, BUFFER_BYTES, ChunkScan } from "./scan-chunk";

/** A chunk of a plain file: the lines that begin in `[start, end)`. */
export interface ScanRange {
  start: number;
  end: number;
  /** Where the file ended when it was opened; what was appended since belongs to the next time. */
  fileEnd: number;
  /** Leaves a last line without line end unread: the file may still be written. */
  keepPartialLast: boolean;
  /** Header lines in force where the range begins, for formats that have any; null = none but those of the format's choice. */
  headers: string | null;
}

let shared: Buffer | null = null;

/** The one buffer of this thread: chunks are scanned one after the other. */
export function chunkBuffer(): Buffer {
  return (shared ??= Buffer.allocUnsafeSlow(BUFFER_BYTES));
}

/** Scans one chunk of an open plain file by positioned reads. Throws what the file system throws. */
export function scanRange(fd: number, reader: LineReader, range: ScanRange): ChunkRollup {
  const buffer = chunkBuffer();
  if (reader.role === "access") reader.headers?.restore(range.headers);
  const base = Math.max(0, range.start - 1);
  const scan = new ChunkScan(buffer, reader, range.start, range.end);
  let filled = 0;
  for (let done = false; !done;) {
    const want = Math.min(BLOCK_BYTES, range.fileEnd - base - filled, buffer.length - filled);
    const got = want > 0 ? readSync(fd, buffer, filled, want, base + filled) : 0;
    filled += got;
    const atEnd = got === 0;
    done = scan.consume(filled, atEnd && !range.keepPartialLast) || atEnd;
  }
  return scan.finish();
}
