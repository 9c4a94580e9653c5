import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the installation: the nearest one above this file (source or bundle) that holds a package.json. */
export function findRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, "package.json"))) {
    const parent = path.dirname(folder);
    if (parent === folder)
      throw new Error("gumshoe: the installation is incomplete, no package.json was found above it");
    folder = parent;
  }
  return folder;
}
