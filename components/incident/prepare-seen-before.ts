import { formatClock, formatDuration, formatMoment } from "@/components/charts/time-axis";
import type { Help, PastIncident, SeenBefore } from "@/core/contract/past-incidents";

/** What the page and the copied summary say of earlier incidents; sentences without markup. */
export interface SeenBeforeWords {
  /** `regression` and `recurring` are the same fault again; `similar` is something like it. */
  kind: "regression" | "recurring" | "similar" | "first";
  /** What to know first; null where there was nothing to compare with. */
  lead: string | null;
  /** What its times tell; null where they tell nothing. */
  pattern: string | null;
  /** What came after it; null where nothing did. */
  since: string | null;
}

export function prepareSeenBefore(seenBefore: SeenBefore, timeZone: string): SeenBeforeWords {
  const { returns, similar, since, sameTimeOfDay } = seenBefore;
  return {
    kind: returns ?? (similar.length > 0 ? "similar" : "first"),
    lead: leadOf(seenBefore, timeZone),
    pattern: sameTimeOfDay ? "Each time it began at about the same time of day: look for a job that runs then." : null,
    since:
      since === null
        ? null
        : since.times === 1
          ? `It has come back since, on ${formatMoment(since.startMs, timeZone)}.`
          : `It has come back since, ${times(since.times)}: first on ${formatMoment(since.startMs, timeZone)}.`,
  };
}

function leadOf({ regressionOf, times: before, lastMs, total, compared }: SeenBefore, timeZone: string): string | null {
  if (regressionOf !== null) {
    const { closedMs, closedBy } = regressionOf;
    const more = before > 1 ? ` It was here ${times(before)} before.` : "";
    return `Closed on ${formatMoment(closedMs, timeZone)} by ${closedBy}; it has come back: regression.${more}`;
  }
  if (lastMs !== null) {
    const last = formatMoment(lastMs, timeZone);
    return before === 1
      ? `This happened before, on ${last}.`
      : `This happened ${times(before)} before, last on ${last}.`;
  }
  if (total > 0) {
    return `Not this fault, but ${total === 1 ? "one" : total} of ${earlier(compared)} ${total === 1 ? "is" : "are"} like it.`;
  }
  if (compared === 0) return null;
  return compared === 1
    ? "Not seen before: the one earlier incident here is not like it."
    : `Not seen before: none of ${earlier(compared)} here is like it.`;
}

function times(n: number): string {
  return n === 1 ? "once" : n === 2 ? "twice" : `${n} times`;
}

function earlier(n: number): string {
  return n === 1 ? "1 earlier incident" : `${n} earlier incidents`;
}

/** How long it lasted: `over in 18 min`. */
export function lastedWords({ startMs, endMs, ongoing }: PastIncident): string {
  return ongoing ? "still failing where its logs end" : `over in ${formatDuration(endMs - startMs)}`;
}

/** `closed by Eva`, `still open`, with the time where it was closed on another day than it began. */
export function closedWords({ startMs, closedMs, closedBy }: PastIncident, timeZone: string): string {
  if (closedMs === null) return "never closed";
  return `closed by ${closedBy ?? "operator"}, ${nearMoment(closedMs, startMs, timeZone)}`;
}

/** `same cause, same upstream 10.0.0.2:80; but another message, “reset”`. */
export function likenessWords({ reasons, differences }: PastIncident): string {
  const alike = reasons.join(", ");
  if (differences.length === 0) return alike;
  return reasons.length === 0 ? differences.join(", ") : `${alike}; but ${differences.join(", ")}`;
}

/** Who says so, and when: `closed by Eva, 02:47`, `step done by Ada, Fri 13 Nov 2026, 09:00`. */
export function helpWords(help: Help, past: PastIncident, timeZone: string): string {
  const when = nearMoment(help.atMs, past.startMs, timeZone);
  return `${help.from === "closing" ? "closed" : "step done"} by ${help.by}, ${when}`;
}

/** The clock alone on the same day, else the day too. */
function nearMoment(atMs: number, nearMs: number, timeZone: string): string {
  const day = (ms: number): string => formatMoment(ms, timeZone).split(",")[0] ?? "";
  return day(atMs) === day(nearMs) ? formatClock(atMs, timeZone) : formatMoment(atMs, timeZone);
}
