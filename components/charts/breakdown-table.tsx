"use client";

import { Table, TableRegion, Td, Th, Tr } from "@/components/ui/table";
import type { Breakdown } from "@/core/contract/report";
import { cn } from "@/components/ui/cn";
import { formatCount, formatRatio, formatTimes } from "./format-values";
import { prepareBreakdown, type BreakdownBar } from "./prepare-breakdown";

/**
 * Values of one dimension with two bars each: how much of it fails now, and how much did in its baseline.
 * `onPick` makes the values buttons that narrow the page.
 */
export function BreakdownTable({
  breakdown,
  label,
  onPick,
}: {
  breakdown: Breakdown;
  label: string;
  onPick?: (value: string) => void;
}) {
  const bars = prepareBreakdown(breakdown);
  return (
    <>
      <TableRegion label={label}>
        <Table>
          <thead>
            <tr>
              <Th className="w-2/5">{label}</Th>
              <Th numeric>Failed</Th>
              <Th numeric>Requests</Th>
              <Th className="min-w-36">Fail ratio, against its baseline</Th>
              <Th numeric>Change</Th>
              <Th numeric>Of all failures</Th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <Tr key={bar.value}>
                <Td mono className="max-w-0 min-w-40">
                  {onPick !== undefined && bar.value !== "" ? (
                    <button
                      type="button"
                      onClick={() => onPick(bar.value)}
                      title={bar.label}
                      className="hover:text-accent block max-w-full truncate text-left underline-offset-2 hover:underline pointer-coarse:min-h-8"
                    >
                      {bar.label}
                    </button>
                  ) : (
                    <span title={bar.label} className={cn("block truncate", bar.value === "" && "text-faint")}>
                      {bar.label}
                    </span>
                  )}
                </Td>
                <Td numeric>{formatCount(bar.failed)}</Td>
                <Td numeric className="text-muted">
                  {formatCount(bar.requests)}
                </Td>
                <Td>
                  <RatioBars bar={bar} />
                </Td>
                <Td numeric className={cn(bar.stands ? "text-danger font-semibold" : "text-muted")}>
                  {bar.failed === 0
                    ? "–"
                    : bar.times === null && bar.baselineRatio === 0
                      ? "new"
                      : formatTimes(bar.times)}
                </Td>
                <Td numeric className="text-muted">
                  {formatRatio(bar.failedShare)}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </TableRegion>
      <p className="text-faint text-2xs px-3 py-1.5">
        {breakdown.shown < breakdown.total && `Top ${breakdown.shown} of ${formatCount(breakdown.total)}. `}
        {breakdown.baselineLabel === null ? "No baseline in these logs." : `Baseline: ${breakdown.baselineLabel}.`}
      </p>
    </>
  );
}

function RatioBars({ bar }: { bar: BreakdownBar }) {
  const baseline = bar.baselineRatio === null ? "no baseline" : `${formatRatio(bar.baselineRatio)} in the baseline`;
  return (
    <span className="flex items-center gap-2" title={`${formatRatio(bar.ratio)} failed; ${baseline}`}>
      <span aria-hidden className="bg-sunken relative h-3 min-w-20 grow overflow-hidden rounded-sm">
        <span className="bg-status-502 absolute inset-x-0 top-0 h-2" style={{ right: `${100 - bar.bar * 100}%` }} />
        {bar.baselineBar !== null && (
          <span
            className="bg-faint absolute inset-x-0 bottom-0 h-1"
            style={{ right: `${100 - bar.baselineBar * 100}%` }}
          />
        )}
      </span>
      <span className="w-12 text-right">{formatRatio(bar.ratio)}</span>
      <span className="sr-only">{baseline}</span>
    </span>
  );
}
