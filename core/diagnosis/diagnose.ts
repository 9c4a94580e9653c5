import { CAUSES } from "@/core/causes/cause-registry";
import type { Cause, Category } from "@/core/causes/define-cause";
import { count, percent } from "@/core/causes/number-words";
import { supports } from "@/core/causes/signal";
import type { Evidence } from "@/core/evidence/evidence";
import { candidatesFor } from "./candidates";
import { areRelated, GIVE_WAY } from "./give-way";
import { missingFacts } from "./missing-facts";
import type { Standing, Verdict } from "./verdict";
import { LIKELY, scoreOf, weighCause } from "./weigh-cause";

/** Below this nothing is named; the line itself or a message must have carried it higher. Calibrated on the recorded incidents. */
const NAMEABLE = 0.4;
/** Scores this near, of causes that exclude each other, cannot be told apart. */
const NEAR = 0.06;

/**
 * Weighs every cause and ranks the verdicts, best first. The first is the answer; where the evidence names none it is
 * `undetermined`, with the candidates behind it and what would tell them apart. Never throws.
 */
export function diagnose(evidence: Evidence, causes: readonly Cause[] = CAUSES): Verdict[] {
  const verdicts = causes.map((cause): Verdict => {
    const weighed = weighCause(cause, evidence);
    const { signals, standing, missing } = weighed;
    return {
      cause: cause.id,
      category: cause.category,
      title: cause.title,
      standing,
      score: scoreOf(weighed),
      signals: [...signals],
      missing,
    };
  });
  stepBack(verdicts);
  verdicts.sort(byRank);
  temper(verdicts);
  return isNameable(verdicts)
    ? verdicts.map(rounded)
    : [undetermined(evidence, verdicts), ...named(evidence, verdicts)].map(rounded);
}

/** Umbrellas and consequences go behind the closer cause, just below its score; repeated so that a chain settles. */
function stepBack(verdicts: Verdict[]): void {
  const scores = new Map(verdicts.map((verdict) => [verdict.cause, verdict]));
  for (let round = 0; round < 3; round += 1) {
    for (const { cause, to, from } of GIVE_WAY) {
      const umbrella = scores.get(cause);
      if (umbrella === undefined) continue;
      for (const id of to) {
        const closer = scores.get(id);
        if (closer === undefined || closer.score < from || !isStanding(closer)) continue;
        if (umbrella.score >= closer.score) umbrella.score = closer.score * 0.95;
        umbrella.standing = lesser(umbrella.standing, closer.standing === "confirmed" ? "likely" : closer.standing);
      }
    }
  }
}

const ORDER: readonly Standing[] = ["confirmed", "likely", "possible", "no-data", "ruled-out"];

function lesser(one: Standing, other: Standing): Standing {
  return ORDER.indexOf(one) > ORDER.indexOf(other) ? one : other;
}

/** Two causes that exclude each other cannot both be confirmed. */
function temper(verdicts: Verdict[]): void {
  const [first, ...rest] = verdicts.filter((verdict) => verdict.standing === "confirmed");
  if (first === undefined) return;
  for (const other of rest) {
    other.standing = "likely";
    if (!areRelated(first.cause, other.cause) && first.score - other.score < 0.02) first.standing = "likely";
  }
}

function isNameable(verdicts: readonly Verdict[]): boolean {
  const [first, second] = verdicts;
  if (first === undefined || !isStanding(first) || first.score < NAMEABLE) return false;
  if (first.score >= LIKELY || second === undefined || !isStanding(second)) return true;
  return first.score - second.score >= NEAR || areRelated(first.cause, second.cause);
}

function isStanding(verdict: Verdict): boolean {
  return verdict.standing !== "ruled-out" && verdict.standing !== "no-data";
}

/** Standing causes by score, then what lacks data, then what is ruled out; the id settles ties, so that the order is the same every time. */
function byRank(a: Verdict, b: Verdict): number {
  const tier = (verdict: Verdict): number => (isStanding(verdict) ? 0 : verdict.standing === "no-data" ? 1 : 2);
  return tier(a) - tier(b) || b.score - a.score || (a.cause < b.cause ? -1 : 1);
}

/** Lifts the candidates of an undetermined incident from "no data" to "possible", in the order of how often each stands behind this status. */
function named(evidence: Evidence, verdicts: readonly Verdict[]): Verdict[] {
  const candidates = candidatesFor(evidence);
  const lifted = verdicts.map((verdict): Verdict => {
    const place = candidates.indexOf(verdict.cause);
    return place < 0 || verdict.standing !== "no-data"
      ? verdict
      : { ...verdict, standing: "possible", score: 0.2 - 0.02 * place };
  });
  return lifted.toSorted(byRank);
}

function undetermined(evidence: Evidence, verdicts: readonly Verdict[]): Verdict {
  const candidates = named(evidence, verdicts).filter(isStanding);
  const top = candidates[0];
  const close = candidates.filter((candidate) => candidate.score >= 0.5 * (top?.score ?? 0)).slice(0, 4);
  const titles = close.slice(0, 3).map((candidate) => `“${candidate.title}”`);
  const status = Object.entries(evidence.spike.byStatus)
    .toSorted((a, b) => b[1] - a[1])
    .map(([code, n]) => `${count(n)} × ${code}`)
    .join(", ");
  const text = `${status} (${percent(evidence.spike.ratio)} of ${count(evidence.spike.requests)} requests): these logs fit ${titles.length === 0 ? "no known cause" : titles.join(", ")} alike`;
  return {
    cause: "undetermined",
    category: certainCategory(close),
    title: "These logs cannot tell the cause",
    standing: "possible",
    score: Math.min(0.5, Math.max(top?.score ?? 0, 0.21) + 0.01),
    signals: [supports(text, 1, "access-log", evidence.spike.samples)],
    missing: missingFacts(evidence, [
      "signatures",
      "connect",
      "header",
      "durations",
      "upstreamField",
      "received",
      "requestBytes",
      "config",
      "markers",
    ]),
  };
}

/** The category that carries most of the candidates' weight. */
function certainCategory(candidates: readonly Verdict[]): Category {
  const weights = new Map<Category, number>();
  for (const { category, score } of candidates) weights.set(category, (weights.get(category) ?? 0) + score);
  const [best] = [...weights].toSorted((a, b) => b[1] - a[1]);
  return best?.[0] ?? "upstream";
}

function rounded(verdict: Verdict): Verdict {
  return { ...verdict, score: Math.round(verdict.score * 1000) / 1000 };
}
