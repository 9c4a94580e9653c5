import type { Rollup } from "@/core/rollups/rollup";
import { addFellows } from "./add-fellows";
import { PRIOR_RATIO, quietRatio, restlessness } from "./baseline";
import { cellMatcher, indexCells, SCOPE_KEY, SPIKE_DIMENSIONS, type CellIndex } from "./cell-index";
import { describeSpike } from "./describe-spike";
import { findSegments, MIN_FAILED } from "./find-segments";
import { addGroupMembers, includeTried } from "./group-members";
import { emptyGroup, groupOfAll, groupSegments, type SegmentGroup, type ValueSegment } from "./group-segments";
import type { IndexRange } from "./maximal-segments";
import { mergeSpikes, type FoundSpike } from "./merge-spikes";
import { collectSeries, seriesOf, sumRange, type MinuteSeries, type ValueSeries } from "./minute-series";
import type { UpstreamGroups } from "./name-upstreams";
import { everything, MAX_NAMED, narrowScope } from "./narrow-scope";
import type { Scope, Spike } from "./spike";

/** Rounds of finding and taking out; each finds at least one spike, and a log with more than these has other problems. */
const MAX_ROUNDS = 12;
/** A value that has this share of the traffic is no part of it but the whole under another name. */
const MAX_VALUE_SHARE = 0.98;
/** Nats that telling one stretch as several spikes must win for each: two halves of one outage never end in the same minute. */
const SPLIT_COST = 12;
/** Minutes around a spike in which its own stragglers are taken out with it. */
const STRAGGLER_MINUTES = 5;

/**
 * Finds the stretches in which gateway errors exceed their baseline, oldest first, each with the narrowest scope that explains it.
 *
 * Method: elevated stretches are found in the series of all traffic and of every upstream, host and route (`find-segments.ts`). Of the
 * explanations of one stretch — all traffic, or groups of upstreams, of hosts, of routes that fail together — the one that
 * wins most likelihood for the values it must name is taken, narrowed further if the rest stays clean, and taken out of the counts;
 * what remains is searched again, so that a second outage hidden by a larger one is still found. Cost: passes over the cells,
 * a few dozen for an ordinary log.
 *
 * `groups` gives the addresses behind upstream group names, as far as a config tells.
 */
export function findSpikes(rollup: Rollup, groups: UpstreamGroups = new Map()): Spike[] {
  const index = indexCells(rollup);
  const found: FoundSpike[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const explanations = explainRound(index);
    if (explanations.length === 0) break;
    for (const group of explanations) {
      const spike = toFound(index, group);
      takeOut(index, spike);
      found.push(spike);
    }
  }
  return mergeSpikes(index, found)
    .map((spike) => describeSpike(index, spike, groups))
    .sort((a, b) => a.startMs - b.startMs);
}

/** The best explanation of every elevated stretch of the traffic that is not yet explained. */
function explainRound(index: CellIndex): SegmentGroup[] {
  const { all, values: everyValue } = collectSeries(index);
  const total = totalRequests(all);
  const values = everyValue.filter((series) => totalRequests(series) < MAX_VALUE_SHARE * total);
  const frequent = values.filter((series) => sumRange(series, 0, series.minutes.length - 1).failed >= MIN_FAILED);
  const allSegments = findSegments(all);
  const background = {
    ratio: quietRatio(all, allSegments, PRIOR_RATIO),
    restlessness: restlessness(all, allSegments),
    oneOf: frequent.length + 1,
  };
  const valueSegments: ValueSegment[] = frequent.flatMap((series) =>
    findSegments(series, background).map((segment) => ({ ...segment, series })),
  );
  const options = [
    allSegments.map((segment) => groupOfAll(all, segment)),
    ...SPIKE_DIMENSIONS.map((dimension) => {
      const valueCount = index.rollup.dictionaries[dimension].length;
      const segments = valueSegments.filter(({ series }) => series.dimension === dimension);
      const own = groupSegments(dimension, segments, valueCount);
      // Where no value has a stretch of its own, values may still share that of all traffic.
      const shared = allSegments
        .filter((segment) => !own.some((group) => group.from <= segment.to && group.to >= segment.from))
        .map((segment) => emptyGroup(dimension, all, segment));
      return [...own, ...shared]
        .map((group) => addFellows(group, withoutStretch(values, segments, group), valueCount, background.ratio))
        .filter(({ members }) => new Set(members.map(({ series }) => series.value)).size <= MAX_NAMED[dimension]);
    }),
  ];
  return stretches([...allSegments, ...valueSegments]).flatMap((stretch) => {
    const inStretch = options.map((groups) =>
      groups.filter((group) => group.from <= stretch.to && group.to >= stretch.from && group.net > 0),
    );
    const nets = inStretch.map((groups) =>
      groups.reduce((sum, group) => sum + group.net, -SPLIT_COST * Math.max(0, groups.length - 1)),
    );
    return inStretch[nets.indexOf(Math.max(...nets))] ?? [];
  });
}

/** The series that have no stretch of their own within a range. */
function withoutStretch(values: ValueSeries[], segments: ValueSegment[], { from, to }: IndexRange): ValueSeries[] {
  const own = new Set(segments.filter((one) => one.from <= to && one.to >= from).map(({ series }) => series));
  return values.filter((series) => !own.has(series));
}

function totalRequests(series: MinuteSeries): number {
  return sumRange(series, 0, series.minutes.length - 1).requests;
}

/** Unions of overlapping ranges. */
function stretches(ranges: IndexRange[]): IndexRange[] {
  const joined: IndexRange[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

function toFound(index: CellIndex, group: SegmentGroup): FoundSpike {
  const named: Scope = everything();
  if (group.dimension) {
    const dictionary = index.rollup.dictionaries[group.dimension];
    named[SCOPE_KEY[group.dimension]] = [...new Set(group.members.map(({ series }) => dictionary[series.value] ?? ""))];
  }
  const selection = addGroupMembers(index, narrowScope(index, includeTried(index, named, group), group), group);
  const { baselineRatio, noBaseline } = group;
  return { ...refine(index, selection, group), selection, baselineRatio, noBaseline };
}

/**
 * The ends as the narrowed traffic shows them: from a failure to a failure, since what is asked for too seldom has minutes at the
 * ends of its stretch that tell nothing.
 */
function refine(index: CellIndex, selection: Scope, range: IndexRange): IndexRange {
  const series = seriesOf(index, selection, true);
  const own = findSegments(series, { ratio: PRIOR_RATIO, restlessness: 0, oneOf: 2 }).filter(
    (segment) => segment.from <= range.to && segment.to >= range.from,
  );
  if (own.length === 0) return failingPart(series, range);
  return failingPart(series, {
    from: Math.min(...own.map(({ from }) => from)),
    to: Math.max(...own.map(({ to }) => to)),
  });
}

/** A range without the minutes at its ends in which nothing failed. */
function failingPart(series: MinuteSeries, { from, to }: IndexRange): IndexRange {
  let first = from;
  let last = to;
  while (first < last && (series.failed[first] ?? 0) === 0) first++;
  while (last > first && (series.failed[last] ?? 0) === 0) last--;
  return { from: first, to: last };
}

function takeOut(index: CellIndex, spike: FoundSpike): void {
  const matches = cellMatcher(index.rollup, spike.selection);
  const fromMinute = (index.minutes[spike.from] ?? 0) - STRAGGLER_MINUTES;
  const toMinute = (index.minutes[spike.to] ?? 0) + STRAGGLER_MINUTES;
  const { minute } = index.rollup.cells;
  for (let row = 0; row < index.alive.length; row++) {
    const at = minute[row] ?? 0;
    if (at >= fromMinute && at <= toMinute && matches(row)) index.alive[row] = 0;
  }
}
