import { capital, count, listed, named, percent } from "@/core/causes/number-words";
import { edgeOf } from "@/core/causes/product-words";
import { hostAndPort } from "@/core/causes/config-reading";
import type { Evidence } from "@/core/evidence/evidence";
import { phraseFor, UNNAMED } from "./cause-phrases";
import type { Verdict } from "./verdict";

/** Two or three failures together are a stray burst on any busy site. */
const MAX_STRAYS = 3;

/** One sentence for a person at 03:00: what, from when to when, how much, and whether anything else was hit. Times in UTC. */
export function summarise(evidence: Evidence, verdicts: readonly Verdict[]): string {
  const verdict = verdicts[0];
  const when = period(evidence);
  const much = extent(evidence);
  if (verdict === undefined || verdict.cause === "undetermined") return undecided(evidence, verdicts, when, much);
  const phrase =
    phraseFor(
      verdict.cause,
      verdict.cause === "wrong-port" ? whoWasDialled(evidence) : whoFails(evidence),
      named(evidence.clients?.[0]?.value ?? "one client"),
      edgeOf(evidence),
    ) ?? verdict.title;
  const hedge = {
    confirmed: "",
    likely: "most likely ",
    possible: "possibly ",
    "ruled-out": "perhaps ",
    "no-data": "perhaps ",
  }[verdict.standing];
  return `${capital(`${hedge}${phrase}`)} ${when}: ${much}${remainder(evidence)}.`;
}

function undecided(evidence: Evidence, verdicts: readonly Verdict[], when: string, much: string): string {
  const names = verdicts
    .filter((one) => one.cause !== "undetermined" && one.standing !== "ruled-out" && one.standing !== "no-data")
    .slice(0, 3)
    .map((one) => phraseFor(one.cause, whoFails(evidence), "one client", edgeOf(evidence)) ?? one.title);
  const missing = verdicts[0]?.missing[0];
  const advice = missing === undefined ? "" : `; to know, switch on ${missing}`;
  const alternatives =
    names.length < 2
      ? "these logs cannot tell why"
      : `these logs cannot tell whether ${names.slice(0, -1).join(", ")} or ${names.at(-1) ?? ""}`;
  return `${capital(when)} ${much}${remainder(evidence)}; ${alternatives}${advice}.`;
}

/** The upstreams that hold nine in ten failures, as a list; what the messages name where the access log has no upstream. */
function whoFails(evidence: Evidence): string {
  const who = failingUpstreams(evidence);
  if (who.length === 0) return UNNAMED;
  return who.length > 3 ? `${count(who.length)} upstreams` : listed(who, 3);
}

/** A name's address in the configuration is the one it has now; after a wrong port that need not be the one that was dialled. */
function whoWasDialled(evidence: Evidence): string {
  const names = (evidence.upstreams ?? [])
    .filter(({ failedShare, value }) => failedShare >= 0.05 && value.includes("/") && !value.startsWith("unix:"))
    .map(({ value }) => value);
  return names.length === 0 ? whoFails(evidence) : listed(names, 3);
}

/** The upstreams of the scope, else those with a part in the failures; addresses rather than names of groups, where there are any. */
function failingUpstreams(evidence: Evidence): string[] {
  if (evidence.spike.scope.upstreams.length > 0) return evidence.spike.scope.upstreams;
  const logged = (evidence.upstreams ?? [])
    .filter((share) => share.failedShare >= 0.05 && share.failed > 0 && share.value !== "" && share.value !== "-")
    .map((share) => share.value);
  const all = logged.length > 0 ? logged : [...new Set((evidence.signatures ?? []).flatMap((fact) => fact.upstreams))];
  const addresses = all.filter((value) => value.startsWith("unix:") || hostAndPort(value) !== null);
  return addresses.length > 0 ? addresses : all;
}

function extent(evidence: Evidence): string {
  const { spike } = evidence;
  const statuses = Object.entries(spike.byStatus)
    .filter(([, n]) => n >= 0.05 * spike.failed)
    .toSorted((a, b) => b[1] - a[1])
    .map(([status]) => status);
  const answer = statuses.length === 0 ? "" : ` with ${listed(statuses, 3)}`;
  return `${count(spike.failed)} of ${count(spike.requests)} requests${within(evidence)} failed${answer}`;
}

/** The part of the traffic counted, where it is not all of it. */
function within(evidence: Evidence): string {
  const label = evidence.spike.scopeLabel;
  if (label === "" || label.startsWith("all traffic")) return "";
  const who = failingUpstreams(evidence);
  if (who.length === 1 && label === who[0]) return " to it";
  if (who.length > 1 && who.every((value) => label.includes(value)) && !label.includes(" on ")) return " to them";
  return ` (${named(label)})`;
}

function remainder({ elsewhere, spike }: Evidence): string {
  if (elsewhere === null || elsewhere.requests < 10) return "";
  const isRare = elsewhere.ratio <= 0.05 * spike.ratio;
  // Below a twentieth of the incident's own ratio it is background, unless much traffic makes many failures of it.
  if (isRare && elsewhere.failed <= Math.max(MAX_STRAYS, 0.05 * spike.failed)) return ", nothing else was hit";
  if (isRare) return `, and ${count(elsewhere.failed)} of ${count(elsewhere.requests)} other requests`;
  return `, and ${percent(elsewhere.ratio)} of all other requests`;
}

function period({ spike }: Evidence): string {
  if (spike.ongoing) return `since ${clock(spike.startMs)} UTC, and still when the logs end`;
  const sameMinute = clock(spike.startMs) === clock(spike.endMs);
  if (sameMinute) return `at ${clock(spike.startMs)} UTC`;
  const sameDay = day(spike.startMs) === day(spike.endMs);
  return `from ${clock(spike.startMs)} to ${sameDay ? "" : `${day(spike.endMs)} `}${clock(spike.endMs)} UTC`;
}

/** `10:21` */
function clock(atMs: number): string {
  return isTime(atMs) ? new Date(atMs).toISOString().slice(11, 16) : "an unknown time";
}

function day(atMs: number): string {
  return isTime(atMs) ? new Date(atMs).toISOString().slice(0, 10) : "";
}

/** Within what a Date can hold (ECMAScript: 8.64e15 ms either side of the epoch); beyond it toISOString throws. */
function isTime(atMs: number): boolean {
  return Math.abs(atMs) <= 8.64e15;
}
