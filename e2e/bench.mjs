// `npm run bench`: from a log file to the verdict, against what awk needs to count the same file's statuses, in the same run; then how
// fast each access format is read, against nginx.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, terminalReport } from "../cli/build.mjs";
import { benchFormats } from "./bench-formats.mjs";
import { benchLog } from "./bench-log.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const lines = Number(process.env.BENCH_LINES ?? 2_000_000);
const rounds = Math.max(3, Number(process.env.BENCH_ROUNDS ?? 3));
const AWK = "{c[$9]++}END{for(k in c)print k,c[k]}";

/** Runs a command to its end: seconds on the clock, seconds of processor time of all its threads, peak memory, output. */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    let peakMiB = 0;
    // VmHWM only grows, so the last look before the end is the peak but for the final milliseconds.
    const watch = setInterval(() => (peakMiB = Math.max(peakMiB, residentMiB(child.pid))), 20);
    child.stdout.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(watch);
      const seconds = (performance.now() - startedMs) / 1000;
      if (code === 0) resolve({ seconds, peakMiB, output });
      else reject(new Error(`${command} ended with status ${code}`));
    });
  });
}

/** Peak resident memory so far; 0 where the system does not say (it does on Linux). */
function residentMiB(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function median(values) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

await build("prepare", terminalReport);
const log = await benchLog(tmpdir(), lines);
const gumshoe = path.join(root, "dist/gumshoe.js");
const contests = [
  { name: "awk, statuses only", command: "awk", args: [AWK, log.access] },
  { name: "gumshoe, access.log", command: process.execPath, args: [gumshoe, "analyze", "--json", log.access] },
  {
    name: "gumshoe, with error.log",
    command: process.execPath,
    args: [gumshoe, "analyze", "--json", log.access, log.error],
  },
];

const perLine = (log.bytes / lines).toFixed(0);
console.log(
  `${lines.toLocaleString("en-US")} lines of ${perLine} bytes (${(log.bytes / 1e6).toFixed(0)} MB): ${log.access}`,
);
console.log(
  `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} threads, Node ${process.version}, ${rounds} rounds\n`,
);

const results = contests.map(() => []);
for (let round = 0; round < rounds; round++) {
  for (const [index, { command, args }] of contests.entries()) results[index].push(await run(command, args));
}

const awkSeconds = median(results[0].map(({ seconds }) => seconds));
console.log(`${"".padEnd(26)}  median    best   vs awk   lines/s      peak memory`);
for (const [index, { name }] of contests.entries()) {
  const seconds = median(results[index].map((result) => result.seconds));
  const best = Math.min(...results[index].map((result) => result.seconds));
  const peak = Math.max(...results[index].map((result) => result.peakMiB));
  const columns = [
    `${seconds.toFixed(2)} s`.padStart(8),
    `${best.toFixed(2)} s`.padStart(8),
    `× ${(seconds / awkSeconds).toFixed(2)}`.padStart(8),
    `${(lines / seconds / 1e6).toFixed(2)} M`.padStart(9),
    `${peak.toFixed(0)} MiB`.padStart(14),
  ];
  console.log(`${name.padEnd(26)}${columns.join(" ")}`);
}

const report = JSON.parse(results[2][0].output);
const counted = awkCounts(results[0][0].output);
const agree = Object.entries(counted).every(([status, count]) => report.statuses[status] === count);
console.log(`\ncounts ${agree ? "agree with awk" : "DIFFER FROM AWK"}: ${JSON.stringify(report.statuses)}`);
for (const { startAt, endAt, failed, verdicts } of report.incidents) {
  console.log(`incident ${startAt} – ${endAt}: ${failed} failed, ${verdicts[0].cause} (${verdicts[0].standing})`);
}
console.log("\nEach access format on one thread, lines scanned and folded:");
await benchFormats();
process.exitCode = agree && report.incidents.length > 0 ? 0 : 1;

function awkCounts(output) {
  return Object.fromEntries(
    output
      .trim()
      .split("\n")
      .map((line) => line.split(" "))
      .map(([status, count]) => [status, Number(count)]),
  );
}
