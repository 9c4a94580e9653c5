import { assignTiers, type UntieredFile } from "@/core/formats/assign-tiers";
import { tierOfName } from "@/core/formats/detect";
import { readHead } from "@/server/ingest/read-head";
import { listImports } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { changeImport } from "@/server/store/save-import";
import { choiceOf } from "./choice-of";

/**
 * Finds which of a source's waiting logs are the edge's and which the origin's, once several are there. What the operator chose stays,
 * and so does the tier of logs that were read already.
 */
export async function settleTiers(store: Store, sourceId: string): Promise<void> {
  const imports = await listImports(store, { source: sourceId });
  const waiting = imports.filter(({ state }) => state === "ready");
  if (waiting.length === 0) return;
  const files: UntieredFile[] = [];
  for (const record of imports) {
    const isWaiting = record.state === "ready";
    const head = isWaiting ? await readHead(record.path) : null;
    files.push({
      ...{ role: record.role, choice: head?.problem === null ? choiceOf(record) : null },
      head: head?.bytes ?? new Uint8Array(0),
      options: { timezone: record.timezone, referenceMs: head?.modifiedMs ?? null },
      hint: tierOfName(record.fileName),
      chosen: isWaiting && !record.chosen.includes("tier") ? null : record.tier,
    });
  }
  const tiers = assignTiers(files);
  for (const [index, record] of imports.entries()) {
    const tier = tiers[index];
    if (record.state === "ready" && tier !== undefined && tier !== record.tier)
      await changeImport(store, record.id, { tier });
  }
}
