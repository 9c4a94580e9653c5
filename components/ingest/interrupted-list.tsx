"use client";

import { Card, CardHeader } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import type { Import } from "@/core/contract/imports";
import { DeleteImports } from "./delete-imports";
import { formatBytes, shareRead } from "./format-progress";

/** Uploads that a closed tab or a broken line left unfinished. */
export function InterruptedList({ imports }: { imports: readonly Import[] }) {
  if (imports.length === 0) return null;
  return (
    <Card>
      <CardHeader title="Unfinished uploads" hint="Drop or choose the same file again: it goes on where it stopped." />
      <ul>
        {imports.map((file) => (
          <li key={file.id} className="border-line flex items-center gap-3 border-b px-3 py-2 last:border-b-0">
            <span className="min-w-0 flex-1 truncate font-medium">{file.fileName}</span>
            <Progress
              label={`Uploaded of ${file.fileName}`}
              value={shareRead(file)}
              tone="muted"
              size="sm"
              className="w-16 sm:w-40"
            />
            <span className="text-muted shrink-0 text-xs">
              {formatBytes(file.bytesDone)} of {formatBytes(file.sizeBytes)}
            </span>
            <DeleteImports imports={[file]} label={`Remove ${file.fileName}`} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
