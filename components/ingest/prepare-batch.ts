/** Where the files of one drop go: into a known source, or into a new one of this name. */
export interface BatchTarget {
  batchId: string;
  sourceId: string | null;
  sourceName: string | null;
}

/** Words in file names that say what a file is, not whose it is. */
const GENERIC = new Set(
  "access error errors log logs json gz txt nginx conf config default www http https edge cdn origin proxy current old other vhosts ssl upstream main markers deploys pasted".split(
    " ",
  ),
);

function ownWords(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && !GENERIC.has(word) && !/^\d+$/u.test(word));
}

/** What a browser adds to a File that came out of a folder, before the file's own name. */
export interface NamedFile {
  name: string;
  path?: string;
  webkitRelativePath?: string;
}

function folderOf(file: NamedFile): string | null {
  const path = (file.webkitRelativePath || file.path || "").replace(/^[./]+/u, "");
  const slash = path.indexOf("/");
  return slash > 0 ? path.slice(0, slash) : null;
}

/**
 * A name for the system that files dropped together come from: their common folder, else the words common to all their names
 * (`shop-access.log`, `shop-error.log` → `shop`), else null and the server names it.
 */
export function suggestSourceName(files: readonly NamedFile[]): string | null {
  const folders = new Set(files.map(folderOf));
  const [folder] = folders;
  if (folders.size === 1 && folder) return folder.slice(0, 120);
  const [first, ...rest] = files.map((file) => ownWords(file.name));
  const common = (first ?? []).filter((word) => rest.every((words) => words.includes(word)));
  return common.length > 0 ? common.join("-").slice(0, 120) : null;
}

/** Leaves out what a folder brings along unasked: hidden files and Finder's and Explorer's own. */
export function worthUploading<Named extends NamedFile>(files: readonly Named[]): Named[] {
  return files.filter((file) => !file.name.startsWith(".") && !/^(thumbs\.db|desktop\.ini)$/iu.test(file.name));
}
