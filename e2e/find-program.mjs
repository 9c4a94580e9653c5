import { accessSync, constants } from "node:fs";
import path from "node:path";

// Daemons lie in sbin, which an ordinary user's PATH leaves out.
const FOLDERS = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/local/sbin", "/usr/sbin", "/sbin"];

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The full path of the first of these programs that this machine has, or null. */
export function findProgram(...names) {
  for (const name of names) {
    const found = FOLDERS.filter(Boolean)
      .map((folder) => path.join(folder, name))
      .find(isExecutable);
    if (found) return found;
  }
  return null;
}

/** A browser of the system's own; null leaves the choice to Playwright, which may have downloaded one. */
export const findChromium = () =>
  process.env.GUMSHOE_CHROMIUM || findProgram("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
