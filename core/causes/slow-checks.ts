import type { Evidence, SignatureFact } from "@/core/evidence/evidence";
import { slowdown, trafficGrowth } from "./circumstances";
import { messageShare, messagesOf } from "./message-signal";

/** What HAProxy calls a health check that got no answer in time. Source: https://docs.haproxy.org/3.2/management.html#9.1, check_status */
const NO_ANSWER = "L7TOUT";

/** A server short of workers slows its other requests as well: half as much again is beyond the noise of the recorded quiet hours. */
const SLOWED = 1.6;
/** Time-outs of requests beside those of the checks; the check's own path, asked through the proxy, times out with it. */
const MAX_TIMED_OUT = 0.1;

/**
 * Health checks that got no answer in time while requests to the same servers were served as before: the check is at fault, its path or
 * its time limit. [] where requests slowed down or timed out too, as with a server that has too much to do.
 */
export function checksSlowAlone(evidence: Evidence): SignatureFact[] {
  const slow = (evidence.signatures ?? []).filter(({ errno, source }) => errno === NO_ANSWER && source === "error-log");
  if (slow.length === 0) return [];
  const timedOut = messageShare(evidence, messagesOf(evidence, ["upstream-timeout"]));
  const hurt = (slowdown(evidence) ?? SLOWED) >= SLOWED || trafficGrowth(evidence) >= 1.5 || timedOut > MAX_TIMED_OUT;
  return hurt ? [] : slow;
}
