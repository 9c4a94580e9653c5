import type { MarkerEvent } from "@/core/events/marker-event";
import type { Evidence } from "@/core/evidence/evidence";
import type { Signal } from "./define-cause";
import { arrivedShare } from "./edge-and-origin";
import { count, duration, named, percent, span, times } from "./number-words";
import { opposes, supports } from "./signal";

type NearMarker = NonNullable<Evidence["markers"]>[number];

/** The nearest marker of these kinds from `seconds` before the onset to half a minute after it (clocks and log delays); null without one. */
export function markerBefore(
  evidence: Evidence,
  kinds: readonly MarkerEvent["kind"][],
  seconds: number,
): NearMarker | null {
  const near = (evidence.markers ?? []).filter(
    ({ marker, secondsBeforeOnset }) =>
      kinds.includes(marker.kind) && secondsBeforeOnset <= seconds && secondsBeforeOnset >= -30,
  );
  return near.reduce<NearMarker | null>(
    (nearest, one) =>
      nearest === null || Math.abs(one.secondsBeforeOnset) < Math.abs(nearest.secondsBeforeOnset) ? one : nearest,
    null,
  );
}

/** A marker in the ten minutes before the onset whose text names one of the words; null without one. */
export function markerNaming(evidence: Evidence, words: RegExp): NearMarker | null {
  return (
    (evidence.markers ?? []).find(
      ({ marker, secondsBeforeOnset }) => secondsBeforeOnset <= 600 && words.test(marker.text),
    ) ?? null
  );
}

/** `nginx reload: upstream list updated, 11 s before the first failure` */
export function markerText({ marker, secondsBeforeOnset }: NearMarker): string {
  const what = named(marker.text === "" ? marker.kind : marker.text);
  if (Math.abs(secondsBeforeOnset) < 1) return `${what}, in the second of the first failure`;
  return secondsBeforeOnset > 0
    ? `${what}, ${span(secondsBeforeOnset)} before the first failure`
    : `${what}, ${span(-secondsBeforeOnset)} after the first failure`;
}

/** A marker of these kinds near the end made it stop. */
export function recoverySignal(evidence: Evidence, kinds: readonly MarkerEvent["kind"][], weight: number): Signal[] {
  const cure = (evidence.recovery ?? []).find(({ marker }) => kinds.includes(marker.kind));
  if (cure === undefined) return [];
  return [
    supports(
      `The failures ended with: ${named(cure.marker.text === "" ? cure.marker.kind : cure.marker.text)}`,
      weight,
      "markers",
    ),
  ];
}

/** How many times the traffic grew, without what failed requests add by being repeated; 1 when the log cannot tell. */
export function trafficGrowth(evidence: Evidence): number {
  const { traffic, transience, spike } = evidence;
  const repeated = Math.min(0.5, (transience?.retried ?? 0) / Math.max(1, spike.requests));
  return (traffic.times ?? 1) * (1 - repeated);
}

/** The growth in words: as it was counted, and where failed requests sent again are a part of it, without them. */
export function growthText(evidence: Evidence): string {
  const counted = times(evidence.traffic.times ?? 1);
  const own = times(trafficGrowth(evidence));
  return counted === own ? counted : `${counted}, ${own} without failed requests sent again`;
}

/** How many times the median (or, if that moved less, the 95th percentile) of successful requests grew; null when the log cannot tell. */
export function slowdown(evidence: Evidence): number | null {
  const { latency } = evidence;
  if (latency === null) return null;
  // 5 ms is added on both sides so that 1 ms → 3 ms does not count as a threefold rise.
  const grew = (before: number | null, during: number | null): number | null =>
    before === null || during === null ? null : (during + 5) / (before + 5);
  const median = grew(latency.beforeP50, latency.duringP50);
  const tail = grew(latency.beforeP95, latency.duringP95);
  if (median === null && tail === null) return null;
  return Math.max(median ?? 0, tail ?? 0);
}

/** Traffic grew: half as much again is beyond the minute-to-minute noise of the recorded quiet hours. */
export function surgeSignal(evidence: Evidence, weight: number): Signal[] {
  const growth = trafficGrowth(evidence);
  if (growth < 1.5) return [];
  const { beforePerMinute, duringPerMinute } = evidence.traffic;
  const from =
    beforePerMinute === null ? "" : ` (${count(beforePerMinute)} → ${count(duringPerMinute)} requests a minute)`;
  return [
    supports(`Traffic rose ${growthText(evidence)}${from}`, weight * Math.min(1, 0.5 + (growth - 1.5)), "access-log"),
  ];
}

/** Requests that still succeed became slower. */
export function slowdownSignal(evidence: Evidence, weight: number): Signal[] {
  const factor = slowdown(evidence);
  if (factor === null || factor < 1.6 || evidence.latency === null) return [];
  const { beforeP50, duringP50, beforeP95, duringP95, leadMinutes } = evidence.latency;
  const figures =
    beforeP95 !== null && duringP95 !== null
      ? `95th percentile ${duration(beforeP95)} → ${duration(duringP95)}`
      : `median ${duration(beforeP50 ?? 0)} → ${duration(duringP50 ?? 0)}`;
  const lead = leadMinutes !== null && leadMinutes > 0 ? `, ${span(leadMinutes * 60)} before the first failure` : "";
  return [
    supports(
      `Requests that succeed became ${times(factor)} slower (${figures})${lead}`,
      weight * Math.min(1, factor / 3) + (lead === "" ? 0 : 0.6),
      "access-log",
    ),
  ];
}

/** Everything in the scope fails, from one moment on. */
export function hardFaultSignal(evidence: Evidence, weight: number): Signal[] {
  const { ratio, rampMinutes, failed, requests } = evidence.spike;
  if (ratio < 0.9 || rampMinutes > 2) return [];
  return [
    supports(
      `${percent(ratio)} of the requests in this scope fail (${count(failed)} of ${count(requests)}), from one minute to the next`,
      weight,
      "access-log",
      evidence.spike.samples,
    ),
  ];
}

/** At an edge: the origin has no errors of its own in these minutes and not seen the requests, so what failed never became one there. */
export function againstHealthyOrigin(evidence: Evidence): Signal[] {
  const { otherTier, spike } = evidence;
  if (otherTier === null || otherTier.tier !== "origin" || otherTier.gatewayErrors > 0.1 * spike.failed) return [];
  if ((arrivedShare(evidence) ?? 0) > 0.5) return [];
  return [
    opposes(
      `The origin logged ${count(otherTier.gatewayErrors)} gateway errors in these minutes`,
      1.2,
      "edge-and-origin",
    ),
  ];
}
