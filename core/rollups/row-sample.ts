interface TimedRow {
  atMs: number;
  file: number;
  line: number;
}

/**
 * Keeps at most about `limit` rows, evenly over time: `ROWS_PER_MINUTE` of each minute at first, and half as many per minute
 * whenever the limit is reached, down to eight. The first of a minute stay.
 */
export class RowSample<Row extends TimedRow> {
  readonly #limit: number;
  #perMinute: number;
  #size = 0;
  readonly #minutes = new Map<number, Row[]>();

  constructor(limit: number, perMinute: number) {
    this.#limit = limit;
    this.#perMinute = perMinute;
  }

  add(rows: readonly Row[]): void {
    for (const row of rows) {
      const minute = Math.floor(row.atMs / 60_000);
      const kept = this.#minutes.get(minute);
      if (!kept) this.#minutes.set(minute, [row]);
      else if (kept.length < this.#perMinute) kept.push(row);
      else continue;
      this.#size++;
      if (this.#size > this.#limit && this.#perMinute > MIN_PER_MINUTE) this.#thin();
    }
  }

  /** What was kept, in the order of time. */
  rows(): Row[] {
    const all = [...this.#minutes.values()].flat();
    return all.sort((one, other) => one.atMs - other.atMs || one.file - other.file || one.line - other.line);
  }

  #thin(): void {
    this.#perMinute = Math.max(MIN_PER_MINUTE, Math.floor(this.#perMinute / 2));
    this.#size = 0;
    for (const [minute, rows] of this.#minutes) {
      if (rows.length > this.#perMinute) this.#minutes.set(minute, rows.slice(0, this.#perMinute));
      this.#size += Math.min(rows.length, this.#perMinute);
    }
  }
}

/** Enough to show samples of a fact. */
const MIN_PER_MINUTE = 8;
