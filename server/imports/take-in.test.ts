import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTar, makeZip } from "@/server/ingest/make-archive.fixture";
import { uploadsDir } from "@/server/store/data-dir";
import { listImports, readImport } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { createSource } from "@/server/store/save-source";
import { addFile } from "./add-file";
import type { ImportRunner } from "./import-runner";
import { openImports } from "./open-imports.fixture";
import { takeIn } from "./take-in";
import { testLine } from "./write-test-log.fixture";

let dir: string;
let store: Store;
let runner: ImportRunner;
let close: () => Promise<void>;

beforeEach(async () => {
  ({ dir, store, runner, close } = await openImports());
});
afterEach(() => close());

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${testLine(from + index)}\n`).join("");

/** Adds a file as the command line (in place) or an upload does. */
async function add(name: string, bytes: Buffer | string, inPlace: boolean) {
  const file = path.join(dir, name);
  writeFileSync(file, bytes);
  const sourceId = await createSource(store, name, false, Date.now());
  const common = { sourceId, sourceChosen: false, batchId: "batch", nowMs: Date.now() };
  return { file, sourceId, ...(await addFile(store, { ...common, fileName: name, path: file, inPlace })) };
}

describe("takeIn", () => {
  it.each([
    ["logs.zip", (entries: Parameters<typeof makeZip>[0]) => Promise.resolve(makeZip(entries))],
    ["logs.tar.gz", async (entries: Parameters<typeof makeTar>[0]) => gzipSync(await makeTar(entries))],
  ])("makes an import of every file in %s", async (name, make) => {
    const entries = [
      { name: "nginx/access.log", data: lines(0, 3000) },
      { name: "../../old/access.log.1.gz", data: gzipSync(lines(3000, 4000)) },
      { name: "notes.txt", data: "to do: nothing in here is a log\n" },
    ];
    const { file, ready, remark, sourceId } = await add(name, await make(entries), false);
    expect(remark).toBeNull();
    expect(existsSync(file)).toBe(false);
    const spool = readdirSync(uploadsDir(store.dir));
    expect(spool.sort()).toEqual([...ready].sort());
    const records = await Promise.all(ready.map((id) => readImport(store, id)));
    expect(records).toMatchObject([
      {
        fileName: `${name}/nginx/access.log`,
        state: "ready",
        role: "access",
        compression: null,
        sourceId,
        batchId: "batch",
      },
      { fileName: `${name}/old/access.log.1.gz`, state: "ready", role: "access", compression: "gzip" },
      { fileName: `${name}/notes.txt`, state: "ready", role: "unknown", problem: expect.any(String) },
    ]);
    expect(await listImports(store)).toHaveLength(3);

    await runner.start(ready.slice(0, 2));
    await runner.settled();
    const ended = await Promise.all(ready.slice(0, 2).map((id) => readImport(store, id)));
    expect(ended).toMatchObject([
      { state: "done", parsed: 3000, rejected: 0 },
      { state: "done", parsed: 1000, rejected: 0 },
    ]);
    expect(readdirSync(uploadsDir(store.dir))).toEqual([ready[2]]);
  });

  it("leaves an archive that lies elsewhere alone, and knows its lines again", async () => {
    const archive = makeZip([{ name: "access.log", data: lines(0, 2000) }]);
    const first = await add("logs.zip", archive, true);
    await runner.start(first.ready);
    await runner.settled();
    expect(existsSync(first.file)).toBe(true);
    const again = await add("copy.zip", archive, true);
    await runner.start(again.ready);
    await runner.settled();
    expect(await readImport(store, again.ready[0]!)).toMatchObject({
      state: "done",
      lines: 0,
      linesAlreadyKnown: 2000,
    });
  });

  it("keeps the import of an archive that was not read whole, to say why", async () => {
    const broken = await add("a.zip", makeZip([{ name: "a.log", data: lines(0, 10), encrypted: true }]), false);
    expect(broken.ready).toEqual([]);
    expect(await readImport(store, broken.remark!)).toMatchObject({
      ...{ state: "failed", fileName: "a.zip", problem: expect.stringMatching(/^1 encrypted file could not be read/) },
    });
    const entries = [{ name: "empty.log" }, { name: "access.log", data: lines(0, 10) }];
    const partly = await add("b.zip", makeZip(entries), false);
    expect(partly.ready).toHaveLength(1);
    expect(await readImport(store, partly.remark!)).toMatchObject({
      state: "done",
      problem: "Left out: 1 empty file.",
    });
  });

  it("makes no import twice when it is done again after a break", async () => {
    const { ready, sourceId, file } = await add("c.zip", makeZip([{ name: "a.log", data: lines(0, 10) }]), true);
    const [entry] = ready;
    const id = entry!.replace(/-0001$/, "");
    await store.run(
      `INSERT INTO "Import" ("id", "sourceId", "batchId", "fileName", "path", "inPlace", "sizeBytes", "state", "createdMs")
       VALUES (?, ?, 'batch', 'c.zip', ?, 1, 1, 'uploading', 1)`,
      ...[id, sourceId, file],
    );
    expect(await takeIn(store, id)).toEqual({ ready, remark: null });
    expect(await listImports(store)).toHaveLength(1);
  });
});
