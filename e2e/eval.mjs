/**
 * Prints how an engine does on labelled incidents. Without more, runs the built command line, as a user would, on every story in
 * e2e/scenarios, and on those that several checkouts share beside this one, where there are any.
 *
 *   node e2e/eval.mjs [FOLDER…]               a folder is one case (with a label.json) or holds many
 *   node e2e/eval.mjs --reports DIR [FOLDER…] scores the reports DIR/CASE.json (schema gumshoe.report/1) of another engine
 *   node e2e/eval.mjs --json                  the scores as JSON
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { analyzeScenario } from "./analyze-scenario.mjs";
import { importTypeScript } from "./import-typescript.mjs";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const DEFAULT_FOLDERS = ["e2e/scenarios", "../shared/examples"].map((folder) => path.join(ROOT, folder));

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { reports: { type: "string" }, json: { type: "boolean" } },
});
const { analyzeArguments, labelSchema, scoreStory, storyTable, sumScores, sumTables } =
  await importTypeScript("e2e/score/scorer.ts");

function casesIn(folder) {
  if (existsSync(path.join(folder, "label.json"))) return [folder];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => casesIn(path.join(folder, entry.name)))
    .sort();
}

async function analyze(folder, label) {
  const startedMs = performance.now();
  const report = await analyzeScenario(analyzeArguments(label, folder));
  return { report, tookMs: performance.now() - startedMs };
}

function readReport(name) {
  return { report: JSON.parse(readFileSync(path.join(options.reports, `${name}.json`), "utf8")), tookMs: null };
}

const scored = [];
const failed = [];
const folders = positionals.length > 0 ? positionals : DEFAULT_FOLDERS.filter((folder) => existsSync(folder));
for (const folder of folders.flatMap((each) => casesIn(path.resolve(each)))) {
  const label = labelSchema.parse(JSON.parse(readFileSync(path.join(folder, "label.json"), "utf8")));
  try {
    const { report, tookMs } = options.reports === undefined ? await analyze(folder, label) : readReport(label.case);
    scored.push({ score: scoreStory(label, report), tookMs });
  } catch (error) {
    // A report that there is none of says nothing: its incidents count as missed.
    scored.push({ score: scoreStory(label, { incidents: [] }), tookMs: null });
    failed.push(`${label.case}: ${String(error.stderr || error.message).split("\n")[0]}`);
  }
}

const sum = sumScores(scored.map(({ score }) => score));
if (options.json) console.log(JSON.stringify({ ...sum, stories: scored, failed }, null, 1));
else {
  const times = scored.flatMap(({ tookMs }) => (tookMs === null ? [] : [tookMs])).sort((a, b) => a - b);
  console.log(`${storyTable(scored)}\n${sumTables(sum)}`);
  if (times.length > 0) {
    const total = times.reduce((all, each) => all + each, 0) / 1000;
    const most = Math.round(times.at(-1));
    console.log(
      `from files to report ${Math.round(times[times.length >> 1])} ms (median), ${most} ms (most); ${total.toFixed(0)} s in all`,
    );
  }
  for (const each of failed) console.log(`no report: ${each}`);
}
process.exitCode = failed.length > 0 ? 1 : 0;
