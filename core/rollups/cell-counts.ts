import { CELL_WIDTH, type CellTable } from "./rollup";

/** Numbers per row: minute, upstream, host, route, then the counters. */
export const ROW_WIDTH = 4 + CELL_WIDTH;

/** Counters per minute, upstream, host and route, found by open addressing; rows lie side by side in one array. */
export class CellCounts {
  size = 0;
  /** `ROW_WIDTH` numbers per row. Replaced when it grows: take it anew after `row`. */
  data: Int32Array;
  /** Row number + 1; 0 = free. */
  #slots: Int32Array;
  #mask: number;

  constructor(expected = 512) {
    let slots = 1024;
    while (slots < expected * 2) slots *= 2;
    this.#slots = new Int32Array(slots);
    this.#mask = slots - 1;
    this.data = new Int32Array((slots / 2) * ROW_WIDTH);
  }

  /** Where the row of this combination begins in `data`; its counters begin four further. */
  row(minute: number, upstream: number, host: number, route: number): number {
    const data = this.data;
    let slot = hash(minute, upstream, host, route) & this.#mask;
    for (;;) {
      const held = this.#slots[slot]!;
      if (held === 0) break;
      const at = (held - 1) * ROW_WIDTH;
      if (data[at] === minute && data[at + 1] === upstream && data[at + 2] === host && data[at + 3] === route) return at;
      slot = (slot + 1) & this.#mask;
    }
    if ((this.size + 1) * 2 > this.#slots.length) {
      this.#grow();
      return this.row(minute, upstream, host, route);
    }
    const at = this.size++ * ROW_WIDTH;
    this.#slots[slot] = this.size;
    this.data[at] = minute;
    this.data[at + 1] = upstream;
    this.data[at + 2] = host;
    this.data[at + 3] = route;
    return at;
  }

  clear(): void {
    this.#slots.fill(0);
    this.data.fill(0, 0, this.size * ROW_WIDTH);
    this.size = 0;
  }

  /** The rows as columns of exactly their number. */
  table(): CellTable {
    const { size, data } = this;
    const table: CellTable = {
      size,
      minute: new Int32Array(size),
      upstream: new Int32Array(size),
      host: new Int32Array(size),
      route: new Int32Array(size),
      counts: new Int32Array(size * CELL_WIDTH),
    };
    for (let row = 0, at = 0; row < size; row++, at += ROW_WIDTH) {
      table.minute[row] = data[at]!;
      table.upstream[row] = data[at + 1]!;
      table.host[row] = data[at + 2]!;
      table.route[row] = data[at + 3]!;
      for (let k = 0; k < CELL_WIDTH; k++) table.counts[row * CELL_WIDTH + k] = data[at + 4 + k]!;
    }
    return table;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    const data = new Int32Array((slots.length / 2) * ROW_WIDTH);
    data.set(this.data.subarray(0, this.size * ROW_WIDTH));
    for (let row = 0, at = 0; row < this.size; row++, at += ROW_WIDTH) {
      let slot = hash(data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    this.#slots = slots;
    this.#mask = mask;
    this.data = data;
  }
}

function hash(minute: number, upstream: number, host: number, route: number): number {
  let mixed = Math.imul(minute, 0x9e3779b1) ^ Math.imul(upstream, 0x85ebca6b);
  mixed ^= Math.imul(host, 0xc2b2ae35) ^ Math.imul(route, 0x27d4eb2f);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
