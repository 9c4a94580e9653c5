import type { Import, Source } from "@/core/contract/imports";
import type { UploadTask } from "./upload-queue";

/** Imports of one source, in the order in which they came. */
export interface SourceGroup {
  sourceId: string;
  sourceName: string;
  imports: Import[];
}

/** What the Logs page shows, from top to bottom. */
export interface ImportSections {
  /** Uploads that no tab is sending any more: the same file, chosen again, goes on. */
  interrupted: Import[];
  /** Detected files that wait for the operator's go. */
  ready: SourceGroup[];
  /** Queued and running. */
  moving: Import[];
  /** Done, failed, cancelled; the source with the newest import first. */
  past: SourceGroup[];
}

function bySource(imports: readonly Import[]): SourceGroup[] {
  const groups = new Map<string, SourceGroup>();
  for (const file of imports) {
    const group = groups.get(file.sourceId);
    if (group === undefined)
      groups.set(file.sourceId, { sourceId: file.sourceId, sourceName: file.sourceName, imports: [file] });
    else group.imports.push(file);
  }
  return [...groups.values()];
}

/** Sorts all imports into the sections of the page; `uploads` are those of this tab. */
export function prepareImports(imports: readonly Import[], uploads: readonly UploadTask[]): ImportSections {
  const oldestFirst = [...imports].sort((a, b) => a.createdMs - b.createdMs);
  const sentHere = new Set(uploads.map((task) => `${task.fileName}\n${task.sizeBytes}`));
  const newest = (group: SourceGroup) => Math.max(...group.imports.map((file) => file.createdMs));
  return {
    interrupted: oldestFirst.filter(
      (file) => file.state === "uploading" && !sentHere.has(`${file.fileName}\n${file.sizeBytes}`),
    ),
    ready: bySource(oldestFirst.filter(({ state }) => state === "ready")),
    moving: oldestFirst.filter(({ state }) => state === "running" || state === "queued"),
    past: bySource(
      oldestFirst.filter(({ state }) => state === "done" || state === "failed" || state === "cancelled"),
    ).sort((a, b) => newest(b) - newest(a)),
  };
}

/** Whether a group of ready files is all there is of its source, so that its name is still free to choose. */
export function isNewSource(group: SourceGroup, sources: readonly Source[]): boolean {
  const source = sources.find(({ id }) => id === group.sourceId);
  return source === undefined || source.imports <= group.imports.length;
}

/** Files that can be analysed: a format was found or is not needed. */
export function analysable(files: readonly Import[]): Import[] {
  return files.filter(
    (file) => file.role !== "unknown" && (file.format !== null || file.role === "config" || file.role === "markers"),
  );
}

/** The sentence before imports are deleted: what will be taken out. */
export function deletionSentence(files: readonly Import[]): string {
  const lines = files.reduce((sum, file) => sum + file.parsed, 0);
  const what = files.length === 1 ? (files[0]?.fileName ?? "The file") : `All ${files.length} files`;
  const kept = files.length === 1 ? "Other files keep theirs." : "Other sources keep theirs.";
  if (lines === 0)
    return `${what} will be removed from Gumshoe's data folder. Nothing was read from ${files.length === 1 ? "it" : "them"} yet.`;
  const amount = new Intl.NumberFormat("en").format(lines);
  return `${what} and what ${files.length === 1 ? "its" : "their"} ${amount} lines added to the trends and incidents will be taken out. Incidents are worked out anew. ${kept}`;
}
