/** How long after a failure the same client asking for the same path counts as trying again. */
const WINDOW_MS = 5 * 60_000;
/** Failures watched at a time; further ones are not part of the statistics. */
const MAX_PENDING = 8192;
const FILTER_SIZE = 1 << 14;

interface MinuteOfRetries {
  failed: number;
  retried: number;
  succeeded: number;
  delayMs: number;
}

/**
 * After a gateway error, did the same client ask for the same path again within five minutes, and did that work? Watches only while
 * there are failures to watch.
 *
 * It sees one chunk: a retry beyond its end is missed, so the share tried again is a lower bound. Chunks are read by several threads in
 * any order and their counts added, so none can wait for what another leaves open; and what would let two be matched afterwards, every
 * client and path of the first five minutes of each, is as large as the chunk itself. Most try again within seconds, while a chunk of
 * 16 MiB lasts twenty seconds at 3,500 requests a second and an hour at twenty: the bound is close but for the busiest.
 */
export class RetryTracker {
  /** By the low bits of the second hash: 0 where no watched failure can have it, so that most lines cost one look. */
  readonly #mayKnow = new Uint8Array(FILTER_SIZE);
  /** When the client and path of this key failed. Two generations instead of a queue: the older is dropped whole after its window. */
  #young = new Map<number, number>();
  #old = new Map<number, number>();
  #turnedMs = -Infinity;
  readonly #minutes = new Map<number, MinuteOfRetries>();

  /** False where no watched failure can have this second hash: then the line need not be seen. */
  mayKnow(hashB: number): boolean {
    return this.#mayKnow[hashB & (FILTER_SIZE - 1)] !== 0;
  }

  /** A request of the client and path with these hashes. */
  see(hashA: number, hashB: number, atMs: number, failed: boolean, succeeded: boolean): void {
    if (Math.abs(atMs - this.#turnedMs) > WINDOW_MS) this.#turn(atMs);
    const key = (hashA >>> 0) * 0x200000 + (hashB & 0x1fffff);
    const failedMs = this.#young.get(key) ?? this.#old.get(key);
    if (failedMs !== undefined) {
      if (atMs >= failedMs && atMs - failedMs <= WINDOW_MS) {
        const minute = this.#minute(failedMs);
        minute.retried++;
        if (succeeded) minute.succeeded++;
        minute.delayMs += atMs - failedMs;
      }
      this.#young.delete(key);
      this.#old.delete(key);
    }
    if (failed && this.#young.size < MAX_PENDING) {
      this.#minute(atMs).failed++;
      this.#young.set(key, atMs);
      this.#mayKnow[hashB & (FILTER_SIZE - 1)] = 1;
    }
  }

  /** `minute, failed, tried again, succeeded, sum of delays in ms` quintuples. */
  rows(): Float64Array {
    const rows = new Float64Array(this.#minutes.size * 5);
    let at = 0;
    for (const [minute, { failed, retried, succeeded, delayMs }] of this.#minutes) {
      rows.set([minute, failed, retried, succeeded, delayMs], at);
      at += 5;
    }
    return rows;
  }

  #turn(atMs: number): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#turnedMs = atMs;
    this.#mayKnow.fill(0);
    for (const key of this.#old.keys()) this.#mayKnow[key % FILTER_SIZE] = 1;
  }

  #minute(atMs: number): MinuteOfRetries {
    const number = Math.floor(atMs / 60_000);
    let minute = this.#minutes.get(number);
    if (!minute) this.#minutes.set(number, (minute = { failed: 0, retried: 0, succeeded: 0, delayMs: 0 }));
    return minute;
  }
}
