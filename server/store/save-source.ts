import { randomUUID } from "node:crypto";
import type { Store } from "./open-store";
import { Refusal } from "./refusal";

/** Creates a source. `named` = a person chose the name; otherwise a better one may replace it. */
export async function createSource(store: Store, name: string, named: boolean, nowMs: number): Promise<string> {
  const id = randomUUID();
  await store.prisma.source.create({ data: { id, name, named, createdMs: nowMs } });
  return id;
}

/** Gives a source a name; with `onlyDerived`, only where no person has named it. */
export async function renameSource(store: Store, id: string, name: string, onlyDerived: boolean): Promise<void> {
  await store.prisma.source.updateMany({
    where: onlyDerived ? { id, named: false } : { id },
    data: onlyDerived ? { name } : { name, named: true },
  });
}

/** Refuses with 404 when there is no such source. */
export async function requireSource(store: Store, id: string): Promise<void> {
  const found = await store.prisma.source.findUnique({ where: { id }, select: { id: true } });
  if (!found) throw new Refusal("There is no such source; it may have been deleted with its last import.", 404);
}

/** The source of this name, or null. */
export async function sourceNamed(store: Store, name: string): Promise<string | null> {
  const found = await store.prisma.source.findFirst({ where: { name }, orderBy: { createdMs: "desc" } });
  return found?.id ?? null;
}

/** The source that the files of a batch belong to; null when the batch has none yet. */
export async function sourceOfBatch(store: Store, batchId: string): Promise<string | null> {
  const found = await store.prisma.import.findFirst({
    where: { batchId, deletedMs: null },
    orderBy: { key: "asc" },
    select: { sourceId: true },
  });
  return found?.sourceId ?? null;
}

/** Removes a source that has no imports left, with its dictionary and incidents. */
export async function dropEmptySource(store: Store, id: string): Promise<boolean> {
  const { count } = await store.prisma.source.deleteMany({ where: { id, imports: { none: {} } } });
  return count > 0;
}

/** Removes every source that has no imports left. */
export async function dropEmptySources(store: Store): Promise<void> {
  await store.prisma.source.deleteMany({ where: { imports: { none: {} } } });
}

/** Removes the incidents of a source whose last import is being deleted: there is nothing left that they could be about. */
export async function dropIncidentsOfEmpty(store: Store, id: string): Promise<void> {
  await store.prisma.incident.deleteMany({
    where: { sourceId: id, source: { imports: { none: { deletedMs: null } } } },
  });
}
