import type { FailedRequest, FailureMessage } from "@/core/rollups/rollup";
import type { Evidence } from "./evidence";

/**
 * A message is written when an attempt fails, its access line when the request ends: up to a read timeout later, or minutes where
 * a recording was stretched. Where an access line has the time of the request's beginning it is the line that stands before.
 */
const MAX_LEAD_MS = 5 * 60_000;
/** Whole seconds in the error log against milliseconds in the access log, and lines that overtake each other. */
const MAX_LAG_MS = 60_000;

export interface JoinedLines {
  /** Failing lines that have at least one message of their own. */
  matched: Set<FailedRequest>;
  messagesWithoutLine: number;
  /** Messages that name a request at all. */
  ofRequests: number;
}

/**
 * Pairs failing access lines with the messages of the same request. There is no request id in nginx's error log, so the key is
 * client, method and target; where several fit, the nearest in time is taken, each message once. A request that was tried on several
 * upstreams takes as many messages as attempts failed. Cost: linear in the lines, times the few that share a key within minutes.
 */
export function joinMessages(failures: readonly FailedRequest[], messages: readonly FailureMessage[]): JoinedLines {
  const ofRequests = messages.filter((message) => message.path !== null);
  const join = (keyOf: (line: Keyed) => string): JoinedLines => {
    const pairs = pairLines(failures, ofRequests, keyOf, ({ attempts }) => Math.max(1, attempts.length));
    const messagesWithoutLine = ofRequests.length - pairs.size;
    return { matched: new Set(pairs.values()), messagesWithoutLine, ofRequests: ofRequests.length };
  };
  const full = join((line) => `${line.clientIp ?? ""} ${line.method ?? ""} ${line.path ?? ""}`);
  if (full.matched.size > 0 || ofRequests.length === 0) return full;
  // Behind another proxy the two logs may name different clients.
  return join((line) => `${line.method ?? ""} ${line.path ?? ""}`);
}

interface Keyed {
  atMs: number;
  clientIp: string | null;
  method: string | null;
  path: string | null;
}

/**
 * Lets each of the lines, in the order of time, take the others of the same key that are nearest to it, `most` at most and each once;
 * what has no key takes and is taken by nothing. Returns whom each one taken was taken by.
 */
export function pairLines<Taking extends Keyed, Taken extends Keyed>(
  lines: readonly Taking[],
  others: readonly Taken[],
  keyOf: (line: Keyed) => string | null,
  most: (line: Taking) => number = () => 1,
): Map<Taken, Taking> {
  const waiting = new Map<string | null, Taken[]>();
  for (const other of others) {
    const key = keyOf(other);
    const queue = waiting.get(key);
    if (queue) queue.push(other);
    else waiting.set(key, [other]);
  }
  waiting.delete(null);
  const pairs = new Map<Taken, Taking>();
  for (const line of lines) {
    const queue = waiting.get(keyOf(line));
    for (let n = 0; queue && n < most(line); n++) {
      const at = nearest(queue, line);
      if (at < 0) break;
      for (const taken of queue.splice(at, 1)) pairs.set(taken, line);
    }
  }
  return pairs;
}

/** Position of the waiting line nearest in time; -1 when none is near. Forgets those that are too old for any later one. */
function nearest(queue: Keyed[], { atMs }: Keyed): number {
  let old = 0;
  while (old < queue.length && (queue[old]?.atMs ?? 0) < atMs - MAX_LEAD_MS) old++;
  if (old > 0) queue.splice(0, old);
  let best = -1;
  let bestDistance = Infinity;
  for (let at = 0; at < queue.length; at++) {
    const distance = Math.abs((queue[at]?.atMs ?? 0) - atMs);
    if ((queue[at]?.atMs ?? 0) > atMs + MAX_LAG_MS) break;
    if (distance > bestDistance) break;
    // Several of one second are alike; nearer ones may follow.
    if (distance === bestDistance) continue;
    best = at;
    bestDistance = distance;
  }
  return best;
}

export function joinRate(
  failures: readonly FailedRequest[],
  joined: JoinedLines,
  hasErrorLog: boolean,
): Evidence["joinRate"] {
  if (!hasErrorLog) return null;
  // Where the lines give their own reasons and the log speaks of servers alone, there is nothing to pair.
  const speaksOfRequests = joined.matched.size > 0 || joined.ofRequests > 0;
  if (!speaksOfRequests && failures.some(({ signature }) => signature !== null)) return null;
  return { matched: joined.matched.size, of: failures.length, messagesWithoutLine: joined.messagesWithoutLine };
}
