import type { SpikeDimension } from "./cell-index";
import type { Segment } from "./find-segments";
import { segmentCost } from "./find-segments";
import type { IndexRange } from "./maximal-segments";
import { sumRange, type MinuteSeries, type ValueSeries } from "./minute-series";
import { excessGain, logLikelihood } from "./score-minutes";

/** A segment of the series of one value. */
export interface ValueSegment extends Segment {
  series: ValueSeries;
}

/** Values of one dimension that fail in the same stretch; an empty list of values stands for all traffic. */
export interface SegmentGroup extends IndexRange {
  dimension: SpikeDimension | null;
  members: ValueSegment[];
  baselineRatio: number;
  noBaseline: boolean;
  /** Nats won over the baseline, less the cost of naming the ends and the values. */
  net: number;
}

/** Ends of two instances of one outage differ by restarts and by chance; longer outages may differ by more. */
export const SAME_END_MINUTES = 3;
const SAME_END_SHARE = 0.25;
/** Nats that the values' own counts may speak against sharing one stretch: odds of e⁸ ≈ 3,000 to 1. */
const MAX_LOSS = 8;

/** Joins segments of values that fail in the same stretch into groups, strongest first. */
export function groupSegments(dimension: SpikeDimension, segments: ValueSegment[], valueCount: number): SegmentGroup[] {
  const open: ValueSegment[][] = [];
  for (const segment of [...segments].sort((a, b) => b.gain - a.gain)) {
    const group = open.find((members) => members.every((member) => sharesStretch(member, segment)));
    if (group) group.push(segment);
    else open.push([segment]);
  }
  return open.map((members) => toGroup(dimension, members, valueCount, unionOf(members)));
}

export function groupOfAll(series: MinuteSeries, segment: Segment): SegmentGroup {
  const { from, to, baselineRatio, noBaseline, gain } = segment;
  return { from, to, dimension: null, members: [], baselineRatio, noBaseline, net: gain - segmentCost(series) };
}

/** A group over one stretch that no value has joined yet: it has paid for the ends and explains nothing. */
export function emptyGroup(dimension: SpikeDimension, series: MinuteSeries, segment: Segment): SegmentGroup {
  return { ...groupOfAll(series, segment), dimension, net: -segmentCost(series) };
}

function unionOf(members: ValueSegment[]): IndexRange {
  return {
    from: Math.min(...members.map((member) => member.from)),
    to: Math.max(...members.map((member) => member.to)),
  };
}

/** The group of these values over one stretch, with what naming them wins. */
export function toGroup(
  dimension: SpikeDimension,
  members: ValueSegment[],
  valueCount: number,
  { from, to }: IndexRange,
): SegmentGroup {
  const sums = members.map((member) => sumRange(member.series, from, to));
  const failed = sums.reduce((sum, counts) => sum + counts.failed, 0);
  const requests = sums.reduce((sum, counts) => sum + counts.requests, 0);
  const baselineRatio =
    members.reduce((sum, member, at) => sum + member.baselineRatio * (sums[at]?.requests ?? 0), 0) / requests;
  const naming = members.length * Math.log(valueCount + 1);
  const first = members[0];
  const cost = naming + (first ? segmentCost(first.series) : 0);
  return {
    from,
    to,
    dimension,
    members,
    baselineRatio,
    noBaseline: members.every((member) => member.noBaseline),
    net: excessGain(failed, requests, baselineRatio) - cost,
  };
}

function sharesStretch(a: ValueSegment, b: ValueSegment): boolean {
  if (a.from > b.to || b.from > a.to) return false;
  const { minutes } = a.series;
  const startsApart = Math.abs((minutes[a.from] ?? 0) - (minutes[b.from] ?? 0));
  const endsApart = Math.abs((minutes[a.to] ?? 0) - (minutes[b.to] ?? 0));
  const shorter = Math.min(lasted(a), lasted(b));
  const tolerance = Math.max(SAME_END_MINUTES, SAME_END_SHARE * shorter);
  if (startsApart <= tolerance && endsApart <= tolerance) return true;
  const union = { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
  return lossInStretch(a, union) + lossInStretch(b, union) <= MAX_LOSS;
}

function lasted(segment: ValueSegment): number {
  const { minutes } = segment.series;
  return (minutes[segment.to] ?? 0) - (minutes[segment.from] ?? 0) + 1;
}

/** Nats lost when the segment's failure ratio is said to hold for a longer stretch. */
function lossInStretch(segment: ValueSegment, stretch: IndexRange): number {
  const ratio = Math.min(0.95, Math.max(0.001, segment.failed / segment.requests));
  const inStretch = sumRange(segment.series, stretch.from, stretch.to);
  const failed = inStretch.failed - segment.failed;
  const requests = inStretch.requests - segment.requests;
  return logLikelihood(failed, requests, segment.baselineRatio) - logLikelihood(failed, requests, ratio);
}
