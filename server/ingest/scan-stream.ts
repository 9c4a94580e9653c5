import type { Compression } from "@/core/contract/compression";
import type { LineReader } from "@/core/formats/line-reader";
import type { ChunkRollup } from "@/core/rollups/chunk-rollup";
import { breakSentence } from "./decode-problem";
import { openBytes, type Wrapping } from "./open-bytes";
import { BLOCK_BYTES, CHUNK_BYTES, ChunkScan } from "./scan-chunk";
import { chunkBuffer } from "./scan-range";

/** Beyond this much output the ratio is judged: the head of a small file may well be very even. */
const BOMB_AFTER_BYTES = 64 << 20;
/**
 * Access logs shrink 10 to 30 times. The dullest ones, of nothing but health checks, were measured: 87 times with gzip (deflate can do 1,032), 134
 * with zstd, 95 with bzip2, 247 with xz, all three of which can do many thousand.
 */
const BOMB_RATIO: Record<Compression, number> = { gzip: 250, zstd: 1000, bzip2: 1000, xz: 1000 };

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
      unpacked += block.length;
      if (compression !== null && unpacked > BOMB_AFTER_BYTES) {
        const ratio = unpacked / Math.max(1, source.bytesRead());
        if (ratio > BOMB_RATIO[compression]) {
          problem = bombSentence(unpacked, ratio);
          break;
        }
      }
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

function bombSentence(unpacked: number, ratio: number): string {
  return (
    `Reading stopped after ${Math.round(unpacked / (1 << 20))} MiB: the file unpacks to ${Math.round(ratio)} times its size, which no log does. ` +
    "If it really is one, unpack it yourself and give the plain file."
  );
}
