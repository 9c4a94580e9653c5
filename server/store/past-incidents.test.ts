import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Incident } from "@/core/contract/report";
import { testImport } from "./chunk.fixture";
import { listIncidents } from "./list-incidents";
import { openStore, type Store } from "./open-store";
import { readIncident } from "./read-incident";
import { saveIncidents } from "./save-incidents";
import { updateIncident } from "./update-incident";
import { updateStep } from "./update-step";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** 2026-03-03 02:10 UTC */
const START = Date.UTC(2026, 2, 3, 2, 10);

let dir: string;
let store: Store;
beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "gumshoe-past-"));
  store = await openStore(dir);
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** An incident of eighteen minutes, `day` days after the start. */
function incident(day: number, upstream = "b:80", cause = "upstream-down"): Incident {
  const startMs = START + day * DAY;
  const at = (ms: number) => new Date(ms).toISOString();
  const step = (id: string, kind: "check" | "fix") => ({ id, title: id, why: "", commands: [], verify: "", kind });
  const scope = { upstreams: [upstream], hosts: [], paths: [], clients: [] };
  return {
    ...{ id: "engine's", kind: "gateway", tier: "origin", ongoing: false, statuses: [502], failed: 40, requests: 50 },
    ...{ startAt: at(startMs), endAt: at(startMs + 18 * MINUTE), peakAt: at(startMs), peakRatio: 0.8 },
    ...{ baselineRatio: 0, baselineLabel: "before", summary: "", hops: [], scope, selection: scope },
    verdicts: [
      { cause, category: "upstream", title: cause, standing: "confirmed", score: 1, signals: [], missing: [] },
    ],
    ...{ steps: [step("Look", "check"), step("Restart it", "fix"), step("Read the log", "check")], breakdowns: [] },
    ...{ clientsHit: null, join: null, transience: null },
  };
}

/** Saves an incident as the only one of its day, and returns its id. */
async function save(sourceId: string, found: Incident): Promise<string> {
  const startMs = Date.parse(found.startAt);
  const where = { sourceId, tier: "origin", fromMs: startMs - 60 * MINUTE, toMs: startMs + 60 * MINUTE } as const;
  await saveIncidents(store, where, [found], 1);
  const row = (await listIncidents(store)).find((each) => each.startMs === startMs && each.sourceId === sourceId);
  return row?.id ?? "";
}

describe("closing an incident", () => {
  it("is kept with who, when and what helped, and can be taken back", async () => {
    const { sourceId } = await testImport(store, "one");
    const id = await save(sourceId, incident(0));
    expect((await readIncident(store, id)).closing).toEqual({
      ...{ state: "open", closedMs: null, closedBy: null, note: "", history: [] },
    });
    const closed = await updateIncident(store, id, { state: "closed", note: " restarted b ", author: "Eva" }, 1000);
    expect(closed).toMatchObject({ state: "closed", closedMs: 1000, closedBy: "Eva", note: "restarted b" });
    expect((await listIncidents(store))[0]).toMatchObject({ state: "closed" });

    const noted = await updateIncident(store, id, { note: "raised pm.max_children", author: "Ada" }, 2000);
    expect(noted, "a better note does not move the closing").toMatchObject({ closedMs: 1000, closedBy: "Eva" });
    const same = await updateIncident(store, id, { state: "closed" }, 3000);
    expect(same.history, "a change of nothing leaves no trace").toHaveLength(2);
    const open = await updateIncident(store, id, { state: "open" }, 4000);
    expect(open).toMatchObject({ state: "open", closedMs: null, closedBy: null, note: "raised pm.max_children" });
    expect(open.history).toEqual([
      { atMs: 1000, author: "Eva", from: "open", to: "closed", note: "restarted b" },
      { atMs: 2000, author: "Ada", from: "closed", to: "closed", note: "raised pm.max_children" },
      { atMs: 4000, author: "operator", from: "closed", to: "open", note: "raised pm.max_children" },
    ]);
    await expect(updateIncident(store, "none", { state: "closed" }, 1)).rejects.toThrow(/no such incident/);
  });

  it("stays when its source is analysed anew, and when its lines are gone", async () => {
    const { sourceId } = await testImport(store, "one");
    const id = await save(sourceId, incident(0));
    await updateIncident(store, id, { state: "closed", note: "restarted b", author: "Eva" }, 1000);
    const moved = { ...incident(0), startAt: new Date(START - 3 * MINUTE).toISOString() };
    expect(await save(sourceId, moved)).toBe(id);
    const { closing } = await readIncident(store, id);
    expect(closing).toMatchObject({ state: "closed", closedBy: "Eva", note: "restarted b" });
    expect(closing.history).toHaveLength(1);

    const where = { sourceId, tier: "origin", fromMs: START - DAY, toMs: START + DAY } as const;
    await saveIncidents(store, where, [], 4000);
    expect(await listIncidents(store), "what was learnt outlives the logs").toMatchObject([{ id, state: "closed" }]);
  });

  it("comes to a store made before there were closings, and its incidents are known again", async () => {
    const { sourceId } = await testImport(store, "one");
    const then = await save(sourceId, incident(0));
    const now = await save(sourceId, incident(2));
    await updateStep(store, then, "Look", { state: "done" }, START);
    for (const column of ["traits", "closedMs", "closedBy", "closingNote"]) {
      await store.run(`ALTER TABLE "Incident" DROP COLUMN "${column}"`);
    }
    await store.run(`DROP TABLE "IncidentChange"`);
    await store.run(`DELETE FROM "_prisma_migrations" WHERE "migration_name" LIKE '%_incident_closing'`);
    await store.close();
    store = await openStore(dir);
    expect(await listIncidents(store)).toMatchObject([
      { id: now, state: "open", returns: "recurring" },
      { id: then, state: "open", returns: null, stepsDone: 1 },
    ]);
    await updateIncident(store, then, { state: "closed" }, START + DAY);
    expect((await readIncident(store, now)).seenBefore).toMatchObject({ returns: "regression", times: 1 });
  });
});

describe("what the store knows of the past", () => {
  it("finds the earlier incident, says what helped then, and calls its return a regression", async () => {
    const { sourceId } = await testImport(store, "one");
    const then = await save(sourceId, incident(0));
    const other = await save(sourceId, incident(1, "c:80"));
    await updateStep(store, then, "Restart it", { state: "done", author: "Eva" }, START + 31 * MINUTE);
    await updateStep(store, then, "Look", { state: "done", note: "", author: "Eva" }, START + 20 * MINUTE);
    await updateStep(
      store,
      then,
      "Read the log",
      { state: "done", note: "OOM killed", author: "Ada" },
      START + 40 * MINUTE,
    );
    const now = await save(sourceId, incident(5));

    const open = (await readIncident(store, now)).seenBefore;
    expect(open).toMatchObject({ returns: "recurring", regressionOf: null, times: 1, lastMs: START, total: 2 });
    expect(open.similar.map(({ id, sameFault }) => [id, sameFault])).toEqual([
      [then, true],
      [other, false],
    ]);
    expect(open.similar[0]?.helped).toEqual([
      { from: "step", text: "Restart it", by: "Eva", atMs: START + 31 * MINUTE },
      { from: "step", text: "Read the log: OOM killed", by: "Ada", atMs: START + 40 * MINUTE },
    ]);

    await updateIncident(store, then, { state: "closed", note: "more memory", author: "Eva" }, START + DAY);
    const { seenBefore } = await readIncident(store, now);
    expect(seenBefore).toMatchObject({ returns: "regression", regressionOf: { id: then, closedBy: "Eva" } });
    expect(seenBefore.similar[0]?.helped[0]).toMatchObject({ from: "closing", text: "more memory", by: "Eva" });
    await updateIncident(store, then, { note: "Restart it\nmore memory" }, START + DAY + 1);
    const quoted = (await readIncident(store, now)).seenBefore.similar[0]?.helped.map(({ text }) => text);
    expect(quoted, "a step in the note is not said twice").toEqual([
      "Restart it\nmore memory",
      "Read the log: OOM killed",
    ]);
    const rows = await listIncidents(store, { source: sourceId, from: START + 4 * DAY });
    expect(rows, "also where the list has only the later one").toMatchObject([{ id: now, returns: "regression" }]);
    expect((await readIncident(store, then)).seenBefore).toMatchObject({
      ...{ returns: null, compared: 0, since: { times: 1, id: now, startMs: START + 5 * DAY } },
    });

    await updateIncident(store, then, { state: "open" }, START + 6 * DAY);
    expect((await readIncident(store, now)).seenBefore.returns, "taken back").toBe("recurring");
  });

  it("shows another system's behind its own, and never calls it a regression", async () => {
    const one = await testImport(store, "one");
    const two = await testImport(store, "two");
    const there = await save(two.sourceId, incident(0));
    await updateIncident(store, there, { state: "closed" }, START + DAY);
    const now = await save(one.sourceId, incident(5));
    const { seenBefore } = await readIncident(store, now);
    expect(seenBefore).toMatchObject({ returns: null, times: 0, total: 1, compared: 1 });
    expect(seenBefore.similar[0]).toMatchObject({ id: there, sourceId: two.sourceId, sameFault: false });
  });

  it("shows ten at most, and says how many there are", async () => {
    const { sourceId } = await testImport(store, "one");
    for (let day = 0; day < 12; day++) await save(sourceId, incident(day));
    const now = await save(sourceId, incident(20));
    const { seenBefore } = await readIncident(store, now);
    expect(seenBefore).toMatchObject({ total: 12, times: 12, sameTimeOfDay: true });
    expect(seenBefore.similar).toHaveLength(10);
  });
});
