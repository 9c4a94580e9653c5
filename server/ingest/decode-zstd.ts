import { ZSTDDecoder } from "zstddec/stream";
import { DecodeProblem } from "./decode-problem";

/**
 * Zstandard, https://datatracker.ietf.org/doc/html/rfc8878: any number of frames, checksums verified. The decoder is the reference
 * implementation compiled to WebAssembly, as the package zstddec carries it. It is driven here and not by that package, whose loop never ends on a
 * damaged block; and every file gets a memory of its own, which goes with it.
 */

/** Errors are small negative numbers, https://github.com/facebook/zstd/blob/dev/lib/zstd_errors.h. */
const LEAST_ERROR = -1000;
const WINDOW_TOO_LARGE = -16;
/** `{ pointer, size, position }` of an input or output, 32 bits each. */
const VIEW_BYTES = 12;

let compiled: Promise<WebAssembly.Module> | null = null;

function compile(): Promise<WebAssembly.Module> {
  return (compiled ??= new Promise((resolve, reject) => {
    const carrier = new ZSTDDecoder();
    // The package keeps what it compiles to itself; this is the one place where it hands it on.
    carrier._init = ({ module }) => resolve(module);
    carrier.init().catch(reject);
  }));
}

/** Unpacks pieces as they come; throws a `DecodeProblem`. A block is at most 128 KiB. */
export async function* decodeZstd(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const instance = new WebAssembly.Instance(await compile(), { env: { emscripten_notify_memory_growth: () => {} } });
  const call = (name: string, ...args: number[]): number => {
    const target = instance.exports[name];
    if (typeof target !== "function") throw new Error(`the zstd decoder has no ${name}`);
    return Number(target(...args));
  };
  const { memory } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new Error("the zstd decoder has no memory");

  const context = call("ZSTD_createDCtx");
  const inputRoom = call("ZSTD_DStreamInSize");
  const outputRoom = call("ZSTD_DStreamOutSize");
  const input = call("malloc", inputRoom);
  const output = call("malloc", outputRoom);
  const inputView = call("malloc", VIEW_BYTES);
  const outputView = call("malloc", VIEW_BYTES);
  // The memory moves when it grows, so nothing of it is kept from call to call.
  const write = (at: number, ...values: number[]) => new Uint32Array(memory.buffer, at, values.length).set(values);
  const position = (view: number) => new Uint32Array(memory.buffer, view, 3)[2] ?? 0;

  let expected = 0;
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length; from += inputRoom) {
      const part = piece.subarray(from, from + inputRoom);
      new Uint8Array(memory.buffer).set(part, input);
      write(inputView, input, part.length, 0);
      for (let full = false; full || position(inputView) < part.length;) {
        write(outputView, output, outputRoom, 0);
        expected = call("ZSTD_decompressStream", context, outputView, inputView);
        const filled = position(outputView);
        if (filled > 0) yield new Uint8Array(memory.buffer).slice(output, output + filled);
        if (expected < 0 && expected > LEAST_ERROR) throw problemOf(expected);
        // With 0 the frame is done and nothing is held back; asking again would begin the next one.
        full = filled === outputRoom && expected !== 0;
      }
    }
  }
  if (expected !== 0) throw new DecodeProblem("cut-off", "the last frame is not complete");
}

function problemOf(code: number): DecodeProblem {
  if (code !== WINDOW_TOO_LARGE) return new DecodeProblem("damaged", `zstd error ${-code}`);
  return new DecodeProblem(
    "unsupported",
    "The zstd file needs more than 128 MiB of memory to unpack (it was made with --long); unpack it yourself (unzstd --long=31) and give the plain file.",
  );
}
