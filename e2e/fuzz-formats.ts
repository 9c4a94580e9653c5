import { performance } from "node:perf_hooks";
import { FORMATS, openFormat, plainChoice } from "@/core/formats/format-registry";
import type { LineReader } from "@/core/formats/line-reader";
import { createLineReading, type ReadLine } from "@/core/formats/read-line";
import { seededRandom } from "@/core/spikes/traffic-builder";
import { ChunkScan } from "@/server/ingest/scan-chunk";

/** What a fuzz run found. */
export interface FuzzResult {
  lines: number;
  events: number;
  rejected: number;
  skipped: number;
  /** Lines that threw, or gave neither an event nor a reason; at most twenty. */
  failures: { format: string; line: string; problem: string }[];
  /** The lines that took longest, milliseconds: see `settledMs`. */
  slowest: { format: string; ms: number; bytes: number }[];
}

interface Reading {
  id: string;
  read: (buf: Uint8Array, from: number, to: number) => ReadLine;
  reader: LineReader;
  /** Lines that wait to be folded together. */
  pending: Uint8Array[];
}

/** A line that took longer is read again, in batches: half of the millisecond that is allowed. */
const SUSPECT_MS = 0.5;
const BATCH = 5;
/** 200 readings: on a loaded machine V8 compiles a loop well within them. */
const BATCHES = 40;

/** Mutates real lines of every format, reads each by its own format and by one other, and folds them. The same seed gives the same lines. */
export function fuzzFormats(lines: number, seed: number): FuzzResult {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const readings = FORMATS.map((format): Reading => {
    const choice = { ...plainChoice(format.id), ...format.samples[0]?.choice };
    const reader = openFormat(choice, { timezone: "Europe/Berlin", referenceMs: Date.UTC(2026, 0, 1) });
    if ("problem" in reader) throw new Error(reader.problem);
    return { id: format.id, read: createLineReading(reader), reader, pending: [] };
  });
  const samples = FORMATS.flatMap(({ samples: own }, at) =>
    own.map(({ line }) => ({ at, bytes: new Uint8Array(Buffer.from(line)) })),
  );
  const result: FuzzResult = { lines: 0, events: 0, rejected: 0, skipped: 0, failures: [], slowest: [] };
  while (result.lines < lines) {
    const sample = pick(samples);
    const line = mutate(sample.bytes, pick(samples).bytes, random);
    readOne(readings[sample.at]!, line, result);
    readOne(pick(readings), line, result);
    const own = readings[sample.at]!;
    if (own.pending.push(line) >= FOLDED_TOGETHER) foldAll(own, result);
  }
  result.slowest.sort((a, b) => b.ms - a.ms).splice(10);
  return result;
}

/** Lines of one fold: what an earlier line leaves behind must not trouble a later one. */
const FOLDED_TOGETHER = 500;

function foldAll({ id, reader, pending }: Reading, result: FuzzResult): void {
  const text = Buffer.concat(pending.splice(0).flatMap((line) => [line, Buffer.of(10)]));
  try {
    const scan = new ChunkScan(text, reader, 0, text.length);
    scan.consume(text.length, true);
    scan.finish();
  } catch (error) {
    fail(result, id, text, `folding: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readOne({ id, read }: Reading, line: Uint8Array, result: FuzzResult): void {
  result.lines++;
  try {
    const startedMs = performance.now();
    const { event } = read(line, 0, line.length);
    const tookMs = performance.now() - startedMs;
    if ("role" in event) result.events++;
    else if ("rejected" in event && event.rejected !== "") result.rejected++;
    else if ("skipped" in event && event.skipped !== "") result.skipped++;
    else fail(result, id, line, "neither an event nor a reason");
    if (tookMs > SUSPECT_MS) result.slowest.push({ format: id, ms: settledMs(read, line), bytes: line.length });
  } catch (error) {
    fail(result, id, line, error instanceof Error ? error.message : String(error));
  }
}

/**
 * What the line itself takes: the least median of several batches of readings. One reading may also pay for what is the engine's and
 * passes: loops that it interprets until they are compiled (some 30 times slower), code that it throws away and compiles anew, a
 * collection. A line that is slow by its own work is slow in every batch.
 */
function settledMs(read: Reading["read"], line: Uint8Array): number {
  let best = Infinity;
  for (let batch = 0; batch < BATCHES && best > SUSPECT_MS; batch++) {
    const tookMs = Array.from({ length: BATCH }, () => {
      const startedMs = performance.now();
      read(line, 0, line.length);
      return performance.now() - startedMs;
    });
    best = Math.min(best, tookMs.sort((a, b) => a - b)[BATCH >> 1] ?? Infinity);
  }
  return best;
}

function fail({ failures }: FuzzResult, format: string, line: Uint8Array, problem: string): void {
  if (failures.length < 20)
    failures.push({ format, line: JSON.stringify(Buffer.from(line).toString("latin1")), problem });
}

/** Bytes that mean something in log lines. */
const MARKS = Uint8Array.from(Buffer.from("\"'[]{}()<>\\ ,:;=/|-+%#&?.0\t\r\n\0\x7f\xff", "latin1"));

/** A few changes at random: bytes replaced, removed, doubled, put in; the rest of another line; a stretch said many times over. */
function mutate(line: Uint8Array, other: Uint8Array, random: () => number): Uint8Array {
  const below = (limit: number) => Math.floor(random() * limit);
  let bytes = Buffer.from(line);
  for (let changes = 1 + below(6); changes > 0; changes--) {
    const at = below(bytes.length + 1);
    const many = 1 + below(20);
    const piece = at < bytes.length ? bytes.subarray(at, at + many) : bytes;
    const mark = random() < 0.7 ? MARKS[below(MARKS.length)]! : below(256);
    const how = random();
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    if (how < 0.3) bytes = Buffer.concat([before, Buffer.of(mark), bytes.subarray(at + 1)]);
    else if (how < 0.5) bytes = Buffer.concat([before, bytes.subarray(at + many)]);
    else if (how < 0.65) bytes = Buffer.concat([before, bytes.subarray(at, at + many), after]);
    else if (how < 0.85) bytes = Buffer.concat([before, Buffer.alloc(many, mark), after]);
    else if (how < 0.95) bytes = Buffer.concat([before, other.subarray(below(other.length))]);
    else if (how < 0.98) bytes = Buffer.from(before);
    else bytes = Buffer.concat([before, Buffer.alloc(below(20_000), piece), after]);
    if (bytes.length === 0) bytes = Buffer.of(mark);
  }
  return new Uint8Array(bytes);
}
