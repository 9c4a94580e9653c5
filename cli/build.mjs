// Builds what runs: the Prisma client, the bundles in dist/ and the Next application. Each step is skipped while its
// inputs are unchanged. `node cli/build.mjs prepare` makes what `npx gumshoe` needs, `… app` everything, `… watch`
// keeps dist/ fresh. Nothing from node_modules is imported before it is known to be there.
import { spawn } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { removeOldChunks } from "./old-chunks.mjs";
import { createStamps } from "./stamps.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));
const stamps = createStamps(root);

const ENTRIES = { gumshoe: "cli/gumshoe.ts", "scan-worker": "server/ingest/scan-worker.ts" };

const PRISMA_INPUTS = ["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"];
const BUNDLE_INPUTS = ["cli", "core", "server", "prisma/schema.prisma", "tsconfig.json", "package-lock.json"];
const APP_INPUTS = [
  ...["app", "components", "core", "server", "public", "prisma/schema.prisma", "instrumentation.ts"],
  ...["next.config.js", "postcss.config.mjs", "tsconfig.json", "package-lock.json"],
];

/** The reason a step failed, without a stack trace: what the person at the terminal can act on. */
export class BuildFailure extends Error {}

/** Runs a command quietly; its output is shown only when it fails. */
function run(what, command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32" && command === "npm",
    });
    let output = "";
    const keepTail = (chunk) => (output = (output + chunk).slice(-20_000));
    child.stdout.on("data", keepTail);
    child.stderr.on("data", keepTail);
    child.on("error", (error) => reject(new BuildFailure(`${what} could not start: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new BuildFailure(`${what} failed.\n\n${lastLines(output, 40)}`));
    });
  });
}

function lastLines(text, count) {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}

/** npm keeps a hidden lock file of what it really installed; it is written last, so an interrupted install has none. */
export function isInstalled() {
  const installedLock = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(installedLock)) return false;
  const installed = JSON.parse(readFileSync(installedLock, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(([where, entry]) => {
    if (where === "") return true;
    const found = installed[where];
    return found ? found.version === entry.version : entry.optional === true || entry.peer === true;
  });
}

export async function install() {
  if (isInstalled()) return false;
  // The root's own `prepare` is what the next steps do, with their own output: not twice.
  await run("npm ci", "npm", ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"]);
  return true;
}

async function once(step, inputs, outputs, work) {
  const stamp = stamps.of(inputs);
  if (stamps.isCurrent(step, stamp, outputs)) return false;
  await work();
  stamps.write(step, stamp);
  return true;
}

export async function generatePrisma() {
  if (!existsSync(path.join(root, "prisma/schema.prisma"))) return false;
  return once("prisma", PRISMA_INPUTS, ["server/store/generated"], () =>
    run("prisma generate", process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
      // Generating reads the schema with WebAssembly; Prisma would still download its migration engine first, unless it
      // is told of an executable. Any will do, it is not called.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    }),
  );
}

/** What runs by itself: the command line in chunks, of which it loads what the command needs, and the threads whole. */
function bundles() {
  const present = ({ entry: [, file] }) => existsSync(path.join(root, file));
  return [
    { entry: ["gumshoe", ENTRIES.gumshoe], splitting: true, whenBuilt: finishCommandLine },
    // A dashboard that runs for months starts threads and has them decode: out of one file, whichever chunks are gone by then.
    { entry: ["scan-worker", ENTRIES["scan-worker"]], splitting: false, whenBuilt: () => {} },
  ]
    .filter(present)
    .map(bundleOptions);
}

function bundleOptions({ entry, splitting, whenBuilt }) {
  return {
    absWorkingDir: root,
    entryPoints: Object.fromEntries([entry]),
    outdir: "dist",
    bundle: true,
    splitting,
    format: "esm",
    platform: "node",
    target: "node20",
    chunkNames: "chunks/[name]-[hash]",
    metafile: true,
    sourcemap: "linked",
    legalComments: "none",
    logLevel: "silent",
    // Loaded by Node at run time: native bindings, and Next, which the dashboard alone needs.
    external: ["next", "@prisma/*", "@libsql/*", "libsql"],
    // CommonJS packages inside an ES module bundle still ask for `require`.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    plugins: [
      { name: "built", setup: (build) => build.onEnd((result) => result.errors.length || whenBuilt(result.metafile)) },
    ],
  };
}

function finishCommandLine({ outputs }) {
  removeOldChunks({
    folder: path.join(root, "dist/chunks"),
    current: Object.keys(outputs).map((file) => path.basename(file)),
    ledger: path.join(root, ".gumshoe-build/old-chunks.json"),
    nowMs: Date.now(),
  });
  const bin = path.join(root, "dist/gumshoe.js");
  const code = readFileSync(bin, "utf8");
  if (!code.startsWith("#!")) writeFileSync(bin, `#!/usr/bin/env node\n${code}`);
  chmodSync(bin, 0o755);
}

export async function buildBundles() {
  const outputs = Object.entries(ENTRIES)
    .filter(([, file]) => existsSync(path.join(root, file)))
    .map(([name]) => `dist/${name}.js`);
  return once("bundles", BUNDLE_INPUTS, outputs, async () => {
    const esbuild = await import("esbuild");
    try {
      await Promise.all(bundles().map((options) => esbuild.build(options)));
    } catch (error) {
      if (!error.errors) throw error;
      const texts = await esbuild.formatMessages(error.errors, { kind: "error" });
      throw new BuildFailure(`The bundles in dist/ could not be built.\n\n${texts.join("")}`);
    }
  });
}

export async function watchBundles() {
  const esbuild = await import("esbuild");
  for (const options of bundles()) {
    const context = await esbuild.context({ ...options, logLevel: "warning" });
    await context.watch();
  }
}

export function buildApp() {
  return once("app", APP_INPUTS, [".next/BUILD_ID"], () =>
    run("next build", process.execPath, ["node_modules/next/dist/bin/next", "build"], {
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
    }),
  );
}

const STEPS = [
  { name: "Packages", needs: ["app"], work: install },
  { name: "Database client", needs: ["app", "prepare"], work: generatePrisma },
  { name: "Command line and workers", needs: ["app", "prepare"], work: buildBundles },
  { name: "Dashboard", needs: ["app"], work: buildApp },
];

/** Runs every step of the goal ("prepare" or "app") that is out of date; `report` hears of each that ran. */
export function build(goal, report) {
  return stamps.whileLocked(async () => {
    for (const step of STEPS.filter(({ needs }) => needs.includes(goal))) {
      const startedMs = performance.now();
      report.begin?.(step.name);
      const ran = await step.work();
      report.end?.(step.name, ran, performance.now() - startedMs);
    }
  });
}

/** Step output for a person: one line per step that did something, with its duration. */
export const terminalReport = {
  begin(name) {
    if (process.stderr.isTTY) process.stderr.write(`  … ${name}`);
  },
  end(name, ran, tookMs) {
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[2K");
    if (ran) process.stderr.write(`  ✓ ${name.padEnd(26)} ${(tookMs / 1000).toFixed(1)} s\n`);
  },
};

export function exitWithReason(error) {
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[2K");
  process.stderr.write(`\n${error instanceof BuildFailure ? error.message : `Gumshoe stopped: ${error.message}`}\n`);
  process.exit(1);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const goal = process.argv[2] ?? "app";
  if (goal === "watch") await watchBundles().catch(exitWithReason);
  else if (goal === "prepare" && !isInstalled()) explainPrepare();
  else await build(goal, terminalReport).catch(exitWithReason);
}

/** `npx gumshoe` in a bare clone runs `prepare` before any package is there; failing would leave npx's cache broken for good. */
function explainPrepare() {
  process.stderr.write("Gumshoe is not installed yet: run npm ci, or npm start, in its folder first.\n");
}
