import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SAMPLE_WIDTH, type RequestSample } from "@/core/rollups/request-sample";
import { testImport } from "./chunk.fixture";
import { markDeleted, removeDeleted } from "./delete-import";
import { openStore, type Store } from "./open-store";
import { readSample, writeSample } from "./request-samples";

const MINUTE = 29_000_000;

let dir: string;
let store: Store;
beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "gumshoe-samples-"));
  store = await openStore(dir);
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A request a minute, each of another path; hashes may be negative. */
function sample(minutes: readonly number[], mask = 0, busy: number[] = []): RequestSample {
  const rows = minutes.flatMap((minute) => [MINUTE + minute, 200 * 60_000 + 5, 0, -16 * (minute + 1), -1, 2, 3]);
  return { mask, busy, rows: Int32Array.from(rows) };
}

const minutesOf = ({ rows }: RequestSample) =>
  Array.from({ length: rows.length / SAMPLE_WIDTH }, (_, row) => rows[row * SAMPLE_WIDTH]! - MINUTE);

describe("samples of requests", () => {
  it("come back as they were, put together over chunks and cut to the span", async () => {
    const { key } = await testImport(store, "edge", "edge");
    await writeSample(store, key, 100, sample([0, 1, 2]));
    await writeSample(store, key, 200, sample([3, 4, 5], 7, [-160]));
    const whole = await readSample(store, JSON.stringify([key]), MINUTE, MINUTE + 6);
    expect(whole).toMatchObject({ mask: 7, busy: [-160] });
    expect(minutesOf(whole)).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...whole.rows.subarray(0, SAMPLE_WIDTH)]).toEqual([...sample([0]).rows]);
    expect(minutesOf(await readSample(store, JSON.stringify([key]), MINUTE + 2, MINUTE + 4))).toEqual([2, 3]);
    expect(minutesOf(await readSample(store, "[]", MINUTE, MINUTE + 6))).toEqual([]);
  });

  it("go with their import", async () => {
    const { key } = await testImport(store, "edge", "edge");
    await writeSample(store, key, 100, sample([0, 1, 2]));
    await markDeleted(store, "edge", 1);
    await removeDeleted(store);
    expect(await store.rows(`SELECT * FROM "RequestSample"`)).toEqual([]);
  });
});
