import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import type { LineReader } from "@/core/formats/line-reader";
import type { ChunkRollup } from "@/core/rollups/chunk-rollup";
import { CHUNK_BYTES, ChunkScan } from "./scan-chunk";
import { chunkBuffer } from "./scan-range";
import { headersOf, HeaderTrack } from "./header-track";

/** Beyond this much output the ratio is judged: the head of a small file may well be very even. */
const BOMB_AFTER_BYTES = 64 << 20;
/** Access logs shrink 10 to 30 times, the dullest health-check logs about 100 times; deflate can do 1,032. */
const BOMB_RATIO = 250;
const INFLATE_BYTES = 256 << 10;

export interface GzipProgress {
  /** Compressed bytes read. */
  bytesRead: number;
}

/**
 * Inflates a gzip file (any number of members) and scans it chunk by chunk, from `startOffset` of the decompressed bytes on. `emit` is
 * awaited, so no more than one chunk is held. Returns a sentence when the file breaks off or is refused; what came before it was
 * emitted.
 */
export async function scanGzip(
  path: string,
  reader: LineReader,
  startOffset: number,
  emit: (chunk: ChunkRollup, progress: GzipProgress) => Promise<void>,
  isCancelled: () => boolean,
): Promise<string | null> {
  const source = createReadStream(path, { highWaterMark: INFLATE_BYTES });
  const inflate = createGunzip({ chunkSize: INFLATE_BYTES });
  let problem: string | null = null;
  source.on("error", (error) => inflate.destroy(error));
  source.pipe(inflate);

  const buffer = chunkBuffer();
  // The buffer begins with the byte before the chunk, see ChunkScan.
  const base = Math.max(0, startOffset - 1);
  let start = startOffset;
  let scan = new ChunkScan(buffer, reader, start, nextCut(start));
  let filled = 0;
  let inflated = 0;
  // What is passed over may say how to read the rest.
  const found = headersOf(reader);
  const passed = found && startOffset > 0 ? new HeaderTrack(found.reader, found.headers) : null;

  const finish = async () => {
    const chunk = scan.finish();
    const kept = Math.max(0, scan.position - 1);
    await emit(chunk, { bytesRead: source.bytesRead });
    buffer.copyWithin(0, kept, filled);
    filled -= kept;
    start = chunk.endOffset;
    scan = new ChunkScan(buffer, reader, start, nextCut(start));
  };

  try {
    for await (const block of inflate as AsyncIterable<Buffer>) {
      if (isCancelled()) break;
      const skip = Math.min(block.length, Math.max(0, base - inflated));
      passed?.feed(block.subarray(0, Math.min(block.length, Math.max(0, startOffset - inflated))));
      inflated += block.length;
      if (inflated > BOMB_AFTER_BYTES && inflated > source.bytesRead * BOMB_RATIO) {
        problem = bombSentence(inflated, source.bytesRead);
        break;
      }
      block.copy(buffer, filled, skip);
      filled += block.length - skip;
      while (scan.consume(filled, false)) await finish();
    }
  } catch (error) {
    problem = breakSentence(error, inflated);
  } finally {
    source.destroy();
    inflate.destroy();
  }
  if (!isCancelled()) {
    scan.consume(filled, true);
    await emit(scan.finish(), { bytesRead: source.bytesRead });
  }
  return problem;
}

/** Chunks end at multiples of `CHUNK_BYTES`, wherever reading began: a resumed import cuts as the first one did. */
export function nextCut(offset: number): number {
  return (Math.floor(offset / CHUNK_BYTES) + 1) * CHUNK_BYTES;
}

function bombSentence(inflated: number, read: number): string {
  const ratio = Math.round(inflated / Math.max(1, read));
  return (
    `Reading stopped after ${Math.round(inflated / (1 << 20))} MiB: the file unpacks to ${ratio} times its size, which no log does. ` +
    "If it really is one, unpack it yourself (gunzip) and give the plain file."
  );
}

function breakSentence(error: unknown, inflated: number): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const before = inflated > 0 ? "Everything before the break was read" : "Nothing could be read";
  if (code === "Z_BUF_ERROR")
    return `The gzip file breaks off before its end (a copy that was cut short?). ${before}; copy it again for the rest.`;
  if (code.startsWith("Z_")) return `The gzip file is damaged. ${before}; copy it again, or check it with gzip -t.`;
  return `The file could not be read any further: ${error instanceof Error ? error.message : String(error)}. ${before}.`;
}
