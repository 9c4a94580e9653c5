import { statSync } from "node:fs";
import { isWrapped } from "@/server/ingest/ingest-file";
import type { Wrapping } from "@/server/ingest/open-bytes";
import { rangesBeginningWith, takeBackRejectedTail, type KnownRange } from "@/server/store/find-same-file";
import type { ImportRecord } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { openLineStart, sameHead, tailBefore, wrappedTailBefore, type Fingerprint } from "./fingerprint";

/** How much of a file is in the store already. */
export interface KnownPart {
  sourceId: string;
  /** Decompressed bytes from the beginning that are there without a gap, and the lines in them. */
  covered: number;
  lineNumber: number;
  /** Where a later part begins that is there too; reading must stop before it. Null mostly. */
  until: number | null;
}

/**
 * Looks for earlier imports of this file: the same first line and the same first 64 KiB (or all there was then), and the same
 * 64 KiB before the offset reached. Parts that continue one another are put together. Null when the file is new.
 */
export async function findKnown(
  store: Store,
  record: ImportRecord,
  wrapping: Wrapping,
  print: Fingerprint,
  source: string | null,
): Promise<KnownPart | null> {
  const ranges = await ofThisFile(record, await rangesBeginningWith(store, print.firstLineHash, source, record.key));
  const bySource = new Map<string, KnownRange[]>();
  for (const range of ranges) bySource.set(range.sourceId, [...(bySource.get(range.sourceId) ?? []), range]);
  for (const [sourceId, own] of bySource) {
    const part = await join(store, record, wrapping, sourceId, own);
    if (part) return part;
  }
  return null;
}

/** Where, at or after the offset an interrupted import has reached, another import of the same file goes on; null mostly. */
export async function knownAhead(store: Store, record: ImportRecord, print: Fingerprint): Promise<number | null> {
  const ranges = await rangesBeginningWith(store, print.firstLineHash, record.sourceId, record.key);
  const ahead = await ofThisFile(
    record,
    ranges.filter((range) => range.from >= record.offset),
  );
  return ahead.length > 0 ? Math.min(...ahead.map(({ from }) => from)) : null;
}

async function ofThisFile(record: ImportRecord, ranges: KnownRange[]): Promise<KnownRange[]> {
  const same: KnownRange[] = [];
  for (const range of ranges) if (await sameHead(record.path, range)) same.push(range);
  return same;
}

async function join(
  store: Store,
  record: ImportRecord,
  wrapping: Wrapping,
  sourceId: string,
  ranges: KnownRange[],
): Promise<KnownPart | null> {
  let covered = 0;
  let last: KnownRange | null = null;
  for (const range of ranges) {
    if (range.from > covered) break;
    if (range.to <= covered) continue;
    covered = range.to;
    last = range;
  }
  const until = ranges.find((range) => range.from > covered)?.from ?? null;
  if (last === null) return until === null ? null : { sourceId, covered: 0, lineNumber: 0, until };
  if (!(await sameTail(record, wrapping, last))) return null;
  let { lineNumber } = last;
  const lineStart = !isWrapped(wrapping) && grown(record, covered) ? openLineStart(record.path, covered) : null;
  if (lineStart !== null && (await takeBackRejectedTail(store, last, lineStart))) {
    covered = lineStart;
    lineNumber -= 1;
  }
  return { sourceId, covered, lineNumber, until };
}

async function sameTail(record: ImportRecord, wrapping: Wrapping, range: KnownRange): Promise<boolean> {
  if (range.tailHash === null) return true;
  if (isWrapped(wrapping)) {
    const hash = await wrappedTailBefore(record.path, wrapping, range.to, range.tailBytes);
    // A shorter copy has nothing there to compare; its beginning is the same.
    return hash === null || hash === range.tailHash;
  }
  if (!grown(record, range.to - 1)) return true;
  return tailBefore(record.path, range.to, range.tailBytes)?.hash === range.tailHash;
}

function grown(record: ImportRecord, beyond: number): boolean {
  try {
    return statSync(record.path).size > beyond;
  } catch {
    return false;
  }
}
