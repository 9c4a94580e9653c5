import type { LineRef } from "@/core/rollups/rollup";
import type { Samples } from "./evidence";

/** More would be a list nobody reads; the page has all lines anyway. */
const MAX_SAMPLES = 8;

/** At most eight of the lines, spread evenly, first and last included. */
export function pickSamples(lines: readonly LineRef[]): Samples {
  const wanted = Math.min(MAX_SAMPLES, lines.length);
  const step = wanted > 1 ? (lines.length - 1) / (wanted - 1) : 0;
  return Array.from({ length: wanted }, (_, at) => lines[Math.round(at * step)]).flatMap((line) =>
    line ? [{ file: line.file, line: line.line }] : [],
  );
}
