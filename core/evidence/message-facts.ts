import { groupBy } from "@/core/collections/group-by";
import type { ProxyProduct } from "@/core/products/proxy-product";
import type { Signature } from "@/core/events/error-event";
import type { FailureMessage, Rollup, RollupFile } from "@/core/rollups/rollup";
import { messageMatcher, rowsBetween } from "@/core/spikes/select-lines";
import type { SignatureFact } from "./evidence";
import { baselineMinutes, filesOfTier, MINUTE_MS, type EvidenceContext } from "./evidence-context";
import { explainFlags } from "./explain-flags";
import { pickSamples } from "./pick-samples";
import { reasonFacts } from "./reason-facts";

/** An application says that it is dying some time before the proxy notices. */
const APP_LEAD_MS = 5 * MINUTE_MS;
/** A log whose lines all lie further away than this is of another day. */
const MAX_DISTANCE_MS = 60 * MINUTE_MS;
const MAX_FACTS = 20;
const MAX_UPSTREAMS = 12;

/** Is there an error log of this tier for the time of the spike? An empty one is: it says that nothing went wrong. */
export function hasErrorLog(context: EvidenceContext): boolean {
  const { spike, rollup, messages } = context;
  if (filesOfTier(context).some((file) => file.role === "error" && covers(file, spike.startMs, spike.endMs)))
    return true;
  // A container's log has both streams in one file; that it has messages is known where it has some.
  return messages.some((message) => roleOf(rollup, message) === "access");
}

function covers(file: RollupFile, startMs: number, endMs: number): boolean {
  if (file.firstAtMs === null || file.lastAtMs === null) return true;
  return file.firstAtMs - MAX_DISTANCE_MS <= endMs && file.lastAtMs + MAX_DISTANCE_MS >= startMs;
}

function roleOf(rollup: Rollup, message: FailureMessage): RollupFile["role"] {
  return rollup.files[message.file]?.role ?? "unknown";
}

/** What only a request can go through; Traefik's log names neither client nor path, and the upstream only where it dialled. */
const PHASES_OF_REQUESTS: readonly FailureMessage["phase"][] = ["tls", "send", "read_header", "read_body"];

/** About the proxy itself, as against a request: such a line names no client and no upstream. */
function isAboutProxy({ clientIp, upstreamAddr, path, phase }: FailureMessage): boolean {
  return clientIp === null && upstreamAddr === null && path === null && !PHASES_OF_REQUESTS.includes(phase);
}

/** What the error log and the failing lines themselves say of why requests failed; null where neither can say anything. */
export function requestMessages(context: EvidenceContext, product: ProxyProduct): SignatureFact[] | null {
  const logged = loggedMessages(context);
  const reasons = reasonFacts(context);
  if (logged === null && reasons === null) return null;
  const facts = explainFlags([...(logged ?? []), ...(reasons ?? [])]);
  return byShare(product === "nginx" ? facts : withoutEchoes(facts));
}

/** An echo has as many messages as the ones it follows; a little is lost to the edges of the span. */
const MIN_ECHOED = 0.8;

/**
 * Apache writes a second, general message behind the one that says what happened ("Error reading from remote server" behind a
 * time-out). Beside messages that say more it says nothing, and would halve what they are worth. Nginx writes one per attempt.
 */
function withoutEchoes(facts: readonly SignatureFact[]): SignatureFact[] {
  const telling = facts.filter((fact) => fact.confidence !== "low");
  const told = telling.reduce((sum, { count }) => sum + count, 0);
  return facts.filter((fact) => fact.confidence !== "low" || fact.count * MIN_ECHOED > told);
}

function loggedMessages(context: EvidenceContext): SignatureFact[] | null {
  if (!hasErrorLog(context)) return null;
  const isWanted = (message: FailureMessage) =>
    roleOf(context.rollup, message) !== "app-error" && !isAboutProxy(message);
  return factsOf(context, context.messages.filter(isWanted), isWanted);
}

/** What the error log says of the proxy itself: crashes, limits, start-up refusals. */
export function proxyMessages(context: EvidenceContext): SignatureFact[] | null {
  if (!hasErrorLog(context)) return null;
  const isWanted = (message: FailureMessage) =>
    roleOf(context.rollup, message) !== "app-error" && isAboutProxy(message);
  return factsOf(context, context.messages.filter(isWanted), isWanted);
}

/** What an application's log says, from shortly before the spike on. */
export function appMessages(context: EvidenceContext): SignatureFact[] | null {
  const { rollup, spike } = context;
  if (!filesOfTier(context).some((file) => file.role === "app-error")) return null;
  const isWanted = (message: FailureMessage) => roleOf(rollup, message) === "app-error";
  return factsOf(
    context,
    rowsBetween(rollup.messages, spike.startMs - APP_LEAD_MS, spike.endMs + MINUTE_MS).filter(isWanted),
    isWanted,
  );
}

function factsOf(
  context: EvidenceContext,
  messages: FailureMessage[],
  isWanted: (message: FailureMessage) => boolean,
): SignatureFact[] {
  const bySignature = groupBy(messages, ({ signature }) => signature);
  const before = countBaseline(context, isWanted);
  const facts = [...bySignature].flatMap(([id, lines]) => {
    const signature = context.signatures.get(id);
    return signature ? [toFact(context, signature, lines, before.get(id) ?? 0)] : [];
  });
  return byShare(facts);
}

function byShare(facts: SignatureFact[]): SignatureFact[] {
  const total = facts.reduce((sum, fact) => sum + fact.count, 0);
  return facts
    .map((fact) => ({ ...fact, share: fact.count / total }))
    .sort((a, b) => b.count - a.count)
    .slice(0, MAX_FACTS);
}

function toFact(
  context: EvidenceContext,
  signature: Signature,
  lines: FailureMessage[],
  before: number,
): SignatureFact {
  const upstreams = new Map<string, number>();
  for (const { upstreamAddr } of lines)
    if (upstreamAddr !== null) upstreams.set(upstreamAddr, (upstreams.get(upstreamAddr) ?? 0) + 1);
  const { id, cause, confidence, label, phase, errno } = signature;
  return {
    ...{ signature: id, source: "error-log", cause, confidence, label, phase, errno: errno ?? lines[0]?.errno ?? null },
    count: Math.round(lines.length * sampling(context, id)),
    baselinePerMinute: before / Math.max(1, baselineMinutes(context)),
    share: 0,
    upstreams: [...upstreams]
      .sort((a, b) => b[1] - a[1])
      .slice(0, MAX_UPSTREAMS)
      .map(([upstream]) => upstream),
    samples: pickSamples(lines),
  };
}

/** Messages of the scope in the baseline minutes, by signature. */
function countBaseline(context: EvidenceContext, isWanted: (message: FailureMessage) => boolean): Map<string, number> {
  const { baseline, rollup, spike } = context;
  const counts = new Map<string, number>();
  if (!baseline) return counts;
  const inScope = messageMatcher(spike.scope, spike.selection);
  for (const message of rowsBetween(
    rollup.messages,
    baseline.fromMinute * MINUTE_MS,
    (baseline.toMinute + 1) * MINUTE_MS,
  )) {
    const inSpike = message.atMs >= spike.startMs - MINUTE_MS && message.atMs < spike.endMs + MINUTE_MS;
    if (message.signature === null || inSpike || !isWanted(message) || !inScope(message)) continue;
    counts.set(message.signature, (counts.get(message.signature) ?? 0) + 1);
  }
  return counts;
}

/** How many messages one kept line stands for: true counts over kept lines, all scopes. */
function sampling({ rollup, fromMinute, toMinute }: EvidenceContext, signature: string): number {
  const wanted = rollup.messageSignatures.indexOf(signature);
  let counted = 0;
  for (let at = 0; at < rollup.messageCounts.length; at += 4) {
    const minute = rollup.messageCounts[at] ?? 0;
    if (minute >= fromMinute && minute <= toMinute && rollup.messageCounts[at + 1] === wanted)
      counted += rollup.messageCounts[at + 3] ?? 0;
  }
  const kept = rowsBetween(rollup.messages, fromMinute * MINUTE_MS, (toMinute + 1) * MINUTE_MS).filter(
    (message) => message.signature === signature,
  ).length;
  return kept > 0 && counted > kept ? counted / kept : 1;
}
