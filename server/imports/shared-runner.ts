import { store } from "@/server/store/open-store";
import { ImportRunner } from "./import-runner";
import { resumeImports, watchAbandoned } from "./resume-imports";

const shared = globalThis as typeof globalThis & { gumshoeRunner?: Promise<ImportRunner> };

/**
 * The runner of this process, started on first use (at the latest by instrumentation.ts when the server starts) and taking up
 * what an earlier process left. On `globalThis` because Next bundles every route on its own.
 */
export function runner(): Promise<ImportRunner> {
  shared.gumshoeRunner ??= begin().catch((error: unknown) => {
    delete shared.gumshoeRunner;
    throw error;
  });
  return shared.gumshoeRunner;
}

async function begin(): Promise<ImportRunner> {
  const opened = await store();
  const fresh = new ImportRunner(opened);
  await resumeImports(opened, fresh);
  watchAbandoned(opened, fresh);
  return fresh;
}
