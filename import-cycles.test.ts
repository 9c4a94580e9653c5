import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL(".", import.meta.url));

type Graph = Record<string, string[]>;

function sourceFiles(): string[] {
  const folders = ["app", "cli", "components", "core", "server"];
  return folders
    .flatMap((folder) => readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /(?<!\.test|\.d)\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${path.sep}generated${path.sep}`));
}

/** Who imports whom at load time. The lint rule for this took a third of the linter's time; the bundler knows it anyway. */
async function importGraph(): Promise<Graph> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: sourceFiles(),
    outdir: "dist",
    bundle: true,
    write: false,
    metafile: true,
    packages: "external",
    format: "esm",
    platform: "node",
    loader: { ".css": "empty" },
    logLevel: "silent",
  });
  const statically = ({ kind, external }: { kind: string; external?: boolean }) =>
    kind === "import-statement" && !external;
  const edges = Object.entries(metafile.inputs).map(([file, { imports }]) => {
    return [file, imports.filter(statically).map((imported) => imported.path)] as const;
  });
  return Object.fromEntries(edges);
}

/** One path per cycle that a depth-first walk closes, its first file repeated at the end. */
function cyclesIn(graph: Graph): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, above: string[]): void => {
    const start = above.indexOf(file);
    if (start >= 0) cycles.push([...above.slice(start), file]);
    if (start >= 0 || done.has(file)) return;
    for (const imported of graph[file] ?? []) walk(imported, [...above, file]);
    done.add(file);
  };
  for (const file of Object.keys(graph)) walk(file, []);
  return cycles;
}

it("sees a cycle where there is one", () => {
  expect(cyclesIn({ a: ["b", "d"], b: ["c"], c: ["a"], d: [] })).toEqual([["a", "b", "c", "a"]]);
  expect(cyclesIn({ a: ["b", "c"], b: ["c"], c: [] })).toEqual([]);
});

it("no file imports itself, by whatever way round", { timeout: 30_000 }, async () => {
  const graph = await importGraph();
  expect(Object.keys(graph).length).toBeGreaterThan(10);
  expect(cyclesIn(graph).map((cycle) => cycle.join(" → "))).toEqual([]);
});
