/** What all values beyond a bound are called. */
export const OTHER = "(other)";

/** Appends values to a dictionary, once each, and knows their indexes. */
export class DictionaryWriter {
  readonly values: string[];
  readonly #index: Map<string, number>;
  readonly #limit: number;

  /** Continues `values`; beyond `limit` of them all new ones are "(other)". */
  constructor(values: string[], limit = Infinity) {
    this.values = values;
    this.#limit = limit;
    this.#index = new Map(values.map((value, index) => [value, index]));
  }

  index(value: string): number {
    const known = this.#index.get(value);
    if (known !== undefined) return known;
    if (this.values.length >= this.#limit && value !== OTHER) return this.index(OTHER);
    const index = this.values.push(value) - 1;
    this.#index.set(value, index);
    return index;
  }

  /** Translates numbers of another table, whose strings `name` gives, to indexes here; each is asked for once. */
  translate(name: (index: number) => string): (index: number) => number {
    const known: number[] = [0];
    return (index) => (known[index] ??= this.index(name(index)));
  }
}
