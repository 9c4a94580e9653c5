import type pc from "picocolors";
import type { ConfigRisk, RiskSeverity } from "@/core/contract/config-risks";
import { safeText, wrapped } from "./terminal-text";

type Colors = ReturnType<typeof pc.createColors>;

/** Lines of a suggestion are code, and printed as they are. */
const MOST_SUGGESTED = 8;

/** One risk in some lines, with what to write instead. */
export function riskLines(risk: ConfigRisk, colors: Colors, width: number): string[] {
  const { severity, title, file, line, text, why, suggestion, related, confirmedBy, certainty, rule, docs } = risk;
  const lines = [
    `${mark(severity, colors)} ${colors.bold(safeText(title))}`,
    `  ${colors.cyan(`${safeText(file)}:${line}`)}  ${safeText(text)}`,
    ...related.map((at) => colors.dim(`  ${safeText(at.file)}:${at.line}  ${safeText(at.text)}`)),
    ...wrapped(why, width - 4).map((each) => `    ${each}`),
    ...confirmedBy
      .slice(0, 2)
      .flatMap((each) =>
        wrapped(`Seen in the logs: ${each.text} (${each.cause}, ${each.standing}).`, width - 4).map(
          (part) => `    ${colors.yellow(part)}`,
        ),
      ),
    `  ${colors.dim("write")}`,
    ...suggestion
      .split("\n")
      .slice(0, MOST_SUGGESTED)
      .map((each) => `    ${colors.green(safeText(each.replaceAll("\t", "    ")))}`),
    colors.dim(`  ${certainty} · ${rule} · ${docs}`),
  ];
  return lines;
}

/** One risk in one line, for where there is more to say. */
export function riskInBrief({ severity, title, file, line }: ConfigRisk, colors: Colors): string {
  return `${mark(severity, colors)} ${colors.cyan(`${safeText(file)}:${line}`)}  ${safeText(title)}`;
}

/** "3 risks: 1 error, 2 warnings" */
export function riskCount(risks: readonly { severity: RiskSeverity }[]): string {
  const parts = (["error", "warning", "notice"] as const).flatMap((severity) => {
    const number = risks.filter((risk) => risk.severity === severity).length;
    return number === 0 ? [] : [`${number} ${severity}${number === 1 ? "" : "s"}`];
  });
  return `${risks.length} risk${risks.length === 1 ? "" : "s"} for gateway errors: ${parts.join(", ")}`;
}

function mark(severity: RiskSeverity, colors: Colors): string {
  if (severity === "error") return colors.red("✖ error  ");
  return severity === "warning" ? colors.yellow("▲ warning") : colors.blue("○ notice ");
}
