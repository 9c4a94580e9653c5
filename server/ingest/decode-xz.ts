import { XzReadableStream } from "xz-decompress";
import { DecodeProblem } from "./decode-problem";
import { webStream } from "./web-stream";

/**
 * XZ, https://tukaani.org/xz/xz-file-format.txt: any number of streams, CRC-32 and CRC-64 verified. The package is XZ Embedded compiled to WebAssembly;
 * it takes dictionaries up to 64 MiB (`xz -9`) and no filters for program code. It reads one file at a time per thread, the next one waits.
 */

/** Return codes, https://github.com/tukaani-project/xz-embedded/blob/master/linux/include/linux/xz.h. */
const FAULTS: Record<string, [fault: "cut-off" | "unsupported", detail: string]> = {
  "3": ["unsupported", "There was not enough memory to unpack the xz file; unpack it yourself (unxz)."],
  "4": [
    "unsupported",
    "The xz file needs a dictionary above 64 MiB; unpack it yourself (unxz) and give the plain file.",
  ],
  "6": [
    "unsupported",
    "The xz file uses a filter or a checksum that is not read here; unpack it yourself (unxz) and give the plain file.",
  ],
  "8": ["cut-off", "the last stream is not complete"],
};

/** Unpacks pieces as they come; throws a `DecodeProblem`, or whatever `pieces` throws. */
export async function* decodeXz(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for await (const block of new XzReadableStream(webStream(pieces))) if (block.length > 0) yield block;
  } catch (error) {
    throw problemOf(error);
  }
}

function problemOf(error: unknown): unknown {
  const code =
    error instanceof Error ? /^get_next_output failed with error code (\d+)/.exec(error.message)?.[1] : undefined;
  if (code === undefined) return error;
  const [fault, detail] = FAULTS[code] ?? ["damaged" as const, `xz error ${code}`];
  return new DecodeProblem(fault, detail);
}
