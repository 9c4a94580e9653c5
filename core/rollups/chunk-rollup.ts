import type { MarkerEvent } from "@/core/events/marker-event";
import { emptySample, type RequestSample } from "./request-sample";
import type { CellTable, Dimension, FailedRequest, FailureMessage, LineRef } from "./rollup";

/** A line that could not be read: its number, why, and how it begins. */
export interface RejectedSample {
  /** 1-based; relative to the chunk until `rebaseChunk`. */
  line: number;
  reason: string;
  /** At most `SAMPLE_TEXT_LENGTH` characters. */
  text: string;
}

/**
 * What remains of one chunk of one file: the same tables as in `Rollup`, over the chunk's own dictionaries, plus the counts that the
 * file's record needs. Plain data (typed arrays, strings, numbers), so that it crosses threads by structured clone. Line numbers
 * are relative to the chunk (its first line is 1) and `file` is 0 until `rebaseChunk`, because a worker that starts in the middle
 * of a file cannot know either.
 */
export interface ChunkRollup {
  /** Range of decompressed bytes that is accounted for once this chunk is: the next chunk begins at `endOffset`. */
  startOffset: number;
  endOffset: number;
  /** Lines in the chunk; `parsed + rejected + skipped`. Empty lines are skipped lines. */
  lines: number;
  parsed: number;
  rejected: number;
  /** Comments, headers, empty lines. */
  skipped: number;
  /** UTC epoch ms of the earliest and latest event; null when nothing was parsed. */
  firstAtMs: number | null;
  lastAtMs: number | null;
  /** Index 0 of each is "" = not logged. */
  dictionaries: Record<Dimension, string[]>;
  /** Rows in no order; every combination of minute, upstream, host and route once. Its arrays hold exactly `size` rows. */
  cells: CellTable;
  /** `minute, status, count` triples, as in `Rollup`. */
  statuses: Int32Array;
  /** `minute, metric, upstream (0 = all), bucket, count` quintuples, as in `Rollup`. */
  latencies: Int32Array;
  /** `ten-minute index, dimension index, value index, requests, gateway errors` quintuples, as in `Rollup`. */
  tallies: Int32Array;
  /** `minute, failed, tried again, succeeded, sum of delays in ms` quintuples, as in `Rollup`; a retry in a later chunk is not seen. */
  retries: Float64Array;
  /** In the order of the lines. */
  failures: FailedRequest[];
  rescued: FailedRequest[];
  doubtful: FailedRequest[];
  messages: FailureMessage[];
  /** `minute, signature index, upstream index, count` quadruples, as in `Rollup`. */
  messageCounts: Int32Array;
  /** Index 0 is "" = a message nobody knows. */
  messageSignatures: string[];
  markers: MarkerEvent[];
  sample: RequestSample;
  rejectedSamples: RejectedSample[];
}

/** Characters kept of a rejected line. */
export const SAMPLE_TEXT_LENGTH = 500;
/** Rejected lines kept per chunk; the file's record keeps the first hundred of all. */
export const SAMPLES_PER_CHUNK = 20;

/**
 * Gives the chunk its place in the system: `file` is the index into `Rollup.files`, `linesBefore` the number of lines of the file
 * before this chunk. Returns a copy; the tables are shared.
 */
export function rebaseChunk(chunk: ChunkRollup, file: number, linesBefore: number): ChunkRollup {
  const place = <T extends LineRef>(row: T): T => ({ ...row, file, line: row.line + linesBefore });
  return {
    ...chunk,
    failures: chunk.failures.map(place),
    rescued: chunk.rescued.map(place),
    doubtful: chunk.doubtful.map(place),
    messages: chunk.messages.map(place),
    rejectedSamples: chunk.rejectedSamples.map((sample) => ({ ...sample, line: sample.line + linesBefore })),
  };
}

/** A chunk without a line: the base that folds fill and tests vary. */
export function emptyChunk(startOffset: number, endOffset: number): ChunkRollup {
  const none = new Int32Array(0);
  return {
    startOffset,
    endOffset,
    lines: 0,
    parsed: 0,
    rejected: 0,
    skipped: 0,
    firstAtMs: null,
    lastAtMs: null,
    dictionaries: emptyDictionaries(),
    cells: { size: 0, minute: none, upstream: none, host: none, route: none, counts: none },
    statuses: none,
    latencies: none,
    tallies: none,
    retries: new Float64Array(0),
    failures: [],
    rescued: [],
    doubtful: [],
    messages: [],
    messageCounts: none,
    messageSignatures: [""],
    markers: [],
    sample: emptySample(),
    rejectedSamples: [],
  };
}

/** Dictionaries that know only "" = not logged. */
export function emptyDictionaries(): Record<Dimension, string[]> {
  return { upstream: [""], host: [""], route: [""], client: [""], agent: [""], method: [""], flag: [""] };
}
