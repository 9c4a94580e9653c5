import type { ImportState } from "@/core/contract/imports";
import type { Store } from "./open-store";
import { Refusal } from "./refusal";

/** What is known of a file when it arrives. */
export interface NewImport {
  id: string;
  sourceId: string;
  batchId: string | null;
  fileName: string;
  path: string;
  inPlace: boolean;
  sizeBytes: number;
  state: ImportState;
  createdMs: number;
}

/** Columns of an import that detection, the operator or the runner set. */
export interface ImportFields {
  sourceId?: string;
  path?: string;
  sizeBytes?: number;
  state?: ImportState;
  role?: string;
  tier?: string;
  format?: string | null;
  formatTitle?: string | null;
  template?: string | null;
  escape?: string;
  opening?: string;
  compression?: string | null;
  timezone?: string | null;
  timezoneNote?: string | null;
  zone?: string | null;
  chosen?: string;
  preview?: string | null;
  fields?: string;
  problem?: string | null;
  bytesDone?: number;
  offset?: number;
  startOffset?: number;
  lineNumber?: number;
  lines?: number;
  parsed?: number;
  skipped?: number;
  linesAlreadyKnown?: number;
  firstMs?: number | null;
  lastMs?: number | null;
  firstLineHash?: string | null;
  headHash?: string | null;
  headBytes?: number;
  tailHash?: string | null;
  tailBytes?: number;
  ownerPid?: number | null;
  startedMs?: number | null;
  finishedMs?: number | null;
}

/** Records a file; its source must exist. */
export async function createImport(store: Store, fresh: NewImport): Promise<void> {
  await store.prisma.import.create({ data: fresh });
}

/** Changes an import; does nothing when it was deleted meanwhile. */
export async function changeImport(store: Store, id: string, fields: ImportFields): Promise<void> {
  await store.prisma.import.updateMany({ where: { id, deletedMs: null }, data: fields });
}

/** Moves an import to another state only from one of the given ones; false when it is in none of them. */
export async function moveImport(
  store: Store,
  id: string,
  from: ImportState[],
  fields: ImportFields & { state: ImportState },
): Promise<boolean> {
  const { count } = await store.prisma.import.updateMany({
    where: { id, deletedMs: null, state: { in: from } },
    data: fields,
  });
  return count > 0;
}

/** The stored preview of an import and the fields of its format, as JSON; refuses with 404 when there is no such import. */
export async function readPreviewText(store: Store, id: string): Promise<{ preview: string | null; fields: string }> {
  const found = await store.prisma.import.findFirst({
    where: { id, deletedMs: null },
    select: { preview: true, fields: true },
  });
  if (!found) throw new Refusal("There is no such import; it may have been deleted.", 404);
  return found;
}

/** Forgets an import that has brought nothing into the store. */
export async function dropImport(store: Store, id: string): Promise<void> {
  await store.prisma.import.deleteMany({ where: { id } });
}
