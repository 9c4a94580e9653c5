"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { Search } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useDeferredValue, useEffect, useRef } from "react";
import { formatCount } from "@/components/charts/format-values";
import { formatMoment } from "@/components/charts/time-axis";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusCode } from "@/components/ui/status-code";
import { visibleText } from "@/components/ui/visible-text";
import type { LogLine } from "@/core/contract/incidents";
import { useFailingLines } from "./queries";

/** Height of a row while it has not been measured: two lines of text and its heading. */
const ROW_ESTIMATE = 58;

/** The raw failing lines of the incident, searchable; only what is in view is in the page. */
export function FailingLines({ incidentId, timeZone }: { incidentId: string; timeZone: string }) {
  const [text, setText] = useQueryState("q", parseAsString.withDefault("").withOptions({ throttleMs: 300 }));
  const [role, setRole] = useQueryState(
    "log",
    parseAsStringLiteral(["all", "access", "error"] as const).withDefault("all"),
  );
  const query = useFailingLines(incidentId, useDeferredValue(text), role);
  const lines = query.data?.pages.flatMap((page) => page.lines) ?? [];
  const first = query.data?.pages[0];
  return (
    <Card aria-labelledby="lines">
      <CardHeader
        id="lines"
        title="Lines"
        hint={
          first === undefined
            ? undefined
            : `${formatCount(first.total)} kept${first.notKept > 0 ? `, ${formatCount(first.notKept)} more counted but not kept` : ""}`
        }
        actions={
          <>
            <SegmentedControl
              label="Log"
              value={role}
              onChange={(next) => void setRole(next)}
              options={[
                { value: "all", label: "All" },
                { value: "access", label: "Access" },
                { value: "error", label: "Error" },
              ]}
            />
            <label className="relative">
              <span className="sr-only">Search the lines</span>
              <Search
                aria-hidden
                className="text-faint pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2"
              />
              <Input
                size="sm"
                mono
                type="search"
                placeholder="text in the line"
                value={text}
                onChange={(event) => void setText(event.target.value)}
                className="w-44 pl-7"
              />
            </label>
          </>
        }
      />
      {query.isPending && <Skeleton className="m-3 h-48" />}
      {query.error !== null && <ErrorState problem={query.error.message} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && lines.length === 0 && (
        <EmptyState title="No such line">
          {text === "" ? "No failing line of this incident was kept." : "No kept line contains this text."}
        </EmptyState>
      )}
      {lines.length > 0 && (
        <LineList
          lines={lines}
          timeZone={timeZone}
          more={query.hasNextPage && !query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
        />
      )}
    </Card>
  );
}

function LineList({
  lines,
  timeZone,
  more,
  onMore,
}: {
  lines: readonly LogLine[];
  timeZone: string;
  more: boolean;
  onMore: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_ESTIMATE,
    overscan: 8,
  });
  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  // The scroll position is an outside system: reaching the end of what was fetched asks for the next page.
  useEffect(() => {
    if (more && last >= lines.length - 10) onMore();
  }, [more, last, lines.length, onMore]);
  return (
    <div ref={scroller} role="region" aria-label="Failing lines" tabIndex={0} className="max-h-[28rem] overflow-y-auto">
      <ol className="relative" style={{ height: rows.getTotalSize() }}>
        {visible.map((row) => {
          const line = lines[row.index];
          return line === undefined ? null : (
            <li
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className="border-line absolute inset-x-0 top-0 border-b px-3 py-1.5"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <p className="text-faint text-2xs flex flex-wrap items-center gap-x-2">
                <StatusCode status={line.status} />
                <span>{formatMoment(line.atMs, timeZone, "second")}</span>
                <span className="wrap-anywhere">
                  {line.file}:{line.line}
                </span>
              </p>
              <p className="font-mono text-xs leading-[18px] wrap-anywhere">{visibleText(line.text)}</p>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
