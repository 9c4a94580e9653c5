"use client";

import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { Source } from "@/core/contract/imports";
import { FileCard } from "./file-card";
import { analysable, type SourceGroup } from "./prepare-imports";
import { useStartImports } from "./queries";
import { SourceField } from "./source-field";

const filesWord = (count: number) => (count === 1 ? "1 file" : `${count} files`);

/** The step before anything is analysed: the files of one system, what each was taken for, and one button to go. */
export function ReadyBatch({ group, sources }: { group: SourceGroup; sources: readonly Source[] }) {
  const start = useStartImports();
  const files = analysable(group.imports);
  const left = group.imports.length - files.length;
  const analyse = () =>
    start.mutate(
      files.map(({ id }) => id),
      { onError: (failure) => toast.error(failure.message) },
    );
  return (
    <Card aria-label={`Files of ${group.sourceName}, ready to analyse`}>
      <div className="border-line bg-surface sticky top-12 z-10 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-t-lg border-b px-3 py-2">
        <h2 className="text-sm font-semibold">Check {group.imports.length === 1 ? "the file" : "the files"}</h2>
        <SourceField key={group.sourceId} group={group} sources={sources} />
        <div className="flex items-center gap-3 sm:ml-auto">
          {left > 0 && <span className="text-warn text-xs">{filesWord(left)} without a format will be left out</span>}
          <Button variant="primary" disabled={files.length === 0} busy={start.isPending} onClick={analyse}>
            Analyse {filesWord(files.length)}
          </Button>
        </div>
      </div>
      <ul>
        {group.imports.map((file) => (
          <FileCard key={file.id} file={file} />
        ))}
      </ul>
    </Card>
  );
}
