import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { Compression } from "@/core/contract/compression";
import { MAX_LINE_BYTES } from "@/core/formats/line-reader";
import { breakSentence } from "./decode-problem";
import { fileProblem } from "./file-problem";
import { openBytes, type Wrapping } from "./open-bytes";
import { tellFraming } from "./tell-framing";
import { tellArchive, tellPacking } from "./tell-packing";

/** Unwrapped bytes that detection looks at. */
export const HEAD_BYTES = 32 << 10;

/** How far lines of ordinary length are looked for: behind two of the longest that a reader takes, and as much again. */
const LONG_LINES_BYTES = 4 * MAX_LINE_BYTES;

const LINE_FEED = 10;

/** The beginning of a file, unpacked and framed: lines. */
export interface Head extends Wrapping {
  bytes: Uint8Array;
  /** Of the file as it lies on the disk. */
  sizeBytes: number;
  /** When it was last written, UTC epoch milliseconds: near the time of its lines. */
  modifiedMs: number;
  /** Why nothing could be read, and what to do; null when something could. */
  problem: string | null;
}

/** Reads the beginning of a file. What it is wrapped in is told by its first bytes, not by its name. */
export async function readHead(path: string): Promise<Head> {
  let raw: Buffer;
  let sizeBytes = 0;
  let modifiedMs = 0;
  try {
    const fd = openSync(path, "r");
    try {
      const stat = fstatSync(fd);
      if (stat.isDirectory()) return failed(0, `${path} is a folder; name the files in it.`);
      sizeBytes = stat.size;
      const buffer = Buffer.alloc(HEAD_BYTES);
      raw = buffer.subarray(0, readSync(fd, buffer, 0, HEAD_BYTES, 0));
      modifiedMs = stat.mtimeMs;
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return failed(0, `${fileProblem(error, path)}.`);
  }
  // That is for the detection to judge: an error log without a line is a finding.
  if (raw.length === 0) return { ...failed(sizeBytes, ""), problem: null, modifiedMs };
  const packing = tellPacking(raw);
  if (packing.kind === "foreign") {
    return failed(
      sizeBytes,
      `${path} is packed with ${packing.name}; unpack it first (${packing.tool}) and give the result.`,
    );
  }
  const compression = packing.kind === "compressed" ? packing.compression : null;
  return { ...(await unwrapHead(path, raw, compression, sizeBytes)), modifiedMs };
}

async function unwrapHead(
  path: string,
  raw: Buffer,
  compression: Compression | null,
  sizeBytes: number,
): Promise<Omit<Head, "modifiedMs">> {
  const { bytes, error } =
    compression === null ? { bytes: raw, error: null } : await readStart(path, { compression, framing: null });
  if (bytes.length === 0) {
    const problem =
      error === null
        ? `${path} holds nothing: unpacked, it is empty.`
        : `${path} cannot be unpacked. ${breakSentence(error, compression, false)}`;
    return { ...failed(sizeBytes, problem), compression };
  }
  const archive = tellArchive(bytes);
  if (archive !== null) {
    const problem = `${path} is a ${archive} archive inside another file; unpack it first and give the log files in it.`;
    return { ...failed(sizeBytes, problem), compression };
  }
  const framing = tellFraming(bytes);
  if (framing === null) {
    const isCut = bytes.length === HEAD_BYTES && !bytes.includes(LINE_FEED);
    const lines = isCut ? await behindLongLines(path, { compression, framing }) : null;
    return { bytes: lines ?? bytes, compression, framing, sizeBytes, problem: null };
  }
  const framed = await readStart(path, { compression, framing });
  return { bytes: wholeLines(framed.bytes), compression, framing, sizeBytes, problem: null };
}

/** The first lines of ordinary length, where those in front of them are longer than a head; null where none come soon. */
async function behindLongLines(path: string, wrapping: Wrapping): Promise<Uint8Array | null> {
  const { bytes } = await readStart(path, wrapping, LONG_LINES_BYTES);
  for (let lineEnd = bytes.indexOf(LINE_FEED); lineEnd >= 0;) {
    const next = bytes.indexOf(LINE_FEED, lineEnd + 1);
    if (next - lineEnd > 1 && next - lineEnd <= HEAD_BYTES)
      return bytes.subarray(lineEnd + 1, lineEnd + 1 + HEAD_BYTES);
    lineEnd = next;
  }
  return null;
}

/** As much as there is of the beginning, up to `most` bytes, and what ended it before. */
export async function readStart(
  path: string,
  wrapping: Wrapping,
  most = HEAD_BYTES,
): Promise<{ bytes: Uint8Array; error: unknown }> {
  const source = openBytes(path, wrapping);
  const head = Buffer.alloc(most);
  let filled = 0;
  let error: unknown = null;
  try {
    for await (const block of source.blocks) {
      head.set(block.subarray(0, most - filled), filled);
      filled = Math.min(most, filled + block.length);
      if (filled === most) break;
    }
  } catch (thrown) {
    error = thrown;
  } finally {
    source.close();
  }
  return { bytes: head.subarray(0, filled), error };
}

/** Framed records are whole lines; one that the end of the head cuts would be no JSON. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  const end = bytes.lastIndexOf(LINE_FEED);
  return end < 0 ? bytes : bytes.subarray(0, end + 1);
}

function failed(sizeBytes: number, problem: string): Head {
  return { bytes: new Uint8Array(0), compression: null, framing: null, sizeBytes, modifiedMs: 0, problem };
}
