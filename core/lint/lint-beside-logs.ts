import type { ConfigFile } from "@/core/configs/resolve-includes";
import type { ConfigRisk } from "@/core/contract/config-risks";
import type { Incident, Verdict } from "@/core/contract/report";
import { lintConfigs, type LintResult } from "./lint-configs";

/** What was found in the logs beside a configuration. */
export interface BesideLogs {
  /** By the names that formats give them. */
  logProducts: readonly string[];
  incidents: readonly Incident[];
}

/** Incidents named beside one risk. */
const MOST_CONFIRMATIONS = 5;

/**
 * Risks of a configuration, each with the incidents in the logs that it explains: those whose cause, confirmed or likely, is one that
 * it leads to, at an upstream that it concerns. What the logs show is said in the words of that verdict's strongest signal.
 */
export function lintBesideLogs(files: readonly ConfigFile[], { logProducts, incidents }: BesideLogs): LintResult {
  const causes = incidents.flatMap(({ verdicts }) => verdicts.filter(holds).map(({ cause }) => cause));
  const result = lintConfigs(files, { logProducts: [...new Set(logProducts)], causes: [...new Set(causes)] });
  return { ...result, risks: result.risks.map((risk) => ({ ...risk, confirmedBy: confirmations(risk, incidents) })) };
}

type Held = Verdict & { standing: "confirmed" | "likely" };

function holds(verdict: Verdict): verdict is Held {
  return verdict.standing === "confirmed" || verdict.standing === "likely";
}

function confirmations(risk: ConfigRisk, incidents: readonly Incident[]): ConfigRisk["confirmedBy"] {
  return incidents
    .filter((incident) => concerns(risk, incident))
    .flatMap((incident) => {
      const verdict = incident.verdicts.filter(holds).find(({ cause }) => risk.causes.includes(cause));
      const seen = verdict?.signals
        .filter((signal) => signal.for && signal.source !== "config")
        .reduce<Verdict["signals"][number] | null>(
          (best, each) => (best === null || each.weight > best.weight ? each : best),
          null,
        );
      if (verdict === undefined || seen === null || seen === undefined) return [];
      const { cause, title, standing } = verdict;
      return [{ incident: incident.id, cause, title, standing, text: seen.text }];
    })
    .slice(0, MOST_CONFIRMATIONS);
}

/** Is the incident at an upstream that the risk concerns? Where either names none it may be. */
function concerns({ upstreams }: ConfigRisk, { scope, selection }: Incident): boolean {
  const failing = [...scope.upstreams, ...selection.upstreams];
  if (upstreams.length === 0 || failing.length === 0) return true;
  return upstreams.some((each) => failing.some((name) => name === each || name.startsWith(`${each}/`)));
}
