import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The installation's folder, where `dist/` lies: as the start script says, else found upwards from this file. */
export function packageRoot(): string {
  if (process.env["GUMSHOE_ROOT"]) return process.env["GUMSHOE_ROOT"];
  let folder = path.dirname(fileURLToPath(import.meta.url));
  for (;;) {
    if (existsSync(path.join(folder, "package.json"))) return folder;
    const parent = path.dirname(folder);
    if (parent === folder) return process.cwd();
    folder = parent;
  }
}
