/**
 * Outlives the recorder that started it, by a moment: when the recorder is gone, however it went, this kills what it left running
 * and removes what it left lying. Started by `guard.mjs`, in a session of its own, so that what ends the recorder spares this.
 */
import { rmSync } from "node:fs";

/** What is asked to end gets this long to put its own things away: Squid has files in shared memory. */
const GRACE_MS = 3000;

/** Process groups, by the id of their first process. */
const groups = new Set();
const folders = new Set();

process.on("message", ({ born, gone, made, removed }) => {
  if (born !== undefined) groups.add(born);
  if (gone !== undefined) groups.delete(gone);
  if (made !== undefined) folders.add(made);
  if (removed !== undefined) folders.delete(removed);
});

/** False where there is nobody left. */
function send(signal, target) {
  try {
    return process.kill(target, signal);
  } catch {
    return false;
  }
}

process.on("disconnect", async () => {
  for (const group of groups) send("SIGTERM", group);
  for (const limitMs = Date.now() + GRACE_MS; Date.now() < limitMs;) {
    if (![...groups].some((group) => send(0, -group))) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  for (const group of groups) send("SIGKILL", -group);
  // What is being killed may write a last file while its folder is emptied.
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  process.exit();
});

process.send("ready");
