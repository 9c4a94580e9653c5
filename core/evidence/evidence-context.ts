import type { ProxyConfig } from "@/core/configs/proxy-config";
import type { Signature } from "@/core/events/error-event";
import type { FieldName } from "@/core/events/field";
import type { FailedRequest, FailureMessage, Rollup, RollupFile } from "@/core/rollups/rollup";
import { messageMatcher, failuresIn, rowsBetween } from "@/core/spikes/select-lines";
import type { Scope, Spike } from "@/core/spikes/spike";

export const MINUTE_MS = 60_000;
/** Lines of one request may carry times up to a minute apart: the message when it failed, the access line when it ended. */
const MESSAGE_SLACK_MS = 60_000;

/** What every fact about a spike is worked out from. */
export interface EvidenceContext {
  spike: Spike;
  /** The tier the spike was found in; `rollup` is its rollup and `other` that of the other tier, if there is one. */
  tier: "edge" | "origin";
  rollup: Rollup;
  other: Rollup | null;
  configs: ProxyConfig[];
  signatures: ReadonlyMap<string, Signature>;
  /** First and last minute of the spike. */
  fromMinute: number;
  toMinute: number;
  /** The spike's baseline; null where the log has no quiet minute. */
  baseline: { fromMinute: number; toMinute: number } | null;
  /** Failing lines of the spike's scope and span. */
  failures: FailedRequest[];
  /** Error-log lines of the spike's scope and span. */
  messages: FailureMessage[];
}

export function createContext(
  spike: Spike,
  tier: "edge" | "origin",
  rollup: Rollup,
  other: Rollup | null,
  configs: ProxyConfig[],
  signatures: readonly Signature[],
): EvidenceContext {
  const inScope = messageMatcher(spike.scope, spike.selection);
  return {
    spike,
    tier,
    rollup,
    other,
    configs,
    signatures: new Map(signatures.map((signature) => [signature.id, signature])),
    fromMinute: Math.floor(spike.startMs / MINUTE_MS),
    toMinute: Math.ceil(spike.endMs / MINUTE_MS) - 1,
    baseline: spike.baseline,
    failures: failuresIn(rollup, spike.selection, spike.startMs, spike.endMs),
    messages: rowsBetween(rollup.messages, spike.startMs - MESSAGE_SLACK_MS, spike.endMs + MESSAGE_SLACK_MS).filter(
      inScope,
    ),
  };
}

/** Files of the spike's tier; a rollup may know the files of the whole system. */
export function filesOfTier({ rollup, tier }: EvidenceContext): RollupFile[] {
  return rollup.files.filter((file) => file.tier === tier);
}

/** Does the format of the line's file carry this field? */
export function hasField({ rollup }: EvidenceContext, line: { file: number }, field: FieldName): boolean {
  return rollup.files[line.file]?.fields.includes(field) ?? false;
}

/** The failing lines whose format carries the field; null where none does. */
export function failuresWith(context: EvidenceContext, field: FieldName): FailedRequest[] | null {
  const lines = context.failures.filter((line) => hasField(context, line, field));
  return lines.length > 0 ? lines : null;
}

/** The selection with one dimension set free, to compare its values with each other. */
export function withoutDimension(selection: Scope, dimension: keyof Scope): Scope {
  return { ...selection, [dimension]: [] };
}

export function isUnrestricted(selection: Scope): boolean {
  return [selection.upstreams, selection.hosts, selection.paths, selection.clients].every(
    (values) => values.length === 0,
  );
}

/** Minutes in the baseline. */
export function baselineMinutes({ baseline }: EvidenceContext): number {
  return baseline ? baseline.toMinute - baseline.fromMinute + 1 : 0;
}
