import pc from "picocolors";
import type { Incident, Report, Step, Verdict } from "@/core/contract/report";
import type { Analysis } from "@/server/ingest/analyze-files";
import { riskCount, riskInBrief, riskLines } from "./print-risks";
import { failuresOverTime } from "./failures-over-time";
import { reconciliationLines } from "./reconciliation-lines";
import { safeText, shortened, sparkline, wrapped } from "./terminal-text";
import { zoneClock, type ZoneClock } from "./zone-clock";

type Colors = ReturnType<typeof pc.createColors>;

/** Signals, other verdicts and steps shown per incident; the JSON has them all. */
const MAX_SIGNALS = 6;
const MAX_OTHERS = 4;
const MAX_STEPS = 6;
const MAX_RISKS = 5;
const SPARK_POINTS = 60;
const MAX_WIDTH = 110;

export interface PrintOptions {
  /** Width of the terminal. */
  columns: number;
  /** Default: what picocolors finds (terminal, NO_COLOR, FORCE_COLOR). */
  color?: boolean;
}

/** The report for a person at a terminal; the same without colours when piped. */
export function printReport({ report, rollups }: Analysis, { columns, color }: PrintOptions): string {
  const colors = pc.createColors(color ?? pc.isColorSupported);
  const width = Math.max(60, Math.min(columns, MAX_WIDTH));
  const clock = zoneClock(report);
  const blocks = [header(report, clock, colors, width)];
  const gateway = report.incidents.filter(({ kind }) => kind === "gateway");
  const onlyConfigs = report.files.every(({ role, parsed }) => role === "config" || parsed === 0);
  if (gateway.length === 0) blocks.push([onlyConfigs ? noLogSentence(colors) : quietSentence(report, colors)]);
  for (const incident of report.incidents) {
    const rollup = rollups.find(({ tier }) => tier === incident.tier)?.rollup ?? null;
    const points = rollup ? failuresOverTime(rollup, incident, SPARK_POINTS) : [];
    blocks.push(incidentBlock(incident, points, clock, colors, width));
  }
  if (report.configRisks.length > 0 || onlyConfigs) blocks.push(...riskBlocks(report, onlyConfigs, colors, width));
  return `\n${blocks.map((lines) => lines.map((line) => line.trimEnd()).join("\n")).join("\n\n")}\n\n`;
}

function header(report: Report, clock: ZoneClock, colors: Colors, width: number): string[] {
  const times = report.files
    .flatMap(({ firstAt, lastAt }) => [firstAt, lastAt])
    .filter((at) => at !== null)
    .sort();
  const [from, to] = [times[0], times.at(-1)];
  const span =
    from && to
      ? ` · ${clock.date(from)} ${clock.minute(from)} – ${clock.sameDay(from, to) ? "" : `${clock.date(to)} `}${clock.minute(to)} ${clock.name}`
      : "";
  const lines = [`${colors.bold("Gumshoe")}  ${count(report.requests, "request")}${span}`, ""];
  const nameWidth = Math.min(40, Math.max(...report.files.map(({ path }) => path.length)));
  for (const file of report.files) {
    const what = [
      file.format ?? file.role,
      ...(file.tier === "edge" ? ["edge"] : []),
      ...(file.compression ? [file.compression] : []),
    ];
    const counted = file.lines > 0 ? [count(file.lines, "line")] : [];
    const rejected = file.rejected > 0 ? [colors.yellow(`${count(file.rejected, "line")} could not be read`)] : [];
    const zone = file.timezone?.includes("(") ? [`times ${file.timezone}`] : [];
    lines.push(
      `  ${shortened(file.path, nameWidth).padEnd(nameWidth)}  ${colors.dim([...what, ...counted, ...zone].join(" · "))}${rejected.map((text) => ` · ${text}`).join("")}`,
    );
    if (file.problem !== null)
      for (const line of wrapped(file.problem, width - 4)) lines.push(`    ${colors.yellow(line)}`);
  }
  const statuses = Object.entries(report.statuses).map(
    ([status, number]) => `${colorOfStatus(status, colors)} ${number.toLocaleString("en-US")}`,
  );
  if (statuses.length > 0) lines.push("", `  ${statuses.join(colors.dim("  ·  "))}`);
  return lines;
}

function noLogSentence(colors: Colors): string {
  return `${colors.bold("No log among the files")}, so nothing to say about incidents; this is what the configuration itself shows.`;
}

/** The configuration's risks: whole where there is nothing else, those that logs confirm and the gravest in brief otherwise. */
function riskBlocks({ configRisks }: Report, whole: boolean, colors: Colors, width: number): string[][] {
  if (configRisks.length === 0) return [[`${colors.green("✓")} ${colors.bold("No risk for gateway errors found.")}`]];
  const head = colors.bold(`In the configuration: ${riskCount(configRisks)}`);
  if (whole) return [[head], ...configRisks.map((risk) => riskLines(risk, colors, width))];
  const seen = configRisks.filter(({ confirmedBy }) => confirmedBy.length > 0);
  const brief = [...seen, ...configRisks.filter((risk) => !seen.includes(risk))].slice(0, MAX_RISKS);
  const lines = brief.map(
    (risk) => `  ${riskInBrief(risk, colors)}${seen.includes(risk) ? colors.yellow("  seen in the logs") : ""}`,
  );
  const configs = "gumshoe lint with the configuration's files says why, and what to write";
  return [[head, ...lines, colors.dim(`  ${configs}`)]];
}

function quietSentence({ statuses }: Report, colors: Colors): string {
  const stray = ["502", "503", "504"].reduce((sum, status) => sum + (statuses[status] ?? 0), 0);
  const rest =
    stray === 0
      ? "no gateway error at all"
      : `${count(stray, "gateway error")} and no stretch in which there were more than usual`;
  return `${colors.green("✓")} ${colors.bold("No incident:")} ${rest}.`;
}

function incidentBlock(
  incident: Incident,
  points: readonly number[],
  clock: ZoneClock,
  colors: Colors,
  width: number,
): string[] {
  const { startAt, endAt } = incident;
  const best = incident.verdicts[0];
  const minutes = Math.max(1, Math.round((Date.parse(endAt) - Date.parse(startAt)) / 60_000));
  const title = `${incident.kind === "application" ? "Application errors" : "Incident"} ${incident.statuses.join(", ")}${scopeLabel(incident)}`;
  const when = `${clock.date(startAt)} ${clock.second(startAt)} – ${incident.ongoing ? "still going on at the end of the logs" : clock.second(endAt)} ${clock.name} (${minutes} min)`;
  const lines = [
    `${colors.red("●")} ${colors.bold(shortened(title, width - 2))}`,
    `  ${when}`,
    `  ${colors.red(incident.failed.toLocaleString("en-US"))} of ${count(incident.requests, "request")} failed, ${percent(incident.failed, incident.requests)}; peak ${Math.round(incident.peakRatio * 100)} % at ${clock.minute(incident.peakAt)}`,
  ];
  if (points.some((value) => value > 0)) lines.push(`  ${colors.red(sparkline(points))}`);
  lines.push("", ...wrapped(incident.summary, width - 2).map((line) => `  ${line}`));
  if (best) lines.push("", ...verdictLines(best, colors, width));
  const others = incident.verdicts
    .slice(1)
    .filter(({ standing }) => standing === "confirmed" || standing === "likely" || standing === "possible");
  if (others.length > 0) {
    const shown = others.slice(0, MAX_OTHERS).map(({ cause, standing }) => `${safeText(cause)} (${standing})`);
    const more = others.length > MAX_OTHERS ? `, and ${others.length - MAX_OTHERS} more` : "";
    lines.push(
      "",
      ...wrapped(`Also weighed: ${shown.join(", ")}${more}`, width - 2).map((line) => `  ${colors.dim(line)}`),
    );
  }
  if (incident.reconciliation) lines.push("", ...reconciliationLines(incident.reconciliation, colors, width));
  if (incident.steps.length > 0)
    lines.push("", `  ${colors.bold("What to do")}`, ...stepLines(incident.steps, colors, width));
  return lines;
}

function verdictLines(
  { cause, title, standing, score, signals, missing }: Verdict,
  colors: Colors,
  width: number,
): string[] {
  const mark = standing === "confirmed" ? colors.green : standing === "likely" ? colors.cyan : colors.yellow;
  const lines = [
    `  ${colors.bold("Why")}  ${safeText(title)} ${colors.dim(`(${safeText(cause)})`)}  ${mark(`${standing} ${Math.round(score * 100)} %`)}`,
  ];
  for (const signal of signals.slice(0, MAX_SIGNALS)) {
    const sample = signal.samples[0];
    const where = sample ? ` ${safeText(sample.path)}:${sample.line}` : "";
    const [first = "", ...rest] = wrapped(signal.text, width - 8);
    lines.push(
      `   ${signal.for ? colors.green("+") : colors.red("−")} ${first}`,
      ...rest.map((line) => `     ${line}`),
    );
    lines[lines.length - 1] += colors.dim(`  ${safeText(signal.source)}${where}`);
  }
  if (signals.length > MAX_SIGNALS)
    lines.push(colors.dim(`     ${count(signals.length - MAX_SIGNALS, "more signal")} (--json)`));
  for (const fact of missing.slice(0, 3))
    lines.push(...wrapped(`Would help: ${fact}`, width - 6).map((line) => colors.dim(`   ${line}`)));
  return lines;
}

function stepLines(steps: readonly Step[], colors: Colors, width: number): string[] {
  const lines = steps
    .slice(0, MAX_STEPS)
    .flatMap(({ title, why, commands, verify }, index) => [
      `  ${index + 1}. ${safeText(title)}`,
      ...wrapped(why, width - 5).map((line) => `     ${colors.dim(line)}`),
      ...commands
        .flatMap((command) => command.split("\n"))
        .map((command) => `     ${colors.cyan(`$ ${safeText(command)}`)}`),
      ...wrapped(verify, width - 7).map((line, at) => `     ${at === 0 ? colors.green("→") : " "} ${line}`),
    ]);
  if (steps.length > MAX_STEPS) lines.push(colors.dim(`  ${count(steps.length - MAX_STEPS, "more step")} (--json)`));
  return lines;
}

function scopeLabel({ scope }: Incident): string {
  const parts = [...scope.upstreams, ...scope.hosts, ...scope.paths, ...scope.clients];
  if (parts.length === 0) return "";
  return ` on ${parts.slice(0, 3).map(safeText).join(", ")}${parts.length > 3 ? ` and ${parts.length - 3} more` : ""}`;
}

function colorOfStatus(status: string, colors: Colors): string {
  if (status.startsWith("5")) return colors.red(status);
  return status.startsWith("4") ? colors.yellow(status) : status.startsWith("2") ? colors.green(status) : status;
}

function percent(part: number, whole: number): string {
  const share = whole > 0 ? (part / whole) * 100 : 0;
  return `${share >= 10 || share === 0 ? Math.round(share) : share.toFixed(1)} %`;
}

function count(number: number, thing: string): string {
  return `${number.toLocaleString("en-US")} ${thing}${number === 1 ? "" : "s"}`;
}
