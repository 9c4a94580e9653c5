"use client";

import { Play } from "lucide-react";
import Link from "next/link";
import { toast } from "sonner";
import { formatCompact, formatCount } from "@/components/charts/format-values";
import { formatSpan } from "@/components/charts/time-axis";
import { useTimeZone } from "@/components/charts/use-time-zone";
import { hrefWith } from "@/components/shell/nav-items";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { Table, TableRegion, Td, Th, Tr } from "@/components/ui/table";
import type { Import, ImportState, Source } from "@/core/contract/imports";
import { DeleteImports } from "./delete-imports";
import { formatBytes } from "./format-progress";
import { ROLE_CHOICES } from "./prepare-choices";
import type { SourceGroup } from "./prepare-imports";
import { useStartImports } from "./queries";
import { RejectedDialog } from "./rejected-dialog";

const STATES: Partial<Record<ImportState, { tone: "ok" | "danger" | "warn"; word: string }>> = {
  done: { tone: "ok", word: "Done" },
  failed: { tone: "danger", word: "Failed" },
  cancelled: { tone: "warn", word: "Cancelled" },
};

const roleWord = (file: Import) => ROLE_CHOICES.find(({ value }) => value === file.role)?.label ?? file.role;

function PastRow({ file }: { file: Import }) {
  const start = useStartImports();
  const state = STATES[file.state];
  const resume = () => start.mutate([file.id], { onError: (failure) => toast.error(failure.message) });
  return (
    <>
      <Tr className={file.problem === null ? undefined : "border-b-0"}>
        <Td className="w-full max-w-0 min-w-32 sm:min-w-48">
          <span className="text-ink block truncate font-medium" title={file.fileName}>
            {file.fileName}
          </span>
          <span className="text-faint text-2xs block truncate sm:hidden">
            {roleWord(file)} · {formatBytes(file.sizeBytes)}
          </span>
        </Td>
        <Td className="whitespace-nowrap max-sm:hidden">
          {roleWord(file)}
          {file.tier === "edge" && <span className="text-faint"> · edge</span>}
        </Td>
        <Td className="text-muted max-w-52 truncate max-sm:hidden">{file.formatTitle ?? file.format ?? "–"}</Td>
        <Td numeric className="max-sm:hidden">
          {formatBytes(file.sizeBytes)}
        </Td>
        <Td numeric>
          {formatCount(file.lines)}
          {file.linesAlreadyKnown > 0 && (
            <span className="text-faint text-2xs block whitespace-nowrap">
              {formatCount(file.linesAlreadyKnown)} known
            </span>
          )}
        </Td>
        <Td numeric>
          <RejectedDialog file={file} />
        </Td>
        <Td>{state !== undefined && <Badge tone={state.tone}>{state.word}</Badge>}</Td>
        <Td>
          <span className="flex justify-end">
            {file.state !== "done" && (
              <IconButton
                size="sm"
                label={`Go on with ${file.fileName}`}
                icon={<Play />}
                disabled={start.isPending}
                onClick={resume}
              />
            )}
            <DeleteImports imports={[file]} label={`Delete ${file.fileName}`} />
          </span>
        </Td>
      </Tr>
      {file.problem !== null && (
        <tr className="border-line border-b last:border-b-0">
          <td colSpan={8} className="text-danger px-3 pb-2 text-xs text-pretty">
            {file.problem}
          </td>
        </tr>
      )}
    </>
  );
}

/** One source's imports: what was read, what was not, and where to look at it. */
export function PastSource({ group, source }: { group: SourceGroup; source: Source | undefined }) {
  const { timeZone } = useTimeZone();
  const hasSpan = source !== undefined && source.firstMs !== null && source.lastMs !== null;
  return (
    <Card aria-label={`Imports of ${group.sourceName}`}>
      <CardHeader
        title={group.sourceName}
        hint={
          source === undefined
            ? undefined
            : `${formatCompact(source.requests)} requests${hasSpan ? ` · ${formatSpan(source.firstMs ?? 0, source.lastMs ?? 0, timeZone)}` : ""}`
        }
        actions={
          <>
            <Button asChild size="sm">
              <Link href={hrefWith("/", { source: group.sourceId })}>Trends</Link>
            </Button>
            <Button asChild size="sm">
              <Link href={hrefWith("/incidents", { source: group.sourceId })}>Incidents</Link>
            </Button>
            <DeleteImports wholeSource imports={group.imports} label={`Delete all imports of ${group.sourceName}`} />
          </>
        }
      />
      <TableRegion label={`Files of ${group.sourceName}`}>
        <Table className="min-w-[460px] sm:min-w-[780px]">
          <thead>
            <tr>
              <Th>File</Th>
              <Th className="max-sm:hidden">What it is</Th>
              <Th className="max-sm:hidden">Format</Th>
              <Th numeric className="max-sm:hidden">
                Size
              </Th>
              <Th numeric>Lines</Th>
              <Th numeric>Not read</Th>
              <Th>State</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {group.imports.map((file) => (
              <PastRow key={file.id} file={file} />
            ))}
          </tbody>
        </Table>
      </TableRegion>
    </Card>
  );
}
