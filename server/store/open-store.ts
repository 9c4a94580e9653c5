import { mkdirSync } from "node:fs";
import path from "node:path";
import { applyMigrations } from "./apply-migrations";
import { diskSentence } from "./disk-sentence";
import { Refusal } from "./refusal";
import { dataDir, packageRoot } from "./data-dir";
import { PrismaClient, type Prisma } from "./generated/client";
import { configureConnection, SingleConnection } from "./single-connection";

/** A row of a raw query: BIGINT columns and sums come as numbers, which are exact up to 2^53. */
export type Row = Record<string, number | string | null>;

/** Something that raw SQL can be sent to: the store, or a transaction in it. */
export interface Sql {
  rows: (sql: string, ...params: unknown[]) => Promise<Row[]>;
  run: (sql: string, ...params: unknown[]) => Promise<number>;
}

/** The open database. */
export interface Store extends Sql {
  dir: string;
  prisma: PrismaClient;
  /** Runs `work` in one transaction: all of it or nothing. Use only the handle given to it inside, the store itself would wait for its end. */
  transaction: <T>(work: (tx: Sql, prisma: Prisma.TransactionClient) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

/** Opens the database in `dir`, creating it and bringing it up to date. Throws a sentence when that cannot be done. */
export async function openStore(dir: string): Promise<Store> {
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    throw new Error(
      `The data folder ${dir} cannot be created: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const prisma = new PrismaClient({
    adapter: new SingleConnection({ url: `file:${path.join(dir, "gumshoe.db")}`, timeout: 10_000 }),
    // A transaction waits for its turn behind other commits, and a chunk with many new values takes a second on a slow disk.
    transactionOptions: { maxWait: 120_000, timeout: 120_000 },
  });
  const sql = sqlOn(prisma);
  await configureConnection((pragma) => prisma.$queryRawUnsafe(pragma));
  await applyMigrations(
    {
      rows: sql.rows,
      run: sql.run,
      together: (statements) =>
        prisma.$transaction(async (tx) => {
          for (const { sql: text, params } of statements) await tx.$executeRawUnsafe(text, ...params);
        }),
    },
    path.join(packageRoot(), "prisma", "migrations"),
  );
  return {
    ...sql,
    dir,
    prisma,
    transaction: (work) => prisma.$transaction((tx) => work(sqlOn(tx), tx)),
    close: () => prisma.$disconnect(),
  };
}

const shared = globalThis as typeof globalThis & { gumshoeStore?: Promise<Store> };

/** The store of this process, opened on first use. On `globalThis` because Next bundles every route on its own. */
export function store(): Promise<Store> {
  shared.gumshoeStore ??= openStore(dataDir()).catch((error: unknown) => {
    delete shared.gumshoeStore;
    const why = diskSentence(error) ?? (error instanceof Error ? error.message : String(error));
    throw new Refusal(`Gumshoe's database cannot be opened. ${why}`, 503);
  });
  return shared.gumshoeStore;
}

function sqlOn(client: Pick<PrismaClient, "$queryRawUnsafe" | "$executeRawUnsafe">): Sql {
  return {
    rows: async (sql, ...params) => {
      const found = await client.$queryRawUnsafe<Record<string, unknown>[]>(sql, ...params);
      return found.map(plainRow);
    },
    run: (sql, ...params) => client.$executeRawUnsafe(sql, ...params),
  };
}

function plainRow(row: Record<string, unknown>): Row {
  const plain: Row = {};
  for (const [column, value] of Object.entries(row)) {
    if (typeof value === "bigint") plain[column] = Number(value);
    else if (typeof value === "boolean") plain[column] = value ? 1 : 0;
    else if (value === null || typeof value === "number" || typeof value === "string") plain[column] = value;
    else plain[column] = String(value);
  }
  return plain;
}
