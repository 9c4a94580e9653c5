import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Bundles a TypeScript module of the project, given by its path from the root, and imports it. */
export async function importTypeScript(module) {
  const folder = mkdtempSync(path.join(tmpdir(), "gumshoe-bundle-"));
  const outfile = path.join(folder, "bundle.mjs");
  try {
    // CommonJS packages inside an ES module bundle still ask for `require`.
    const js = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
    const options = { bundle: true, platform: "node", format: "esm", logLevel: "error", banner: { js } };
    await build({ ...options, absWorkingDir: root, entryPoints: [path.join(root, module)], outfile });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
