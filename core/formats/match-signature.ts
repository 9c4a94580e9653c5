import type { Signature } from "@/core/events/error-event";

/** A signature and how to know it. */
export interface SignatureRule extends Signature {
  /** Text that the message contains, or a pattern it fits. Patterns are linear: no nested repetition. */
  match: string | RegExp;
  /** Scheme in front of the upstream, for messages that mean something else by protocol: `grpc`, `fastcgi`; null = any. */
  scheme: string | null;
}

type Row = [
  id: string,
  match: string | RegExp,
  errno: string | null,
  cause: string,
  confidence: Signature["confidence"],
  label: string,
  marker?: Signature["marker"],
];

/** Rows of one phase as rules. */
export function rulesOfPhase(phase: Signature["phase"], rows: Row[], scheme: string | null = null): SignatureRule[] {
  return rows.map(([id, match, errno, cause, confidence, label, marker]) => ({
    ...{ id, phase, errno, cause, confidence, label, match, scheme },
    ...(marker ? { marker } : {}),
  }));
}

/** The rules, of which those named may be about a request that the product itself answered with this status. */
export function mayAnswer(status: number, ids: readonly string[], rules: readonly SignatureRule[]): SignatureRule[] {
  return rules.map((rule) => (ids.includes(rule.id) ? { ...rule, mayAnswer: status } : rule));
}

/** nginx ends its messages at 2,048 bytes; patterns with a `.*` need a bound, or a hostile line takes minutes. */
const MATCHED_LENGTH = 2048;

/** Finds the first rule that fits; a message seen before costs one look-up. The caps bound what a hostile log can make us keep. */
export function signatureMatcher(
  rules: readonly SignatureRule[],
): (message: string, scheme: string | null) => SignatureRule | null {
  const seen = new Map<string, SignatureRule | null>();
  return (whole, scheme) => {
    const message = whole.slice(0, MATCHED_LENGTH);
    const key = `${scheme ?? ""} ${message}`;
    const known = seen.get(key);
    if (known !== undefined) return known;
    const found = rules.find((rule) => fits(rule, message, scheme ?? "")) ?? null;
    if (seen.size >= 1000) seen.clear();
    if (key.length < 500) seen.set(key, found);
    return found;
  };
}

function fits(rule: SignatureRule, message: string, scheme: string): boolean {
  if (rule.scheme !== null && !scheme.startsWith(rule.scheme)) return false;
  return typeof rule.match === "string" ? message.includes(rule.match) : rule.match.test(message);
}
