import { previewSchema, type Preview } from "@/core/contract/imports";
import { asImport, readImport } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { readPreviewText } from "@/server/store/save-import";
import { refreshPreview, type StoredPreview } from "./detect-import";

/**
 * What was detected of a file and how its first lines read; also of files imported long ago. Files that arrive together are looked at side
 * by side, and one of them may have said the zone of another since its lines were read: then they are read again.
 */
export async function previewImport(store: Store, id: string): Promise<Preview> {
  const record = await readImport(store, id);
  let stored = await readStored(store, id);
  if (stored !== null && stored.timezone !== record.timezone) {
    await refreshPreview(store, id);
    stored = await readStored(store, id);
  }
  return previewSchema.parse({
    import: asImport(record, null),
    candidates: (stored?.candidates ?? []).map(({ choice, title, share }) => ({ format: choice.id, title, share })),
    lines: stored?.lines ?? [],
  });
}

async function readStored(store: Store, id: string): Promise<StoredPreview | null> {
  const { preview } = await readPreviewText(store, id);
  return preview === null ? null : (JSON.parse(preview) as StoredPreview);
}
