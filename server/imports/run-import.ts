import { existsSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { readConfigs } from "@/core/configs/config-registry";
import { ingestFile, isWrapped } from "@/server/ingest/ingest-file";
import type { Wrapping } from "@/server/ingest/open-bytes";
import { readHead } from "@/server/ingest/read-head";
import { readMarkers } from "@/server/ingest/read-markers";
import { readWhole } from "@/server/ingest/read-whole";
import type { ScanPool } from "@/server/ingest/scan-pool";
import { readImport, type ImportRecord } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { saveConfig } from "@/server/store/read-configs";
import { changeImport } from "@/server/store/save-import";
import { saveMarkers } from "@/server/store/save-markers";
import { dropEmptySource } from "@/server/store/save-source";
import { touchWholeSource } from "@/server/store/touched-span";
import { writeChunk } from "@/server/store/write-chunk";
import { choiceOf } from "./choice-of";
import { findKnown, knownAhead } from "./find-known";
import { fingerprintOf, tailBefore } from "./fingerprint";

/** How a run ended; `problem` is a sentence, also where some of the file was read. */
export interface RunResult {
  state: "done" | "failed" | "cancelled";
  problem: string | null;
}

export interface RunOptions {
  signal: AbortSignal;
  /** Called after every commit, with the lines and bytes of this run and the times of the chunk's events. */
  onProgress: (progress: { lines: number; bytesDone: number; firstMs: number | null; lastMs: number | null }) => void;
}

/**
 * Brings one file into the store, from where an earlier run or an earlier import of the same file stopped. Everything wrong with
 * the file is a sentence in the result; a store that cannot be written to rejects.
 */
export async function runImport(store: Store, pool: ScanPool, id: string, options: RunOptions): Promise<RunResult> {
  const record = await readImport(store, id);
  if (!existsSync(record.path)) return failed(vanished(record));
  const head = await readHead(record.path);
  if (head.problem !== null) return failed(head.problem.replaceAll(record.path, record.fileName));
  if (record.role === "config") return readConfig(store, record, await readWhole(record.path, head));
  if (record.role === "markers") return readMarkerFile(store, record, await readWhole(record.path, head));
  if (choiceOf(record) === null) {
    return failed(
      record.problem ?? "No format was found that reads this file. Choose one, or paste its log_format string.",
    );
  }
  const { compression, framing } = head;
  return readLog(store, pool, record, { compression, framing }, options);
}

async function readLog(
  store: Store,
  pool: ScanPool,
  given: ImportRecord,
  wrapping: Wrapping,
  options: RunOptions,
): Promise<RunResult> {
  const { record, until, allKnown } = await continueKnown(store, given, wrapping);
  const choice = choiceOf(record);
  if (choice === null) return failed("No format was chosen.");
  if (until !== null && !allKnown && isWrapped(wrapping)) {
    return failed(
      "A later part of this file is in the store, but its beginning is not. Delete that import, then resume this one.",
    );
  }
  const owner = {
    key: record.key,
    sourceId: record.sourceId,
    messageRole: record.role === "app-error" ? "app-error" : "error",
  } as const;
  let offset = record.offset;
  const result = allKnown
    ? { problem: null, cancelled: false, lines: 0 }
    : await ingestFile(pool, {
        path: record.path,
        wrapping,
        format: { choice, timezone: record.timezone },
        file: 0,
        startOffset: record.offset,
        linesBefore: record.lineNumber,
        ...(until === null ? {} : { endOffset: until }),
        signal: options.signal,
        onChunk: async (chunk, progress) => {
          await writeChunk(store, owner, chunk, { expectedOffset: offset, bytesDone: progress.bytesDone });
          offset = chunk.endOffset;
          const { lines, bytesDone } = progress;
          options.onProgress({ lines, bytesDone, firstMs: chunk.firstAtMs, lastMs: chunk.lastAtMs });
        },
      });
  if (!isWrapped(wrapping)) await rememberTail(store, record, offset);
  if (result.cancelled) return { state: "cancelled", problem: null };
  const after = await readImport(store, record.id);
  if (result.problem !== null) {
    // What came before a break is in the store; sending the whole file again adds the rest.
    return {
      state: after.parsed > 0 ? "done" : "failed",
      problem: result.problem.replaceAll(record.path, record.fileName),
    };
  }
  await changeImport(store, record.id, { bytesDone: record.sizeBytes });
  return { state: "done", problem: verdictOn(after) };
}

/** How much of a file is still to be read. */
interface Rest {
  record: ImportRecord;
  /** Where a part begins that another import has brought in; null mostly. */
  until: number | null;
  allKnown: boolean;
}

/** A first run looks for earlier imports of the same file and goes on behind them; a later one stops before what others brought. */
async function continueKnown(store: Store, record: ImportRecord, wrapping: Wrapping): Promise<Rest> {
  const print = await fingerprintOf(record.path);
  if (print === null) return { record, until: null, allKnown: false };
  if (record.headHash !== null) {
    const until = await knownAhead(store, record, print);
    return { record, until, allKnown: until === record.offset };
  }
  const source = record.chosen.includes("source") ? record.sourceId : null;
  const known = await findKnown(store, record, wrapping, print, source);
  await changeImport(store, record.id, {
    ...print,
    ...(known === null
      ? {}
      : {
          sourceId: known.sourceId,
          offset: known.covered,
          startOffset: known.covered,
          lineNumber: known.lineNumber,
          linesAlreadyKnown: known.lineNumber,
        }),
  });
  if (known !== null && known.sourceId !== record.sourceId) await dropEmptySource(store, record.sourceId);
  const size = statSync(record.path).size;
  const allKnown = known !== null && !isWrapped(wrapping) && size <= known.covered;
  return { record: await readImport(store, record.id), until: known?.until ?? null, allKnown };
}

async function rememberTail(store: Store, record: ImportRecord, offset: number): Promise<void> {
  if (offset <= record.startOffset) return;
  const tail = tailBefore(record.path, offset);
  if (tail) await changeImport(store, record.id, { tailHash: tail.hash, tailBytes: tail.bytes });
}

function verdictOn(record: ImportRecord): string | null {
  if (record.lines === 0 && record.linesAlreadyKnown > 0) {
    return `Already imported: the ${record.linesAlreadyKnown.toLocaleString("en")} lines of this file were there before; 0 new lines.`;
  }
  if (record.lines > 0 && record.parsed === 0 && record.rejected > 0) {
    return "Not one line could be read with this format. Delete this import and send the file again with another format or template.";
  }
  return null;
}

async function readConfig(store: Store, record: ImportRecord, text: string): Promise<RunResult> {
  if (text === "") return failed(unreadable(record));
  const lines = text.split("\n").length;
  const notes = readConfigs([{ name: record.fileName, text }]).flatMap((config) => config.notes);
  await store.transaction(async (tx) => {
    await saveConfig(tx, record.key, record.fileName, text);
    await touchWholeSource(tx, record.sourceId);
  });
  await changeImport(store, record.id, { lines, parsed: lines, bytesDone: record.sizeBytes });
  return { state: "done", problem: notes.length === 0 ? null : notes.map(({ value }) => value).join(" ") };
}

async function readMarkerFile(store: Store, record: ImportRecord, text: string): Promise<RunResult> {
  const markers = readMarkers(text);
  if (markers.length === 0) {
    return failed("No events were found in this file. Each needs a time (ISO 8601 or Unix seconds) and a text.");
  }
  const added = await store.transaction(async (tx) => {
    const n = await saveMarkers(tx, record.sourceId, record.key, markers);
    await touchWholeSource(tx, record.sourceId);
    return n;
  });
  const times = markers.map(({ atMs }) => atMs);
  await changeImport(store, record.id, {
    lines: added,
    parsed: added,
    linesAlreadyKnown: markers.length - added,
    bytesDone: record.sizeBytes,
    firstMs: Math.min(...times),
    lastMs: Math.max(...times),
  });
  return { state: "done", problem: null };
}

/** Removes an uploaded file that is no longer needed: its failing lines are in the store. Files imported in place stay. */
export async function removeSpooled(store: Store, record: ImportRecord): Promise<void> {
  if (record.inPlace) return;
  // In WAL mode with synchronous=NORMAL only a checkpoint is proof against a power cut; the bytes must not go before it.
  await store.rows("PRAGMA wal_checkpoint(FULL)");
  await rm(record.path, { force: true });
  await rm(`${record.path}.json`, { force: true });
}

function failed(problem: string): RunResult {
  return { state: "failed", problem };
}

function vanished(record: ImportRecord): string {
  return record.inPlace
    ? `${record.path} is no longer there. Put it back and resume, or delete this import.`
    : "The uploaded file is no longer in the data folder. Delete this import and send the file again.";
}

function unreadable(record: ImportRecord): string {
  return `${record.fileName} could not be read as text. Send it as a text file, plain or compressed.`;
}
