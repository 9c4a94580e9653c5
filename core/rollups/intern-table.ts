/**
 * Gives byte ranges small numbers: equal bytes, equal number. Two independent hashes of the bytes stand for them (open addressing, never
 * a string on the way), read four bytes at a time. A slot is eight bytes, because the tables of a busy log do not fit the processor's
 * cache and each look costs a miss: all of one hash, and fifteen bits of the other packed with the number. Two of 32,768 values are
 * taken for one in one chunk of 260,000, two of a thousand in one of 280 million: a hit is not compared byte by byte. Ranges are
 * remembered, not copied: the bytes must stay where they are until the strings were taken. Tables have their full size from the
 * start: pages nobody touches cost nothing, and code that never meets its growing stays optimised.
 */
export class InternTable {
  /** Numbers given out so far; 0 stands for "not logged" and is given to empty ranges and a lone "-". */
  size = 1;
  /** The number all further values share once the table is full; 0 while it is not. */
  other = 0;
  /** Hash of the range given last, for callers that need one of their own. */
  hash = 0;
  /** Byte range of every number. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly #limit: number;
  /** Hash b; then fifteen bits of hash a above seventeen bits of number + 1, where 0 is a free slot. */
  readonly #slots: Int32Array;
  readonly #mask: number;

  /** At most `limit` (below 131,071) different values; the rest are told as one. */
  constructor(limit: number) {
    let slots = 4;
    while (slots < limit * 2) slots *= 2;
    this.#limit = limit;
    this.starts = new Int32Array(limit + 1);
    this.ends = new Int32Array(limit + 1);
    this.#slots = new Int32Array(slots * 2);
    this.#mask = slots - 1;
  }

  /** Number of the value in `[from, to)`; a field that the line does not have begins at -1, and its end is an earlier line's. */
  add(view: DataView, from: number, to: number): number {
    if (from < 0) {
      this.hash = 0;
      return 0;
    }
    const length = to - from;
    let a = length ^ 0x2545f491;
    let b = 0x1b873593;
    if (length >= 4) {
      const last = to - 4;
      let at = from;
      // Two words a turn, one for each hash, which then take from each other: half the multiplications of hashing twice.
      for (; at < last - 4; at += 8) {
        a = Math.imul(a ^ view.getInt32(at, true), 0x9e3779b1);
        b = Math.imul(b ^ view.getInt32(at + 4, true), 0x85ebca6b);
        a ^= b >>> 15;
        b ^= a >>> 13;
      }
      // What is left are at most eight bytes; the two words may overlap.
      a = Math.imul(a ^ view.getInt32(at < last ? at : last, true), 0x9e3779b1);
      b = Math.imul(b ^ view.getInt32(last, true), 0x85ebca6b);
    } else {
      const word = length > 0 ? shortWord(view, from, length) : DASH;
      if (word === DASH) {
        this.hash = 0;
        return 0;
      }
      a = Math.imul(a ^ word, 0x9e3779b1);
    }
    a ^= b >>> 15;
    b = Math.imul(b ^ (a >>> 13) ^ a, 0xc2b2ae35);
    b ^= b >>> 15;
    this.hash = b;
    const slots = this.#slots;
    const mask = this.#mask;
    const tag = a & TAG_BITS;
    let slot = b & mask;
    for (;;) {
      const held = slots[2 * slot + 1]!;
      if (held === 0) return this.#insert(slot, tag, b, from, to);
      if (slots[2 * slot] === b && (held & TAG_BITS) === tag) return (held & NUMBER_BITS) - 1;
      slot = (slot + 1) & mask;
    }
  }

  #insert(slot: number, tag: number, b: number, from: number, to: number): number {
    if (this.other !== 0) return this.other;
    const index = this.size++;
    if (index >= this.#limit) {
      this.other = index;
      this.starts[index] = -1;
      this.ends[index] = -1;
      return index;
    }
    this.starts[index] = from;
    this.ends[index] = to;
    this.#slots[2 * slot] = b;
    this.#slots[2 * slot + 1] = tag | (index + 1);
    return index;
  }
}

/** How a slot's second half is shared between a number and the hash that confirms it. */
export const NUMBER_BITS = 0x1ffff;
export const TAG_BITS = ~NUMBER_BITS;
const DASH = 0x2d;

/** One to three bytes as a number. */
function shortWord(view: DataView, from: number, length: number): number {
  if (from + 4 <= view.byteLength) return view.getInt32(from, true) & ((1 << (8 * length)) - 1);
  let word = 0;
  for (let at = length - 1; at >= 0; at--) word = (word << 8) | view.getUint8(from + at);
  return word;
}
