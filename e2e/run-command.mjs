import { spawn } from "node:child_process";
import { root } from "../cli/build.mjs";

const running = new Set();

function killGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    for (const child of running) killGroup(child, "SIGKILL");
    process.exit(130);
  });
}

/**
 * Runs a command of this project in a process group of its own, so that a run which hangs goes away whole, with whatever
 * servers it started. Resolves in any case; `code` is null where it was killed for taking longer than `limitMs`.
 */
export function runCommand(command, args, { env = {}, limitMs = 15 * 60_000 } = {}) {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    running.add(child);
    let output = "";
    const keepTail = (chunk) => (output = (output + chunk).slice(-200_000));
    child.stdout.setEncoding("utf8").on("data", keepTail);
    child.stderr.setEncoding("utf8").on("data", keepTail);
    const finish = (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, output: output.trim(), tookMs: performance.now() - startedMs });
    };
    const timer = setTimeout(() => {
      output += `\nStopped after ${Math.round(limitMs / 1000)} s without an end.`;
      killGroup(child, "SIGKILL");
    }, limitMs);
    child.on("error", (error) => {
      output += error.message;
      finish(null);
    });
    child.on("close", finish);
  });
}

/** Runs a package's command by its file: no shell, no npx, no PATH. */
export const runNode = (file, args, options) =>
  runCommand(process.execPath, [`node_modules/${file}`, ...args], options);
