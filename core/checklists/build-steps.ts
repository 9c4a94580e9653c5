import { causeById } from "@/core/causes/cause-registry";
import type { StepTemplate } from "@/core/causes/define-cause";
import type { Step } from "./checklist-step";
import type { Verdict } from "@/core/diagnosis/verdict";
import type { Evidence } from "@/core/evidence/evidence";
import { fillTemplate } from "./fill-template";
import { generalSteps } from "./general-steps";
import { knownValues } from "./known-values";
import { loggingGapStep, monitoringStep } from "./logging-gap-step";

/** More steps than this nobody works through at night; fewer than 6 would leave out general measures that fit. */
const MOST = 11;
/** A second verdict this near to the first gets its first check into the list. */
const NEAR = 0.6;

/** The checklist of an incident, best first: the verdict's own steps, a check for its rivals, then the general measures that fit. */
export function buildSteps(evidence: Evidence, verdicts: readonly Verdict[]): Step[] {
  const first = verdicts[0];
  const gap = loggingGapStep(evidence, first);
  const templates =
    first === undefined || first.cause === "undetermined"
      ? undeterminedSteps(evidence, verdicts, gap)
      : verdictSteps(evidence, verdicts, first, gap);
  const values = knownValues(evidence);
  const seen = new Set<string>();
  const steps: Step[] = [];
  for (const template of templates) {
    if (seen.has(template.id) || steps.length >= MOST) continue;
    seen.add(template.id);
    steps.push(fillTemplate(template, evidence, values));
  }
  return steps;
}

function verdictSteps(
  evidence: Evidence,
  verdicts: readonly Verdict[],
  first: Verdict,
  gap: StepTemplate | null,
): StepTemplate[] {
  const own = withEvidence(causeById(first.cause)?.steps(evidence) ?? [], first);
  const rivals = verdicts
    .slice(1)
    .filter((verdict) => standing(verdict) && verdict.score >= NEAR * first.score)
    .slice(0, 1)
    .flatMap((verdict) => firstCheck(evidence, verdict));
  const last = gap ?? monitoringStep();
  const room = MOST - own.length - rivals.length - 1;
  return [...own, ...rivals, ...generalSteps(evidence, first.category).slice(0, room), last];
}

function undeterminedSteps(evidence: Evidence, verdicts: readonly Verdict[], gap: StepTemplate | null): StepTemplate[] {
  const candidates = verdicts.filter((verdict) => verdict.cause !== "undetermined" && standing(verdict)).slice(0, 4);
  const [retry, ...general] = generalSteps(evidence, verdicts[0]?.category ?? "upstream");
  const checks = candidates.flatMap((verdict) => firstCheck(evidence, verdict));
  return [
    ...(retry === undefined ? [] : [retry]),
    ...(gap === null ? [] : [gap]),
    ...checks,
    ...general,
    monitoringStep(),
  ];
}

function firstCheck(evidence: Evidence, verdict: Verdict): StepTemplate[] {
  const step = causeById(verdict.cause)
    ?.steps(evidence)
    .find((template) => template.kind === "check");
  return step === undefined ? [] : [{ ...step, why: `If it is “${verdict.title}”: ${step.why}` }];
}

/** Puts the strongest signals before the reasons of the first steps, so that each says why it stands here. */
function withEvidence(templates: StepTemplate[], verdict: Verdict): StepTemplate[] {
  const facts = verdict.signals.filter((signal) => signal.for);
  return templates.map((template, i) => {
    const fact = facts[i];
    return fact === undefined ? template : { ...template, why: `${braceless(fact.text)}. ${template.why}` };
  });
}

/** A signal's text may quote a log; braces in it must not be taken for placeholders. */
function braceless(text: string): string {
  return text.replace(/[{}]/g, "·");
}

function standing(verdict: Verdict): boolean {
  return verdict.standing !== "ruled-out" && verdict.standing !== "no-data";
}
