import { stat } from "node:fs/promises";
import { removeDeleted } from "@/server/store/delete-import";
import { listImports } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { moveImport } from "@/server/store/save-import";
import { touchedSources } from "@/server/store/touched-span";
import { dropEmptySources } from "@/server/store/save-source";
import type { ImportRunner } from "./import-runner";
import { takeIn } from "./take-in";

/** Takes up what an earlier process left: running imports are queued again, deletions and analyses finished. */
export async function resumeImports(store: Store, runner: ImportRunner): Promise<void> {
  for (const record of await listImports(store, { states: ["running"] })) {
    // A command-line import may be running beside us; its chunks and ours would be out of turn.
    if (record.ownerPid !== null && record.ownerPid !== process.pid && isAlive(record.ownerPid)) continue;
    await moveImport(store, record.id, ["running"], { state: "queued", ownerPid: null });
  }
  for (const record of await listImports(store, { states: ["uploading"] })) {
    const arrived = await stat(record.path).catch(() => null);
    if (arrived && arrived.size >= record.sizeBytes) await takeIn(store, record.id);
  }
  const queued = await listImports(store, { states: ["queued"] });
  await runner.start(queued.map(({ id }) => id));
  void finishLeftovers(store, runner).catch((error: unknown) => console.error(error));
}

async function finishLeftovers(store: Store, runner: ImportRunner): Promise<void> {
  await removeDeleted(store);
  await dropEmptySources(store);
  for (const sourceId of await touchedSources(store)) await runner.analyse(sourceId);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
