import { availableParallelism } from "node:os";
import { existsSync } from "node:fs";
import path from "node:path";
import type { Worker as WorkerThread } from "node:worker_threads";
import type { ChunkRollup } from "@/core/rollups/chunk-rollup";
import type { Wrapping } from "./open-bytes";
import { packageRoot } from "./package-root";
import type { ScanFormat, ScanReply, ScanRequest } from "./scan-protocol";
import type { ScanRange } from "./scan-range";

/** Asked for at run time: where Next's bundler sees `new Worker`, it looks for the worker among its own modules. */
const { Worker } = process.getBuiltinModule("node:worker_threads");

/** More threads than this read faster than one process can merge and store, and each holds a buffer of 19 MB. */
const MAX_WORKERS = 8;

/** Lines are scanned without making strings, so a thread needs no large nursery; the default of 48 MB each would only be filled. */
const YOUNG = { maxYoungGenerationSizeMb: 6 };

/** A request that was handed to the pool; resolved with the sentence of its end, or null. */
interface Job {
  request: ScanRequest;
  onChunk: (chunk: ChunkRollup, bytesRead: number) => Promise<void>;
  resolve: (problem: string | null) => void;
}

interface Seat {
  worker: WorkerThread;
  job: Job | null;
}

/** Worker threads that scan chunks, started when needed, reused, ended by `close`. */
export class ScanPool {
  readonly size: number;
  readonly #seats: Seat[] = [];
  readonly #waiting: Job[] = [];
  #nextId = 1;
  #closed = false;

  /** As many threads as there are cores, unless told otherwise. */
  constructor(size = availableParallelism()) {
    this.size = Math.max(1, Math.min(MAX_WORKERS, size));
  }

  /** Starts `count` threads ahead of the first request, so that they compile while files are being looked at. */
  warmUp(count: number): void {
    while (this.#seats.length < Math.min(count, this.size)) this.#hire();
  }

  /** One chunk of a plain file. Rejects with a sentence when it cannot be read. */
  async range(filePath: string, format: ScanFormat, range: ScanRange): Promise<ChunkRollup> {
    let result: ChunkRollup | null = null;
    const request: ScanRequest = { kind: "range", id: this.#nextId++, path: filePath, ...format, range };
    const problem = await this.#enqueue(request, async (chunk) => void (result = chunk));
    if (problem !== null || result === null) throw new ScanProblem(problem ?? `${filePath} could not be scanned`);
    return result;
  }

  /** A wrapped file, chunk by chunk; the next chunk is unwrapped once `onChunk` is done. Returns a sentence when the file broke off. */
  stream(
    filePath: string,
    wrapping: Wrapping,
    format: ScanFormat,
    startOffset: number,
    onChunk: Job["onChunk"],
  ): Promise<string | null> {
    const request: ScanRequest = {
      kind: "stream",
      id: this.#nextId++,
      path: filePath,
      wrapping,
      ...format,
      startOffset,
    };
    return this.#enqueue(request, onChunk);
  }

  /** Ends the threads. Requests that are still waiting end with a sentence. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) job.resolve("Reading was stopped.");
    await Promise.all(this.#seats.splice(0).map(({ worker }) => worker.terminate()));
  }

  #enqueue(request: ScanRequest, onChunk: Job["onChunk"]): Promise<string | null> {
    if (this.#closed) return Promise.resolve("Reading was stopped.");
    return new Promise((resolve) => {
      this.#waiting.push({ request, onChunk, resolve });
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const seat =
        this.#seats.find(({ job }) => job === null) ?? (this.#seats.length < this.size ? this.#hire() : null);
      if (!seat) return;
      const job = this.#waiting.shift()!;
      seat.job = job;
      seat.worker.ref();
      seat.worker.postMessage(job.request);
    }
  }

  #hire(): Seat {
    const seat: Seat = { worker: new Worker(workerFile(), { resourceLimits: YOUNG }), job: null };
    seat.worker.unref();
    seat.worker.on("message", (reply: ScanReply) => void this.#receive(seat, reply));
    seat.worker.on("error", (error) => this.#lose(seat, `A scanning thread failed: ${error.message}`));
    seat.worker.on("exit", () => this.#lose(seat, "A scanning thread ended before its work was done."));
    this.#seats.push(seat);
    return seat;
  }

  async #receive(seat: Seat, reply: ScanReply): Promise<void> {
    const { job } = seat;
    if (!job || job.request.id !== reply.id) return;
    if (reply.kind === "end") {
      seat.job = null;
      seat.worker.unref();
      job.resolve(reply.problem);
      this.#dispatch();
      return;
    }
    try {
      await job.onChunk(reply.chunk, reply.bytesRead);
      if (job.request.kind === "stream") seat.worker.postMessage({ kind: "next", id: reply.id } satisfies ScanRequest);
    } catch (error) {
      seat.worker.postMessage({ kind: "stop", id: reply.id } satisfies ScanRequest);
      job.onChunk = () => Promise.resolve();
      job.resolve(error instanceof Error ? error.message : String(error));
    }
  }

  #lose(seat: Seat, problem: string): void {
    const index = this.#seats.indexOf(seat);
    if (index >= 0) this.#seats.splice(index, 1);
    seat.job?.resolve(problem);
    seat.job = null;
    if (!this.#closed) this.#dispatch();
  }
}

/** A sentence for the person who gave the file. */
export class ScanProblem extends Error {}

function workerFile(): string {
  const file = path.join(packageRoot(), "dist/scan-worker.js");
  if (!existsSync(file)) throw new ScanProblem(`${file} is missing; npm run build makes it`);
  return file;
}
