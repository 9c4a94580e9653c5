// Content stamps: a build step runs again only when the bytes of what it reads have changed. Content, not mtime, because
// a git checkout or a copied clone gives every file a new time.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

const SKIPPED = new Set(["node_modules", "generated", "dist", ".next"]);
const TEST_FILE = /\.(test|spec)\.tsx?$/;

function* filesUnder(entry) {
  if (!existsSync(entry)) return;
  if (statSync(entry).isFile()) {
    if (!TEST_FILE.test(entry)) yield entry;
    return;
  }
  for (const name of readdirSync(entry).sort()) {
    if (!SKIPPED.has(name)) yield* filesUnder(path.join(entry, name));
  }
}

/** Stamps live under `root/.gumshoe-build`, one small file per step. */
export function createStamps(root) {
  const folder = path.join(root, ".gumshoe-build");
  const stampFile = (step) => path.join(folder, `${step}.stamp`);

  return {
    /** One hash over the given files and folders, the Node version and the platform. */
    of(inputs) {
      const hash = createHash("sha1").update(`${process.version} ${process.platform} ${process.arch}`);
      for (const input of inputs) {
        for (const file of filesUnder(path.join(root, input))) {
          hash.update(`\0${path.relative(root, file)}\0`).update(readFileSync(file));
        }
      }
      return hash.digest("hex");
    },
    isCurrent(step, stamp, outputs) {
      if (!outputs.every((output) => existsSync(path.join(root, output)))) return false;
      return existsSync(stampFile(step)) && readFileSync(stampFile(step), "utf8") === stamp;
    },
    write(step, stamp) {
      mkdirSync(folder, { recursive: true });
      const temporary = `${stampFile(step)}.${process.pid}`;
      writeFileSync(temporary, stamp);
      renameSync(temporary, stampFile(step));
    },
    /** Only one process builds at a time: a second `npm start` in the same clone waits for the first. */
    async whileLocked(work) {
      const lock = path.join(folder, "lock");
      mkdirSync(folder, { recursive: true });
      while (!takeLock(lock)) await new Promise((done) => setTimeout(done, 200));
      try {
        return await work();
      } finally {
        rmSync(lock, { force: true });
      }
    },
  };
}

function takeLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (!ownerIsAlive(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function ownerIsAlive(lock) {
  try {
    const owner = Number(readFileSync(lock, "utf8"));
    // An owner that has created the file but not yet written its id reads as 0: give it time.
    if (owner === 0) return Date.now() - statSync(lock).mtimeMs < 5000;
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
