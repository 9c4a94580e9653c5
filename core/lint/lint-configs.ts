import { groupConfigs, type ConfigGroup } from "@/core/configs/config-registry";
import type { ConfigFile } from "@/core/configs/resolve-includes";
import type { ConfigRisk, LintedFile, RiskCertainty, RiskSeverity } from "@/core/contract/config-risks";
import type { Finding, LintFacts, LintRule } from "./define-rule";
import { readLintSystems, type LintSystem } from "./lint-system";
import { LINT_RULES } from "./rule-registry";

export interface LintResult {
  files: LintedFile[];
  /** Errors first, then by file and line. */
  risks: ConfigRisk[];
  /** Risks beyond the most that are listed of one rule. */
  notListed: number;
}

/** Of one rule; a generated configuration breaks the same one in each of a thousand blocks. */
const MOST_PER_RULE = 50;

export const NO_FACTS: LintFacts = { logProducts: [], causes: [] };

const RANK = { error: 0, warning: 1, notice: 2 };

/**
 * Looks for what in the configuration of one installation leads, or can lead, to gateway errors. Never throws: a rule that fails says
 * nothing. Pure, and linear in the size of the files.
 */
export function lintConfigs(files: readonly ConfigFile[], facts: LintFacts = NO_FACTS): LintResult {
  const groups = groupConfigs(files);
  const systems = readLintSystems(groups);
  let notListed = 0;
  const risks = LINT_RULES.flatMap((rule) => {
    const found = systems.flatMap((system) => checked(rule, system, systems, facts));
    const distinct = [
      ...new Map(found.map((risk) => [`${risk.file}\n${risk.line.toString()}\n${risk.why}`, risk])).values(),
    ];
    notListed += Math.max(0, distinct.length - MOST_PER_RULE);
    return distinct.slice(0, MOST_PER_RULE);
  });
  risks.sort(
    (one, other) =>
      RANK[one.severity] - RANK[other.severity] ||
      (one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1),
  );
  return { files: lintedFiles(files, groups), risks, notListed };
}

function checked(rule: LintRule, system: LintSystem, systems: readonly LintSystem[], facts: LintFacts): ConfigRisk[] {
  const language = rule.languages[system.product];
  if (language === undefined) return [];
  let findings: Finding[];
  try {
    findings = rule.check({ system, systems, facts });
  } catch {
    return [];
  }
  return findings.map(({ severity, related, upstreams, ...finding }) => ({
    rule: rule.id,
    title: rule.title,
    product: system.product,
    docs: language.docs,
    causes: rule.causes,
    ...finding,
    severity: demoted(severity ?? rule.severity, finding.certainty),
    related: related ?? [],
    upstreams: upstreams ?? [],
    confirmedBy: [],
  }));
}

/** What files that were not given may set right is no error yet. */
function demoted(severity: RiskSeverity, certainty: RiskCertainty): RiskSeverity {
  return severity === "error" && certainty === "possible" ? "warning" : severity;
}

function lintedFiles(files: readonly ConfigFile[], groups: readonly ConfigGroup[]): LintedFile[] {
  const read = new Map<string, LintedFile>();
  for (const { reader, files: own, tooLong } of groups) {
    for (const { name } of own) read.set(name, { path: name, product: reader.product, problem: null });
    for (const { name } of tooLong) {
      const problem = "This is too long to be read; give the parts that name upstreams, routes and time-outs.";
      read.set(name, { path: name, product: reader.product, problem });
    }
  }
  return files.flatMap(({ name }) => read.get(name) ?? []);
}
