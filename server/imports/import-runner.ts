import { availableParallelism } from "node:os";
import type { Import } from "@/core/contract/imports";
import { ScanPool } from "@/server/ingest/scan-pool";
import { diskSentence } from "@/server/store/disk-sentence";
import { asImport, listImports, readImport, type ImportRecord } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { Refusal } from "@/server/store/refusal";
import { changeImport, moveImport } from "@/server/store/save-import";
import { fingerprintOf } from "./fingerprint";
import { ImportSpeed } from "./import-speed";
import { nameSource } from "./name-source";
import { removeSpooled, runImport } from "./run-import";
import { SourceAnalyst } from "./source-analyst";

/** Files read at a time. Plain files share all threads anyway; this lets several compressed files, one thread each, use them too. */
const MOST_AT_A_TIME = 4;
/** Threads hold 19 MB each: they go when nothing has been read for a while. */
const IDLE_MS = 30_000;
/** Small files that say how to read the others come first. */
const ORDER = ["config", "markers", "access", "error", "app-error", "unknown"];

interface Running {
  abort: AbortController;
  speed: ImportSpeed;
  bytesDone: number;
  /** First line of the file: two copies of one file must not run side by side, or neither would know of the other. */
  firstLine: string | null;
  ended: Promise<void>;
}

/** Runs queued imports, a bounded number at a time, and keeps the incidents of their sources up to date. */
export class ImportRunner {
  readonly #store: Store;
  readonly #running = new Map<string, Running>();
  /** What this process was told to run: the queue in the store may hold another process's imports as well. */
  readonly #own = new Set<string>();
  readonly #analyst: SourceAnalyst;
  readonly #atATime = Math.min(MOST_AT_A_TIME, availableParallelism());
  #pool: ScanPool | null = null;
  #idle: NodeJS.Timeout | null = null;
  #filling: Promise<void> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
    this.#analyst = new SourceAnalyst(store);
  }

  /** Queues imports; those that failed or were cancelled go on where they stopped. */
  async start(ids: string[]): Promise<void> {
    for (const id of ids) {
      const record = await readImport(this.#store, id);
      if (record.state === "uploading") throw new Refusal(`${record.fileName} is still on its way.`, 409);
    }
    for (const id of ids) {
      this.#own.add(id);
      await moveImport(this.#store, id, ["ready", "failed", "cancelled"], { state: "queued", finishedMs: null });
    }
    this.wake();
  }

  /** Stops an import after the chunk at hand. What was read stays; the import may be resumed. */
  async cancel(id: string): Promise<void> {
    await readImport(this.#store, id);
    await moveImport(this.#store, id, ["queued"], { state: "cancelled" });
    const running = this.#running.get(id);
    running?.abort.abort();
    await running?.ended;
  }

  /** Analyses a source anew once nothing of it is being read. */
  analyse(sourceId: string): Promise<void> {
    return this.#analyst.finish(sourceId);
  }

  /** Every import as the contract shows it, running ones with their speed. */
  show(record: ImportRecord): Import {
    const running = this.#running.get(record.id);
    return asImport(record, running ? running.speed.now(record.sizeBytes - running.bytesDone) : null);
  }

  /** Starts what is queued, as far as there is room. */
  wake(): void {
    this.#filling = this.#filling.then(() => this.#fill()).catch((error: unknown) => console.error(error));
  }

  /** Resolves when nothing is queued, running or being analysed. */
  async settled(): Promise<void> {
    for (;;) {
      await this.#filling;
      const running = [...this.#running.values()];
      if (running.length === 0) break;
      await Promise.all(running.map(({ ended }) => ended));
    }
    await this.#analyst.settled();
  }

  /** Stops everything, so that the process can end; the next start resumes it. */
  async close(): Promise<void> {
    if (this.#idle) clearTimeout(this.#idle);
    this.#analyst.close();
    await this.#pool?.close();
    this.#pool = null;
  }

  async #fill(): Promise<void> {
    if (this.#running.size >= this.#atATime) return;
    const queued = (await listImports(this.#store, { states: ["queued"] })).filter(({ id }) => this.#own.has(id));
    queued.sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || a.key - b.key);
    for (const record of queued) {
      if (this.#running.size >= this.#atATime) return;
      if (this.#running.has(record.id)) continue;
      const firstLine = (await fingerprintOf(record.path))?.firstLineHash ?? null;
      if (firstLine !== null && [...this.#running.values()].some((other) => other.firstLine === firstLine)) continue;
      const nowMs = Date.now();
      const moved = await moveImport(this.#store, record.id, ["queued"], {
        state: "running",
        ownerPid: process.pid,
        startedMs: nowMs,
        problem: record.format === null ? record.problem : null,
      });
      if (moved) this.#launch(record, firstLine, nowMs);
    }
  }

  #launch(record: ImportRecord, firstLine: string | null, nowMs: number): void {
    const abort = new AbortController();
    const running: Running = {
      abort,
      speed: new ImportSpeed(nowMs),
      bytesDone: record.bytesDone,
      firstLine,
      ended: Promise.resolve(),
    };
    this.#running.set(record.id, running);
    this.#analyst.begin(record.sourceId);
    running.ended = this.#run(record, running).finally(() => {
      this.#running.delete(record.id);
      this.#own.delete(record.id);
      this.wake();
      this.#rest();
    });
  }

  async #run(record: ImportRecord, running: Running): Promise<void> {
    const store = this.#store;
    try {
      const result = await runImport(store, this.#threads(), record.id, {
        signal: running.abort.signal,
        onProgress: ({ lines, bytesDone, firstMs, lastMs }) => {
          running.bytesDone = bytesDone;
          running.speed.add(Date.now(), lines, bytesDone - record.bytesDone);
          if (firstMs !== null && lastMs !== null) this.#analyst.touched(record.sourceId, firstMs, lastMs);
        },
      });
      await changeImport(store, record.id, { ...result, ownerPid: null, finishedMs: Date.now() });
      if (result.state === "done") await removeSpooled(store, await readImport(store, record.id));
    } catch (error) {
      await this.#fail(record, error);
    }
    const after = await readImport(store, record.id).catch(() => null);
    const sourceId = after?.sourceId ?? record.sourceId;
    await nameSource(store, sourceId).catch((error: unknown) => console.error(error));
    this.#analyst.end(record.sourceId, sourceId);
  }

  async #fail(record: ImportRecord, error: unknown): Promise<void> {
    const sentence = diskSentence(error);
    if (sentence === null) console.error(error);
    const problem =
      sentence ?? "Reading stopped because of a fault inside Gumshoe; its terminal says which. Resume to go on.";
    // With a full disk this may fail as well; the import is then taken up again at the next start.
    await changeImport(this.#store, record.id, {
      state: "failed",
      problem,
      ownerPid: null,
      finishedMs: Date.now(),
    }).catch((again: unknown) => console.error(again));
  }

  #threads(): ScanPool {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
    return (this.#pool ??= new ScanPool());
  }

  #rest(): void {
    if (this.#running.size > 0 || this.#pool === null || this.#idle !== null) return;
    this.#idle = setTimeout(() => {
      this.#idle = null;
      if (this.#running.size > 0) return;
      void this.#pool?.close();
      this.#pool = null;
    }, IDLE_MS);
    this.#idle.unref();
  }
}
