import type { Compression } from "@/core/contract/compression";

/** What a file is wrapped in, told by its first bytes. */
export type Packing =
  | { kind: "plain" }
  | { kind: "compressed"; compression: Compression }
  /** Nothing here unpacks it; `tool` is a command that does. */
  | { kind: "foreign"; name: string; tool: string };

const COMPRESSIONS: { compression: Compression; magic: number[] }[] = [
  { compression: "gzip", magic: [0x1f, 0x8b] },
  { compression: "zstd", magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { compression: "xz", magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
];
const FOREIGN: { name: string; magic: number[]; tool: string }[] = [
  { name: "7-Zip", magic: [0x37, 0x7a, 0xbc, 0xaf], tool: "7z x" },
  { name: "RAR", magic: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], tool: "unrar x" },
  { name: "lz4", magic: [0x04, 0x22, 0x4d, 0x18], tool: "unlz4" },
  { name: "compress", magic: [0x1f, 0x9d], tool: "uncompress" },
];
/** `BZh`, the level, and the beginning of a block or the end of the stream: a line of text may begin with the first three. */
const BZIP2 = /^BZh[1-9](?:\x31\x41\x59\x26\x53\x59|\x17\x72\x45\x38\x50\x90)/;

export function tellPacking(head: Uint8Array): Packing {
  const begins = ({ magic }: { magic: number[] }) => magic.every((byte, index) => head[index] === byte);
  const known = COMPRESSIONS.find(begins);
  if (known) return { kind: "compressed", compression: known.compression };
  if (BZIP2.test(latin1(head.subarray(0, 10)))) return { kind: "compressed", compression: "bzip2" };
  if (isSkippableFrame(head)) return { kind: "compressed", compression: "zstd" };
  const foreign = FOREIGN.find(begins);
  return foreign ? { kind: "foreign", name: foreign.name, tool: foreign.tool } : { kind: "plain" };
}

/** An archive of several files, after any compression: `tar`, `zip`, or null. */
export function tellArchive(head: Uint8Array): "tar" | "zip" | null {
  if (/^PK(?:\x03\x04|\x05\x06)/.test(latin1(head.subarray(0, 4)))) return "zip";
  return isTarHeader(head) ? "tar" : null;
}

/** Parallel compressors of zstd begin with a frame of notes to themselves. */
function isSkippableFrame(head: Uint8Array): boolean {
  return (head[0] ?? 0) >>> 4 === 5 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
}

const TAR_BLOCK = 512;
const CHECKSUM_FROM = 148;
const CHECKSUM_TO = 156;

/** The checksum of a header is the sum of its bytes, with spaces in its own place: text fits it by chance once in some thousand times a thousand. */
export function isTarHeader(head: Uint8Array): boolean {
  if (head.length < TAR_BLOCK) return false;
  const written = /^[ ]*([0-7]{1,7})[\0 ]/.exec(latin1(head.subarray(CHECKSUM_FROM, CHECKSUM_TO)));
  if (!written) return false;
  let sum = 0;
  for (let index = 0; index < TAR_BLOCK; index++) {
    sum += index >= CHECKSUM_FROM && index < CHECKSUM_TO ? 32 : head[index]!;
  }
  return sum === Number.parseInt(written[1]!, 8);
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
