import { setFlagsFromString } from "node:v8";
import { analyzeFiles, type Analysis } from "@/server/ingest/analyze-files";
import { showProgress } from "./progress";
import { readArgs, readTime, readTimezone } from "./read-args";
import { spoolFiles } from "./spool-input";
import { UsageProblem } from "./usage-problem";

const HELP = `gumshoe analyze [options] FILE…

Reads the files together as one system — access logs, error logs, proxy configs and lists of deploys or other
markers, in any mix; - is standard input — and reports incidents, their causes and what to do. A file may be
compressed (gzip, zstd, bzip2, xz) or an archive of files (tar, zip).

  --json               the report as JSON (schema gumshoe.report/1)
  --edge FILE          this file is the edge tier (CDN or outer proxy); repeatable
  --log-format STRING  format string of access logs that no built-in format fits
  --timezone ZONE      ±HH:MM or a name, for times without a zone; default: worked out, else UTC
  --from ISO, --to ISO only this span
  --fail-on-incident   exit status 1 when there is a gateway incident

Exit status: 0 analysed, 1 with --fail-on-incident when there was one, 2 unusable arguments or input.
`;

const OPTIONS = {
  json: { type: "boolean" },
  edge: { type: "string", multiple: true },
  "log-format": { type: "string" },
  timezone: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  "fail-on-incident": { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Returns the exit status. */
export async function analyze(args: string[]): Promise<number> {
  const { values, positionals } = readArgs("analyze", args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const edge = values.edge ?? [];
  const names = [...new Set([...positionals, ...edge])];
  if (names.length === 0) throw new UsageProblem("no file given; try gumshoe analyze access.log error.log");
  const options = {
    logFormat: values["log-format"] ?? null,
    timezone: readTimezone(values.timezone),
    fromMs: readTime("from", values.from),
    toMs: readTime("to", values.to),
  };
  // V8 compiles hot code on threads of its own, which the scanning threads leave no core for; meanwhile the slow code runs. Compiling in
  // place saves an eighth of the processor time of a run on two cores.
  setFlagsFromString("--no-concurrent-recompilation");
  const files = await spoolFiles(names);
  const others = edge.length > 0 ? ("origin" as const) : null;
  const inputs = files.map((file) => ({ ...file, tier: edge.includes(file.given) ? ("edge" as const) : others }));
  const progress = showProgress();
  const analysis = await analyzeFiles(inputs, options, progress.update).finally(progress.clear);
  refuseUseless(analysis);
  if (values.json) process.stdout.write(`${JSON.stringify(analysis.report, null, 1)}\n`);
  else {
    const { printReport } = await import("./print-report");
    process.stdout.write(printReport(analysis, { columns: process.stdout.columns ?? 100 }));
  }
  const found = analysis.report.incidents.some(({ kind }) => kind === "gateway");
  return values["fail-on-incident"] && found ? 1 : 0;
}

/** When not one of the files is a log or a configuration, the first reason is the answer. */
function refuseUseless({ report: { files } }: Analysis): void {
  if (files.some(({ format, parsed, role }) => (format !== null && parsed > 0) || role === "config")) return;
  const refused = files.find(({ problem }) => problem !== null);
  const names = files.map(({ path }) => path).join(", ");
  if (refused?.problem) {
    throw new UsageProblem(
      refused.problem.includes(refused.path) ? refused.problem : `${refused.path}: ${refused.problem}`,
    );
  }
  throw new UsageProblem(`no line of ${names} could be read as a log; name its format with --log-format`);
}
