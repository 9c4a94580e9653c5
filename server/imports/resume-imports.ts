import { stat } from "node:fs/promises";
import { removeDeleted } from "@/server/store/delete-import";
import { listImports } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { moveImport } from "@/server/store/save-import";
import { touchedSources } from "@/server/store/touched-span";
import { dropEmptySources } from "@/server/store/save-source";
import type { ImportRunner } from "./import-runner";
import { takeIn } from "./take-in";

/** How often imports are looked for whose process has died meanwhile. */
const LOOKED_EVERY_MS = 5000;

/** Takes up what an earlier process left: running imports are queued again, deletions and analyses finished. */
export async function resumeImports(store: Store, runner: ImportRunner): Promise<void> {
  // Nothing of this process runs yet: what bears its number is of an earlier one.
  await takeOver(store, runner, (pid) => pid !== process.pid && isAlive(pid));
  for (const record of await listImports(store, { states: ["uploading"] })) {
    const arrived = await stat(record.path).catch(() => null);
    if (arrived && arrived.size >= record.sizeBytes) await takeIn(store, record.id);
  }
  const queued = await listImports(store, { states: ["queued"] });
  await runner.start(queued.map(({ id }) => id));
  void finishLeftovers(store, runner).catch((error: unknown) => console.error(error));
}

/**
 * Queues again what another process was reading and will not end. One that is alive keeps its imports: a command-line import may be
 * running beside us, and its chunks and ours would be out of turn.
 */
async function takeOver(store: Store, runner: ImportRunner, isReading: (pid: number) => boolean): Promise<void> {
  const abandoned: string[] = [];
  for (const { id, ownerPid } of await listImports(store, { states: ["running"] })) {
    if (ownerPid !== null && isReading(ownerPid)) continue;
    if (await moveImport(store, id, ["running"], { state: "queued", ownerPid: null })) abandoned.push(id);
  }
  if (abandoned.length > 0) await runner.start(abandoned);
}

/**
 * Takes up, as long as this process lives, what others were reading when they died: a command-line import that was killed, or an earlier
 * dashboard that still looked alive when this one started. Returns what ends it.
 */
export function watchAbandoned(store: Store, runner: ImportRunner, everyMs = LOOKED_EVERY_MS): () => void {
  const look = () => void takeOver(store, runner, isAlive).catch((error: unknown) => console.error(error));
  const timer = setInterval(look, everyMs).unref();
  return () => clearInterval(timer);
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
