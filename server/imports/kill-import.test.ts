import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listImports } from "@/server/store/list-imports";
import { openStore, type Store } from "@/server/store/open-store";
import { writeTestLog } from "./write-test-log.fixture";

const LINES = 320_000;
const KILLS = 4;

const dir = mkdtempSync(path.join(tmpdir(), "gumshoe-kill-"));
const log = path.join(dir, "access.log");
// Below node_modules, so that the packages it leaves outside are found.
const child = path.resolve("node_modules/.cache/gumshoe-test/import-child.mjs");

beforeAll(async () => {
  writeTestLog(log, 0, LINES);
  await build({
    entryPoints: ["server/imports/import-child.fixture.ts"],
    outfile: child,
    ...{ bundle: true, platform: "node", format: "esm", alias: { "@": path.resolve(".") } },
    // As the product's own bundles are built, see cli/build.mjs.
    external: ["@prisma/*", "@libsql/*", "libsql"],
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
}, 60_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Runs the child until it ends, or kills it after so many milliseconds; true when it ended by itself. */
function run(dataDir: string, killAfterMs: number | null): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, GUMSHOE_DATA_DIR: dataDir, GUMSHOE_ROOT: path.resolve(".") };
    const started = spawn(process.execPath, [child, log], { env, stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    started.stderr.on("data", (text) => (errors += String(text)));
    const timer = killAfterMs === null ? null : setTimeout(() => started.kill("SIGKILL"), killAfterMs);
    started.on("exit", (code, signal) => {
      if (timer) clearTimeout(timer);
      if (signal === "SIGKILL") resolve(false);
      else if (code === 0) resolve(true);
      else reject(new Error(errors));
    });
  });
}

/** Everything that counts lines, in an order that does not depend on when it was written. */
async function effects(store: Store): Promise<unknown> {
  const [record] = await listImports(store);
  const value = (column: string) => `(SELECT "text" FROM "Value" WHERE "id" = ${column})`;
  const counters = `"requests", "gatewayErrors", "s502", "otherErrors"`;
  return {
    state: record?.state,
    counts: [record?.lines, record?.parsed, record?.rejected, record?.skipped, record?.offset, record?.lineNumber],
    cells: await store.rows(
      `SELECT "grain", "minute", ${value(`"upstreamId"`)} AS u, ${value(`"hostId"`)} AS h, ${value(`"routeId"`)} AS r, ${counters}
       FROM "Cell" WHERE "grain" > 1 ORDER BY 1, 2, 3, 4, 5`,
    ),
    fine: await store.rows(
      `SELECT COUNT(*) AS n, SUM("requests") AS r, SUM("minute" * "s502") AS s FROM "Cell" WHERE "grain" = 1`,
    ),
    series: await store.rows(
      `SELECT "grain", "dimension", COUNT(*), SUM("requests"), SUM("s502") FROM "Series" GROUP BY 1, 2`,
    ),
    statuses: await store.rows(`SELECT "status", SUM("n") AS n FROM "StatusMinute" GROUP BY 1`),
    latencies: await store.rows(`SELECT "grain", "metric", "bucket", SUM("n") AS n FROM "Latency" GROUP BY 1, 2, 3`),
    tallies: await store.rows(
      `SELECT "grain", "dimension", SUM("requests"), SUM("gatewayErrors") FROM "Tally" GROUP BY 1, 2`,
    ),
    lines: await store.rows(`SELECT COUNT(*) AS n, COUNT(DISTINCT "line") AS d, SUM("line") AS s FROM "Line"`),
    incidents: await store.rows(
      `SELECT "startMs", "endMs", "failed", "cause", "scopeLabel" FROM "Incident" ORDER BY 1`,
    ),
  };
}

async function effectsIn(dataDir: string): Promise<unknown> {
  const store = await openStore(dataDir);
  try {
    return await effects(store);
  } finally {
    await store.close();
  }
}

describe("an import that is killed", () => {
  it("neither loses nor doubles a line", async () => {
    const undisturbed = path.join(dir, "undisturbed");
    const begun = Date.now();
    expect(await run(undisturbed, null)).toBe(true);
    const took = Date.now() - begun;

    const disturbed = path.join(dir, "disturbed");
    let killed = 0;
    for (let i = 0; i < KILLS; i++) {
      // The first certainly falls into the work; the others anywhere: into the reading, a commit, the analysis.
      const part = i === 0 ? 0.4 : 0.2 + 0.7 * Math.random();
      if (!(await run(disturbed, part * took))) killed++;
    }
    expect(killed).toBeGreaterThan(0);
    expect(await run(disturbed, null)).toBe(true);
    expect(await effectsIn(disturbed)).toEqual(await effectsIn(undisturbed));
  }, 300_000);
});
