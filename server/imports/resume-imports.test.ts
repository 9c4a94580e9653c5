import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { readImport } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { changeImport } from "@/server/store/save-import";
import { createSource } from "@/server/store/save-source";
import { addFile } from "./add-file";
import type { ImportRunner } from "./import-runner";
import { openImports } from "./open-imports.fixture";
import { resumeImports, watchAbandoned } from "./resume-imports";
import { testLine } from "./write-test-log.fixture";

let dir: string;
let store: Store;
let runner: ImportRunner;
let close: () => Promise<void>;

beforeEach(async () => {
  ({ dir, store, runner, close } = await openImports());
});
afterEach(() => close());

it("takes an import over once the process that was reading it is dead", async () => {
  const file = path.join(dir, "access.log");
  writeFileSync(file, Array.from({ length: 200 }, (_, index) => `${testLine(index)}\n`).join(""));
  const sourceId = await createSource(store, "shop", false, Date.now());
  const common = { sourceId, sourceChosen: false, batchId: "batch", nowMs: Date.now() };
  const { ready } = await addFile(store, { ...common, fileName: "access.log", path: file, inPlace: true });
  const id = ready[0]!;
  const reader = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await once(reader, "spawn");
  await changeImport(store, id, { state: "running", ownerPid: reader.pid! });

  await resumeImports(store, runner);
  await runner.settled();
  expect(await readImport(store, id)).toMatchObject({ state: "running", ownerPid: reader.pid });

  const stop = watchAbandoned(store, runner, 20);
  const dead = once(reader, "exit");
  reader.kill("SIGKILL");
  await dead;
  await vi.waitFor(async () => expect((await readImport(store, id)).state).toBe("done"), { timeout: 10_000 });
  stop();
  expect(await readImport(store, id)).toMatchObject({ lines: 200, ownerPid: null });
});
