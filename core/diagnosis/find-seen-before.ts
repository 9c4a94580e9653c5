import { groupBy } from "@/core/collections/group-by";
import type { ReturnKind } from "@/core/contract/past-incidents";
import { compareIncidents, isSameFault, SIMILAR, type Comparable, type Likeness } from "./compare-incidents";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
/**
 * One outage may be found in parts, and an onset moves when more of a log is known: what begins within ten minutes of another's
 * end belongs to it. The longest silence that a spike bridges by itself is as long (find-segments.ts, MAX_QUIET_MINUTES).
 */
const SAME_OUTAGE_MS = 10 * MINUTE_MS;
/**
 * Onsets this near on the clock, on three days or more, are no chance: of three outages at random times, all fall into one half
 * hour once in about 800 cases (3 × (30/1440)²).
 */
const TIME_OF_DAY_MINUTES = 30;
const LEAST_DAYS = 3;

/** An incident with what its place among others depends on; times in UTC epoch ms. */
export interface KnownIncident extends Comparable {
  id: string;
  startMs: number;
  endMs: number;
  /** When it was closed; null while it is open. */
  closedMs: number | null;
}

export interface Found<T> {
  returns: ReturnKind;
  /** The closed incident that has come back; the one closed last, where there are several. */
  regressionOf: T | null;
  /** Earlier outages by the same fault. */
  times: number;
  lastMs: number | null;
  sameTimeOfDay: boolean;
  /** Earlier incidents that are similar: those of the same source first, then the most alike, then what was closed, then the latest. */
  similar: { incident: T; likeness: Likeness }[];
  /** Earlier incidents that were looked at. */
  compared: number;
  /** Outages by the same fault after it, and the first of them. */
  since: { times: number; first: T } | null;
}

/**
 * Finds the earlier incidents that are like this one, whether it is one of them come back, and whether it came back itself.
 * An incident is never held against itself, nor against others of the same outage.
 */
export function findSeenBefore<T extends KnownIncident>(self: KnownIncident, others: readonly T[]): Found<T> {
  const earlier = others.filter((other) => other.id !== self.id && isBefore(other, self));
  const later = others.filter((other) => other.id !== self.id && isBefore(self, other) && isSameFault(self, other));
  const same = earlier.filter((other) => isSameFault(self, other));
  const regressionOf = latestBy(
    same.filter((other) => wasClosedBefore(other, self)),
    ({ closedMs }) => closedMs ?? 0,
  );
  const last = latestBy(same, ({ startMs }) => startMs);
  const first = latestBy(later, ({ startMs }) => -startMs);
  const similar = earlier
    .map((incident) => ({ incident, likeness: compareIncidents(self, incident) }))
    .filter(({ likeness }) => likeness.sameFault || likeness.score >= SIMILAR)
    .sort(
      (a, b) =>
        Number(b.incident.sourceId === self.sourceId) - Number(a.incident.sourceId === self.sourceId) ||
        Number(b.likeness.sameFault) - Number(a.likeness.sameFault) ||
        tenths(b.likeness.score) - tenths(a.likeness.score) ||
        // Whoever closed one knew what had helped.
        Number(b.incident.closedMs !== null) - Number(a.incident.closedMs !== null) ||
        b.incident.startMs - a.incident.startMs,
    );
  return {
    returns: regressionOf !== null ? "regression" : last !== null ? "recurring" : null,
    regressionOf,
    times: countOutages(same),
    lastMs: last?.startMs ?? null,
    sameTimeOfDay: isSameTimeOfDay([self, ...same]),
    similar,
    compared: earlier.length,
    since: first === null ? null : { times: countOutages(later), first },
  };
}

/** Of each incident, whether it is an earlier one come back; those that are not have no entry. */
export function findReturns(incidents: readonly KnownIncident[]): Map<string, NonNullable<ReturnKind>> {
  const returns = new Map<string, NonNullable<ReturnKind>>();
  // The same fault has the same source and cause: only within such a group is there anything to compare.
  const groups = groupBy(incidents, ({ sourceId, traits }) => `${sourceId} ${traits.tier} ${traits.cause}`);
  for (const group of groups.values()) {
    // Latest first, so that the search for an earlier one most often ends with the first it meets.
    const ordered = group.toSorted((a, b) => b.startMs - a.startMs);
    const closed = ordered.filter(({ closedMs }) => closedMs !== null);
    for (const [at, self] of ordered.entries()) {
      const is = (other: KnownIncident): boolean => isBefore(other, self) && isSameFault(self, other);
      if (closed.some((other) => wasClosedBefore(other, self) && is(other))) returns.set(self.id, "regression");
      else if (ordered.some((other, place) => place > at && is(other))) returns.set(self.id, "recurring");
    }
  }
  return returns;
}

/** Over before the other began, and not part of the same outage. */
function isBefore(one: KnownIncident, other: KnownIncident): boolean {
  return one.endMs + SAME_OUTAGE_MS <= other.startMs;
}

/** Closing it said that it would not come again: what began only afterwards proves the contrary, what began before does not. */
function wasClosedBefore({ closedMs }: KnownIncident, { startMs }: KnownIncident): boolean {
  return closedMs !== null && closedMs <= startMs;
}

/** Scores this near say the same; other things then make the better lead. */
function tenths(score: number): number {
  return Math.round(score * 10);
}

function latestBy<T>(incidents: readonly T[], timeOf: (incident: T) => number): T | null {
  let latest: T | null = null;
  for (const incident of incidents) if (latest === null || timeOf(incident) > timeOf(latest)) latest = incident;
  return latest;
}

/** Incidents of one outage count once. */
function countOutages(incidents: readonly KnownIncident[]): number {
  let outages = 0;
  let overMs = -Infinity;
  for (const { startMs, endMs } of incidents.toSorted((a, b) => a.startMs - b.startMs)) {
    if (startMs >= overMs + SAME_OUTAGE_MS) outages += 1;
    overMs = Math.max(overMs, endMs);
  }
  return outages;
}

/** Whether they all began within the same half hour of the clock, on at least three days. */
function isSameTimeOfDay(incidents: readonly KnownIncident[]): boolean {
  const minutes = incidents.map(({ startMs }) => Math.floor(startMs / MINUTE_MS)).sort((a, b) => a - b);
  // By distance, not by date: 23:55 and the next 00:05 but one are of two days, whatever the zone.
  const days = minutes.filter((minute, at) => minute - (minutes[at - 1] ?? -Infinity) >= DAY_MINUTES / 2).length;
  if (days < LEAST_DAYS) return false;
  const clocks = minutes.map((minute) => minute % DAY_MINUTES).sort((a, b) => a - b);
  // The widest gap on the dial, midnight included: what is left of the day is where they all lie.
  const gaps = clocks.map((clock, at) => (clocks[at + 1] ?? (clocks[0] ?? 0) + DAY_MINUTES) - clock);
  return DAY_MINUTES - Math.max(...gaps) <= TIME_OF_DAY_MINUTES;
}
