import type { Store } from "@/server/store/open-store";
import { clearTouched, touchedSpan, type TouchedSpan } from "@/server/store/touched-span";
import { analyseSource } from "./analyse-source";

/** First findings come while a file is still being read: this often at most. */
const EVERY_MS = 4000;
/** An analysis takes a processor from the reading: it may have a quarter of the time. */
const REST_FACTOR = 3;
/** While reading, only the newest part of what came in is looked at; the end looks at all of it. */
const GLANCE_MS = 6 * 60 * 60_000;

interface Watch {
  /** Imports of the source that are running. */
  running: number;
  fresh: TouchedSpan | null;
  /** Not before this time. */
  nextMs: number;
}

/** Keeps the incidents of each source up to date: now and then while its files are read, and completely afterwards. */
export class SourceAnalyst {
  readonly #store: Store;
  readonly #watches = new Map<string, Watch>();
  readonly #abort = new AbortController();
  /** One analysis at a time: each may hold some hundred megabytes. */
  #work: Promise<void> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
  }

  /** A file of this source is about to be read. */
  begin(sourceId: string): void {
    const watch = this.#watch(sourceId);
    watch.running++;
  }

  /** Events of this span of time came in. */
  touched(sourceId: string, fromMs: number, toMs: number): void {
    const watch = this.#watch(sourceId);
    watch.fresh = {
      fromMs: Math.min(watch.fresh?.fromMs ?? fromMs, fromMs),
      toMs: Math.max(watch.fresh?.toMs ?? toMs, toMs),
    };
    if (Date.now() < watch.nextMs) return;
    watch.nextMs = Infinity;
    void this.#enqueue(() => this.#glance(sourceId, watch));
  }

  /** A file was read; it may have turned out to belong to another source. */
  end(begunAs: string, sourceId: string): void {
    const watch = this.#watch(begunAs);
    watch.running--;
    if (watch.running <= 0) this.#watches.delete(begunAs);
    if (sourceId !== begunAs || watch.running <= 0) void this.finish(sourceId);
  }

  /** Analyses everything that was touched, unless files of the source are still being read: then their end does it. */
  finish(sourceId: string): Promise<void> {
    return this.#enqueue(async () => {
      if ((this.#watches.get(sourceId)?.running ?? 0) > 0) return;
      const span = await touchedSpan(this.#store, sourceId);
      if (!span) return;
      await analyseSource(this.#store, sourceId, span, this.#abort.signal);
      if (!this.#abort.signal.aborted) await clearTouched(this.#store, sourceId, span);
    });
  }

  settled(): Promise<void> {
    return this.#work;
  }

  close(): void {
    this.#abort.abort();
  }

  async #glance(sourceId: string, watch: Watch): Promise<void> {
    const { fresh } = watch;
    watch.fresh = null;
    const begun = Date.now();
    if (fresh && watch.running > 0) {
      const fromMs = Math.max(fresh.fromMs, fresh.toMs - GLANCE_MS);
      await analyseSource(this.#store, sourceId, { fromMs, toMs: fresh.toMs }, this.#abort.signal);
    }
    watch.nextMs = Date.now() + Math.max(EVERY_MS, REST_FACTOR * (Date.now() - begun));
  }

  #watch(sourceId: string): Watch {
    let watch = this.#watches.get(sourceId);
    if (!watch) {
      watch = { running: 0, fresh: null, nextMs: Date.now() + EVERY_MS / 2 };
      this.#watches.set(sourceId, watch);
    }
    return watch;
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const run = this.#work.then(() => (this.#abort.signal.aborted ? undefined : work()));
    // What one analysis could not do must not keep the next from trying; the touched span stays noted.
    this.#work = run.catch((error: unknown) => console.error(error));
    return this.#work;
  }
}
