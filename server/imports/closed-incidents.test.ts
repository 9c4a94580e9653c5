import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeLog } from "@/e2e/make-log";
import { listIncidents } from "@/server/store/list-incidents";
import type { Store } from "@/server/store/open-store";
import { readIncident } from "@/server/store/read-incident";
import { createSource } from "@/server/store/save-source";
import { touchWholeSource } from "@/server/store/touched-span";
import { updateIncident } from "@/server/store/update-incident";
import { addFile } from "./add-file";
import type { ImportRunner } from "./import-runner";
import { openImports } from "./open-imports.fixture";
import { removeImport } from "./remove-import";

const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 4, 12);

let dir: string;
let store: Store;
let runner: ImportRunner;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ dir, store, runner, close } = await openImports());
});
afterEach(() => close());

/** Imports an hour of a day's log with twelve minutes in which one upstream fails; returns the id of its import. */
async function importDay(sourceId: string, day: number): Promise<string> {
  const file = path.join(dir, `day-${day}.log`);
  const failing = { from: 30, to: 42 };
  writeFileSync(file, makeLog({ fromMs: FIRST + day * DAY, minutes: 60, failing }));
  const place = { sourceId, sourceChosen: true, batchId: String(day), nowMs: Date.now() };
  const { ready } = await addFile(store, { ...place, fileName: path.basename(file), path: file, inPlace: true });
  await runner.start(ready);
  await runner.settled();
  return ready[0]!;
}

it("what was closed stays so while its source grows and shrinks, and goes with the source", async () => {
  const sourceId = await createSource(store, "shop", true, 1);
  const firstImport = await importDay(sourceId, 0);
  const [first] = await listIncidents(store);
  const closing = { state: "closed", note: "restarted app-1", author: "Eva" } as const;
  await updateIncident(store, first!.id, closing, FIRST + DAY);

  const secondImport = await importDay(sourceId, 2);
  const [second, still] = await listIncidents(store);
  expect(still).toMatchObject({ id: first!.id, state: "closed", returns: null });
  expect(second).toMatchObject({ state: "open", returns: "regression" });
  const { seenBefore } = await readIncident(store, second!.id);
  expect(seenBefore.similar).toMatchObject([{ id: first!.id, sameFault: true, helped: [{ text: "restarted app-1" }] }]);

  await touchWholeSource(store, sourceId);
  await runner.analyse(sourceId);
  expect((await listIncidents(store)).map(({ id, state }) => [id, state])).toEqual([
    [second!.id, "open"],
    [first!.id, "closed"],
  ]);

  await removeImport(store, runner, firstImport, Date.now());
  await runner.analyse(sourceId);
  expect(await listIncidents(store), "the lines are gone, what was learnt is not").toMatchObject([
    { id: second!.id, returns: "regression" },
    { id: first!.id, state: "closed" },
  ]);

  const thirdImport = await importDay(sourceId, 4);
  await removeImport(store, runner, secondImport, Date.now());
  await runner.analyse(sourceId);
  const left = await listIncidents(store);
  expect(left.map(({ state, returns }) => [state, returns])).toEqual([
    ["open", "regression"],
    ["closed", null],
  ]);

  await removeImport(store, runner, thirdImport, Date.now());
  await runner.analyse(sourceId);
  expect(await listIncidents(store), "nothing is left that they could be about").toEqual([]);
});
