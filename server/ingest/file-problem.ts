const SENTENCES: Record<string, string> = {
  ENOENT: "there is no such file",
  EACCES: "it may not be read by this user; check its permissions",
  EPERM: "it may not be read by this user; check its permissions",
  EISDIR: "it is a folder; name the files in it",
  EMFILE: "too many files are open; raise the limit (ulimit -n)",
  EIO: "the disk reported an error while it was read",
};

/** An error of the file system, or any other, as a sentence about the file at `path`. */
export function fileProblem(error: unknown, path: string): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const why = SENTENCES[code] ?? (error instanceof Error ? error.message : String(error));
  return `${path} cannot be read: ${why}`;
}
