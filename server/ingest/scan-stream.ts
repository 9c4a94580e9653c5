import type { LineReader } from "@/core/formats/line-reader";
import type { ChunkRollup } from "@/core/rollups/chunk-rollup";
import { bombProblem } from "./bomb-guard";
import { breakSentence } from "./decode-problem";
import { openBytes, type Wrapping } from "./open-bytes";
import { headersOf, HeaderTrack } from "./header-track";
import { BLOCK_BYTES, CHUNK_BYTES, ChunkScan } from "./scan-chunk";
import { chunkBuffer } from "./scan-range";

export interface StreamProgress {
  /** Bytes of the file on the disk that were read. */
  bytesRead: number;
}

/**
 * Unpacks and frames a file and scans it chunk by chunk, from `startOffset` of the unwrapped bytes on. `emit` is awaited, so no more
 * than one chunk is held. Returns a sentence when the file breaks off or is refused; what came before it was emitted.
 */
export async function scanStream(
  path: string,
  wrapping: Wrapping,
  reader: LineReader,
  startOffset: number,
  emit: (chunk: ChunkRollup, progress: StreamProgress) => Promise<void>,
  isCancelled: () => boolean,
): Promise<string | null> {
  const source = openBytes(path, wrapping);
  const { compression } = wrapping;
  let problem: string | null = null;

  const buffer = chunkBuffer();
  // The buffer begins with the byte before the chunk, see ChunkScan.
  const base = Math.max(0, startOffset - 1);
  let start = startOffset;
  let scan = new ChunkScan(buffer, reader, start, nextCut(start));
  let filled = 0;
  let unpacked = 0;
  // What is passed over may say how to read the rest.
  const found = headersOf(reader);
  const passed = found && startOffset > 0 ? new HeaderTrack(found.reader, found.headers) : null;

  const finish = async () => {
    const chunk = scan.finish();
    const kept = Math.max(0, scan.position - 1);
    await emit(chunk, { bytesRead: source.bytesRead() });
    buffer.copyWithin(0, kept, filled);
    filled -= kept;
    start = chunk.endOffset;
    scan = new ChunkScan(buffer, reader, start, nextCut(start));
  };

  try {
    for await (const block of source.blocks) {
      if (isCancelled()) break;
      const skip = Math.min(block.length, Math.max(0, base - unpacked));
      const known = Math.min(block.length, Math.max(0, startOffset - unpacked));
      passed?.feed(Buffer.from(block.buffer, block.byteOffset, known));
      unpacked += block.length;
      problem = compression === null ? null : bombProblem(compression, unpacked, source.bytesRead());
      if (problem !== null) break;
      // The buffer has room for a block of this size behind the longest line, not for a larger one.
      for (let from = skip; from < block.length; from += BLOCK_BYTES) {
        const part = block.subarray(from, from + BLOCK_BYTES);
        buffer.set(part, filled);
        filled += part.length;
        while (scan.consume(filled, false)) await finish();
      }
    }
  } catch (error) {
    problem = breakSentence(error, compression, unpacked > 0);
  } finally {
    source.close();
  }
  if (!isCancelled()) {
    scan.consume(filled, true);
    await emit(scan.finish(), { bytesRead: source.bytesRead() });
  }
  return problem;
}

/** Chunks end at multiples of `CHUNK_BYTES`, wherever reading began: a resumed import cuts as the first one did. */
export function nextCut(offset: number): number {
  return (Math.floor(offset / CHUNK_BYTES) + 1) * CHUNK_BYTES;
}
