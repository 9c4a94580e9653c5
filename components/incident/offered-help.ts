import type { ChecklistStep } from "@/core/contract/incidents";

/** The contract's limit of a note. */
const MAX_NOTE = 4000;

/** Lines that may become part of what helped: the steps that were done, fixes before checks, each with its note. */
export function offeredHelp(checklist: readonly ChecklistStep[]): string[] {
  return checklist
    .filter((step) => step.state === "done")
    .toSorted((a, b) => Number(b.kind === "fix") - Number(a.kind === "fix"))
    .map(({ title, note }) => (note.trim() === "" ? title : `${title}: ${note.trim()}`));
}

/** The note with one more line, within the limit. */
export function addHelp(note: string, line: string): string {
  const before = note.trimEnd();
  return (before === "" ? line : `${before}\n${line}`).slice(0, MAX_NOTE);
}
