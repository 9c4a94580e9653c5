import type { Cause, Signal } from "@/core/causes/define-cause";
import type { Evidence } from "@/core/evidence/evidence";
import { missingFacts } from "./missing-facts";
import type { Standing } from "./verdict";

/** A cause after weighing, before the causes are compared with each other. */
export interface Weighed {
  cause: Cause;
  signals: readonly Signal[];
  /** Prior plus signals, in nats of log-odds. */
  logOdds: number;
  standing: Standing;
  missing: string[];
}

/**
 * Log-odds of any one cause before evidence: about one in ten. Calibrated so that one strong signal (3 and more) or two fair
 * ones pass one half, and a lone weak one does not.
 */
const PRIOR = -2.2;
/** From here one signal is strong: it supports alone, or overrules alone. */
const STRONG_FOR = 2.5;
const STRONG_AGAINST = 3;
/** A message or a comparison of tiers that alone decides: the weight of a "high" signature that explains most failures. */
const DECISIVE = 4;
/** What has to agree with the proxy's own word: two weak signals, or one that is nearly fair. */
const BESIDE_OWN_WORD = 0.8;

export const LIKELY = 0.6;
const CONFIRMED = 0.88;

/** Runs one cause on the evidence; whatever it throws concerns this cause alone. */
export function weighCause(cause: Cause, evidence: Evidence): Weighed {
  const lacking = missingFacts(evidence, cause.needs);
  if (lacking.length > 0) return { cause, signals: [], logOdds: PRIOR, standing: "no-data", missing: lacking };
  try {
    const signals = cause
      .weigh(evidence)
      .filter((signal) => Number.isFinite(signal.weight) && signal.weight >= 0.05)
      .toSorted((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1));
    const logOdds = signals.reduce((sum, signal) => sum + (signal.for ? signal.weight : -signal.weight), PRIOR);
    const missing = missingFacts(evidence, cause.helps);
    return { cause, signals, logOdds, standing: standingOf(signals, logOdds, missing), missing };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown error";
    return {
      cause,
      signals: [],
      logOdds: PRIOR,
      standing: "no-data",
      missing: [`this cause could not be weighed (${reason.slice(0, 120)})`],
    };
  }
}

/** The score of a weighed cause, 0…1, within the limits its standing allows. */
export function scoreOf({ logOdds, standing, signals }: Pick<Weighed, "logOdds" | "standing" | "signals">): number {
  const raw = 1 / (1 + Math.exp(-logOdds));
  if (standing === "ruled-out") return Math.min(raw, 0.1);
  if (standing === "no-data") return Math.min(raw, 0.12);
  // Lines of one access log cannot confirm themselves, unless the proxy says in them what it met.
  return onlyAccessLog(signals) && !isOwnWordSupported(signals) ? raw * 0.87 : raw;
}

function standingOf(signals: readonly Signal[], logOdds: number, missing: readonly string[]): Standing {
  const forIt = signals.filter((signal) => signal.for);
  const against = signals.filter((signal) => !signal.for);
  const worst = Math.max(0, ...against.map((signal) => signal.weight));
  const best = Math.max(0, ...forIt.map((signal) => signal.weight));
  if (forIt.length === 0) return worst >= 1 || missing.length === 0 ? "ruled-out" : "no-data";
  if (worst >= STRONG_AGAINST && best < DECISIVE) return "ruled-out";
  const score = scoreOf({ logOdds, standing: "likely", signals });
  const supported = best >= STRONG_FOR || forIt.filter((signal) => signal.weight >= 0.8).length >= 2;
  if (score >= CONFIRMED && worst < 1.5 && isDecided(forIt)) return "confirmed";
  if (score >= LIKELY && supported && worst < STRONG_AGAINST) return "likely";
  if (score >= 0.2) return "possible";
  return against.length > 0 && worst >= best ? "ruled-out" : "possible";
}

/**
 * The proxy's own word in each failing line (HAProxy's `SH`, Envoy's `UO`, `OriginDnsError`) is no inference of ours: it is what the
 * proxy met. It confirms under three conditions. The reason is unambiguous: one of confidence "high", so that `SC` or `UF`, which
 * several faults share, never does. It explains nine in ten of the failures (both are settled where the signal is made, `own`). And
 * something else agrees that is not the flag once more: scope, timing, traffic, configuration, a marker, the other tier; together
 * worth a fair half of a signal. The flag by itself makes a cause likely.
 */
function isOwnWordSupported(signals: readonly Signal[]): boolean {
  const forIt = signals.filter((signal) => signal.for);
  const word = forIt.find((signal) => signal.own === true && signal.weight >= STRONG_FOR);
  if (word === undefined) return false;
  const beside = forIt.reduce((sum, signal) => (signal.own === true ? sum : sum + signal.weight), 0);
  return beside >= BESIDE_OWN_WORD;
}

/** A decisive message, the proxy's own word with something beside it, or two independent sources that agree and each carry weight. */
function isDecided(forIt: readonly Signal[]): boolean {
  if (forIt.some((signal) => signal.weight >= DECISIVE && signal.source !== "access-log")) return true;
  if (isOwnWordSupported(forIt)) return true;
  const bySource = new Map<Signal["source"], number>();
  for (const signal of forIt) bySource.set(signal.source, (bySource.get(signal.source) ?? 0) + signal.weight);
  return [...bySource.values()].filter((weight) => weight >= 1.2).length >= 2;
}

function onlyAccessLog(signals: readonly Signal[]): boolean {
  return signals.every((signal) => !signal.for || signal.source === "access-log");
}
