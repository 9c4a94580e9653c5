import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Incident } from "@/core/contract/report";
import { chunkOf, testImport, type TestCell } from "./chunk.fixture";
import { listImports } from "./list-imports";
import { listIncidents } from "./list-incidents";
import { listSources } from "./list-sources";
import { openStore, type Store } from "./open-store";
import { readBreakdown } from "./read-breakdown";
import { readIncident } from "./read-incident";
import { readLines } from "./read-lines";
import { readRollup } from "./read-rollup";
import { readTrends } from "./read-trends";
import { saveIncidents } from "./save-incidents";
import { updateStep } from "./update-step";
import { ChunkOutOfTurn, writeChunk } from "./write-chunk";

/** 2026-03-03 10:00 UTC, in minutes. */
const TEN = Date.UTC(2026, 2, 3, 10) / 60_000;

let dir: string;
let store: Store;
beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "gumshoe-questions-"));
  store = await openStore(dir);
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Two hours: upstream a always works; b fails for ten minutes from 11:00 on, only on /cart. */
function twoHours(): TestCell[] {
  return Array.from({ length: 120 }, (_, i) => i + TEN).flatMap((minute) => {
    const failed = minute >= TEN + 60 && minute < TEN + 70 ? 4 : 0;
    return [
      { minute, upstream: "a:80", host: "shop", route: "/cart", requests: 10 },
      { minute, upstream: "b:80", host: "shop", route: "/cart", requests: 5, gatewayErrors: failed, s502: failed },
      { minute, upstream: "b:80", host: "api", route: "/v1/:id", requests: 3, otherErrors: 1 },
    ];
  });
}

async function imported(id = "one"): Promise<{ sourceId: string; key: number }> {
  const owner = await testImport(store, id);
  const cells = twoHours();
  const half = cells.length / 2;
  const as = { ...owner, messageRole: "error" } as const;
  await writeChunk(store, as, chunkOf(0, 500, cells.slice(0, half)), { expectedOffset: 0, bytesDone: 500 });
  await writeChunk(store, as, chunkOf(500, 1000, cells.slice(half)), { expectedOffset: 500, bytesDone: 1000 });
  return owner;
}

describe("writeChunk", () => {
  it("counts a chunk once, whatever is tried again after a crash", async () => {
    const owner = await testImport(store, "one");
    const as = { ...owner, messageRole: "error" } as const;
    const chunk = chunkOf(0, 500, [{ minute: TEN, upstream: "a:80", host: "shop", route: "/", requests: 7 }]);
    await writeChunk(store, as, chunk, { expectedOffset: 0, bytesDone: 500 });
    await expect(writeChunk(store, as, chunk, { expectedOffset: 0, bytesDone: 500 })).rejects.toThrow(ChunkOutOfTurn);
    const broken = chunkOf(500, 900, [{ minute: TEN, upstream: "a:80", host: "shop", route: "/", requests: 1 }]);
    broken.markers = [
      { role: "marker", atMs: Number.NaN, kind: "deploy", target: null, text: "breaks the last statement" },
    ];
    await expect(writeChunk(store, as, broken, { expectedOffset: 500, bytesDone: 900 })).rejects.toThrow();
    expect((await listImports(store))[0]).toMatchObject({ offset: 500, lines: 7, bytesDone: 500 });
    expect((await readTrends(store, {})).totals.requests).toBe(7);
  });

  it("takes hostile texts", async () => {
    const owner = await testImport(store, "one");
    const route = `/\0\uD800"';DROP TABLE "Cell";--`;
    const chunk = chunkOf(0, 1, [{ minute: TEN, upstream: "", host: "", route, requests: 1 }]);
    await writeChunk(store, { ...owner, messageRole: "error" }, chunk, { expectedOffset: 0, bytesDone: 1 });
    const { rows } = await readBreakdown(store, { dimension: "route" });
    expect(rows.map(({ value }) => value)).toEqual([`/\uFFFD\uFFFD"';DROP TABLE "Cell";--`]);
  });
});

describe("readRollup", () => {
  it("gives back what the chunks held", async () => {
    const { sourceId } = await imported();
    const rollup = await readRollup(store, { sourceId, tier: "origin", fromMinute: TEN, toMinute: TEN + 120 });
    const read = Array.from({ length: rollup.cells.size }, (_, i) => ({
      minute: rollup.cells.minute[i],
      upstream: rollup.dictionaries.upstream[rollup.cells.upstream[i] ?? 0],
      host: rollup.dictionaries.host[rollup.cells.host[i] ?? 0],
      route: rollup.dictionaries.route[rollup.cells.route[i] ?? 0],
      requests: rollup.cells.counts[i * 8],
    }));
    const given = twoHours().map(({ minute, upstream, host, route, requests }) => ({
      minute,
      upstream,
      host,
      route,
      requests,
    }));
    const order = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    expect(read.sort(order)).toEqual(given.sort(order));
    expect(rollup.dictionaries.upstream[0]).toBe("");
  });
  it("names the product of each file by its format", async () => {
    const { sourceId } = await imported();
    const productOf = async (format: string) => {
      await store.run(`UPDATE "Import" SET "format" = ? WHERE "sourceId" = ?`, format, sourceId);
      const { files } = await readRollup(store, { sourceId, tier: "origin", fromMinute: TEN, toMinute: TEN + 120 });
      return files[0]?.product;
    };
    expect(await productOf("haproxy-http")).toBe("HAProxy");
    expect(await productOf("nginx-combined")).toBe("nginx");
    expect(await productOf("gone-since")).toBe("");
  });
});

describe("readTrends", () => {
  it("sums the same traffic whatever the width of the buckets", async () => {
    const { sourceId } = await imported();
    const all = await readTrends(store, { source: sourceId });
    expect(all.bucketMs).toBe(60_000);
    expect(all.buckets).toHaveLength(120);
    expect(all.totals).toMatchObject({ requests: 2160, s502: 40, otherGateway: 0, otherErrors: 120 });
    expect(all.tiers).toEqual(["origin"]);
    for (const days of [1, 3, 20, 200]) {
      const from = Date.UTC(2026, 2, 3) - days * 86_400_000;
      const wide = await readTrends(store, { source: sourceId, from, to: Date.UTC(2026, 2, 4) });
      expect(wide.totals).toEqual(all.totals);
      expect(wide.buckets.length).toBeLessThanOrEqual(401);
    }
  });

  it("combines filters", async () => {
    const { sourceId } = await imported();
    const totals = async (filter: object) => (await readTrends(store, { source: sourceId, ...filter })).totals;
    expect(await totals({ upstream: "b:80" })).toMatchObject({ requests: 960, s502: 40 });
    expect(await totals({ upstream: "b:80", host: "shop" })).toMatchObject({ requests: 600, s502: 40 });
    expect(await totals({ upstream: "b:80", host: "api", route: "/v1/:id" })).toMatchObject({ requests: 360, s502: 0 });
    expect(await totals({ upstream: "nobody" })).toMatchObject({ requests: 0 });
    expect(await totals({ from: (TEN + 60) * 60_000, to: (TEN + 70) * 60_000 })).toMatchObject({
      requests: 180,
      s502: 40,
    });
  });

  it("is empty, not broken, without data, and refuses a range that ends before it begins", async () => {
    expect(await readTrends(store, {})).toMatchObject({ spanMs: null, latency: null, incidents: [], tiers: [] });
    await expect(readTrends(store, { from: 2, to: 1 })).rejects.toThrow(/ends before it begins/);
  });
});

describe("readBreakdown", () => {
  it("sets each value against the period before", async () => {
    const { sourceId } = await imported();
    const query = { source: sourceId, from: (TEN + 60) * 60_000, to: (TEN + 90) * 60_000 };
    const { rows, baselineLabel } = await readBreakdown(store, { ...query, dimension: "upstream" });
    expect(baselineLabel).toBe("the 30 minutes before");
    expect(rows[0]).toMatchObject({
      value: "b:80",
      failed: 40,
      requests: 240,
      baselineRatio: 0,
      times: null,
      failedShare: 1,
    });
    const clients = await readBreakdown(store, { ...query, dimension: "client", host: "shop" });
    expect(clients.rows).toHaveLength(3);
    expect(clients.note).toMatch(/do not narrow/);
  });
});

function incident(startMinute: number, upstreams: string[], cause = "upstream-down"): Incident {
  const at = (minute: number) => new Date(minute * 60_000).toISOString();
  const step = { id: "look", title: "Look", why: "…", commands: [], verify: "…", kind: "check" as const };
  return {
    ...{ id: "engine's", kind: "gateway", tier: "origin", ongoing: false, statuses: [502], failed: 40, requests: 50 },
    ...{
      startAt: at(startMinute),
      endAt: at(startMinute + 10),
      peakAt: at(startMinute),
      peakRatio: 0.8,
      baselineRatio: 0,
    },
    ...{ baselineLabel: "before", summary: "…", hops: [] },
    scope: { upstreams, hosts: [], paths: [], clients: [] },
    selection: { upstreams, hosts: [], paths: [], clients: [] },
    verdicts: [
      { cause, category: "upstream", title: cause, standing: "confirmed", score: 1, signals: [], missing: [] },
    ],
    ...{ steps: [step], breakdowns: [], clientsHit: null, join: null, transience: null },
  };
}

describe("incidents", () => {
  it("keep id and checklist when they are found again, and go when they are not", async () => {
    const { sourceId } = await imported();
    const where = { sourceId, tier: "origin", fromMs: TEN * 60_000, toMs: (TEN + 120) * 60_000 } as const;
    await saveIncidents(store, where, [incident(TEN + 60, ["b:80"]), incident(TEN + 60, ["c:80"], "other")], 1);
    const [first, second] = (await listIncidents(store)).sort((a, b) => (a.scopeLabel < b.scopeLabel ? -1 : 1));
    expect(first).toMatchObject({ scopeLabel: "b:80", stepsTotal: 1, stepsDone: 0 });
    expect(first?.spark.reduce((sum, n) => sum + n, 0)).toBe(40);

    const id = first?.id ?? "";
    await updateStep(store, id, "look", { state: "doing", author: "Ada" }, 1000);
    const step = await updateStep(store, id, "look", { state: "done", note: "was the firewall" }, 2000);
    expect(step).toMatchObject({ state: "done", note: "was the firewall", author: "Ada", changedMs: 2000 });
    expect(step.history).toEqual([
      { atMs: 1000, author: "Ada", from: "todo", to: "doing", note: "" },
      { atMs: 2000, author: "Ada", from: "doing", to: "done", note: "was the firewall" },
    ]);

    await saveIncidents(store, where, [incident(TEN + 58, ["b:80"], "upstream-crash")], 3000);
    const after = await listIncidents(store);
    expect(after.map((row) => row.id)).toEqual([id]);
    expect(after[0]).toMatchObject({ cause: "upstream-crash", stepsDone: 1, startMs: (TEN + 58) * 60_000 });
    expect((await readIncident(store, id)).incident.id).toBe(id);
    await expect(readIncident(store, second?.id ?? "")).rejects.toThrow(/no such incident/);

    await saveIncidents(store, where, [], 4000);
    expect(await listIncidents(store), "somebody worked on it").toHaveLength(1);
    await expect(updateStep(store, id, "nothing", { state: "done" }, 1)).rejects.toThrow(/no such step/);
  });

  it("show the lines of their scope, page by page and by search", async () => {
    const { sourceId, key } = await imported();
    const where = { sourceId, tier: "origin", fromMs: TEN * 60_000, toMs: (TEN + 120) * 60_000 } as const;
    // The config gives the member an address that the lines do not have.
    const scope = { upstreams: ["10.9.9.9:80"], hosts: [], paths: [], clients: [] };
    await saveIncidents(store, where, [{ ...incident(TEN + 60, ["b:80"]), scope, failed: 260 }], 1);
    for (let i = 0; i < 250; i++) {
      await store.run(
        `INSERT INTO "Line" ("importKey", "line", "atMs", "role", "status", "upstream", "text", "detail") VALUES (?,?,?,?,?,?,?,'{}')`,
        ...[
          key,
          i + 1,
          (TEN + 60) * 60_000 + i * 1000,
          "access",
          502,
          i % 50 === 49 ? "a:80" : "b:80",
          `GET /${i}_100%`,
        ],
      );
    }
    const id = (await listIncidents(store))[0]?.id ?? "";
    const page = await readLines(store, id, {});
    expect(page).toMatchObject({ total: 245, notKept: 15 });
    expect(page.lines).toHaveLength(200);
    const rest = await readLines(store, id, { cursor: page.nextCursor ?? "" });
    expect(rest.lines).toHaveLength(45);
    expect(rest.nextCursor).toBeNull();
    expect((await readLines(store, id, { q: "7_100%" })).total).toBe(25);
    expect((await readLines(store, id, { q: "7%100" })).total).toBe(0);
    expect((await readLines(store, id, { samples: [{ path: "one.log", line: 7 }] })).lines[0]?.text).toBe(
      "GET /6_100%",
    );
  });
});

describe("listSources", () => {
  it("says what each holds", async () => {
    await imported();
    expect(await listSources(store)).toMatchObject([{ imports: 1, requests: 2160, firstMs: TEN * 60_000 }]);
  });
});
