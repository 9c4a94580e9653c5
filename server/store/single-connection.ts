import { createClient, type Client, type Config, type InStatement, type Transaction } from "@libsql/client";
import { PrismaLibSql } from "@prisma/adapter-libsql";

/**
 * Settings of the connection. WAL and NORMAL together survive a kill -9 at any moment: a commit is in the page cache of the
 * kernel before it returns, and WAL frames are checksummed, so a torn one is discarded whole. What a *power cut* may take is
 * the last commits since a checkpoint; the offset reached is in the same commits, so the import just reads those bytes again
 * (finish-import.ts forces a checkpoint before an uploaded file is removed). FULL would cost one fsync per chunk for nothing more.
 */
const PRAGMAS = [
  "PRAGMA journal_mode = WAL",
  "PRAGMA synchronous = NORMAL",
  "PRAGMA foreign_keys = ON",
  "PRAGMA busy_timeout = 10000",
  "PRAGMA cache_size = -32768",
  "PRAGMA temp_store = MEMORY",
  // Keeps the WAL from staying as large as the largest burst of commits.
  "PRAGMA journal_size_limit = 67108864",
];

/**
 * Prisma's libsql adapter on exactly one connection. As it comes, libsql leaves its connection to each transaction and opens a
 * new one, which loses the settings above and keeps a file handle until the next garbage collection. Sharing one connection is
 * safe because the adapter holds a lock from the start of a transaction to its end.
 */
export class SingleConnection extends PrismaLibSql {
  override createClient(config: Config): Client {
    const client = createClient(config);
    const transaction = (): Promise<Transaction> => beginOn(client);
    return Object.assign(client, { transaction });
  }
}

/** Applies the connection's settings; call once after connecting. */
export async function configureConnection(run: (sql: string) => Promise<unknown>): Promise<void> {
  for (const pragma of PRAGMAS) await run(pragma);
}

async function beginOn(client: Client): Promise<Transaction> {
  // IMMEDIATE: another process's write makes us wait here, where waiting is allowed, and not fail half-way through.
  await client.execute("BEGIN IMMEDIATE");
  let open = true;
  const end = async (sql: string): Promise<void> => {
    if (!open) return;
    open = false;
    await client.execute(sql);
  };
  return {
    execute: (statement: InStatement) => client.execute(statement),
    batch: () => Promise.reject(new Error("Prisma sends statements one by one.")),
    executeMultiple: (sql: string) => client.executeMultiple(sql),
    commit: async () => {
      try {
        await client.execute("COMMIT");
        open = false;
      } catch (error) {
        await end("ROLLBACK");
        throw error;
      }
    },
    rollback: () => end("ROLLBACK"),
    close: () => void end("ROLLBACK"),
    get closed() {
      return !open;
    },
  };
}
