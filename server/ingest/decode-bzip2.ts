import { Buffer } from "node:buffer";
import { BitReader, OutOfBits } from "./bit-reader";
import { blockBytes, readBlock } from "./bzip2-block";
import { DecodeProblem } from "./decode-problem";

/**
 * bzip2, any number of streams, checksums verified. Written here because the packages there are hold a block's output, up to 46 MB of it, as an array
 * of numbers, or call what Node has deprecated.
 */

const BLOCK = [0x31_4159, 0x26_5359];
const END = [0x17_7245, 0x38_5090];
const LEVEL_BYTES = 100_000;
/** A block of that many bytes, each coded with 20 bits, and its tables: what must be there to read the next block for certain. */
const PACKED_LEVEL_BYTES = 250_000;
const TABLE_BYTES = 64 << 10;

/** Unpacks pieces as they come; throws a `DecodeProblem`. Holds one block: 2.3 MB packed and 3.6 MB unpacked at most. */
export async function* decodeBzip2(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new Input(pieces);
  let chain = new Uint32Array(0);
  while (!(await input.isAtEnd())) {
    const level = await readHeader(input);
    if (chain.length !== level * LEVEL_BYTES) chain = new Uint32Array(level * LEVEL_BYTES);
    let combined = 0;
    for (;;) {
      await input.fill(level * PACKED_LEVEL_BYTES + TABLE_BYTES);
      const part = input.take((bits) => {
        const magic = [bits.read(24), bits.read(24)];
        const checksum = bits.read(16) * 65536 + bits.read(16);
        if (matches(magic, END)) return { checksum, block: null };
        if (!matches(magic, BLOCK)) throw new DecodeProblem("damaged", "bzip2: no block");
        return { checksum, block: readBlock(bits, chain) };
      });
      if (part.block === null) {
        if (part.checksum !== combined) throw new DecodeProblem("damaged", "bzip2: checksum of the stream");
        break;
      }
      const checksum = yield* blockBytes(part.block);
      if (checksum !== part.checksum) throw new DecodeProblem("damaged", "bzip2: checksum of a block");
      combined = (((combined << 1) | (combined >>> 31)) ^ checksum) >>> 0;
    }
    input.alignToByte();
  }
}

/** The level, 1 to 9, from `BZh9`. */
async function readHeader(input: Input): Promise<number> {
  await input.fill(4);
  return input.take((bits) => {
    const magic = bits.read(24);
    const level = bits.read(8) - 48;
    if (magic !== 0x42_5a68 || level < 1 || level > 9) throw new DecodeProblem("damaged", "bzip2: no header");
    return level;
  });
}

function matches(magic: readonly number[], expected: readonly number[]): boolean {
  return magic[0] === expected[0] && magic[1] === expected[1];
}

/** Gathers the pieces, and remembers the bit up to which they were read. */
class Input {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  #bit = 0;
  #ended = false;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#iterator = pieces[Symbol.asyncIterator]();
  }

  /** Waits until so many bytes are there, or all that will come. */
  async fill(bytes: number): Promise<void> {
    const parts = [this.#held];
    let length = this.#held.length;
    while (length < bytes && !this.#ended) {
      const { done, value } = await this.#iterator.next();
      if (done) this.#ended = true;
      else {
        parts.push(value);
        length += value.length;
      }
    }
    if (parts.length > 1) this.#held = Buffer.concat(parts, length);
  }

  async isAtEnd(): Promise<boolean> {
    await this.fill(1);
    return this.#held.length === 0;
  }

  take<Value>(read: (bits: BitReader) => Value): Value {
    try {
      const bits = new BitReader(this.#held, this.#bit);
      const value = read(bits);
      this.#held = this.#held.subarray(bits.position >>> 3);
      this.#bit = bits.position & 7;
      return value;
    } catch (error) {
      if (!(error instanceof OutOfBits)) throw error;
      throw new DecodeProblem(this.#ended ? "cut-off" : "damaged", "bzip2: out of bits");
    }
  }

  alignToByte(): void {
    if (this.#bit > 0) this.#held = this.#held.subarray(1);
    this.#bit = 0;
  }
}
