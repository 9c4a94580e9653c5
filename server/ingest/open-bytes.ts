import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import type { Compression } from "@/core/contract/compression";
import { frameJsonRecords } from "./frame-json-records";
import type { Framing } from "./tell-framing";

/** How the lines of a file are wrapped up. */
export interface Wrapping {
  compression: Compression | null;
  framing: Framing | null;
}

/** A file's bytes, unwrapped. */
export interface OpenBytes {
  /** To be read once. Throws what the file system, zlib or a decoder (`DecodeProblem`) throws; what came before was handed out. */
  blocks: AsyncIterable<Uint8Array>;
  /** Bytes of the file as it lies on the disk that were read so far. */
  bytesRead: () => number;
  /** Must be called when reading is over, however it ended. */
  close: () => void;
}

/** Small pieces for the decoders that run on this thread, large ones otherwise. */
const LARGE_PIECE_BYTES = 256 << 10;
const PIECE_BYTES = 64 << 10;

/** Loaded when needed: every command and every thread would start slower with all of them. */
const DECODERS = {
  zstd: async () => (await import("./decode-zstd")).decodeZstd,
  bzip2: async () => (await import("./decode-bzip2")).decodeBzip2,
  xz: async () => (await import("./decode-xz")).decodeXz,
};

/** Opens a file for reading from its beginning to its end. Never holds more than the decoder's window and one block of output. */
export function openBytes(path: string, { compression, framing }: Wrapping): OpenBytes {
  const source = createReadStream(path, {
    highWaterMark: compression === null || compression === "gzip" ? LARGE_PIECE_BYTES : PIECE_BYTES,
  });
  const inflate = compression === "gzip" ? createGunzip({ chunkSize: LARGE_PIECE_BYTES }) : null;
  // Whoever reads is told of an error; this one keeps it from ending the process when nobody reads yet.
  source.on("error", (error) => inflate?.destroy(error));
  if (inflate) source.pipe(inflate);
  const plain: AsyncIterable<Uint8Array> = inflate ?? source;
  const unpacked = compression === null || compression === "gzip" ? plain : decoded(compression, source);
  return {
    blocks: framing === null ? unpacked : frameJsonRecords(unpacked),
    bytesRead: () => source.bytesRead,
    close: () => {
      source.destroy();
      inflate?.destroy();
    },
  };
}

async function* decoded(
  compression: keyof typeof DECODERS,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const decode = await DECODERS[compression]();
  yield* decode(pieces);
}
