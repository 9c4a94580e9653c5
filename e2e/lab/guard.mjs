import { fork, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
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

/** Waits for a word before it becomes the program, and ends without it where whoever should say it is gone. */
const ON_A_WORD = 'read -r _ <&3 && exec "$@" 3<&-';

/** What a recording starts and leaves lying, none of which outlives it: not even where it is killed with SIGKILL. */
export const guard = {
  /**
   * As `spawn`, in a process group of its own, so that a proxy's workers go with it. The program runs once the guardian knows of it: on
   * a busy machine half a second may lie between the two, in which a recorder can be killed.
   * @param {{ stdio: string[] }} options as for `spawn`
   */
  async spawn(program, words, { stdio, ...options }) {
    await stand();
    const child = spawn("/bin/sh", ["-c", ON_A_WORD, "sh", program, ...words], {
      ...options,
      stdio: [...stdio, "pipe"],
      detached: true,
    });
    tell({ born: child.pid });
    const word = child.stdio[3];
    word.on("error", () => {});
    word.end("go\n");
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
    const dir = join(tmpdir(), `gumshoe-lab-${randomBytes(6).toString("hex")}`);
    tell({ made: dir });
    try {
      mkdirSync(dir, { mode: 0o700 });
      return await work(dir);
    } finally {
      rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
      tell({ removed: dir });
    }
  },
};
