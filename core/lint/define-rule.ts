import type { ConfigProduct } from "@/core/configs/proxy-config";
import type { RiskCertainty, RiskPlace, RiskSeverity } from "@/core/contract/config-risks";
import type { LintSystem } from "./lint-system";

/** One place where a rule is broken. */
export interface Finding extends RiskPlace {
  certainty: RiskCertainty;
  /** Left out, that of the rule. */
  severity?: RiskSeverity;
  /** One or two sentences: what happens, and with which status. */
  why: string;
  /** Directives to write, in the product's language. */
  suggestion: string;
  related?: RiskPlace[];
  /** Addresses and groups concerned; left out for all. */
  upstreams?: string[];
}

/** What logs that lie beside the configuration say and no configuration can. */
export interface LintFacts {
  /** Products whose logs lie beside, by the names that formats give them: "Cloudflare". */
  logProducts: string[];
  /** Causes that an incident found confirmed or likely. */
  causes: string[];
}

export interface LintContext {
  /** The configuration looked at. */
  system: LintSystem;
  /** All that were given together, this one among them. */
  systems: readonly LintSystem[];
  facts: LintFacts;
}

/** What a rule says in one product's language. */
export interface RuleLanguage {
  /** The vendor's page. */
  docs: string;
  /** A configuration that breaks the rule once. */
  risky: string;
  /** One that looks like it and does not. */
  sane: string;
  /** A proxy behind it, given together with either; for rules about two in a row. */
  beside?: string;
}

export interface LintRule {
  /** Slug, the same as the file's name. */
  id: string;
  title: string;
  severity: RiskSeverity;
  /** Causes of an incident that it can lead to. */
  causes: string[];
  languages: Partial<Record<ConfigProduct, RuleLanguage>>;
  check: (context: LintContext) => Finding[];
}

/** Declares a rule; one file each in `rules`, registered in `rule-registry.ts`. */
export function defineRule(rule: LintRule): LintRule {
  return rule;
}
