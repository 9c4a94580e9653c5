import type { Incident } from "@/core/contract/report";
import { CELL_WIDTH, type Rollup } from "@/core/rollups/rollup";

/** Gateway errors of the tier over the incident and as much again around it, in at most `points` equal steps of whole minutes. */
export function failuresOverTime(rollup: Rollup, incident: Incident, points: number): number[] {
  const first = Math.floor(Date.parse(incident.startAt) / 60_000);
  const last = Math.floor(Date.parse(incident.endAt) / 60_000);
  const around = Math.max(10, Math.ceil((last - first + 1) / 2));
  const from = first - around;
  const step = Math.max(1, Math.ceil((last + around - from + 1) / points));
  const counts = new Array<number>(Math.ceil((last + around - from + 1) / step)).fill(0);
  const { cells } = rollup;
  // gatewayErrors, or for an application's own errors the other 5xx.
  const counter = incident.kind === "application" ? 6 : 1;
  for (let row = 0; row < cells.size; row++) {
    const at = Math.floor((cells.minute[row]! - from) / step);
    if (at >= 0 && at < counts.length) counts[at]! += cells.counts[row * CELL_WIDTH + counter]!;
  }
  return counts;
}
