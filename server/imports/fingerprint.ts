import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { openBytes, type Wrapping } from "@/server/ingest/open-bytes";
import { readHead } from "@/server/ingest/read-head";

/** Bytes compared at the beginning of a file and before the offset reached: dozens of lines with their own times and clients. */
export const WINDOW_BYTES = 64 << 10;
const FIRST_LINE_BYTES = 4096;
const LINE_FEED = 10;

/** What two copies of one file have in common, compressed or not. */
export interface Fingerprint {
  /** Of the first line (at most 4 KiB): the key by which earlier imports are found. */
  firstLineHash: string;
  headHash: string;
  headBytes: number;
}

/** The fingerprint of a file's unwrapped beginning; null when there is nothing to read. */
export async function fingerprintOf(path: string): Promise<Fingerprint | null> {
  const { bytes } = await readHead(path);
  if (bytes.length === 0) return null;
  const lineEnd = bytes.indexOf(LINE_FEED);
  const firstLine = bytes.subarray(0, Math.min(FIRST_LINE_BYTES, lineEnd < 0 ? bytes.length : lineEnd));
  const head = bytes.subarray(0, WINDOW_BYTES);
  return { firstLineHash: sha256(firstLine), headHash: sha256(head), headBytes: head.length };
}

/** Whether a file's unwrapped beginning is that of an earlier import. */
export async function sameHead(path: string, known: { headHash: string; headBytes: number }): Promise<boolean> {
  const { bytes } = await readHead(path);
  return bytes.length >= known.headBytes && sha256(bytes.subarray(0, known.headBytes)) === known.headHash;
}

/** Hash of the last bytes before `offset` of a plain file; null when it is shorter or cannot be read. */
export function tailBefore(
  path: string,
  offset: number,
  length = WINDOW_BYTES,
): { hash: string; bytes: number } | null {
  const bytes = readAt(path, Math.max(0, offset - length), Math.min(length, offset));
  return bytes === null ? null : { hash: sha256(bytes), bytes: bytes.length };
}

/** The same for a wrapped file, which must be unwrapped up to there. */
export async function wrappedTailBefore(
  path: string,
  wrapping: Wrapping,
  offset: number,
  length: number,
): Promise<string | null> {
  const from = Math.max(0, offset - length);
  const hash = createHash("sha256");
  let position = 0;
  const source = openBytes(path, wrapping);
  try {
    for await (const block of source.blocks) {
      const begin = Math.max(0, from - position);
      const end = Math.min(block.length, offset - position);
      if (end > begin) hash.update(block.subarray(begin, end));
      position += block.length;
      if (position >= offset) return hash.digest("hex");
    }
  } catch {
    // A damaged file is reported when it is read; here it just does not match.
  } finally {
    source.close();
  }
  return null;
}

/** Where the line begins that the byte before `offset` belongs to; null when that byte ends a line, or no line begins within a window. */
export function openLineStart(path: string, offset: number): number | null {
  const from = Math.max(0, offset - WINDOW_BYTES);
  const bytes = readAt(path, from, offset - from);
  if (bytes === null || bytes.length === 0 || bytes.at(-1) === LINE_FEED) return null;
  const before = bytes.lastIndexOf(LINE_FEED);
  if (before >= 0) return from + before + 1;
  return from === 0 ? 0 : null;
}

function readAt(path: string, from: number, length: number): Uint8Array | null {
  try {
    const fd = openSync(path, "r");
    try {
      const buffer = Buffer.alloc(length);
      return readSync(fd, buffer, 0, length, from) === length ? buffer : null;
    } finally {
      closeSync(fd);
    }
  } catch {
    return null;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
