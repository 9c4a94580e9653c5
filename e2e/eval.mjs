// Prints how the engine does on labelled incidents: node e2e/eval.mjs [FOLDER…] (default: every folder in e2e/scenarios).
// A folder given may be one case (with a label.json) or hold many. Runs the built command line, as a user would.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { analyzeScenario } from "./analyze-scenario.mjs";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function casesIn(folder) {
  if (existsSync(path.join(folder, "label.json"))) return [folder];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => casesIn(path.join(folder, entry.name)))
    .sort();
}

const same = (one, other) => JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());

/** All labelled routes are named and no other; where none is labelled, none is. */
const sameRoutes = (named, prefixes) =>
  named.every((route) => prefixes.some((prefix) => route.startsWith(prefix))) &&
  prefixes.every((prefix) => named.some((route) => route.startsWith(prefix)));

/** Stray failures may fall into an incident's minutes, and a straggler behind its end. */
const countsAs = (failed, lines) => Math.abs(failed - lines) <= Math.max(2, 0.05 * lines);

/** Pairs expected incidents with reported ones: those that overlap, the nearest onset first. */
function pair(expected, reported) {
  const left = [...reported];
  const pairs = expected.map((label) => {
    const first = Date.parse(label.observed.first);
    const last = Date.parse(label.observed.last);
    const near = left
      .filter((incident) => Date.parse(incident.startAt) <= last && Date.parse(incident.endAt) >= first)
      .sort((a, b) => Math.abs(Date.parse(a.startAt) - first) - Math.abs(Date.parse(b.startAt) - first))[0];
    if (near) left.splice(left.indexOf(near), 1);
    return { label, incident: near ?? null };
  });
  return { pairs, extra: left };
}

function judge({ label, incident }) {
  if (!incident) return { found: "missed", cause: "", scope: "", routes: "", failed: "", onset: "", end: "" };
  const answer = incident.verdicts[0];
  const exact = label.exactCauses ?? [label.cause];
  const grade = exact.includes(answer.cause)
    ? "exact"
    : label.acceptableCauses.includes(answer.cause)
      ? "accepted"
      : "WRONG";
  const onset = Math.round((Date.parse(incident.startAt) - Date.parse(label.observed.first)) / 1000);
  const end = Math.round((Date.parse(incident.endAt) - Date.parse(label.observed.last)) / 1000);
  const visible = label.visible?.upstreams !== false;
  return {
    found: "found",
    cause: `${grade} ${answer.cause}`,
    standing: `${answer.standing} ${answer.score.toFixed(2)}`,
    onset: `${onset} s`,
    onsetOk: Math.abs(onset) <= 120,
    end: `${end} s`,
    scope: !visible
      ? "not visible"
      : [label.upstreams, label.upstreamNames ?? []].some((names) => same(incident.scope.upstreams, names))
        ? "same"
        : `WRONG ${incident.scope.upstreams.join(" ") || "(all)"}`,
    routes: sameRoutes(incident.scope.paths, label.paths) ? "same" : `WRONG ${incident.scope.paths.length}`,
    failed: `${countsAs(incident.failed, label.observed.lines) ? "" : "WRONG "}${incident.failed}/${label.observed.lines}`,
    confusion: grade === "WRONG" ? `${exact[0]} → ${answer.cause} (${answer.standing})` : null,
    grade,
  };
}

const folders = process.argv.slice(2);
const cases = (folders.length > 0 ? folders : [path.join(ROOT, "e2e/scenarios")]).flatMap((folder) =>
  casesIn(path.resolve(folder)),
);
const rows = [];
const confusions = [];
const score = {
  incidents: 0,
  found: 0,
  cause: 0,
  exact: 0,
  onset: 0,
  scope: 0,
  scopeOf: 0,
  routes: 0,
  counted: 0,
  extra: 0,
  controls: 0,
  quiet: 0,
};
for (const folder of cases) {
  const label = JSON.parse(readFileSync(path.join(folder, "label.json"), "utf8"));
  const name = path.basename(folder);
  let result;
  try {
    const startedMs = performance.now();
    const report = await analyzeScenario(folder, label);
    result = { report, tookMs: performance.now() - startedMs };
  } catch (error) {
    rows.push({
      case: name,
      found: `failed: ${String(error.stderr ?? error.message)
        .split("\n")[0]
        .slice(-70)}`,
    });
    score.incidents += label.incidents.length;
    continue;
  }
  const time = `${Math.round(result.tookMs)} ms`;
  const reported = result.report.incidents.filter((incident) => incident.kind === "gateway");
  if (label.incidents.length === 0) {
    score.controls++;
    if (reported.length === 0) score.quiet++;
    rows.push({ case: name, found: reported.length === 0 ? "quiet" : `FALSE ALARM × ${reported.length}`, time });
    continue;
  }
  const { pairs, extra } = pair(label.incidents, reported);
  score.extra += extra.length;
  for (const each of pairs) {
    const verdict = judge(each);
    score.incidents++;
    if (each.incident) score.found++;
    if (verdict.grade === "exact") score.exact++;
    if (verdict.grade === "exact" || verdict.grade === "accepted") score.cause++;
    if (verdict.onsetOk) score.onset++;
    if (each.incident && verdict.scope !== "not visible") {
      score.scopeOf++;
      if (verdict.scope === "same") score.scope++;
    }
    if (verdict.routes === "same") score.routes++;
    if (verdict.failed !== "" && !verdict.failed.startsWith("WRONG")) score.counted++;
    if (verdict.confusion) confusions.push(`${name}: ${verdict.confusion}`);
    const { found, cause, standing = "", onset, end, scope, routes, failed } = verdict;
    rows.push({
      case: name,
      found: extra.length > 0 ? `${found} +${extra.length} EXTRA` : found,
      cause,
      standing,
      onset,
      end,
      scope,
      routes,
      failed,
      time,
    });
  }
}

const columns = ["case", "found", "cause", "standing", "onset", "end", "scope", "routes", "failed", "time"];
const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => String(row[column] ?? "").length)));
const print = (values) =>
  console.log(
    values
      .map((value, at) => String(value ?? "").padEnd(widths[at]))
      .join("  ")
      .trimEnd(),
  );
print(columns);
for (const row of rows) print(columns.map((column) => row[column]));
console.log(`
found ${score.found}/${score.incidents}   cause ${score.cause}/${score.incidents} (exact ${score.exact})   onset within 2 min ${score.onset}/${score.incidents}   upstreams ${score.scope}/${score.scopeOf}   routes ${score.routes}/${score.incidents}   failures counted ${score.counted}/${score.incidents}   extra incidents ${score.extra}   controls quiet ${score.quiet}/${score.controls}`);
if (confusions.length > 0) console.log(`\nconfused:\n  ${confusions.join("\n  ")}`);
