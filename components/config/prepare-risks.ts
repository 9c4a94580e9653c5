import type { ConfigRisk, RiskSeverity, SourceRisks } from "@/core/contract/config-risks";

export const SEVERITIES = ["error", "warning", "notice"] as const;

export interface RiskItem extends ConfigRisk {
  /** For links to it; the same as long as the finding stays where it is. */
  anchor: string;
  /** Folder and name, which is what people call a file, with the line. */
  place: string;
}

export interface RiskGroup {
  severity: RiskSeverity;
  /** "2 errors" */
  title: string;
  /** What the severity means for whoever reads it. */
  hint: string;
  items: RiskItem[];
}

const HINTS: Record<RiskSeverity, string> = {
  error: "requests fail, or the proxy does not start",
  warning: "requests fail when something ordinary happens",
  notice: "worth knowing before it surprises",
};

/** The risks of one source by severity, those that its logs show first; of one severity where asked. Groups without any are left out. */
export function prepareRisks({ risks }: Pick<SourceRisks, "risks">, only: RiskSeverity | "all"): RiskGroup[] {
  return SEVERITIES.filter((severity) => only === "all" || only === severity).flatMap((severity) => {
    const own = risks.filter((risk) => risk.severity === severity);
    if (own.length === 0) return [];
    const seen = own.filter(({ confirmedBy }) => confirmedBy.length > 0);
    const items = [...seen, ...own.filter((risk) => !seen.includes(risk))].map(riskItem);
    return [{ severity, title: counted(own.length, severity), hint: HINTS[severity], items }];
  });
}

function riskItem(risk: ConfigRisk): RiskItem {
  const { file, line, rule } = risk;
  const place = `${file.split("/").slice(-2).join("/")}:${line}`;
  return { ...risk, place, anchor: `${rule}-${place}`.replace(/[^\w-]+/g, "-") };
}

/** How many there are of each severity, over all sources. */
export function countRisks(sources: readonly Pick<SourceRisks, "risks">[]): Record<RiskSeverity | "all", number> {
  const all = sources.flatMap(({ risks }) => risks);
  const of = (severity: RiskSeverity) => all.filter((risk) => risk.severity === severity).length;
  return { all: all.length, error: of("error"), warning: of("warning"), notice: of("notice") };
}

/** Risks that explain one incident, the gravest first. */
export function risksOfIncident(sources: readonly SourceRisks[], incidentId: string): RiskItem[] {
  return sources
    .flatMap(({ risks }) => risks)
    .filter(({ confirmedBy }) => confirmedBy.some(({ incident }) => incident === incidentId))
    .map(riskItem);
}

function counted(number: number, severity: RiskSeverity): string {
  return `${number} ${severity}${number === 1 ? "" : "s"}`;
}
