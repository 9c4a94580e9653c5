import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openStore, type Store } from "@/server/store/open-store";
import { ImportRunner } from "./import-runner";

/** A store of its own in a folder of its own, where a test puts its files too, and a runner on it. */
export interface OpenImports {
  dir: string;
  store: Store;
  runner: ImportRunner;
  /** Ends what runs and removes the folder. */
  close: () => Promise<void>;
}

export async function openImports(): Promise<OpenImports> {
  const dir = mkdtempSync(path.join(tmpdir(), "gumshoe-imports-"));
  const store = await openStore(path.join(dir, "data"));
  const runner = new ImportRunner(store);
  const close = async () => {
    await runner.close();
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return { dir, store, runner, close };
}
