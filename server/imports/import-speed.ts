/** Over which stretch the speed is taken: short enough to follow a change, long enough not to flicker. */
const WINDOW_MS = 5000;

/** How fast an import runs, from what its last seconds brought. */
export class ImportSpeed {
  readonly #samples: { atMs: number; lines: number; bytes: number }[] = [];

  constructor(nowMs: number) {
    this.#samples.push({ atMs: nowMs, lines: 0, bytes: 0 });
  }

  /** Lines and bytes read since the start. */
  add(nowMs: number, lines: number, bytes: number): void {
    this.#samples.push({ atMs: nowMs, lines, bytes });
    while (this.#samples.length > 2 && nowMs - (this.#samples[1]?.atMs ?? nowMs) > WINDOW_MS) this.#samples.shift();
  }

  /** Null before the first commit. */
  now(bytesLeft: number): { linesPerSecond: number | null; secondsLeft: number | null } {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    const seconds = first && last ? (last.atMs - first.atMs) / 1000 : 0;
    if (!first || !last || seconds <= 0) return { linesPerSecond: null, secondsLeft: null };
    const bytesPerSecond = (last.bytes - first.bytes) / seconds;
    return {
      linesPerSecond: Math.round((last.lines - first.lines) / seconds),
      secondsLeft: bytesPerSecond > 0 ? Math.max(0, Math.round(bytesLeft / bytesPerSecond)) : null,
    };
  }
}
