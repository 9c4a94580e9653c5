"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { formatCount, formatRatio } from "@/components/charts/format-values";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, TableRegion, Td, Th, Tr } from "@/components/ui/table";
import { visibleText } from "@/components/ui/visible-text";
import type { Import } from "@/core/contract/imports";
import { rejectedDownloadHref, useRejected } from "./queries";

/** The count of lines that could not be read; opens samples with the reason for each. */
export function RejectedDialog({ file }: { file: Import }) {
  const [open, setOpen] = useState(false);
  const rejected = useRejected(file.id, open);
  const count = formatCount(file.rejected);
  if (file.rejected === 0) return <span className="text-faint">0</span>;
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      width="lg"
      trigger={
        <button
          type="button"
          className="text-warn rounded-sm underline decoration-dotted underline-offset-2 hover:decoration-solid"
          aria-label={`${count} lines of ${file.fileName} were not read: show why`}
        >
          {count}
        </button>
      }
      title={`${count} ${file.rejected === 1 ? "line was" : "lines were"} not read`}
      description={`${file.fileName} · ${formatRatio(file.rejected / Math.max(1, file.lines))} of its lines. They are left out of all counts.`}
      footer={
        <Button asChild>
          <a href={rejectedDownloadHref(file.id)} download>
            <Download /> Download rejected lines
          </a>
        </Button>
      }
    >
      {rejected.isPending && <Skeleton className="h-40" />}
      {rejected.isError && <ErrorState problem={rejected.error.message} onRetry={() => void rejected.refetch()} />}
      {rejected.isSuccess && (
        <>
          <p className="text-faint mb-2 text-xs">
            {rejected.data.samples.length} of {formatCount(rejected.data.rejected)} shown
          </p>
          <TableRegion label="Rejected lines" className="border-line rounded-md border">
            <Table className="min-w-[560px]">
              <thead>
                <tr>
                  <Th numeric>Line</Th>
                  <Th>Reason</Th>
                  <Th>Text</Th>
                </tr>
              </thead>
              <tbody>
                {rejected.data.samples.map((sample) => (
                  <Tr key={sample.line}>
                    <Td numeric className="text-faint">
                      {formatCount(sample.line)}
                    </Td>
                    <Td className="text-warn whitespace-nowrap">{sample.reason}</Td>
                    <Td mono className="w-full wrap-anywhere">
                      {visibleText(sample.text)}
                    </Td>
                  </Tr>
                ))}
              </tbody>
            </Table>
          </TableRegion>
        </>
      )}
    </Dialog>
  );
}
