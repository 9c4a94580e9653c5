import type { FormatChoice } from "@/core/formats/line-reader";
import type { ChunkRollup } from "@/core/rollups/chunk-rollup";
import type { Wrapping } from "./open-bytes";
import type { ScanRange } from "./scan-range";

/** What the lines of a file are read with. */
export interface ScanFormat {
  choice: FormatChoice;
  /** For times without a zone; null = UTC. */
  timezone: string | null;
}

/** A worker is asked for one chunk of a plain file, or for a whole wrapped file chunk by chunk. */
export type ScanRequest =
  | ({ kind: "range"; id: number; path: string } & ScanFormat & { range: ScanRange })
  | ({ kind: "stream"; id: number; path: string; wrapping: Wrapping; startOffset: number } & ScanFormat)
  /** The chunk sent last was taken: go on with the next, or stop. */
  | { kind: "next"; id: number }
  | { kind: "stop"; id: number };

export type ScanReply =
  | { kind: "chunk"; id: number; chunk: ChunkRollup; bytesRead: number }
  /** The end of a request; `problem` is a sentence where it broke off. */
  | { kind: "end"; id: number; problem: string | null };
