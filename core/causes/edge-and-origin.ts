import type { Evidence, FailureFates } from "@/core/evidence/evidence";
import { capital, count, counted, duration } from "./number-words";

/** Failing requests that must have been found or missed one by one before a share of them says anything. */
const LEAST_COMPARED = 5;
/** Share from which one fate is told as that of all. */
const NEARLY_ALL = 0.9;
/** A fate of fewer is a stray and not told. */
const LEAST_TOLD = 0.05;

/** What the origin's log says of the edge's failing requests; null where too few could be looked for, and for failures of the origin. */
export function fatesAtOrigin({ reconciliation, spike }: Evidence): FailureFates | null {
  const fates = reconciliation?.fates ?? null;
  return spike.tier === "edge" && fates !== null && fates.compared >= LEAST_COMPARED ? fates : null;
}

/** Share of the edge's failures that have a line at the origin, failed there or not; null where that cannot be told. */
export function arrivedShare(evidence: Evidence): number | null {
  const fates = fatesAtOrigin(evidence);
  return fates && 1 - fates.unseen / fates.compared;
}

/** One sentence, without its full stop: what the origin made of the requests that failed at the edge, or the edge of the origin's failures. */
export function fatesSentence(fates: FailureFates, tier: "edge" | "origin"): string {
  const { compared, isPart } = fates;
  const failures = (n: number): string =>
    isPart ? counted(n, "compared failure", "compared failures") : counted(n, "failure", "failures");
  const parts = [...(tier === "edge" ? atOrigin(fates, failures) : atEdge(fates, failures))].sort(
    (one, other) => other.n - one.n,
  );
  const [first, ...rest] = parts.filter(({ n }) => n >= LEAST_TOLD * compared);
  if (!first) return `Of ${failures(compared)} none could be told`;
  if (first.n >= NEARLY_ALL * compared) return `${first.whole(first.n, compared)}: ${first.meaning}`;
  const others = rest.map(({ n, part }) => part(n));
  return `Of ${failures(compared)} at the ${tier}, ${[first.part(first.n), ...others].join("; ")}`;
}

interface Fate {
  n: number;
  /** The sentence where nearly all failures share the fate, what follows from it, and the part of a sentence where only some do. */
  whole: (n: number, of: number) => string;
  meaning: string;
  part: (n: number) => string;
}

function atOrigin(fates: FailureFates, failures: (n: number) => string): Fate[] {
  const nOf = nOfAll(failures);
  const status = fates.gatewayStatus ?? "a gateway error";
  const took = fates.answeredMs;
  const late = took !== null && took.origin > took.edge;
  const times = took ? `, in ${duration(took.origin)} where the edge waited ${duration(took.edge)} (medians)` : "";
  return [
    {
      n: fates.unseen,
      whole: (n, of) => `Of ${failures(of)} at the edge the origin saw ${count(of - n)}`,
      meaning: fates.unseen === fates.compared ? "the requests never arrived" : "the others never arrived",
      part: (n) => `${count(n)} never arrived at the origin`,
    },
    {
      n: fates.gateway,
      whole: (n, of) => `The origin itself answered ${nOf(n, of)} with ${status}`,
      meaning: "look behind the origin",
      part: (n) => `the origin itself answered ${count(n)} with ${status}`,
    },
    {
      n: fates.gone,
      whole: (n, of) => `${capital(nOf(n, of))} arrived, and the origin logged 499`,
      meaning: "it was still working when the edge hung up",
      part: (n) => `${count(n)} arrived and ended there with 499, because the edge hung up first`,
    },
    {
      n: fates.answered,
      whole: (n, of) => `The origin answered ${nOf(n, of)} without an error${times}`,
      meaning: late
        ? "the edge gave up too early, or the origin is too slow"
        : "the answer was lost on its way to the edge",
      part: (n) => `the origin answered ${count(n)} without an error${times}`,
    },
    {
      n: fates.otherError,
      whole: (n, of) => `The application answered ${nOf(n, of)} with an error of its own`,
      meaning: "look at the application's log",
      part: (n) => `the application answered ${count(n)} with an error of its own`,
    },
  ];
}

function atEdge(fates: FailureFates, failures: (n: number) => string): Fate[] {
  const nOf = nOfAll(failures);
  const reached = fates.gateway + fates.otherError;
  return [
    {
      n: reached,
      whole: (n, of) => `${capital(nOf(n, of))} of the origin reached the edge's clients as errors`,
      meaning: "the edge only passes on what fails at the origin or behind it",
      part: (n) => `${count(n)} reached the edge's clients as errors`,
    },
    {
      n: fates.answered,
      whole: (n, of) => `The edge answered ${nOf(n, of)} of the origin without an error`,
      meaning: "it tried again or served a stored page, and clients noticed nothing",
      part: (n) => `the edge hid ${count(n)} from its clients, by trying again or with a stored page`,
    },
    {
      n: fates.unseen,
      whole: (n, of) => `${capital(nOf(n, of))} of the origin have no line in the edge's log`,
      meaning: "they came from other clients than the edge, or the edge asked more than once",
      part: (n) => `${count(n)} have no line at the edge`,
    },
    {
      n: fates.gone,
      whole: (n, of) => `The clients of ${nOf(n, of)} of the origin had hung up`,
      meaning: "the edge logged 499",
      part: (n) => `${count(n)} ended at the edge with 499, because the client hung up first`,
    },
  ];
}

/** `all 269 failures`, `260 of 269 failures` */
function nOfAll(failures: (n: number) => string): (n: number, of: number) => string {
  return (n, of) => (n === of ? `all ${failures(of)}` : `${count(n)} of ${failures(of)}`);
}
