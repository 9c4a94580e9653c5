import type { ReportSignal, Verdict } from "@/core/contract/report";

/** Weights are nats of log-odds: 3 turns even odds into 20 to 1. */
export function strengthOf(weight: number): "strong" | "fair" | "weak" {
  const size = Math.abs(weight);
  if (size >= 3) return "strong";
  return size >= 1.5 ? "fair" : "weak";
}

/** The signals of a verdict, strongest first, apart by direction. */
export function prepareVerdict(verdict: Verdict): { supporting: ReportSignal[]; opposing: ReportSignal[] } {
  const byWeight = [...verdict.signals].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return { supporting: byWeight.filter((signal) => signal.for), opposing: byWeight.filter((signal) => !signal.for) };
}

export interface PreparedVerdicts {
  /** The answer and the candidates worth reading, best first. */
  ranked: Verdict[];
  ruledOut: Verdict[];
  /** Could not be weighed with these logs. */
  noData: Verdict[];
}

/** The answer, its rivals that some evidence supports, and the rest folded away. */
export function prepareVerdicts(verdicts: readonly Verdict[]): PreparedVerdicts {
  const [answer, ...others] = verdicts;
  const worthReading = others.filter(
    (verdict) =>
      verdict.standing !== "ruled-out" &&
      verdict.standing !== "no-data" &&
      verdict.signals.some((signal) => signal.for),
  );
  return {
    ranked: answer === undefined ? [] : [answer, ...worthReading],
    ruledOut: others.filter((verdict) => verdict.standing === "ruled-out"),
    noData: others.filter((verdict) => verdict.standing === "no-data"),
  };
}
