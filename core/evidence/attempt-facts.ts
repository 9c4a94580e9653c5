import type { UpstreamAttempt } from "@/core/events/access-event";
import type { FailedRequest } from "@/core/rollups/rollup";
import { backendOfNobody, isUpstreamAddress } from "@/core/spikes/name-upstreams";
import type { Evidence } from "./evidence";
import { failuresWith, type EvidenceContext } from "./evidence-context";
import { pickSamples } from "./pick-samples";

interface FailingAttempt {
  line: FailedRequest;
  attempt: UpstreamAttempt;
}

/** What the upstream field of the failing lines holds; null where the format has none. */
export function upstreamField(context: EvidenceContext): Evidence["upstreamField"] {
  const lines = context.failures.filter((failure) => failure.upstreamField !== null);
  if (lines.length === 0) return null;
  const counts = { address: 0, unix: 0, group: 0, none: 0, empty: 0 };
  const groups = new Set<string>();
  for (const { upstreamField: field, attempts, text } of lines) {
    const last = attempts.at(-1)?.addr ?? field?.split(/, | : /).at(-1) ?? "";
    // nginx writes "" into JSON where a line has "-".
    if (last === "-" || backendOfNobody(last) !== null || (last === "" && text.startsWith("{"))) counts.none++;
    else if (last === "") counts.empty++;
    else if (last.startsWith("unix:")) counts.unix++;
    else if (isUpstreamAddress(last)) counts.address++;
    else {
      counts.group++;
      groups.add(last);
    }
  }
  return { ...counts, groups: [...groups].slice(0, 8), samples: pickSamples(lines) };
}

/** The tries on a real upstream that failed, of the lines given; the tries before one that was saved are not among them. */
function failingAttempts(lines: readonly FailedRequest[]): FailingAttempt[] {
  return lines.flatMap((line) =>
    line.attempts.flatMap((attempt) =>
      attempt.addr !== null && isUpstreamAddress(attempt.addr) ? [{ line, attempt }] : [],
    ),
  );
}

/** Did the failing tries get a connection? */
export function connectFact(context: EvidenceContext): Evidence["connect"] {
  const attempts = failingAttempts(failuresWith(context, "upstreamConnectTime") ?? []);
  if (attempts.length === 0) return null;
  const connected = attempts.filter(({ attempt }) => attempt.connectMs !== null);
  const never = attempts.filter(({ attempt }) => attempt.connectMs === null);
  const larger = connected.length > never.length ? connected : never;
  return {
    never: never.length,
    connected: connected.length,
    zero: connected.filter(({ attempt }) => attempt.connectMs === 0).length,
    samples: pickSamples(larger.map(({ line }) => line)),
  };
}

/** Did the upstream send a header on the failing tries? */
export function headerFact(context: EvidenceContext): Evidence["header"] {
  const attempts = failingAttempts(failuresWith(context, "upstreamHeaderTime") ?? []);
  if (attempts.length === 0) return null;
  const seen = attempts.filter(({ attempt }) => attempt.headerMs !== null);
  const unseen = attempts.filter(({ attempt }) => attempt.headerMs === null);
  const larger = seen.length > unseen.length ? seen : unseen;
  return { seen: seen.length, unseen: unseen.length, samples: pickSamples(larger.map(({ line }) => line)) };
}

/** How many bytes the upstream sent on the failing tries. */
export function receivedFact(context: EvidenceContext): Evidence["received"] {
  const attempts = failingAttempts(failuresWith(context, "upstreamBytesReceived") ?? []);
  if (attempts.length === 0) return null;
  const some = attempts.filter(({ attempt }) => (attempt.receivedBytes ?? 0) > 0);
  const { value, share } = mostCommon(some.map(({ attempt }) => attempt.receivedBytes ?? 0));
  const larger = some.length * 2 > attempts.length ? some : attempts;
  return {
    zero: attempts.length - some.length,
    some: some.length,
    modalBytes: value,
    modalShare: share,
    samples: pickSamples(larger.map(({ line }) => line)),
  };
}

/** The value that most share, and their share; 0 and 0 for an empty list. */
export function mostCommon(values: readonly number[]): { value: number; share: number } {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value, count] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
  return { value, share: values.length > 0 ? count / values.length : 0 };
}
