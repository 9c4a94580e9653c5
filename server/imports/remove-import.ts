import { rm } from "node:fs/promises";
import { markDeleted, removeDeleted } from "@/server/store/delete-import";
import { readImport } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { dropIncidentsOfEmpty, dropEmptySources } from "@/server/store/save-source";
import { touchSource } from "@/server/store/touched-span";
import type { ImportRunner } from "./import-runner";

/**
 * Deletes an import and takes its effects back out. It is gone from every page at once; its rows follow in the background, and then
 * the incidents of its source are worked out anew.
 */
export async function removeImport(store: Store, runner: ImportRunner, id: string, nowMs: number): Promise<void> {
  await readImport(store, id);
  await runner.cancel(id);
  const record = await readImport(store, id);
  await markDeleted(store, id, nowMs);
  if (!record.inPlace) {
    await rm(record.path, { force: true });
    await rm(`${record.path}.json`, { force: true });
  }
  await dropIncidentsOfEmpty(store, record.sourceId);
  if (record.firstMs !== null && record.lastMs !== null) {
    await touchSource(store, record.sourceId, record.firstMs, record.lastMs);
  }
  void finish(store, runner, record.sourceId).catch((error: unknown) => console.error(error));
}

async function finish(store: Store, runner: ImportRunner, sourceId: string): Promise<void> {
  await runner.analyse(sourceId);
  await removeDeleted(store);
  await dropEmptySources(store);
}
