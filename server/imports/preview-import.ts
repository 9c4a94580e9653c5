import { previewSchema, type Preview } from "@/core/contract/imports";
import { asImport, readImport } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { readPreviewText } from "@/server/store/save-import";
import type { StoredPreview } from "./detect-import";

/** What was detected of a file and how its first lines read; also of files imported long ago. */
export async function previewImport(store: Store, id: string): Promise<Preview> {
  const record = await readImport(store, id);
  const { preview } = await readPreviewText(store, id);
  const stored: StoredPreview = preview === null ? { lines: [], candidates: [] } : JSON.parse(preview);
  return previewSchema.parse({
    import: asImport(record, null),
    candidates: stored.candidates.map(({ choice, title, share }) => ({ format: choice.id, title, share })),
    lines: stored.lines,
  });
}
