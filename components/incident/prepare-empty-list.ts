import type { Import } from "@/core/contract/imports";
import { FILTER_WORDS, type IncidentFilter } from "./filter-incidents";

/** What stands where the list of incidents is empty. */
export interface EmptyList {
  title: string;
  text: string;
  /** Whether there is nothing yet in which an incident could be found. */
  offersLogs: boolean;
}

/** States of an import whose lines are read, or soon will be; one that waits for the go, or failed, has added nothing. */
const ADDS_LINES: readonly Import["state"][] = ["queued", "running", "done"];

/**
 * Says why no incident is shown: there are no logs, none was found in them, or (`found` above zero) the filter leaves none.
 * `imports` is null while they are not known.
 */
export function prepareEmptyList(imports: readonly Import[] | null, found: number, filter: IncidentFilter): EmptyList {
  if (found > 0) return { title: FILTER_WORDS[filter].none, text: FILTER_WORDS[filter].explain, offersLogs: false };
  if (imports !== null && !imports.some(({ state, lines }) => ADDS_LINES.includes(state) || lines > 0))
    return {
      title: "No logs yet",
      text: "Incidents are found in a gateway's logs: add access and error logs, as they are, or look at a recorded incident.",
      offersLogs: true,
    };
  return {
    title: "No incident found",
    text: "No stretch of these logs has more gateway errors than its own baseline. A steady background rate is no incident.",
    offersLogs: false,
  };
}
