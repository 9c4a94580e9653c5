import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What the migrations need of a database. */
export interface MigrationTarget {
  rows: (sql: string, ...params: unknown[]) => Promise<Record<string, unknown>[]>;
  run: (sql: string, ...params: unknown[]) => Promise<unknown>;
  /** Runs the statements in one transaction. */
  together: (statements: { sql: string; params: unknown[] }[]) => Promise<unknown>;
}

/** Prisma's own table, as its schema engine creates it for SQLite. */
const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL,
  "checksum" TEXT NOT NULL,
  "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL,
  "logs" TEXT,
  "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

/**
 * Applies the migrations below `dir` that the database has not seen, in the order of their names, each in one transaction with
 * its record, and returns the names of those it applied. Recorded as `prisma migrate deploy` does (SHA-256 of the file), so
 * that Prisma's command line agrees. Throws a sentence when an applied migration was changed since or is unknown here.
 */
export async function applyMigrations(target: MigrationTarget, dir: string): Promise<string[]> {
  if (!existsSync(dir))
    throw new Error(`The migrations are missing: there is no folder ${dir}. Is GUMSHOE_ROOT set right?`);
  await target.run(MIGRATIONS_TABLE);
  const known = new Map<string, string>();
  for (const row of await target.rows(
    `SELECT "migration_name" AS name, "checksum" AS checksum FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`,
  )) {
    known.set(String(row["name"]), String(row["checksum"]));
  }
  const names = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(dir, entry.name, "migration.sql")))
    .map((entry) => entry.name)
    .sort();
  for (const name of known.keys()) {
    if (!names.includes(name)) {
      throw new Error(
        `The database was made by a newer Gumshoe (migration ${name} is unknown here). Update Gumshoe, or use another data folder.`,
      );
    }
  }
  const applied: string[] = [];
  for (const name of names) {
    const script = readFileSync(path.join(dir, name, "migration.sql"), "utf8");
    const checksum = createHash("sha256").update(script).digest("hex");
    const before = known.get(name);
    if (before === checksum) continue;
    if (before !== undefined)
      throw new Error(`Migration ${name} was changed after it had been applied to this database.`);
    const nowMs = Date.now();
    await target.together([
      ...statementsOf(script).map((sql) => ({ sql, params: [] })),
      {
        sql: `INSERT INTO "_prisma_migrations" ("id","checksum","finished_at","migration_name","logs","started_at","applied_steps_count") VALUES (?,?,?,?,NULL,?,1)`,
        params: [randomUUID(), checksum, nowMs, name, nowMs],
      },
    ]);
    applied.push(name);
  }
  return applied;
}

/** Our migrations hold plain DDL: a semicolon at a line's end closes a statement, and comments stand on lines of their own. */
function statementsOf(script: string): string[] {
  const code = script
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("--"))
    .join("\n");
  return code
    .split(/;[ \t]*(?:\r?\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
