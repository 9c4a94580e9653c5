"use client";

import { PageHeader } from "@/components/shell/page-header";
import { useSources } from "@/components/shell/queries";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { DropPanel } from "./drop-panel";
import { InterruptedList } from "./interrupted-list";
import { PastSource } from "./past-source";
import { prepareImports } from "./prepare-imports";
import { useImports } from "./queries";
import { ReadyBatch } from "./ready-batch";
import { RunningList } from "./running-list";
import { SamplePicker } from "./sample-picker";
import { UploadList } from "./upload-list";
import { useUploads } from "./use-uploads";

/** Bringing logs in, from the drop to the list of what has been read. */
export function LogsPage() {
  const uploads = useUploads();
  const imports = useImports();
  const sources = useSources();
  const known = sources.data ?? [];
  const sections = prepareImports(imports.data ?? [], uploads);
  const isEmpty = imports.isSuccess && imports.data.length === 0 && uploads.length === 0;
  return (
    <>
      <PageHeader title="Logs" />
      <div className="flex flex-col gap-3">
        {isEmpty ? (
          <DropPanel>
            <div className="mt-6">
              <SamplePicker />
            </div>
          </DropPanel>
        ) : (
          <DropPanel compact />
        )}
        <UploadList uploads={uploads} />
        {imports.isPending && <Skeleton className="h-40" />}
        {imports.isError && imports.data === undefined && (
          <ErrorState problem={imports.error.message} onRetry={() => void imports.refetch()} />
        )}
        {sections.ready.map((group) => (
          <ReadyBatch key={group.imports[0]?.id} group={group} sources={known} />
        ))}
        <RunningList imports={sections.moving} />
        <InterruptedList imports={sections.interrupted} />
        {sections.past.map((group) => (
          <PastSource key={group.sourceId} group={group} source={known.find(({ id }) => id === group.sourceId)} />
        ))}
      </div>
    </>
  );
}
