import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { combinedLog, packed, PACKED } from "@/server/ingest/packed-logs.fixture";
import { listImports, readImport, type ImportRecord } from "@/server/store/list-imports";
import { listIncidents } from "@/server/store/list-incidents";
import type { Store } from "@/server/store/open-store";
import { readTrends } from "@/server/store/read-trends";
import { createSource } from "@/server/store/save-source";
import { addFile } from "./add-file";
import type { ImportRunner } from "./import-runner";
import { openImports } from "./open-imports.fixture";
import { removeImport } from "./remove-import";
import { testLine, writeTestLog } from "./write-test-log.fixture";

const HOUR = 50 * 3600;

let dir: string;
let store: Store;
let runner: ImportRunner;
let close: () => Promise<void>;

beforeEach(async () => {
  ({ dir, store, runner, close } = await openImports());
});
afterEach(() => close());

/** Imports a file as a drop of its own, into a new source unless it is known, and returns its record. */
async function drop(file: string): Promise<ImportRecord> {
  const sourceId = await createSource(store, path.basename(file), false, Date.now());
  const common = { sourceId, sourceChosen: false, batchId: String(Math.random()), inPlace: true, nowMs: Date.now() };
  const { ready } = await addFile(store, { ...common, fileName: path.basename(file), path: file });
  const [id] = ready;
  await runner.start(ready);
  await runner.settled();
  return readImport(store, id!);
}

async function requests(): Promise<number> {
  return (await readTrends(store, {})).totals.requests;
}

async function rowsLeft(): Promise<number> {
  let rows = 0;
  for (const table of [
    "Cell",
    "Series",
    "StatusMinute",
    "Latency",
    "Tally",
    "Line",
    "Import",
    "Source",
    "Value",
    "Incident",
  ]) {
    const [row] = await store.rows(`SELECT COUNT(*) AS n FROM "${table}"`);
    rows += Number(row?.["n"]);
  }
  return rows;
}

describe("a file that comes again", () => {
  it("adds nothing when it is the same, plain or compressed, and joins its source", async () => {
    const log = path.join(dir, "access.log");
    writeTestLog(log, 0, 5000);
    const first = await drop(log);
    expect(first).toMatchObject({ state: "done", lines: 5000, linesAlreadyKnown: 0 });

    const again = await drop(log);
    expect(again).toMatchObject({ state: "done", lines: 0, linesAlreadyKnown: 5000, sourceId: first.sourceId });
    expect(again.problem).toMatch(/5,000 lines .* 0 new lines/);

    const packed = path.join(dir, "access.log.1.gz");
    writeFileSync(packed, gzipSync(readFileSync(log)));
    expect(await drop(packed)).toMatchObject({ state: "done", lines: 0, linesAlreadyKnown: 5000 });
    expect(await requests()).toBe(5000);
  });

  it("adds only what is new when it has grown, again and again, and also compressed", async () => {
    const log = path.join(dir, "access.log");
    writeTestLog(log, 0, 3000);
    await drop(log);
    writeTestLog(log, 3000, 4000, true);
    expect(await drop(log)).toMatchObject({ lines: 1000, linesAlreadyKnown: 3000, lineNumber: 4000 });
    writeTestLog(log, 4000, 4500, true);
    expect(await drop(log)).toMatchObject({ lines: 500, linesAlreadyKnown: 4000 });
    writeTestLog(log, 4500, 5000, true);
    const rotated = path.join(dir, "access.log.1.gz");
    writeFileSync(rotated, gzipSync(readFileSync(log)));
    expect(await drop(rotated)).toMatchObject({ lines: 500, linesAlreadyKnown: 4500 });
    expect(await requests()).toBe(5000);
    expect(await listImports(store)).toHaveLength(4);
  });

  it("reads a last line anew that had been cut off when the file was copied", async () => {
    const log = path.join(dir, "access.log");
    writeTestLog(log, 0, 1000);
    appendFileSync(log, testLine(1000).slice(0, 60));
    expect(await drop(log)).toMatchObject({ lines: 1001, parsed: 1000, rejected: 1 });
    appendFileSync(log, `${testLine(1000).slice(60)}\n${testLine(1001)}\n`);
    expect(await drop(log)).toMatchObject({ lines: 2, parsed: 2, rejected: 0, linesAlreadyKnown: 1000 });
    expect(await requests()).toBe(1002);
  });

  it("knows JSON records again that lines do not separate, and zstd, bzip2 and xz", async () => {
    const record = (index: number) => ({
      time: new Date(Date.UTC(2026, 2, 3, 10, 0, index)).toISOString(),
      ...{ request: `GET /orders/${index} HTTP/1.1`, status: 200, remote_addr: "203.0.113.7" },
    });
    const records = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => JSON.stringify(record(from + index), null, 2)).join("\n");
    const log = path.join(dir, "records.json");
    writeFileSync(log, records(0, 1500));
    expect(await drop(log)).toMatchObject({ state: "done", parsed: 1500, rejected: 0, linesAlreadyKnown: 0 });
    expect(await drop(log)).toMatchObject({ state: "done", lines: 0, linesAlreadyKnown: 1500 });
    appendFileSync(log, records(1500, 1700));
    expect(await drop(log)).toMatchObject({ state: "done", parsed: 200, rejected: 0, linesAlreadyKnown: 1500 });
    expect(await requests()).toBe(1700);

    const plain = path.join(dir, "access.log");
    writeFileSync(plain, combinedLog(120));
    await drop(plain);
    for (const compression of ["zstd", "bzip2", "xz"] as const) {
      const file = path.join(dir, `access.log.${compression}`);
      const whole = packed(PACKED.log[compression]);
      writeFileSync(file, whole);
      expect(await drop(file)).toMatchObject({ compression, state: "done", lines: 0, linesAlreadyKnown: 120 });
    }
  });

  it("takes a file that only begins alike for another one", async () => {
    const log = path.join(dir, "access.log");
    writeTestLog(log, 0, 1000);
    await drop(log);
    const other = path.join(dir, "other.log");
    writeTestLog(other, 0, 10);
    writeTestLog(other, 2000, 4000, true);
    expect(await drop(other)).toMatchObject({ lines: 2010, linesAlreadyKnown: 0 });
  });
});

describe("deleting an import", () => {
  it("takes its effects back out and leaves those of others", async () => {
    const quiet = path.join(dir, "quiet.log");
    writeTestLog(quiet, 24 * HOUR, 24 * HOUR + 20_000);
    await drop(quiet);
    const before = await rowsLeft();

    const log = path.join(dir, "access.log");
    writeTestLog(log, 0, 60_000);
    const bad = await drop(log);
    expect(await listIncidents(store)).toHaveLength(1);
    expect(await requests()).toBe(80_000);

    await removeImport(store, runner, bad.id, Date.now());
    expect(await requests()).toBe(20_000);
    expect(await listIncidents(store)).toHaveLength(0);
    await expect.poll(rowsLeft, { timeout: 20_000 }).toBe(before);
  });
});
