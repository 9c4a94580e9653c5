import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore, type Store } from "@/server/store/open-store";
import { changeImport } from "@/server/store/save-import";
import { createSource } from "@/server/store/save-source";
import { addFile } from "./add-file";
import { previewImport } from "./preview-import";

let dir: string;
let store: Store;

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "gumshoe-preview-"));
  store = await openStore(path.join(dir, "data"));
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

describe("previewImport", () => {
  it("shows the lines in the zone that was settled since they were read", async () => {
    const file = path.join(dir, "error.log");
    writeFileSync(file, "2026/03/03 09:14:15 [error] 7#7: *1 upstream prematurely closed connection\n");
    const sourceId = await createSource(store, "shop", false, Date.now());
    const common = { sourceId, sourceChosen: false, batchId: "batch", nowMs: Date.now() };
    const { ready } = await addFile(store, { ...common, fileName: "error.log", path: file, inPlace: true });
    const id = ready[0]!;
    const shown = async () => JSON.stringify((await previewImport(store, id)).lines);
    expect(await shown()).toContain("2026-03-03T09:14:15");
    await changeImport(store, id, { timezone: "+01:00" });
    expect(await shown()).toContain("2026-03-03T08:14:15");
  });
});
