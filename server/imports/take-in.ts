import { mkdir, rm } from "node:fs/promises";
import { expandArchive } from "@/server/ingest/expand-archive";
import { tellArchiveFile } from "@/server/ingest/tell-archive-file";
import { uploadsDir } from "@/server/store/data-dir";
import { hasImport, readImport } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { changeImport, createImport, dropImport } from "@/server/store/save-import";
import { detectImport } from "./detect-import";

/** Ids of imports. */
export interface TakenIn {
  /** What may be started. */
  ready: string[];
  /** The import of an archive that was not read whole; it says why, and is over. */
  remark: string | null;
}

/**
 * Makes a file that has arrived ready: finds out what it is, or, of an archive, unpacks its files into the spool and makes each an import of its
 * own. The archive's own import is dropped, unless it has something to say.
 */
export async function takeIn(store: Store, id: string): Promise<TakenIn> {
  const record = await readImport(store, id);
  const archive = await tellArchiveFile(record.path);
  if (archive === null) {
    await detectImport(store, id);
    return { ready: [id], remark: null };
  }
  const folder = uploadsDir(store.dir);
  await mkdir(folder, { recursive: true });
  // The ids follow from the archive's, so that a process that takes up what another left half done makes none twice.
  const prefix = `${id}-`;
  const place = { name: record.fileName, folder, prefix };
  const { files, problem, note } = await expandArchive(record.path, archive, place);
  const ready: string[] = [];
  for (const file of files) {
    const entryId = file.path.slice(file.path.lastIndexOf(prefix));
    if (!(await hasImport(store, entryId))) {
      const { sourceId, batchId, createdMs } = record;
      await createImport(store, {
        ...{ id: entryId, sourceId, batchId, fileName: file.name, path: file.path, createdMs },
        ...{ inPlace: false, sizeBytes: file.sizeBytes, state: "uploading" },
      });
      if (record.chosen.includes("source")) await changeImport(store, entryId, { chosen: `["source"]` });
    }
    await detectImport(store, entryId);
    ready.push(entryId);
  }
  if (!record.inPlace) {
    await rm(record.path, { force: true });
    await rm(`${record.path}.json`, { force: true });
  }
  if (problem === null && note === null) {
    await dropImport(store, id);
    return { ready, remark: null };
  }
  const remark = [problem, note].filter((part) => part !== null).join(" ");
  await changeImport(store, id, {
    ...{ state: problem === null ? "done" : "failed", bytesDone: record.sizeBytes },
    ...{ problem: remark, finishedMs: Date.now() },
  });
  return { ready, remark: id };
}
