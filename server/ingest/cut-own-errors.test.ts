import { expect, it } from "vitest";
import { settleRollup } from "@/core/diagnosis/analyze";
import { openFormat, plainChoice } from "@/core/formats/format-registry";
import { rebaseChunk } from "@/core/rollups/chunk-rollup";
import { RollupBuilder } from "@/core/rollups/merge-rollup";
import { CELL_COUNTERS, CELL_WIDTH } from "@/core/rollups/rollup";
import { ownErrorsLog } from "./own-errors-log.fixture";
import { ChunkScan } from "./scan-chunk";

/** Gateway and other errors of minute 19 and those after it, of the logs cut after every `cut` lines. */
function countsOf(logs: { access: string; error: string }, cut: number): number[][] {
  const builder = new RollupBuilder();
  for (const [file, format] of ["nginx-combined", "apache-error"].entries()) {
    const reader = openFormat(plainChoice(format), { timezone: null });
    if ("problem" in reader) throw new Error(reader.problem);
    const lines = (file === 0 ? logs.access : logs.error).trimEnd().split("\n");
    for (let from = 0; from < lines.length; from += cut) {
      const text = Buffer.from(`${lines.slice(from, from + cut).join("\n")}\n`);
      const scan = new ChunkScan(text, reader, 0, text.length);
      scan.consume(text.length, true);
      builder.add(rebaseChunk(scan.finish(), file, from));
    }
  }
  const { cells } = settleRollup(builder.finish([]));
  const first = Math.min(...cells.minute) + 19;
  const counts: number[][] = Array.from({ length: 22 }, () => [0, 0]);
  for (let row = 0; row < cells.size; row++) {
    const own = counts[cells.minute[row]! - first];
    if (!own) continue;
    own[0]! += cells.counts[row * CELL_WIDTH + CELL_COUNTERS.indexOf("gatewayErrors")]!;
    own[1]! += cells.counts[row * CELL_WIDTH + CELL_COUNTERS.indexOf("otherErrors")]!;
  }
  return counts;
}

// Fewer and more than the lines and messages that are kept of a minute.
it.each([
  { own: 6, application: 4 },
  { own: 40, application: 90 },
  { own: 250, application: 0 },
  { own: 230, application: 140 },
])("counts $own of the gateway's own 500s a minute alike, wherever the logs were cut", (errors) => {
  const logs = ownErrorsLog(errors);
  const expected = [[0, 0], ...Array.from({ length: 20 }, () => [errors.own, errors.application]), [0, 0]];
  for (const cut of [Infinity, 1000, 97, 13]) expect(countsOf(logs, cut), `cut after ${cut}`).toEqual(expected);
});
