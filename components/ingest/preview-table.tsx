"use client";

import { useState } from "react";
import { ErrorState } from "@/components/ui/error-state";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusCode } from "@/components/ui/status-code";
import { Table, TableRegion, Td, Th, Tr } from "@/components/ui/table";
import { visibleText } from "@/components/ui/visible-text";
import type { Import } from "@/core/contract/imports";
import { preparePreview, type PreviewRow } from "./prepare-preview";
import { usePreview } from "./queries";

const VIEWS = [
  { value: "parsed", label: "Parsed" },
  { value: "raw", label: "Raw" },
] as const;

function UnreadRow({ row, columns }: { row: PreviewRow; columns: number }) {
  return (
    <Tr className="bg-warn-soft hover:bg-warn-soft">
      <Td numeric className="text-faint">
        {row.line}
      </Td>
      <Td colSpan={columns} className="max-w-0">
        <span className="text-warn font-medium">Not read: {row.reason}</span>{" "}
        <span className="text-muted font-mono">{row.text.slice(0, 300)}</span>
      </Td>
    </Tr>
  );
}

function AccessRows({ rows }: { rows: readonly PreviewRow[] }) {
  return (
    <Table className="min-w-[860px]">
      <thead>
        <tr>
          <Th numeric>Line</Th>
          <Th>Time (UTC)</Th>
          <Th>Status</Th>
          <Th>Client</Th>
          <Th>Request</Th>
          <Th>Upstream</Th>
          <Th>Time / upstream</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) =>
          row.reason !== null ? (
            <UnreadRow key={row.line} row={row} columns={6} />
          ) : (
            <Tr key={row.line}>
              <Td numeric className="text-faint">
                {row.line}
              </Td>
              <Td className="whitespace-nowrap">{row.time}</Td>
              <Td>
                <StatusCode status={row.status} />
              </Td>
              <Td mono className="max-w-40 truncate" title={row.client}>
                {row.client}
              </Td>
              <Td mono className="w-full max-w-0 truncate" title={row.request}>
                {row.request}
              </Td>
              <Td mono className="max-w-60 truncate" title={row.upstream}>
                {row.upstream}
              </Td>
              <Td className="whitespace-nowrap">{row.times}</Td>
            </Tr>
          ),
        )}
      </tbody>
    </Table>
  );
}

function ErrorRows({ rows }: { rows: readonly PreviewRow[] }) {
  return (
    <Table className="min-w-[860px]">
      <thead>
        <tr>
          <Th numeric>Line</Th>
          <Th>Time (UTC)</Th>
          <Th>Level</Th>
          <Th>Message</Th>
          <Th>Request</Th>
          <Th>Upstream</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) =>
          row.reason !== null ? (
            <UnreadRow key={row.line} row={row} columns={5} />
          ) : (
            <Tr key={row.line}>
              <Td numeric className="text-faint">
                {row.line}
              </Td>
              <Td className="whitespace-nowrap">{row.time}</Td>
              <Td>{row.level}</Td>
              <Td mono className="w-full max-w-0 truncate" title={row.message}>
                {row.message}
              </Td>
              <Td mono className="max-w-56 truncate" title={row.request}>
                {row.request}
              </Td>
              <Td mono className="max-w-56 truncate" title={row.upstream}>
                {row.upstream}
              </Td>
            </Tr>
          ),
        )}
      </tbody>
    </Table>
  );
}

function RawLines({ rows }: { rows: readonly PreviewRow[] }) {
  return (
    <ol className="w-max min-w-full py-1 font-mono text-xs">
      {rows.map((row) => (
        <li key={row.line} className="flex gap-3 px-3 leading-5">
          <span className="text-faint w-8 shrink-0 text-right select-none">{row.line}</span>
          <span className="whitespace-pre">{visibleText(row.text)}</span>
        </li>
      ))}
    </ol>
  );
}

/** How the file's own first lines read with the chosen role, format and zone; lines that do not read stand out with the reason. */
export function PreviewTable({ file }: { file: Import }) {
  const [view, setView] = useState<"parsed" | "raw">("parsed");
  const preview = usePreview(file);
  if (preview.isPending) return <Skeleton className="m-3 h-32" />;
  if (preview.isError)
    return (
      <ErrorState compact className="m-3" problem={preview.error.message} onRetry={() => void preview.refetch()} />
    );
  const { rows, summary, absent } = preparePreview(preview.data);
  if (rows.length === 0) return null;
  const columns =
    file.role === "access" ? "access" : file.role === "error" || file.role === "app-error" ? "error" : null;
  const raw = view === "raw" || columns === null;
  return (
    <div className="border-line border-t" aria-busy={preview.isFetching}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
        <p className="text-muted text-xs">
          {summary}
          {absent.length > 0 && <span className="text-faint"> · this format carries no {absent.join(" and no ")}</span>}
        </p>
        {columns !== null && (
          <SegmentedControl label="Show lines" className="ml-auto" value={view} onChange={setView} options={VIEWS} />
        )}
      </div>
      <TableRegion label={`First lines of ${file.fileName}`} className="border-line max-h-64 overflow-y-auto border-t">
        {raw ? <RawLines rows={rows} /> : columns === "access" ? <AccessRows rows={rows} /> : <ErrorRows rows={rows} />}
      </TableRegion>
    </div>
  );
}
