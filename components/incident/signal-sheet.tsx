"use client";

import { ErrorState } from "@/components/ui/error-state";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { CodeBlock } from "@/components/ui/code-block";
import { visibleText } from "@/components/ui/visible-text";
import type { ReportSignal } from "@/core/contract/report";
import { useSampleLines } from "./queries";

/** The log lines behind one signal, as they were written. */
export function SignalSheet({
  incidentId,
  signal,
  onClose,
}: {
  incidentId: string;
  signal: ReportSignal | null;
  onClose: () => void;
}) {
  const lines = useSampleLines(incidentId, signal?.samples ?? null);
  return (
    <Sheet
      open={signal !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Lines behind this signal"
      description={signal?.text}
    >
      {lines.isPending && <Skeleton className="h-40" />}
      {lines.error !== null && <ErrorState problem={lines.error.message} onRetry={() => void lines.refetch()} />}
      {lines.data?.lines.length === 0 && (
        <p className="text-muted text-sm">
          These lines are no longer kept: their import was deleted, or too many failed in that minute.
        </p>
      )}
      <ol className="flex flex-col gap-3">
        {lines.data?.lines.map((line) => (
          <li key={`${line.importId}:${line.line}`} className="min-w-0">
            <p className="text-faint text-2xs mb-1">
              {line.file}, line {line.line}
            </p>
            <CodeBlock code={visibleText(line.text)} label="Line" wrap />
          </li>
        ))}
      </ol>
    </Sheet>
  );
}
