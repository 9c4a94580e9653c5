import { randomUUID } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type { Import } from "@/core/contract/imports";
import { dataDir } from "@/server/store/data-dir";
import { readImport } from "@/server/store/list-imports";
import { openStore } from "@/server/store/open-store";
import { Refusal } from "@/server/store/refusal";
import { createSource, dropEmptySources, sourceNamed } from "@/server/store/save-source";
import { touchedSources } from "@/server/store/touched-span";
import { addFile } from "./add-file";
import { ImportRunner } from "./import-runner";
import { nameOfFiles } from "./name-source";

const REPORT_EVERY_MS = 250;

export interface DiskImportOptions {
  /** Name of the source they join; null = one derived from what they hold, or the source of an earlier import of the same file. */
  sourceName?: string | null;
  /** Called about four times a second with the state of every file. */
  onProgress?: (imports: Import[]) => void;
  /** Stops after the chunk at hand; what was read stays, and the dashboard can resume it. */
  signal?: AbortSignal;
}

/**
 * Imports files of this machine into the store the dashboard reads, in place, without copying them; the files of an archive go through the spool. Resolves when their incidents
 * are worked out. A path that is no file is refused before anything is done; what is wrong with a file's content is in its `problem`.
 */
export async function importFilesFromDisk(paths: string[], options: DiskImportOptions = {}): Promise<Import[]> {
  const files = paths.map((each) => path.resolve(each));
  for (const file of files) {
    if (!existsSync(file)) throw new Refusal(`${file} does not exist.`, 404);
    if (!statSync(file).isFile()) throw new Refusal(`${file} is not a file.`);
  }
  const store = await openStore(dataDir());
  const runner = new ImportRunner(store);
  try {
    const nowMs = Date.now();
    const name = options.sourceName ?? null;
    const known = name === null ? null : await sourceNamed(store, name);
    const derived = nameOfFiles(files.map((file) => path.basename(file)));
    const sourceId = known ?? (await createSource(store, name ?? derived, name !== null, nowMs));
    const batchId = randomUUID();
    const ids: string[] = [];
    const remarks: string[] = [];
    for (const file of files) {
      const added = { sourceId, sourceChosen: name !== null, batchId, path: file, inPlace: true, nowMs };
      const { ready, remark } = await addFile(store, { ...added, fileName: path.basename(file) });
      ids.push(...ready);
      if (remark !== null) remarks.push(remark);
    }
    const states = () => Promise.all([...ids, ...remarks].map(async (id) => runner.show(await readImport(store, id))));
    await runner.start(ids);
    const timer = setInterval(() => {
      states().then(options.onProgress, () => undefined);
    }, REPORT_EVERY_MS);
    const stop = () => void Promise.all(ids.map((id) => runner.cancel(id)));
    options.signal?.addEventListener("abort", stop, { once: true });
    await runner.settled().finally(() => clearInterval(timer));
    await dropEmptySources(store);
    const ended = await states();
    // A process that was killed after its last chunk left lines that nobody has analysed, and this file may have no new one.
    const waiting = new Set(await touchedSources(store));
    for (const id of new Set(ended.map((each) => each.sourceId))) if (waiting.has(id)) await runner.analyse(id);
    options.onProgress?.(ended);
    return ended;
  } finally {
    await runner.close();
    await store.close();
  }
}
