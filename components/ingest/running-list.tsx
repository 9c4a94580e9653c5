"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import { hrefWith } from "@/components/shell/nav-items";
import type { Import } from "@/core/contract/imports";
import { progressFacts, shareRead } from "./format-progress";
import { useCancelImport } from "./queries";

function RunningRow({ file }: { file: Import }) {
  const cancel = useCancelImport();
  const share = shareRead(file);
  return (
    <li className="border-line border-b px-3 py-2 last:border-b-0">
      <div className="flex items-center gap-3">
        <span className="min-w-0 flex-1 truncate">
          <span className="text-ink font-medium">{file.fileName}</span>{" "}
          <span className="text-faint text-xs">{file.sourceName}</span>
        </span>
        <span className="text-ink w-10 text-right text-sm font-semibold">
          {file.state === "queued" ? "" : `${Math.floor(share * 100)} %`}
        </span>
        <Button
          size="sm"
          busy={cancel.isPending}
          onClick={() => cancel.mutate(file.id)}
          aria-label={`Cancel ${file.fileName}`}
        >
          Cancel
        </Button>
      </div>
      <Progress
        label={`Reading ${file.fileName}`}
        value={share}
        size="sm"
        className="my-1.5"
        tone={file.state === "queued" ? "muted" : "accent"}
      />
      <p className="text-muted flex flex-wrap gap-x-3 text-xs">
        {file.state === "queued" ? (
          <span>Waits for its turn</span>
        ) : (
          progressFacts(file).map((fact) => <span key={fact}>{fact}</span>)
        )}
        {file.rejected > 0 && <span className="text-warn">{file.rejected.toLocaleString("en")} not read</span>}
        {cancel.isError && <span className="text-danger">{cancel.error.message}</span>}
      </p>
    </li>
  );
}

/** Files that are being read. They go on without this page. */
export function RunningList({ imports }: { imports: readonly Import[] }) {
  const sources = [...new Map(imports.map((file) => [file.sourceId, file.sourceName]))];
  if (imports.length === 0) return null;
  return (
    <Card aria-live="off">
      <CardHeader
        title="Reading"
        hint="Goes on when this page is closed."
        actions={sources.slice(0, 2).map(([id, name]) => (
          <Button key={id} asChild size="sm">
            <Link href={hrefWith("/incidents", { source: id })}>
              First findings{sources.length > 1 ? ` of ${name}` : ""}
            </Link>
          </Button>
        ))}
      />
      <ul>
        {imports.map((file) => (
          <RunningRow key={file.id} file={file} />
        ))}
      </ul>
    </Card>
  );
}
