import { fork, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("./guardian-process.mjs", import.meta.url));

let guardian;
let standing;

/**
 * One guardian for all that this process records; it does not keep this process from ending. Nothing is started before it says that it
 * listens: what it is told while it starts is lost where the recorder dies in that moment.
 */
function stand() {
  standing ??= new Promise((done, failed) => {
    guardian = fork(SCRIPT, { stdio: "ignore", detached: true, execArgv: [] });
    guardian.once("error", failed);
    guardian.once("message", () => {
      guardian.unref();
      guardian.channel.unref();
      done();
    });
  });
  return standing;
}

const tell = (news) => guardian.send(news, () => {});

/** What a recording starts and leaves lying, none of which outlives it: not even where it is killed with SIGKILL. */
export const guard = {
  /** As `spawn`, in a process group of its own, so that a proxy's workers go with it. */
  async spawn(program, words, options) {
    await stand();
    const child = spawn(program, words, { ...options, detached: true });
    if (child.pid === undefined) return child;
    tell({ born: child.pid });
    child.once("exit", () => tell({ gone: child.pid }));
    return child;
  },

  /** Ends a process as its operator would, and after three seconds its whole group for good. */
  async stop(child, signal = "SIGTERM") {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    const late = setTimeout(() => process.kill(-child.pid, "SIGKILL"), 3000);
    await gone;
    clearTimeout(late);
  },

  /** Hands `work` a new folder, which is removed when the work is done or has failed. Returns what `work` does. */
  async withFolder(work) {
    await stand();
    const dir = mkdtempSync(join(tmpdir(), "gumshoe-lab-"));
    tell({ made: dir });
    try {
      return await work(dir);
    } finally {
      rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
      tell({ removed: dir });
    }
  },
};
