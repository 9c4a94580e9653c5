/** Numbers before the sums in a row: the four keys. */
export const KEYS = 4;

/**
 * Sums by four whole-number keys (unused ones 0), found by open addressing; rows lie side by side in one array, so that adding to a
 * known row touches one place. Used for every table of a rollup, in the fold of a chunk and in the merging of chunks.
 */
export class SumTable {
  size = 0;
  /** Numbers per row: the keys, then the sums. */
  readonly width: number;
  /** `width` numbers per row. Replaced when the table grows: take it anew after `row`. */
  data: Int32Array;
  /** Row number + 1; 0 = free. */
  #slots: Int32Array;
  #mask: number;

  /** `sums` counters per row, with room for `expected` rows before it first grows. */
  constructor(sums: number, expected = 256) {
    let slots = 512;
    while (slots < expected * 2) slots *= 2;
    this.width = KEYS + sums;
    this.#slots = new Int32Array(slots);
    this.#mask = slots - 1;
    this.data = new Int32Array((slots / 2) * this.width);
  }

  /** Where the row of these keys begins in `data`; its sums begin `KEYS` further. */
  row(k0: number, k1: number, k2: number, k3: number): number {
    const data = this.data;
    const width = this.width;
    let slot = hash(k0, k1, k2, k3) & this.#mask;
    for (;;) {
      const held = this.#slots[slot]!;
      if (held === 0) break;
      const at = (held - 1) * width;
      if (data[at] === k0 && data[at + 1] === k1 && data[at + 2] === k2 && data[at + 3] === k3) return at;
      slot = (slot + 1) & this.#mask;
    }
    if ((this.size + 1) * 2 > this.#slots.length) {
      this.#grow();
      return this.row(k0, k1, k2, k3);
    }
    const at = this.size++ * width;
    this.#slots[slot] = this.size;
    data[at] = k0;
    data[at + 1] = k1;
    data[at + 2] = k2;
    data[at + 3] = k3;
    return at;
  }

  /** Adds to the first sum of the row. */
  add(k0: number, k1: number, k2: number, k3: number, count: number): void {
    const at = this.row(k0, k1, k2, k3);
    this.data[at + KEYS]! += count;
  }

  /** Adds every sum that stands in `from` at `at` and after. */
  addAll(k0: number, k1: number, k2: number, k3: number, from: Int32Array, at: number): void {
    const row = this.row(k0, k1, k2, k3) + KEYS;
    const data = this.data;
    for (let k = 0; k < this.width - KEYS; k++) data[row + k]! += from[at + k]!;
  }

  /** The columns given by number, row after row in no order: `[0, 1, 4]` is first key, second key, first sum. */
  rows(columns: readonly number[]): Int32Array {
    const out = new Int32Array(this.size * columns.length);
    let to = 0;
    for (let row = 0, at = 0; row < this.size; row++, at += this.width) {
      for (const column of columns) out[to++] = this.data[at + column]!;
    }
    return out;
  }

  #grow(): void {
    const { data: old, width } = this;
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    const data = new Int32Array((slots.length / 2) * width);
    data.set(old.subarray(0, this.size * width));
    for (let row = 0, at = 0; row < this.size; row++, at += width) {
      let slot = hash(data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    this.#slots = slots;
    this.#mask = mask;
    this.data = data;
  }
}

function hash(k0: number, k1: number, k2: number, k3: number): number {
  let mixed = Math.imul(k0, 0x9e3779b1) ^ Math.imul(k1, 0x85ebca6b);
  mixed ^= Math.imul(k2, 0xc2b2ae35) ^ Math.imul(k3, 0x27d4eb2f);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
