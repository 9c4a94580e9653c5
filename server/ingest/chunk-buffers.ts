import type { ChunkRollup } from "@/core/rollups/chunk-rollup";

/** The memory of a chunk's typed arrays, to be handed to another thread instead of copied. */
export function chunkBuffers(chunk: ChunkRollup): ArrayBuffer[] {
  const { cells, statuses, latencies, tallies, retries, messageCounts, sample } = chunk;
  const arrays = [
    ...[cells.minute, cells.upstream, cells.host, cells.route, cells.counts],
    ...[statuses, latencies, tallies, retries, messageCounts, sample.rows],
  ];
  const buffers = new Set<ArrayBuffer>();
  for (const { buffer } of arrays) if (buffer instanceof ArrayBuffer) buffers.add(buffer);
  return [...buffers];
}
