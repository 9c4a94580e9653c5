// A build leaves the chunks of earlier builds in dist/chunks: a command that is still running loads some of its own only at its end.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A command reads a terabyte in this time. The dashboard loads nothing from there once it serves, and its threads have no chunks. */
const KEPT_MS = 3_600_000;

function readLedger(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

/**
 * Removes files from `folder` that no build of the last hour has written. `ledger` is a file that remembers since when each of the
 * others is none of the current build's.
 * @param {{ folder: string, current: string[], ledger: string, nowMs: number }} build `current` names the files just written
 */
export function removeOldChunks({ folder, current, ledger, nowMs }) {
  if (!existsSync(folder)) return;
  const before = readLedger(ledger);
  const isCurrent = new Set(current);
  const oldSinceMs = {};
  for (const name of readdirSync(folder)) {
    if (isCurrent.has(name)) continue;
    const sinceMs = before[name] ?? nowMs;
    if (nowMs - sinceMs > KEPT_MS) rmSync(path.join(folder, name), { force: true });
    else oldSinceMs[name] = sinceMs;
  }
  writeFileSync(ledger, JSON.stringify(oldSinceMs));
}
