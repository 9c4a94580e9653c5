import { openSync, closeSync, fstatSync } from "node:fs";
import { rebaseChunk, type ChunkRollup } from "@/core/rollups/chunk-rollup";
import { fileProblem } from "./file-problem";
import type { Wrapping } from "./open-bytes";
import { CHUNK_BYTES } from "./scan-chunk";
import type { ScanPool } from "./scan-pool";
import { ScanProblem } from "./scan-pool";
import type { ScanFormat } from "./scan-protocol";
import { nextCut } from "./scan-stream";
import { FileHeaders } from "./file-headers";

/** How far reading has come. */
export interface IngestProgress {
  /** Bytes of the file as it lies on the disk, compressed ones where it is compressed. */
  bytesDone: number;
  lines: number;
  parsed: number;
  rejected: number;
  skipped: number;
}

export interface IngestOptions {
  path: string;
  wrapping: Wrapping;
  format: ScanFormat;
  /** Index of the file in `Rollup.files`, written into every kept line. */
  file: number;
  /** Unwrapped bytes and lines that an earlier run has accounted for: reading goes on from there. */
  startOffset?: number;
  linesBefore?: number;
  /** Unwrapped files only: reads no further than this offset. */
  endOffset?: number;
  /** Leaves a last line without line end to the next run; for files that are still written. */
  keepPartialLast?: boolean;
  /** Called for every chunk in the order of the file, with its lines numbered, and awaited before the next. */
  onChunk: (chunk: ChunkRollup, progress: IngestProgress) => Promise<void> | void;
  /** Ends reading after the chunk at hand. */
  signal?: AbortSignal;
}

export interface IngestResult extends IngestProgress {
  /** Unwrapped bytes accounted for: where the next run begins. */
  endOffset: number;
  cancelled: boolean;
  /** A sentence when the file could not be read, or not to its end. What came before was handed to `onChunk`. */
  problem: string | null;
}

/**
 * Reads one file through the pool's threads: plain files by ranges in parallel, compressed and framed ones as a stream on one thread. At most two chunks
 * per thread are in flight, so memory does not depend on the file's size. Errors of `onChunk` reject; everything wrong with the
 * file is a sentence in the result.
 */
export async function ingestFile(pool: ScanPool, options: IngestOptions): Promise<IngestResult> {
  const result: IngestResult = {
    ...{ bytesDone: 0, lines: 0, parsed: 0, rejected: 0, skipped: 0 },
    ...{ endOffset: options.startOffset ?? 0, cancelled: false, problem: null },
  };
  const commit = async (chunk: ChunkRollup, bytesDone: number) => {
    const placed = rebaseChunk(chunk, options.file, (options.linesBefore ?? 0) + result.lines);
    result.lines += chunk.lines;
    result.parsed += chunk.parsed;
    result.rejected += chunk.rejected;
    result.skipped += chunk.skipped;
    result.bytesDone = bytesDone;
    // A range that lies within one over-long line ends before the chunk that holds the line's beginning did.
    placed.endOffset = result.endOffset = Math.max(result.endOffset, chunk.endOffset);
    const { lines, parsed, rejected, skipped } = result;
    await options.onChunk(placed, { bytesDone, lines, parsed, rejected, skipped });
  };
  if (isWrapped(options.wrapping)) await readStream(pool, options, result, commit);
  else await readPlain(pool, options, result, commit);
  return result;
}

type Commit = (chunk: ChunkRollup, bytesDone: number) => Promise<void>;

async function readPlain(pool: ScanPool, options: IngestOptions, result: IngestResult, commit: Commit): Promise<void> {
  const size = sizeOf(options.path);
  if (typeof size === "string") {
    result.problem = size;
    return;
  }
  const fileEnd = Math.min(size, options.endOffset ?? Infinity);
  const inFlight: Promise<ChunkRollup>[] = [];
  const headers = FileHeaders.of(options.path, options.format);
  let next = result.endOffset;
  try {
    while (next < fileEnd || inFlight.length > 0) {
      while (next < fileEnd && inFlight.length < 2 * pool.size) {
        const range = {
          start: next,
          end: Math.min(nextCut(next), fileEnd),
          fileEnd,
          keepPartialLast: options.keepPartialLast ?? false,
          headers: headers && (await headers.before(next)),
        };
        const chunk = pool.range(options.path, options.format, range);
        // It is awaited in its turn; until then its failure must not count as unhandled.
        chunk.catch(() => undefined);
        inFlight.push(chunk);
        next = range.end;
      }
      const chunk = await inFlight.shift()!;
      if (options.signal?.aborted) {
        result.cancelled = true;
        break;
      }
      await commit(chunk, chunk.endOffset);
    }
  } catch (error) {
    if (!(error instanceof ScanProblem)) throw error;
    result.problem = error.message;
  } finally {
    // Whatever is still in flight when reading ends early is not wanted; its failure neither.
    await Promise.allSettled(inFlight);
    await headers?.close();
  }
}

async function readStream(pool: ScanPool, options: IngestOptions, result: IngestResult, commit: Commit): Promise<void> {
  let failure: unknown = null;
  result.problem = await pool.stream(
    options.path,
    options.wrapping,
    options.format,
    result.endOffset,
    async (chunk, bytesRead) => {
      if (options.signal?.aborted) {
        result.cancelled = true;
        throw new ScanProblem("Reading was stopped.");
      }
      try {
        await commit(chunk, bytesRead);
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  );
  if (failure !== null) throw failure;
  if (result.cancelled) result.problem = null;
}

/** Size in bytes, or a sentence. */
function sizeOf(path: string): number | string {
  try {
    const fd = openSync(path, "r");
    try {
      const stat = fstatSync(fd);
      return stat.isDirectory() ? `${path} is a folder; name the files in it` : stat.size;
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return fileProblem(error, path);
  }
}

/** Whether the lines of a file cannot be read from where they lie. */
export function isWrapped({ compression, framing }: Wrapping): boolean {
  return compression !== null || framing !== null;
}

/** Chunks that a plain file of this size has. */
export function chunkCount(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / CHUNK_BYTES));
}
