"use client";

import { formatCompact } from "@/components/charts/format-values";
import { cn } from "@/components/ui/cn";
import type { PreparedTrends } from "./prepare-trends";

/** The legend of the errors chart with each status's total; a click hides or shows its bars. */
export function SeriesLegend({
  series,
  onToggle,
}: {
  series: PreparedTrends["series"];
  onToggle: (key: string) => void;
}) {
  return (
    <ul aria-label="Statuses" className="flex flex-wrap gap-x-1 gap-y-0.5">
      {series.map((entry) => (
        <li key={entry.key}>
          <button
            type="button"
            aria-pressed={!entry.hidden}
            title={entry.meaning}
            onClick={() => onToggle(entry.key)}
            className={cn(
              "hover:bg-hover inline-flex h-6 items-center gap-1.5 rounded-sm px-1.5 text-xs pointer-coarse:min-h-8",
              entry.hidden && "text-faint line-through",
            )}
          >
            <span
              aria-hidden
              className="size-2 rounded-sm border"
              style={{ backgroundColor: entry.hidden ? "transparent" : entry.color, borderColor: entry.color }}
            />
            {entry.label}
            <span className="text-faint">{formatCompact(entry.total)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
