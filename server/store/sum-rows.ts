/** Sums rows of numbers by their first columns: the step from a fine grain to a coarse one. */
export class SumRows {
  readonly #keys: number;
  readonly #rows = new Map<string, number[]>();

  /** `keys` = how many of the leading columns identify a row; the others are added up. */
  constructor(keys: number) {
    this.#keys = keys;
  }

  add(row: readonly number[]): void {
    const key = row.slice(0, this.#keys).join(",");
    const held = this.#rows.get(key);
    if (!held) {
      this.#rows.set(key, [...row]);
      return;
    }
    for (let i = this.#keys; i < row.length; i++) held[i] = (held[i] ?? 0) + (row[i] ?? 0);
  }

  /** The sums in the order of their keys, which is the order in which a B-tree takes them best. */
  sorted(): number[][] {
    return [...this.#rows.values()].sort((a, b) => {
      for (let i = 0; i < this.#keys; i++) {
        const difference = (a[i] ?? 0) - (b[i] ?? 0);
        if (difference !== 0) return difference;
      }
      return 0;
    });
  }
}
