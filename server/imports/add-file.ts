import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import type { Store } from "@/server/store/open-store";
import { changeImport, createImport } from "@/server/store/save-import";
import { takeIn, type TakenIn } from "./take-in";

/** A file on this machine on its way into the store. */
export interface AddedFile {
  sourceId: string;
  /** The source was chosen by a person: an earlier import of the same file elsewhere does not count. */
  sourceChosen: boolean;
  batchId: string;
  fileName: string;
  path: string;
  /** Stays where it is; otherwise it lies in the spool and is removed once imported. */
  inPlace: boolean;
  nowMs: number;
}

/** Records a file, finds out what it is, and returns the ids of its imports: one, or one for every file of an archive. */
export async function addFile(store: Store, file: AddedFile): Promise<TakenIn> {
  const id = randomUUID();
  const { sourceId, batchId, fileName, path, inPlace, nowMs } = file;
  const { size } = await stat(path);
  await createImport(store, {
    ...{ id, sourceId, batchId, fileName, path, inPlace },
    sizeBytes: size,
    state: "uploading",
    createdMs: nowMs,
  });
  if (file.sourceChosen) await changeImport(store, id, { chosen: `["source"]` });
  return takeIn(store, id);
}
