import { emptySample, narrowSample, SAMPLE_WIDTH, type RequestSample } from "./request-sample";

/** Requests in the sample of a whole tier, 28 bytes each: 7 MB, and enough for the second of a day apiece. */
const MOST = 1 << 18;

/** Puts the samples of chunks together: of the paths that all of them keep. Their order does not matter. */
export class SampleMerger {
  #mask = 0;
  readonly #busy = new Set<number>();
  #parts: Int32Array[] = [];
  #numbers = 0;

  add({ mask, busy, rows }: RequestSample): void {
    this.#mask |= mask;
    for (const path of busy) this.#busy.add(path);
    if (rows.length === 0) return;
    this.#parts.push(rows);
    this.#numbers += rows.length;
    // Narrowing may find nothing to drop once; each further bit halves what is left.
    for (let first = true; this.#numbers > MOST * SAMPLE_WIDTH && this.#mask !== -1; first = false) {
      if (!first) this.#mask = (this.#mask << 1) | 1;
      const { rows: kept } = this.#narrowed();
      this.#parts = [kept];
      this.#numbers = kept.length;
    }
  }

  finish(): RequestSample {
    return this.#narrowed();
  }

  #narrowed(): RequestSample {
    const rows = new Int32Array(this.#numbers);
    let at = 0;
    for (const part of this.#parts) {
      rows.set(part, at);
      at += part.length;
    }
    return narrowSample({ ...emptySample(), rows }, this.#mask, [...this.#busy]);
  }
}
