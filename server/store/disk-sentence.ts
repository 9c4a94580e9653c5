/** A sentence for a full disk or the like; null when the error is none of these. */
export function diskSentence(error: unknown): string | null {
  const text = error instanceof Error ? `${"code" in error ? String(error.code) : ""} ${error.message}` : String(error);
  if (/ENOSPC|SQLITE_FULL|database or disk is full/.test(text)) {
    return "The disk that holds Gumshoe's data is full. Free some space, then resume; nothing imported so far is lost.";
  }
  if (/EROFS|SQLITE_READONLY|attempt to write a readonly/.test(text)) {
    return "Gumshoe's data folder cannot be written to. Check its permissions and the disk, then try again.";
  }
  if (/SQLITE_BUSY|database is locked/.test(text)) {
    return "Another Gumshoe is writing to the same data folder. Wait until it has finished, then try again.";
  }
  return null;
}
