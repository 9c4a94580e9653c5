import type { AccessEvent } from "@/core/events/access-event";
import type { Signature } from "@/core/events/error-event";

/**
 * The value of an access line that says why it failed. Those of the upstream are the last attempt's: its status, its address, the bytes
 * sent to it, the milliseconds until its header; "" for what the line does not carry.
 */
export type ReasonField =
  "flags" | "errorReason" | "status" | "bodyBytes" | "upstreamStatus" | "upstreamAddr" | "upstreamSent" | "upstreamMs";

/** A reason that an access line itself gives, and how to know it. */
export interface ReasonRule extends Signature {
  /** Every value named must fit; patterns are linear. */
  when: Partial<Record<ReasonField, RegExp>>;
}

/** Finds the first rule that fits an event; null where none does. */
export function reasonMatcher(rules: readonly ReasonRule[]): (event: AccessEvent) => Signature | null {
  if (rules.length === 0) return () => null;
  return (event) => rules.find((rule) => fits(rule, event)) ?? null;
}

/** Reasons are short words; a hostile line's are cut before a pattern sees them. */
export const MATCHED_LENGTH = 512;

function fits({ when }: ReasonRule, event: AccessEvent): boolean {
  for (const [field, pattern] of Object.entries(when)) if (!pattern.test(valueOf(event, field))) return false;
  return true;
}

function valueOf(event: AccessEvent, field: string): string {
  if (field === "flags") return (event.flags ?? "").slice(0, MATCHED_LENGTH);
  if (field === "errorReason") return (event.errorReason ?? "").slice(0, MATCHED_LENGTH);
  if (field === "bodyBytes") return String(event.bodyBytes ?? "");
  if (field === "status") return String(event.status ?? 0);
  const last = event.upstreams.at(-1);
  if (field === "upstreamAddr") return (last?.addr ?? "").slice(0, MATCHED_LENGTH);
  if (field === "upstreamSent") return String(last?.sentBytes ?? "");
  if (field === "upstreamMs") return String(last?.headerMs ?? "");
  return String(last?.status ?? "");
}

type Row = [
  id: string,
  when: ReasonRule["when"],
  errno: string | null,
  cause: string,
  confidence: Signature["confidence"],
  label: string,
];

/** Rows of one phase as rules. */
export function reasonsOfPhase(phase: Signature["phase"], rows: Row[]): ReasonRule[] {
  return rows.map(([id, when, errno, cause, confidence, label]) => ({
    ...{ id, when, phase, errno, cause, confidence, label },
  }));
}
