import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { constants, gunzipSync } from "node:zlib";
import { fileProblem } from "./file-problem";

/** Decompressed bytes that detection looks at. */
export const HEAD_BYTES = 32 << 10;

/** The beginning of a file, unpacked. */
export interface Head {
  bytes: Uint8Array;
  compression: "gzip" | null;
  /** Of the file as it lies on the disk. */
  sizeBytes: number;
  /** When it was last written, UTC epoch milliseconds: near the time of its lines. */
  modifiedMs: number;
  /** Why nothing could be read, and what to do; null when something could. */
  problem: string | null;
}

/** Compressions that Node 20 has no decoder for, by their first bytes, and what unpacks them. */
const PACKED: { name: string; magic: number[]; tool: string }[] = [
  { name: "zstd", magic: [0x28, 0xb5, 0x2f, 0xfd], tool: "unzstd" },
  { name: "xz", magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], tool: "unxz" },
  { name: "bzip2", magic: [0x42, 0x5a, 0x68], tool: "bunzip2" },
  { name: "zip", magic: [0x50, 0x4b, 0x03, 0x04], tool: "unzip" },
  { name: "7-Zip", magic: [0x37, 0x7a, 0xbc, 0xaf], tool: "7z x" },
  { name: "lz4", magic: [0x04, 0x22, 0x4d, 0x18], tool: "unlz4" },
];

/** Reads the beginning of a file; compression is told by its first bytes, not by its name. */
export function readHead(path: string): Head {
  try {
    const fd = openSync(path, "r");
    try {
      const stat = fstatSync(fd);
      if (stat.isDirectory()) return failed(0, `${path} is a folder; name the files in it.`);
      const buffer = Buffer.alloc(HEAD_BYTES);
      const raw = buffer.subarray(0, readSync(fd, buffer, 0, HEAD_BYTES, 0));
      return { ...unpackHead(path, raw, stat.size), modifiedMs: stat.mtimeMs };
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return failed(0, `${fileProblem(error, path)}.`);
  }
}

function unpackHead(path: string, raw: Buffer, sizeBytes: number): Omit<Head, "modifiedMs"> {
  if (raw.length === 0) return failed(sizeBytes, `${path} is empty: there is nothing to read yet.`);
  const packed = PACKED.find(({ magic }) => magic.every((byte, index) => raw[index] === byte));
  if (packed) {
    return failed(
      sizeBytes,
      `${path} is packed with ${packed.name}; unpack it first (${packed.tool}) and give the result.`,
    );
  }
  if (raw[0] !== 0x1f || raw[1] !== 0x8b) return { bytes: raw, compression: null, sizeBytes, problem: null };
  const bytes = inflateHead(raw);
  if (bytes.length === 0) {
    return {
      ...failed(sizeBytes, `${path} is a damaged gzip file: nothing in it can be unpacked.`),
      compression: "gzip",
    };
  }
  return { bytes: bytes.subarray(0, HEAD_BYTES), compression: "gzip", sizeBytes, problem: null };
}

/** Unpacks as much as there is of a gzip file's beginning; nothing when it is damaged from the start. */
function inflateHead(raw: Buffer): Uint8Array {
  // Small pieces, so that a bomb's head cannot unpack to 1,032 times its size at once.
  for (let length = Math.min(raw.length, 4 << 10); ; length = Math.min(raw.length, length * 2)) {
    const bytes = inflated(raw.subarray(0, length));
    if (bytes.length >= HEAD_BYTES || length === raw.length) return bytes;
  }
}

function inflated(raw: Buffer): Uint8Array {
  try {
    return gunzipSync(raw, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array(0);
  }
}

function failed(sizeBytes: number, problem: string): Head {
  return { bytes: new Uint8Array(0), compression: null, sizeBytes, modifiedMs: 0, problem };
}
