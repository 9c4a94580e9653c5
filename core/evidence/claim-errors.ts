import type { FailedRequest, FailureMessage, Rollup } from "@/core/rollups/rollup";
import type { Signature } from "@/core/events/error-event";
import { claimCells } from "./claim-cells";
import { countClaims } from "./count-claims";
import { pairLines } from "./join-messages";

/** Half of the lines that the messages are about must be doubtful ones: fewer, and the product answered these failures otherwise. */
const MIN_DOUBTFUL = 0.5;

/**
 * Makes gateway errors of those 500s that the gateway's own messages account for.
 *
 * Some products answer a failure of their own proxying with 500, and their access lines do not tell it from the application's. Their
 * messages do: each that may have been answered so (`Signature.mayAnswer`) claims one request of the same client, and of the same path
 * where the two logs agree on it. Where every line and message of a minute is kept, its claims are those pairs; in busier minutes the
 * kept ones are a sample, and the messages, of which all are counted, say how many. What no message claims stays the application's.
 * Cost: linear in the kept lines.
 */
export function claimErrors(rollup: Rollup, signatures: readonly Signature[]): Rollup {
  const claiming = new Set(signatures.flatMap(({ id, mayAnswer }) => (mayAnswer === undefined ? [] : [id])));
  const messages = rollup.messages.filter(({ signature }) => claiming.has(signature ?? ""));
  const met = meetLines(rollup, messages);
  const claimed = rollup.doubtful.filter((line) => met.has(line));
  if (claimed.length === 0 || claimed.length < MIN_DOUBTFUL * met.size) return rollup;
  const counts = countClaims(rollup, { claimed, messages, claiming });
  return {
    ...rollup,
    ...claimCells(rollup, claimed, counts),
    failures: [...rollup.failures, ...claimed.map((line): FailedRequest => ({ ...line, madeBy: "proxy" }))].sort(
      inTime,
    ),
    doubtful: rollup.doubtful.filter((line) => !met.has(line)),
  };
}

/** The failing lines that the messages are about, doubtful or not. */
function meetLines(rollup: Rollup, messages: readonly FailureMessage[]): ReadonlySet<FailedRequest> {
  if (messages.length === 0 || rollup.doubtful.length === 0) return new Set();
  const named = messages.filter(({ clientIp, path }) => clientIp !== null || path !== null);
  const met = meetRequests(rollup, named);
  // What is said of the backend alone is of one request too: the nearest.
  const nameless = messages.filter(({ clientIp, path }) => clientIp === null && path === null);
  const free = rollup.doubtful.filter((line) => !met.has(line));
  return new Set([...met, ...pairLines(nameless, free, () => "").keys()]);
}

function meetRequests(rollup: Rollup, messages: readonly FailureMessage[]): ReadonlySet<FailedRequest> {
  const lines = [...rollup.failures, ...rollup.doubtful].sort(inTime);
  const byRequest = pairLines(messages, lines, ({ clientIp, path }) => clientIp && `${clientIp} ${resourceOf(path)}`);
  // A path that a rule rewrote, or that holds escapes, is another in the message.
  const paired = new Set(byRequest.values());
  const left = messages.filter((message) => !paired.has(message));
  const others = lines.filter((line) => !byRequest.has(line));
  const byClient = pairLines(left, others, ({ clientIp }) => clientIp);
  if (byRequest.size + byClient.size > 0) return new Set([...byRequest.keys(), ...byClient.keys()]);
  // Behind another proxy the two logs may name different clients.
  return new Set(pairLines(messages, lines, ({ path }) => path && resourceOf(path)).keys());
}

/** Messages name what was asked for without its query. */
function resourceOf(path: string | null): string {
  const at = path?.indexOf("?") ?? -1;
  return at < 0 ? (path ?? "") : (path ?? "").slice(0, at);
}

function inTime(one: FailedRequest, other: FailedRequest): number {
  return one.atMs - other.atMs || one.file - other.file || one.line - other.line;
}
