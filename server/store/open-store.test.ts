import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore } from "./open-store";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "gumshoe-store-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const migrations = readdirSync("prisma/migrations", { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe("opening the store", () => {
  it("applies every migration once, recorded as Prisma does", async () => {
    for (let i = 0; i < 2; i++) {
      const store = await openStore(dir);
      const rows = await store.rows(
        `SELECT "migration_name" AS name, "checksum" AS checksum, "applied_steps_count" AS steps FROM "_prisma_migrations"`,
      );
      expect(rows).toEqual(
        migrations.map(({ name }) => {
          const file = readFileSync(path.join("prisma/migrations", name, "migration.sql"));
          return { name, checksum: createHash("sha256").update(file).digest("hex"), steps: 1 };
        }),
      );
      await store.close();
    }
  });

  it("has the columns that the schema names", async () => {
    const store = await openStore(dir);
    // One typed question per model: a column missing from the migration would fail it.
    expect(await store.prisma.import.findMany({ include: { source: true } })).toEqual([]);
    expect(await store.prisma.incident.findMany({ include: { steps: true, changes: true, history: true } })).toEqual(
      [],
    );
    expect(await store.prisma.cell.findMany()).toEqual([]);
    expect(await store.prisma.series.findMany()).toEqual([]);
    expect(await store.prisma.statusMinute.findMany()).toEqual([]);
    expect(await store.prisma.latency.findMany()).toEqual([]);
    expect(await store.prisma.tally.findMany()).toEqual([]);
    expect(await store.prisma.retry.findMany()).toEqual([]);
    expect(await store.prisma.line.findMany()).toEqual([]);
    expect(await store.prisma.messageCount.findMany()).toEqual([]);
    expect(await store.prisma.rejectedSample.findMany()).toEqual([]);
    expect(await store.prisma.marker.findMany()).toEqual([]);
    expect(await store.prisma.configFile.findMany()).toEqual([]);
    expect(await store.prisma.value.findMany()).toEqual([]);
    await store.close();
  });

  it("refuses a database whose migration was changed, or that is newer", async () => {
    const store = await openStore(dir);
    await store.run(`UPDATE "_prisma_migrations" SET "checksum" = 'other'`);
    await expect(openStore(dir)).rejects.toThrow(/was changed after it had been applied/);
    await store.run(`UPDATE "_prisma_migrations" SET "migration_name" = '29990101000000_later'`);
    await expect(openStore(dir)).rejects.toThrow(/newer Gumshoe/);
    await store.close();
  });

  it("keeps its settings after a transaction, and takes a failed one back whole", async () => {
    const store = await openStore(dir);
    const settings = async () => [
      await store.rows("PRAGMA journal_mode"),
      await store.rows("PRAGMA synchronous"),
      await store.rows("PRAGMA foreign_keys"),
    ];
    const before = await settings();
    expect(before).toEqual([[{ journal_mode: "wal" }], [{ synchronous: 1 }], [{ foreign_keys: 1 }]]);
    const failing = store.transaction(async (tx) => {
      await tx.run(`INSERT INTO "Source" ("id", "name", "createdMs") VALUES ('a', 'a', 1)`);
      throw new Error("on purpose");
    });
    await expect(failing).rejects.toThrow("on purpose");
    expect(await store.rows(`SELECT * FROM "Source"`)).toEqual([]);
    expect(await settings()).toEqual(before);
    await store.close();
  });
});
