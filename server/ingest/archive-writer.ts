import { open, rm, statfs } from "node:fs/promises";
import path from "node:path";

/** A file that came out of an archive. */
export interface ArchiveFile {
  /** Where it lies, under a name of ours. */
  path: string;
  /** What to call it: `logs.tar.gz/nginx/access.log`. Text for people, never a path. */
  name: string;
  sizeBytes: number;
}

/** Stops an archive's expansion; a sentence, or several. */
export class ArchiveProblem extends Error {}

/** What may be left out of an archive, as one and as several. */
export const LEFT_OUT = {
  link: ["link or device", "links or devices"],
  empty: ["empty file", "empty files"],
  encrypted: ["encrypted file", "encrypted files"],
  damaged: ["damaged file", "damaged files"],
  method: ["file packed in a way that is not read here", "files packed in a way that is not read here"],
} as const;
export type LeftOut = keyof typeof LEFT_OUT;

export const MOST_FILES = 2000;
/** Longest name shown; what is left out is the beginning, because the end says what the file is. */
const NAME_LENGTH = 200;
/** Room that must remain on the disk. */
const SPARE_BYTES = 256 << 20;
/** The disk is looked at as often as this much was written. */
const LOOK_EVERY_BYTES = 16 << 20;

/** Files that macOS puts into archives for itself. */
const OF_MACOS = /(?:^|\/)(?:__MACOSX\/|\._[^/]*$|\.DS_Store$)/;

/** Writes what comes out of an archive to `folder`, under names that do not depend on it, and counts what is left out. */
export class ArchiveWriter {
  readonly files: ArchiveFile[] = [];
  /** What was left out, and how many of it. */
  readonly skipped = new Map<LeftOut, number>();
  readonly #archiveName: string;
  readonly #folder: string;
  readonly #prefix: string;
  readonly #names = new Set<string>();
  #sinceLook = Infinity;

  /** Files are called `<prefix>0001` and so on. */
  constructor(archiveName: string, folder: string, prefix: string) {
    this.#archiveName = archiveName;
    this.#folder = folder;
    this.#prefix = prefix;
  }

  skip(what: LeftOut): void {
    this.skipped.set(what, (this.skipped.get(what) ?? 0) + 1);
  }

  /** Whether an entry of this name is no file of anybody's. */
  isOfMacos(name: string): boolean {
    return OF_MACOS.test(name.replaceAll("\\", "/"));
  }

  /** Writes one file. What was written before an error stays, and the error is thrown on. */
  async write(name: string, blocks: AsyncIterable<Uint8Array>): Promise<void> {
    if (this.files.length >= MOST_FILES) {
      throw new ArchiveProblem(
        `It holds more than ${MOST_FILES.toLocaleString("en")} files; the first ones were read. Give the others in an archive of their own.`,
      );
    }
    const file = path.join(this.#folder, `${this.#prefix}${String(this.files.length + 1).padStart(4, "0")}`);
    const handle = await open(file, "w", 0o600);
    let written = 0;
    try {
      for await (const block of blocks) {
        await this.#lookAtDisk(block.length);
        await handle.writeFile(block);
        written += block.length;
      }
    } finally {
      await handle.close();
      if (written > 0) this.files.push({ path: file, name: this.#unique(name), sizeBytes: written });
      else {
        await rm(file, { force: true });
        this.skip("empty");
      }
    }
  }

  async #lookAtDisk(bytes: number): Promise<void> {
    this.#sinceLook += bytes;
    if (this.#sinceLook < LOOK_EVERY_BYTES) return;
    this.#sinceLook = 0;
    const { bavail, bsize } = await statfs(this.#folder);
    if (bavail * bsize < SPARE_BYTES) {
      throw new ArchiveProblem("There is no room on the disk to unpack all of it; free some space and give it again.");
    }
  }

  #unique(entryName: string): string {
    const parts = entryName.split(/[/\\]/).filter((part) => part !== "" && part !== "." && part !== "..");
    const plain = parts.join("/").slice(-NAME_LENGTH) || "unnamed";
    let name = `${this.#archiveName}/${plain}`;
    for (let copy = 2; this.#names.has(name); copy++) name = `${this.#archiveName}/${plain} (${copy})`;
    this.#names.add(name);
    return name;
  }
}
