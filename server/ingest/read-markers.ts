import type { MarkerEvent } from "@/core/events/marker-event";
import { readMarkers as readMarkerList } from "@/core/formats/read-markers";

/** The markers in a file's text; `timezone` is for times without a zone, null = UTC. [] when there are none. */
export function readMarkers(text: string, timezone: string | null = null): MarkerEvent[] {
  const list = readMarkerList(text, { timezone });
  return "problem" in list ? [] : list.markers;
}
