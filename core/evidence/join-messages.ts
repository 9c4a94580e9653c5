import type { FailedRequest, FailureMessage } from "@/core/rollups/rollup";
import type { Evidence } from "./evidence";

/**
 * A message is written when an attempt fails, its access line when the request ends: up to a read timeout later, or minutes where
 * a recording was stretched.
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
  const full = pair(failures, ofRequests, (line) => `${line.clientIp ?? ""} ${line.method ?? ""} ${line.path ?? ""}`);
  if (full.matched.size > 0 || ofRequests.length === 0) return full;
  // Behind another proxy the two logs may name different clients.
  return pair(failures, ofRequests, (line) => `${line.method ?? ""} ${line.path ?? ""}`);
}

type Keyed = { clientIp: string | null; method: string | null; path: string | null };

function pair(
  failures: readonly FailedRequest[],
  messages: readonly FailureMessage[],
  keyOf: (line: Keyed) => string,
): JoinedLines {
  const waiting = new Map<string, FailureMessage[]>();
  for (const message of messages) {
    const key = keyOf(message);
    const queue = waiting.get(key);
    if (queue) queue.push(message);
    else waiting.set(key, [message]);
  }
  const matched = new Set<FailedRequest>();
  let taken = 0;
  for (const failure of failures) {
    const queue = waiting.get(keyOf(failure));
    if (!queue) continue;
    for (let attempt = 0; attempt < Math.max(1, failure.attempts.length); attempt++) {
      const at = nearest(queue, failure);
      if (at < 0) break;
      queue.splice(at, 1);
      taken++;
      matched.add(failure);
    }
  }
  return { matched, messagesWithoutLine: messages.length - taken, ofRequests: messages.length };
}

/** Position of the waiting message nearest in time; -1 when none is near. Forgets messages that are too old for any later line. */
function nearest(queue: FailureMessage[], { atMs }: FailedRequest): number {
  let old = 0;
  while (old < queue.length && (queue[old]?.atMs ?? 0) < atMs - MAX_LEAD_MS) old++;
  if (old > 0) queue.splice(0, old);
  let best = -1;
  let bestDistance = Infinity;
  for (let at = 0; at < queue.length; at++) {
    const distance = Math.abs((queue[at]?.atMs ?? 0) - atMs);
    if ((queue[at]?.atMs ?? 0) > atMs + MAX_LAG_MS) break;
    if (distance >= bestDistance) break;
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
