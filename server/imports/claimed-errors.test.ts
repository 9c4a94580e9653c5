import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ownErrorsLog } from "@/server/ingest/own-errors-log.fixture";
import { listIncidents } from "@/server/store/list-incidents";
import type { Store } from "@/server/store/open-store";
import { readBreakdown } from "@/server/store/read-breakdown";
import { readLines } from "@/server/store/read-lines";
import { readTrends } from "@/server/store/read-trends";
import { createSource } from "@/server/store/save-source";
import { addFile } from "./add-file";
import type { ImportRunner } from "./import-runner";
import { openImports } from "./open-imports.fixture";
import { removeImport } from "./remove-import";

vi.setConfig({ testTimeout: 60_000 });

// Six of the gateway's own 500s a minute for twenty minutes, and four of the application's.
const LOGS = ownErrorsLog({ own: 6, application: 4 });

let dir: string;
let store: Store;
let runner: ImportRunner;
let close: () => Promise<void>;
let sourceId: string;

beforeEach(async () => {
  ({ dir, store, runner, close } = await openImports());
  sourceId = await createSource(store, "shop", true, Date.now());
});
afterEach(() => close());

async function drop(name: "access" | "error"): Promise<string> {
  const file = path.join(dir, `${name}.log`);
  writeFileSync(file, LOGS[name]);
  const common = { sourceId, sourceChosen: true, batchId: name, inPlace: true, nowMs: Date.now() };
  const { ready } = await addFile(store, { ...common, fileName: `${name}.log`, path: file });
  await runner.start(ready);
  await runner.settled();
  return ready[0]!;
}

/** Gateway and other errors as Trends shows them, all and of the one route that fails. */
async function counts() {
  const ofAll = (await readTrends(store, {})).totals;
  const ofRoute = (await readTrends(store, { route: "/product/:id" })).totals;
  return [ofAll, ofRoute].map(({ requests, otherGateway, otherErrors }) => [requests, otherGateway, otherErrors]);
}

it.each([
  ["access", "error"],
  ["error", "access"],
] as const)(
  "counts the gateway's own 500s alike when the %s log is imported first, then the %s log",
  async (...names) => {
    await drop(names[0]);
    expect(await listIncidents(store)).toEqual([]);
    await drop(names[1]);
    const counted = [
      [800, 120, 80],
      [800, 120, 80],
    ];
    expect(await counts()).toEqual(counted);
    const incidents = await listIncidents(store);
    expect(incidents).toMatchObject([{ failed: 120, cause: "dns-failure", statuses: [500] }]);
    const [{ id = "", spark = [] } = {}] = incidents;
    expect(spark.reduce((sum, n) => sum + n, 0)).toBe(120);
    expect(await readLines(store, id, { role: "access" })).toMatchObject({ total: 120, notKept: 0 });
    const { rows } = await readBreakdown(store, { dimension: "route" });
    expect(rows).toMatchObject([{ value: "/product/:id", failed: 120, requests: 800 }]);
  },
);

it("takes the claims back with the error log that made them, and makes them anew", async () => {
  await drop("access");
  const id = await drop("error");
  await removeImport(store, runner, id, Date.now());
  await runner.settled();
  await expect.poll(counts, { timeout: 20_000 }).toEqual([
    [800, 0, 200],
    [800, 0, 200],
  ]);
  expect(await listIncidents(store)).toEqual([]);
  await drop("error");
  expect((await counts())[0]).toEqual([800, 120, 80]);
  const [row] = await store.rows(`SELECT SUM("n") AS n FROM "Claim"`);
  expect(row?.["n"]).toBe(120);
});
