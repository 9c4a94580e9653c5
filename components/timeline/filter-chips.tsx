"use client";

import { X } from "lucide-react";
import { FILTERS, type Filter } from "./use-traffic-query";

const NAMES: Record<Filter, string> = { upstream: "Upstream", host: "Host", route: "Path" };

/** The filters in force, each with its way out. */
export function FilterChips({
  values,
  onRemove,
}: {
  values: Record<Filter, string | null>;
  onRemove: (filter: Filter) => void;
}) {
  const active = FILTERS.filter((filter) => values[filter] !== null);
  if (active.length === 0) return null;
  return (
    <ul aria-label="Filters" className="flex min-w-0 flex-wrap gap-1.5">
      {active.map((filter) => (
        <li key={filter} className="min-w-0">
          <button
            type="button"
            onClick={() => onRemove(filter)}
            aria-label={`Remove the filter ${NAMES[filter]} ${values[filter] ?? ""}`}
            className="bg-accent-soft text-accent hover:bg-hover inline-flex h-7 max-w-full items-center gap-1.5 rounded-md px-2 text-xs pointer-coarse:min-h-9"
          >
            <span className="shrink-0">{NAMES[filter]}</span>
            <span className="truncate font-mono">{values[filter]}</span>
            <X aria-hidden className="size-3.5 shrink-0" />
          </button>
        </li>
      ))}
    </ul>
  );
}
