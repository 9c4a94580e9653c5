import type { BitReader } from "./bit-reader";
import { DecodeProblem } from "./decode-problem";

/** One block of a bzip2 file, https://github.com/dsnet/compress/blob/master/doc/bzip2-format.pdf (the format's author left no specification). */

const MAX_CODE_BITS = 20;
const SYMBOLS_PER_SELECTOR = 50;
/** Runs are written in digits of base two; more digits than a block can have bytes are damage. */
const MAX_RUN_BIT = 1 << 21;
const OUTPUT_BYTES = 64 << 10;
const LONGEST_REPEAT = 255;

interface CodeTable {
  shortest: number;
  /** Per length: the first code, the last code, and the place of the first one's symbol in `symbols`. */
  first: Int32Array;
  last: Int32Array;
  start: Int32Array;
  symbols: Uint16Array;
}

/** A block before its bytes are put back in order. */
export interface SortedBlock {
  /** Bytes in the low eight bits, above them the place of the byte that follows. */
  chain: Uint32Array;
  origin: number;
  count: number;
}

/**
 * Reads the block that follows its magic number and checksum into `chain`, which has room for the largest block of the stream. Throws a
 * `DecodeProblem`, or `OutOfBits`.
 */
export function readBlock(bits: BitReader, chain: Uint32Array): SortedBlock {
  if (bits.read(1) === 1) {
    throw new DecodeProblem(
      "unsupported",
      "The bzip2 file was made before 1997, in a form that is not read here; unpack it yourself (bunzip2).",
    );
  }
  const origin = bits.read(24);
  const used = readUsedBytes(bits);
  const groups = bits.read(3);
  if (groups < 2 || groups > 6) throw damaged("number of code tables");
  const selectors = readSelectors(bits, groups);
  const tables = Array.from({ length: groups }, () => readTable(bits, used.length + 2));
  const { count, counts } = readSymbols(bits, { used, selectors, tables, chain });
  if (origin >= count) throw damaged("origin");
  let sum = 0;
  for (let byte = 0; byte < 256; byte++) {
    const own = counts[byte]!;
    counts[byte] = sum;
    sum += own;
  }
  for (let index = 0; index < count; index++) {
    const byte = chain[index]! & 0xff;
    const at = counts[byte]!++;
    chain[at] = (chain[at]! | (index << 8)) >>> 0;
  }
  return { chain, origin, count };
}

/** The bytes that occur in the block, in order. */
function readUsedBytes(bits: BitReader): number[] {
  const ranges = bits.read(16);
  const used: number[] = [];
  for (let high = 0; high < 16; high++) {
    if (((ranges >> (15 - high)) & 1) === 0) continue;
    const range = bits.read(16);
    for (let low = 0; low < 16; low++) if (((range >> (15 - low)) & 1) === 1) used.push(high * 16 + low);
  }
  if (used.length === 0) throw damaged("no bytes");
  return used;
}

/** Which table every fifty symbols are read with, kept as a move-to-front list. */
function readSelectors(bits: BitReader, groups: number): Uint8Array {
  const selectors = new Uint8Array(bits.read(15));
  if (selectors.length === 0) throw damaged("no selectors");
  const order = Array.from({ length: groups }, (_, group) => group);
  for (let index = 0; index < selectors.length; index++) {
    let place = 0;
    while (bits.read(1) === 1) if (++place >= groups) throw damaged("selector");
    const [group] = order.splice(place, 1);
    order.unshift(group!);
    selectors[index] = group!;
  }
  return selectors;
}

function readTable(bits: BitReader, symbolCount: number): CodeTable {
  const lengths = new Uint8Array(symbolCount);
  const counts = new Int32Array(MAX_CODE_BITS + 1);
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbolCount; symbol++) {
    for (;;) {
      if (length < 1 || length > MAX_CODE_BITS) throw damaged("code length");
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
    counts[length]!++;
  }
  const first = new Int32Array(MAX_CODE_BITS + 2);
  const last = new Int32Array(MAX_CODE_BITS + 2);
  const start = new Int32Array(MAX_CODE_BITS + 2);
  const symbols = new Uint16Array(symbolCount);
  let code = 0;
  let placed = 0;
  for (let bitsLong = 1; bitsLong <= MAX_CODE_BITS; bitsLong++) {
    first[bitsLong] = code;
    start[bitsLong] = placed;
    for (let symbol = 0; symbol < symbolCount; symbol++) if (lengths[symbol] === bitsLong) symbols[placed++] = symbol;
    code += counts[bitsLong]!;
    last[bitsLong] = code - 1;
    code *= 2;
  }
  return { shortest: Math.min(...lengths), first, last, start, symbols };
}

interface BlockCode {
  used: number[];
  selectors: Uint8Array;
  tables: CodeTable[];
  chain: Uint32Array;
}

/** Undoes Huffman coding, zero runs and move-to-front. */
function readSymbols(
  bits: BitReader,
  { used, selectors, tables, chain }: BlockCode,
): { count: number; counts: Uint32Array } {
  const order = Uint8Array.from(used);
  const endOfBlock = used.length + 1;
  const counts = new Uint32Array(256);
  let count = 0;
  let run = 0;
  let runBit = 1;
  let selector = 0;
  let left = 0;
  let table = tables[0]!;
  for (;;) {
    if (left === 0) {
      if (selector >= selectors.length) throw damaged("too few selectors");
      table = tables[selectors[selector++]!]!;
      left = SYMBOLS_PER_SELECTOR;
    }
    left--;
    let length = table.shortest;
    let code = bits.read(length);
    while (code > table.last[length]!) {
      if (++length > MAX_CODE_BITS) throw damaged("code");
      code = (code << 1) | bits.read(1);
    }
    const symbol = table.symbols[table.start[length]! + code - table.first[length]!]!;
    if (symbol <= 1) {
      if (runBit > MAX_RUN_BIT) throw damaged("run");
      run += runBit << symbol;
      runBit <<= 1;
      continue;
    }
    if (run > 0) {
      const byte = order[0]!;
      if (count + run > chain.length) throw damaged("block too long");
      chain.fill(byte, count, count + run);
      counts[byte]! += run;
      count += run;
      run = 0;
      runBit = 1;
    }
    if (symbol === endOfBlock) return { count, counts };
    if (count >= chain.length) throw damaged("block too long");
    let place = symbol - 1;
    const byte = order[place]!;
    for (; place > 0; place--) order[place] = order[place - 1]!;
    order[0] = byte;
    counts[byte]!++;
    chain[count++] = byte;
  }
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  return crc;
});

/** The bytes of a block in their order, with runs written out, 64 KiB at a time; returns their checksum. */
export function* blockBytes({ chain, origin, count }: SortedBlock): Generator<Uint8Array, number> {
  let output = new Uint8Array(OUTPUT_BYTES);
  let filled = 0;
  let crc = -1;
  let next = chain[origin]! >>> 8;
  let previous = -1;
  let same = 0;
  for (let done = 0; done < count; done++) {
    const entry = chain[next]!;
    next = entry >>> 8;
    const byte = entry & 0xff;
    let copies = 1;
    if (same === 4) {
      // After four equal bytes comes the number of further ones.
      copies = byte;
      same = 0;
    } else {
      same = byte === previous ? same + 1 : 1;
      previous = byte;
    }
    for (; copies > 0; copies--) {
      crc = (crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ previous]!;
      output[filled++] = previous;
    }
    if (filled > OUTPUT_BYTES - LONGEST_REPEAT) {
      yield output.subarray(0, filled);
      output = new Uint8Array(OUTPUT_BYTES);
      filled = 0;
    }
  }
  if (filled > 0) yield output.subarray(0, filled);
  return ~crc >>> 0;
}

function damaged(what: string): DecodeProblem {
  return new DecodeProblem("damaged", `bzip2: ${what}`);
}
