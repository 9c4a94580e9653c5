// `npm run fuzz`: a million mutated real lines through every format (--lines N, --seed S). Ends with status 1 where one throws, is lost, or
// takes longer than a millisecond for 16 KiB of it, once the engine has compiled its way.
import { parseArgs } from "node:util";
import { importTypeScript } from "./import-typescript.mjs";

const { values } = parseArgs({
  options: { lines: { type: "string", default: "1000000" }, seed: { type: "string", default: "1" } },
});
/** For each 16 KiB of a line begun: a proxy writes far shorter ones. */
const MOST_MS = 1;
const limitOf = (bytes) => MOST_MS * Math.ceil(bytes / 16_384);

const { fuzzFormats } = await importTypeScript("e2e/fuzz-formats.ts");
const startedMs = performance.now();
const { lines, events, rejected, skipped, failures, slowest } = fuzzFormats(Number(values.lines), Number(values.seed));
const seconds = (performance.now() - startedMs) / 1000;
const peakMiB = process.resourceUsage().maxRSS / 1024;

console.log(`${lines} lines in ${seconds.toFixed(0)} s: ${events} events, ${rejected} rejected, ${skipped} skipped`);
console.log(`peak memory ${peakMiB.toFixed(0)} MiB`);
console.log("the slowest lines, once the engine has compiled its way:");
for (const { format, ms, bytes } of slowest) console.log(`${ms.toFixed(3)} ms for ${bytes} bytes of ${format}`);
for (const { format, line, problem } of failures) console.log(`${format}: ${problem}\n  ${line.slice(0, 400)}`);
process.exitCode = failures.length === 0 && slowest.every(({ ms, bytes }) => ms <= limitOf(bytes)) ? 0 : 1;
