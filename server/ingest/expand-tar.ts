import type { Compression } from "@/core/contract/compression";
import { ArchiveProblem, type ArchiveWriter } from "./archive-writer";
import { bombProblem } from "./bomb-guard";
import { openBytes } from "./open-bytes";
import { readTar } from "./read-tar";

/** Entries looked at, folders and macOS's own included. */
const MOST_ENTRIES = 100_000;

/** Unpacks the files of a tar archive, whatever it is compressed with. */
export async function expandTar(path: string, compression: Compression | null, writer: ArchiveWriter): Promise<void> {
  const source = openBytes(path, { compression, framing: null });
  const guarded = async function* () {
    let unpacked = 0;
    for await (const block of source.blocks) {
      unpacked += block.length;
      const bomb = compression === null ? null : bombProblem(compression, unpacked, source.bytesRead());
      if (bomb !== null) throw new ArchiveProblem(bomb);
      yield block;
    }
  };
  let seen = 0;
  try {
    for await (const { name, kind, body } of readTar(guarded())) {
      if (++seen > MOST_ENTRIES) throw new ArchiveProblem("It has more entries than any archive of logs.");
      if (kind === "link") writer.skip("link");
      else if (kind === "sparse") writer.skip("method");
      else if (kind === "file" && !writer.isOfMacos(name)) await writer.write(name, body);
    }
  } finally {
    source.close();
  }
}
