import type { IncidentRow } from "@/core/contract/incidents";

/** What the list shows, as it stands in the page's address. */
export const INCIDENT_FILTERS = ["all", "open", "closed", "regressed"] as const;
export type IncidentFilter = (typeof INCIDENT_FILTERS)[number];

/** The filter's name, and what to say where it leaves nothing. */
export const FILTER_WORDS: Record<IncidentFilter, { label: string; none: string; explain: string }> = {
  all: { label: "All", none: "No incident found", explain: "" },
  open: { label: "Open", none: "No incident is open", explain: "Every one of them was closed." },
  closed: {
    label: "Closed",
    none: "No incident is closed",
    explain: "Close one on its page: what helped then is shown when it comes again.",
  },
  regressed: {
    label: "Regressed",
    none: "Nothing has come back",
    explain: "An incident is a regression when the same fault had been closed before it began.",
  },
};

export function matchesFilter(
  { state, returns }: Pick<IncidentRow, "state" | "returns">,
  filter: IncidentFilter,
): boolean {
  if (filter === "all") return true;
  return filter === "regressed" ? returns === "regression" : state === filter;
}
