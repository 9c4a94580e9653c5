import { closeSync, openSync, readSync } from "node:fs";
import type { Compression } from "@/core/contract/compression";
import { readStart } from "./read-head";
import { tellArchive, tellPacking } from "./tell-packing";

/** A file that holds files. */
export interface Archive {
  kind: "tar" | "zip";
  compression: Compression | null;
}

/** Tells from its first bytes whether a file is an archive; null when it is none, or cannot be read. */
export async function tellArchiveFile(path: string): Promise<Archive | null> {
  const raw = Buffer.alloc(512);
  try {
    const fd = openSync(path, "r");
    try {
      readSync(fd, raw, 0, raw.length, 0);
    } finally {
      closeSync(fd);
    }
  } catch {
    return null;
  }
  const packing = tellPacking(raw);
  if (packing.kind === "foreign") return null;
  const compression = packing.kind === "compressed" ? packing.compression : null;
  const head = compression === null ? raw : (await readStart(path, { compression, framing: null })).bytes;
  const kind = tellArchive(head);
  return kind === null || (kind === "zip" && compression !== null) ? null : { kind, compression };
}
