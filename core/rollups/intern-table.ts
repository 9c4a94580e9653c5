import { growArray } from "./grow-array";

/**
 * Gives byte ranges small numbers: equal bytes, equal number. Two independent 32-bit hashes of the bytes stand for them (open
 * addressing, never a string on the way), read four bytes at a time. With the 65,536 values a table may hold, the chance that any
 * two share all 64 bits is below 2^-33, so a hit is not compared byte by byte. Ranges are remembered, not copied: the bytes must
 * stay where they are until the strings were taken.
 */
export class InternTable {
  /** Numbers given out so far; 0 stands for "not logged" and is given to empty ranges and a lone "-". */
  size = 1;
  /** The number all further values share once the table is full; 0 while it is not. */
  other = 0;
  /** Hash of the range given last, for callers that need one of their own. */
  hashA = 0;
  hashB = 0;
  /** Byte range of every number. */
  starts: Int32Array;
  ends: Int32Array;
  readonly #limit: number;
  /** hash a, hash b, number + 1 (0 = free) and a spare for alignment. */
  #slots: Int32Array;
  #mask: number;

  /** At most `limit` different values; the rest are told as one. */
  constructor(limit: number) {
    this.#limit = limit;
    this.starts = new Int32Array(64);
    this.ends = new Int32Array(64);
    this.#slots = new Int32Array(256 * 4);
    this.#mask = 255;
  }

  /** Number of the value in `[from, to)`. */
  add(view: DataView, from: number, to: number): number {
    const length = to - from;
    let a = length ^ 0x2545f491;
    let b = Math.imul(length, 0x5bd1e995);
    if (length >= 4) {
      const last = to - 4;
      for (let at = from; at < last; at += 4) {
        const word = view.getInt32(at, true);
        a = Math.imul(a ^ word, 0x9e3779b1);
        a ^= a >>> 15;
        b = Math.imul(b + word, 0x85ebca6b);
        b ^= b >>> 13;
      }
      const word = view.getInt32(last, true);
      a = Math.imul(a ^ word, 0x9e3779b1);
      b = Math.imul(b + word, 0x85ebca6b);
    } else {
      if (length <= 0 || (length === 1 && view.getUint8(from) === 0x2d)) {
        this.hashA = 0;
        this.hashB = 0;
        return 0;
      }
      for (let at = from; at < to; at++) {
        const byte = view.getUint8(at);
        a = Math.imul(a ^ byte, 0x9e3779b1);
        b = Math.imul(b + byte, 0x85ebca6b);
      }
    }
    a ^= a >>> 16;
    a = Math.imul(a, 0xc2b2ae35);
    a ^= a >>> 13;
    b ^= b >>> 16;
    this.hashA = a;
    this.hashB = b;
    const slots = this.#slots;
    let slot = (a & this.#mask) << 2;
    for (;;) {
      const held = slots[slot + 2]!;
      if (held === 0) return this.#insert(slot, a, b, from, to);
      if (slots[slot] === a && slots[slot + 1] === b) return held - 1;
      slot = (slot + 4) & ((this.#mask << 2) | 3);
    }
  }

  #insert(slot: number, a: number, b: number, from: number, to: number): number {
    if (this.other !== 0) return this.other;
    const index = this.size++;
    if (index >= this.starts.length) this.#growRanges();
    if (index >= this.#limit) {
      this.other = index;
      this.starts[index] = -1;
      this.ends[index] = -1;
      return index;
    }
    this.starts[index] = from;
    this.ends[index] = to;
    this.#slots[slot] = a;
    this.#slots[slot + 1] = b;
    this.#slots[slot + 2] = index + 1;
    if (index * 2 > this.#mask) this.#growSlots();
    return index;
  }

  #growRanges(): void {
    this.starts = growArray(this.starts);
    this.ends = growArray(this.ends);
  }

  #growSlots(): void {
    const old = this.#slots;
    const mask = this.#mask * 2 + 1;
    const slots = new Int32Array((mask + 1) * 4);
    for (let from = 0; from < old.length; from += 4) {
      if (old[from + 2] === 0) continue;
      let slot = (old[from]! & mask) << 2;
      while (slots[slot + 2] !== 0) slot = (slot + 4) & ((mask << 2) | 3);
      slots[slot] = old[from]!;
      slots[slot + 1] = old[from + 1]!;
      slots[slot + 2] = old[from + 2]!;
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}
