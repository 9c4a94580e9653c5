import type { Compression } from "@/core/contract/compression";
import { ArchiveProblem, ArchiveWriter, LEFT_OUT, type ArchiveFile, type LeftOut } from "./archive-writer";
import { breakSentence, DecodeProblem } from "./decode-problem";
import { expandTar } from "./expand-tar";
import { expandZip } from "./expand-zip";
import { TarProblem } from "./read-tar";
import type { Archive } from "./tell-archive-file";

/** What came out of an archive. */
export interface Expanded {
  /** In the order of the archive; [] when nothing could be used. */
  files: ArchiveFile[];
  /** Why not all of it could be unpacked, and what to do; null when it could. */
  problem: string | null;
  /** What was left out and is no loss; null when nothing was. */
  note: string | null;
}

/** Of what is left out, what was wanted, and what to do about it. */
const WANTED: Partial<Record<LeftOut, string>> = {
  encrypted: "Unpack it with its password and give the files.",
  damaged: "Copy the archive again, or check it with unzip -t.",
  method: "Unpack it yourself and give the files.",
};

/**
 * Unpacks an archive's files into `folder`, which must exist, as `<prefix>0001` and so on: never under the names in the archive. What cannot be
 * unpacked is a sentence in the result; what came before it is there. Errors of writing reject.
 */
export async function expandArchive(
  path: string,
  { kind, compression }: Archive,
  { name, folder, prefix }: { name: string; folder: string; prefix: string },
): Promise<Expanded> {
  const writer = new ArchiveWriter(name, folder, prefix);
  let problem: string | null = null;
  try {
    if (kind === "tar") await expandTar(path, compression, writer);
    else await expandZip(path, writer);
  } catch (error) {
    if (isOfWriting(error)) throw error;
    problem = problemOf(error, kind, compression, writer.files.length > 0);
  }
  const lost: string[] = [];
  const left: string[] = [];
  for (const [what, count] of writer.skipped) {
    const counted = `${count.toLocaleString("en")} ${LEFT_OUT[what][count === 1 ? 0 : 1]}`;
    const advice = WANTED[what];
    if (advice === undefined) left.push(counted);
    else lost.push(`${counted} could not be read. ${advice}`);
  }
  if (writer.files.length === 0 && problem === null && lost.length === 0) lost.push("The archive holds no log files.");
  return {
    files: writer.files,
    problem: [...(problem === null ? [] : [problem]), ...lost].join(" ") || null,
    note: left.length > 0 ? `Left out: ${left.join(", ")}.` : null,
  };
}

function isOfWriting(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && ["ENOSPC", "EDQUOT", "EACCES", "EROFS"].includes(String(error.code))
  );
}

function problemOf(error: unknown, kind: Archive["kind"], compression: Compression | null, some: boolean): string {
  if (error instanceof ArchiveProblem) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (error instanceof DecodeProblem || code !== "") return breakSentence(error, compression, some);
  const before = some ? "What came before was read" : "Nothing could be read";
  // The package that reads zip archives has no codes; a list of files that is missing at the end is "truncated".
  const cut = error instanceof TarProblem ? error.fault === "cut-off" : /truncated/i.test(String(error));
  return cut
    ? `The ${kind} archive breaks off before its end (a copy that was cut short?). ${before}; copy it again for the rest.`
    : `The ${kind} archive is damaged. ${before}; copy it again, or check it with ${kind === "tar" ? "tar -t" : "unzip -t"}.`;
}
