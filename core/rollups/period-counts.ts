import { growArray } from "./grow-array";

/** The key under which all that were trimmed are added up. */
export const REST = -1;

/**
 * Counts by key within the present period (a minute, ten minutes), and the finished periods as rows. Log lines come almost in time
 * order, so a dense array that is emptied when the period changes needs no hashing per line; a period that comes back (lines out of
 * order) gives a second row for a key, to be added up.
 */
export class PeriodCounts {
  #period = 0;
  readonly #counts: Int32Array;
  readonly #errors: Int32Array;
  readonly #touched: Int32Array;
  #touchedSize = 0;
  #rows = new Int32Array(1024);
  #rowsSize = 0;
  readonly #most: number;

  /** Keys are below `keys`. `most` bounds the rows of a period: beyond it, those with fewest counts and no errors become `REST`. */
  constructor(keys: number, most = Infinity) {
    this.#most = most;
    this.#counts = new Int32Array(keys);
    this.#errors = new Int32Array(keys);
    this.#touched = new Int32Array(keys);
  }

  /** From here on counts belong to `period`. */
  turn(period: number): void {
    if (period === this.#period) return;
    this.#flush();
    this.#period = period;
  }

  /** One more of `key`; `error` is 1 when it also counts as an error. */
  add(key: number, error: number): void {
    if (this.#counts[key]!++ === 0) this.#touched[this.#touchedSize++] = key;
    if (error !== 0) this.#errors[key]!++;
  }

  /** Every count as `period, key, count, errors` quadruples; starts anew. */
  take(): Int32Array {
    this.#flush();
    const rows = this.#rows.slice(0, this.#rowsSize);
    this.#rowsSize = 0;
    return rows;
  }

  #flush(): void {
    const least = this.#touchedSize > this.#most ? this.#leastKept() : 0;
    let kept = 0;
    let restCount = 0;
    let restErrors = 0;
    for (let at = 0; at < this.#touchedSize; at++) {
      const key = this.#touched[at]!;
      const count = this.#counts[key]!;
      const errors = this.#errors[key]!;
      this.#counts[key] = 0;
      this.#errors[key] = 0;
      if (count > least || (kept < this.#most && (count === least || errors > 0))) {
        if (count <= least) kept++;
        this.#push(key, count, errors);
      } else {
        restCount += count;
        restErrors += errors;
      }
    }
    if (restCount > 0) this.#push(REST, restCount, restErrors);
    this.#touchedSize = 0;
  }

  #push(key: number, count: number, errors: number): void {
    const at = this.#rowsSize;
    if (at + 4 > this.#rows.length) this.#rows = growArray(this.#rows);
    this.#rows[at] = this.#period;
    this.#rows[at + 1] = key;
    this.#rows[at + 2] = count;
    this.#rows[at + 3] = errors;
    this.#rowsSize = at + 4;
  }

  /** The count that at most `most` keys exceed, by counting how often each count occurs; no sorting of thousands of clients. */
  #leastKept(): number {
    const occurrences = new Int32Array(CAP + 1);
    for (let at = 0; at < this.#touchedSize; at++) occurrences[Math.min(CAP, this.#counts[this.#touched[at]!]!)]!++;
    let kept = occurrences[CAP]!;
    let least = CAP - 1;
    while (least > 0 && kept + occurrences[least]! <= this.#most) kept += occurrences[least--]!;
    return least;
  }
}

/** Counts from here on are kept anyway: a chunk of 16 MiB has room for a few hundred such keys. */
const CAP = 255;
