import type { Evidence, SignatureFact } from "@/core/evidence/evidence";
import type { Signal } from "./define-cause";
import { count, listed, percent } from "./number-words";
import { opposes, supports } from "./signal";

/** What a message alone is worth, by the confidence of its signature: a "high" one implies its cause, a "low" one hints at it. */
const WORTH = { high: 4.5, medium: 3.5, low: 1.8 } as const;

/** Messages that only follow from another failure, or that concern the client: they do not compete for explaining an incident. */
const CONSEQUENCES = ["no-live-upstreams", "health-check-failing", "client-abort"];

/** Messages of the incident beyond what the baseline would have shown anyway. */
export function excess(evidence: Evidence, fact: SignatureFact): number {
  const minutes = Math.max(1, (evidence.spike.endMs - evidence.spike.startMs) / 60_000);
  return Math.max(0, fact.count - fact.baselinePerMinute * minutes);
}

/** What the proxy says of failing requests, in an error log or in their own lines, that points at one of `causes`; [] when it says nothing. */
export function messagesOf(evidence: Evidence, causes: readonly string[]): SignatureFact[] {
  return (evidence.signatures ?? []).filter((fact) => causes.includes(fact.cause));
}

/** From here the proxy's own reasons are about all of the incident; see the rule in `weigh-cause.ts`. */
const NEARLY_ALL = 0.9;

/** Where facts are written: the error log as soon as one of them stands there. */
export function sourceOf(facts: readonly SignatureFact[]): "error-log" | "access-log" {
  return facts.length > 0 && facts.every((fact) => fact.source === "access-log") ? "access-log" : "error-log";
}

/**
 * Does what the proxy says of a failed connection leave open why? Nobody says anything, or flags that a refused connection, a failed
 * handshake and an unreachable host share (`SC`, `UF`).
 */
export function leavesConnectOpen(evidence: Evidence): boolean {
  if (evidence.signatures === null) return true;
  const said = messagesOf(evidence, ["upstream-down"]);
  return sourceOf(said) === "access-log" && said.every((fact) => fact.confidence !== "high");
}

/** Share of `facts` among the messages that say why, 0…1; consequences are left out unless asked for themselves. */
export function messageShare(evidence: Evidence, facts: readonly SignatureFact[]): number {
  const mine = sum(evidence, facts);
  if (mine === 0) return 0;
  const rivals = (evidence.signatures ?? []).filter(
    (fact) => facts.includes(fact) || !CONSEQUENCES.includes(fact.cause),
  );
  return mine / sum(evidence, rivals);
}

/** Messages and reasons that say why, over failing requests, at most 1: how much of the incident the proxy explains at all. */
export function explained(evidence: Evidence, facts: readonly SignatureFact[] = evidence.signatures ?? []): number {
  return Math.min(1, sum(evidence, facts) / Math.max(1, evidence.spike.failed));
}

/**
 * Weighs messages for a cause: full weight where they explain most failures, less where other messages outnumber them or where
 * the error log covers only a few of the failures. `worth` replaces the weight by confidence where the message is shared by look-alikes.
 */
export function messageSignal(evidence: Evidence, facts: readonly SignatureFact[], worth?: number): Signal[] {
  const mine = sum(evidence, facts);
  if (mine < 1) return [];
  const best = Math.max(...facts.map((fact) => (isHint(fact) ? WORTH.low : (worth ?? WORTH[fact.confidence]))));
  const share = messageShare(evidence, facts);
  // What only follows from another failure needs no explanation of its own.
  const consequences = (evidence.signatures ?? []).filter(
    (fact) => !facts.includes(fact) && CONSEQUENCES.includes(fact.cause),
  );
  const open = evidence.spike.failed - sum(evidence, consequences);
  const coverage = Math.min(1, (2 * mine) / Math.max(1, open));
  const strength = Math.min(1, 2 * share) * (0.3 + 0.7 * coverage);
  const source = sourceOf(facts);
  const said = supports(messageText(evidence, facts), best * strength, source, samplesOf(facts));
  const certain = facts.every((fact) => fact.confidence === "high") && share >= NEARLY_ALL;
  const isOwn = source === "access-log" && certain && mine >= NEARLY_ALL * evidence.spike.failed;
  return [isOwn ? { ...said, own: true } : said];
}

/** A flag that says little more than that it failed is worth no more for the cause it stands under. */
function isHint({ source, confidence }: SignatureFact): boolean {
  return source === "access-log" && confidence === "low";
}

/** `176 × connection refused, all from 10.20.3.12:8080`; `134 × connection refused (SC) in the access log, from 2 upstreams`. */
export function messageText(evidence: Evidence, facts: readonly SignatureFact[]): string {
  const inLines = sourceOf(facts) === "access-log";
  const labels = [...new Set(facts.map((fact) => fact.label))];
  const codes = [...new Set(facts.flatMap(({ errno }) => (inLines && errno !== null ? [errno] : [])))];
  const written = `${codes.length === 0 ? "" : ` (${listed(codes)})`}${inLines ? " in the access log" : ""}`;
  const upstreams = [...new Set(facts.flatMap((fact) => fact.upstreams))];
  const where =
    upstreams.length === 0
      ? ""
      : upstreams.length === 1
        ? `, all from ${listed(upstreams)}`
        : `, from ${listed(upstreams)}`;
  const share = messageShare(evidence, facts);
  const part = share > 0 && share < 0.95 ? ` (${percent(share)} of the ${inLines ? "reasons" : "messages"})` : "";
  return `${count(countOnce(facts))} × ${listed(labels)}${written}${where}${part}`;
}

/** An error log and the failing lines speak of the same requests: the larger number, not both. */
function countOnce(facts: readonly SignatureFact[]): number {
  const of = (source: SignatureFact["source"]): number =>
    facts.reduce((n, fact) => n + (fact.source === source ? fact.count : 0), 0);
  return Math.max(of("error-log"), of("access-log"));
}

/**
 * What other reasons in the failing lines are worth against a cause, by their confidence: a flag that several faults share leaves
 * room for those it does not name.
 */
const AGAINST = { high: 3.5, medium: 1.4, low: 0.6 } as const;

/**
 * Speaks against a cause that the proxy always names: it explains the failures, by other messages or reasons, and has none of this
 * kind. `kind` quotes nginx. Nothing when nobody says why or when the message is there.
 */
export function silence(evidence: Evidence, facts: readonly SignatureFact[], kind: string): Signal[] {
  if (evidence.signatures === null || messageShare(evidence, facts) >= 0.05) return [];
  const cover = explained(evidence);
  if (cover < 0.2) return [];
  const others = evidence.signatures.filter((fact) => !facts.includes(fact));
  const rival =
    (evidence.product === "nginx" ? undefined : others.find(({ cause }) => !CONSEQUENCES.includes(cause))) ?? others[0];
  const instead = rival === undefined ? "" : `: mostly ${rival.label}`;
  if ((rival?.source ?? sourceOf(evidence.signatures)) === "access-log") {
    const weight = AGAINST[rival?.confidence ?? "low"] * cover;
    return [opposes(`The access log gives other reasons${instead}`, weight, "access-log", rival?.samples ?? [])];
  }
  const none = evidence.product === "nginx" ? `no ${kind} message` : "no message of this kind";
  return [opposes(`The error log has ${none}${instead}`, 3.5 * cover, "error-log", rival?.samples ?? [])];
}

/** Messages of the application's own log (php-fpm, gunicorn) that point at one of `causes`. */
export function appMessageSignal(evidence: Evidence, causes: readonly string[], worth?: number): Signal[] {
  const facts = (evidence.appMessages ?? []).filter(
    (fact) => causes.includes(fact.cause) && excess(evidence, fact) >= 1,
  );
  if (facts.length === 0) return [];
  const total = facts.reduce((n, fact) => n + fact.count, 0);
  const best = Math.max(...facts.map((fact) => worth ?? WORTH[fact.confidence]));
  const labels = [...new Set(facts.map((fact) => fact.label))];
  return [supports(`Application log: ${count(total)} × ${listed(labels)}`, best, "app-log", samplesOf(facts))];
}

/** Share of the failures that messages of the application's own log explain one by one, 0…1. */
export function appExplains(evidence: Evidence, causes: readonly string[]): number {
  const facts = (evidence.appMessages ?? []).filter((fact) => causes.includes(fact.cause));
  return Math.min(1, sum(evidence, facts) / Math.max(1, evidence.spike.failed));
}

/** Messages of the error log about the proxy itself that point at one of `causes`. */
export function proxyMessageSignal(evidence: Evidence, causes: readonly string[], worth?: number): Signal[] {
  const facts = (evidence.proxyMessages ?? []).filter((fact) => causes.includes(fact.cause) && fact.count > 0);
  if (facts.length === 0) return [];
  const total = facts.reduce((n, fact) => n + fact.count, 0);
  const best = Math.max(...facts.map((fact) => worth ?? WORTH[fact.confidence]));
  const labels = [...new Set(facts.map((fact) => fact.label))];
  return [supports(`The proxy itself logged ${count(total)} × ${listed(labels)}`, best, "error-log", samplesOf(facts))];
}

function sum(evidence: Evidence, facts: readonly SignatureFact[]): number {
  return facts.reduce((n, fact) => n + excess(evidence, fact), 0);
}

function samplesOf(facts: readonly SignatureFact[]): SignatureFact["samples"] {
  return facts.flatMap((fact) => fact.samples).slice(0, 8);
}
