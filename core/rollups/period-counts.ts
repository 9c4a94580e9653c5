import { growArray } from "./grow-array";

/**
 * Counts by key within the present period (a minute, ten minutes), and the finished periods as rows. Log lines come almost in time
 * order, so a dense array that is emptied when the period changes needs no hashing per line; a period that comes back (lines out of
 * order) gives a second row for a key, which `mergeRows` adds up.
 */
export class PeriodCounts {
  #period = 0;
  #counts: Int32Array;
  #errors: Int32Array;
  #touched: Int32Array;
  #touchedSize = 0;
  #rows = new Int32Array(1024);
  #rowsSize = 0;

  constructor(keys: number) {
    this.#counts = new Int32Array(keys);
    this.#errors = new Int32Array(keys);
    this.#touched = new Int32Array(256);
  }

  /** From here on counts belong to `period`. */
  turn(period: number): void {
    if (period === this.#period) return;
    this.#flush();
    this.#period = period;
  }

  /** One more of `key`; `error` is 1 when it also counts as an error. */
  add(key: number, error: number): void {
    if (key >= this.#counts.length) this.#growKeys(key);
    if (this.#counts[key]!++ === 0) this.#touch(key);
    if (error !== 0) this.#errors[key]!++;
  }

  /** Every count as `period, key, count, errors` quadruples; starts anew. */
  take(): Int32Array {
    this.#flush();
    const rows = this.#rows.slice(0, this.#rowsSize);
    this.#rowsSize = 0;
    return rows;
  }

  #touch(key: number): void {
    if (this.#touchedSize === this.#touched.length) this.#touched = growArray(this.#touched);
    this.#touched[this.#touchedSize++] = key;
  }

  #flush(): void {
    for (let at = 0; at < this.#touchedSize; at++) {
      const key = this.#touched[at]!;
      if (this.#rowsSize + 4 > this.#rows.length) this.#rows = growArray(this.#rows);
      this.#rows[this.#rowsSize] = this.#period;
      this.#rows[this.#rowsSize + 1] = key;
      this.#rows[this.#rowsSize + 2] = this.#counts[key]!;
      this.#rows[this.#rowsSize + 3] = this.#errors[key]!;
      this.#rowsSize += 4;
      this.#counts[key] = 0;
      this.#errors[key] = 0;
    }
    this.#touchedSize = 0;
  }

  #growKeys(key: number): void {
    this.#counts = growArray(this.#counts, key + 1);
    this.#errors = growArray(this.#errors, key + 1);
  }
}
