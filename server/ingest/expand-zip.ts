import { statSync } from "node:fs";
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from "yauzl";
import { ArchiveProblem, type ArchiveWriter } from "./archive-writer";
import { bombProblem } from "./bomb-guard";

/** Entries looked at, folders and macOS's own included; each costs a read of the archive. */
const MOST_ENTRIES = 100_000;
const UNIX = 3;
const FILE_TYPE = 0xf000;
const REGULAR = 0x8000;

/** Unpacks the files of a zip archive, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT. Encrypted ones are left out. */
export async function expandZip(path: string, writer: ArchiveWriter): Promise<void> {
  // Names are decoded here: the package would refuse the whole archive for a name that leads out of it, and none is used as a path.
  const zip = await openPromise(path, { decodeStrings: false });
  const budget = { packed: statSync(path).size, unpacked: 0 };
  let seen = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (++seen > MOST_ENTRIES) throw new ArchiveProblem("It has more entries than any archive of logs.");
      await expandEntry(zip, entry, writer, budget);
    }
  } finally {
    zip.close();
  }
}

interface Budget {
  packed: number;
  unpacked: number;
}

async function expandEntry(zip: ZipFile, entry: Entry, writer: ArchiveWriter, budget: Budget): Promise<void> {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  if (/[/\\]$/.test(name) || writer.isOfMacos(name)) return;
  if (!isRegular(entry)) return writer.skip("link");
  if (entry.isEncrypted()) return writer.skip("encrypted");
  if (!entry.canDecodeFileData()) return writer.skip("method");
  const guarded = async function* () {
    const blocks: AsyncIterable<Uint8Array> = await zip.openReadStreamPromise(entry);
    for await (const block of blocks) {
      budget.unpacked += block.length;
      const bomb = bombProblem("zip", budget.unpacked, budget.packed);
      if (bomb !== null) throw new ArchiveProblem(bomb);
      yield block;
    }
  };
  try {
    await writer.write(name, guarded());
  } catch (error) {
    // One damaged file does not spoil the others, which lie elsewhere in the archive.
    if (error instanceof ArchiveProblem) throw error;
    writer.skip("damaged");
  }
}

/** Programs that know no Unix leave the type out, and have only files and folders. */
function isRegular({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  const type = (externalFileAttributes >>> 16) & FILE_TYPE;
  return versionMadeBy >>> 8 !== UNIX || type === 0 || type === REGULAR;
}
