import { Upload } from "tus-js-client";
import type { BatchTarget } from "./prepare-batch";

/** One file on its way to the server. */
export interface UploadTask {
  key: string;
  fileName: string;
  sizeBytes: number;
  sentBytes: number;
  state: "waiting" | "sending" | "paused" | "failed" | "sent";
  /** A sentence, for failed uploads. */
  problem: string | null;
}

interface Entry {
  task: UploadTask;
  upload: Upload;
}

/** More at once would only share the same line and disk. */
const AT_ONCE = 3;
/** One request carries at most this much, so that a break costs little and proxies with a request limit let it pass. */
const CHUNK_BYTES = 32 * 1024 * 1024;
const RETRY_DELAYS_MS = [0, 1000, 3000, 5000, 10_000, 20_000];

const FAILED = "The upload broke off. It goes on from where it stopped when you try again.";

let entries: Entry[] = [];
let snapshot: readonly UploadTask[] = [];
let nextKey = 0;
const listeners = new Set<() => void>();
const EMPTY: readonly UploadTask[] = [];

function publish(): void {
  snapshot = entries.map((entry) => entry.task);
  for (const listener of listeners) listener();
}

function change(key: string, part: Partial<UploadTask>): void {
  entries = entries.map((entry) => (entry.task.key === key ? { ...entry, task: { ...entry.task, ...part } } : entry));
  publish();
}

function startWaiting(): void {
  const sending = entries.filter((entry) => entry.task.state === "sending").length;
  for (const { task, upload } of entries
    .filter((entry) => entry.task.state === "waiting")
    .slice(0, Math.max(0, AT_ONCE - sending))) {
    change(task.key, { state: "sending", problem: null });
    void begin(upload);
  }
}

/** The browser remembers unfinished uploads by name, size and date: the same file dropped again goes on where it stopped. */
async function begin(upload: Upload): Promise<void> {
  if (upload.url === null) {
    const earlier = await upload.findPreviousUploads().catch(() => []);
    const latest = earlier[0];
    if (latest !== undefined) upload.resumeFromPreviousUpload(latest);
  }
  upload.start();
}

/** The server's sentence out of a failed request; it answers as everywhere with `{ problem }`. */
function problemOf(failure: Error): string {
  const body = "originalResponse" in failure ? failure.originalResponse : null;
  if (typeof body !== "object" || body === null || !("getBody" in body) || typeof body.getBody !== "function")
    return FAILED;
  try {
    const said: unknown = JSON.parse(String(body.getBody()));
    if (typeof said === "object" && said !== null && "problem" in said) return String(said.problem);
  } catch {
    return FAILED;
  }
  return FAILED;
}

/**
 * The uploads of this browser tab, outside React: they go on while pages change. Files beyond `AT_ONCE` wait their turn.
 */
export const uploadQueue = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  snapshot: (): readonly UploadTask[] => snapshot,
  serverSnapshot: (): readonly UploadTask[] => EMPTY,

  /** Queues files as one batch: the server puts them into one source. `onSent` is called after each file has arrived. */
  add(files: readonly File[], batch: BatchTarget, onSent: () => void): void {
    for (const file of files) {
      const key = String(nextKey++);
      const upload = new Upload(file, {
        endpoint: "/api/uploads",
        chunkSize: CHUNK_BYTES,
        retryDelays: RETRY_DELAYS_MS,
        removeFingerprintOnSuccess: true,
        metadata: {
          fileName: file.name,
          batchId: batch.batchId,
          ...(batch.sourceId === null ? {} : { sourceId: batch.sourceId }),
          ...(batch.sourceName === null ? {} : { sourceName: batch.sourceName }),
        },
        onProgress: (sentBytes) => change(key, { sentBytes }),
        onSuccess: () => {
          change(key, { state: "sent", sentBytes: file.size });
          onSent();
          startWaiting();
        },
        onError: (failure) => {
          change(key, { state: "failed", problem: problemOf(failure) });
          startWaiting();
        },
      });
      const task: UploadTask = {
        key,
        fileName: file.name,
        sizeBytes: file.size,
        sentBytes: 0,
        state: "waiting",
        problem: null,
      };
      entries = [...entries, { task, upload }];
    }
    publish();
    startWaiting();
  },

  pause(key: string): void {
    const entry = entries.find(({ task }) => task.key === key);
    if (entry === undefined) return;
    change(key, { state: "paused" });
    void entry.upload.abort().finally(startWaiting);
  },

  resume(key: string): void {
    change(key, { state: "waiting", problem: null });
    startWaiting();
  },

  /** Drops an upload, also from the server's disk. */
  remove(key: string): void {
    const entry = entries.find(({ task }) => task.key === key);
    entries = entries.filter(({ task }) => task.key !== key);
    publish();
    if (entry !== undefined && entry.task.state !== "sent") void entry.upload.abort(true).catch(() => undefined);
    startWaiting();
  },

  /** Forgets files that arrived: from then on the list of imports shows them. */
  forgetSent(): void {
    if (entries.some(({ task }) => task.state === "sent")) {
      entries = entries.filter(({ task }) => task.state !== "sent");
      publish();
    }
  },
};
