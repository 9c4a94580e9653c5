/** Grains of `Cell`, `Series` and `Latency`, in minutes. */
export const GRAINS = [1, 15, 360] as const;
/** Grains of `Tally`, in minutes: ten as in the rollup, six hours for long ranges. */
export const TALLY_GRAINS = [10, 360] as const;

/** Widths of buckets offered to charts, in minutes: 1 minute … 90 days. */
const WIDTHS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200, 129_600];
/** A chart 1,200 pixels wide has no use for more. */
const MOST_BUCKETS = 400;
/**
 * Combined filters are answered from the full cells, of which a busy system has hundreds per minute: with at most this many
 * buckets of a grain (about 300,000 rows) an answer stays below 300 ms.
 */
const MOST_CELL_BUCKETS = 720;

/** A width of chart buckets, and the stored grain they are summed from; minutes. */
export interface Bucketing {
  widthMinutes: number;
  grain: number;
}

/** The finest buckets that keep a chart of `spanMinutes` below 400 of them; `combined` = more than one dimension is filtered. */
export function chooseBucket(spanMinutes: number, combined: boolean, mostBuckets = MOST_BUCKETS): Bucketing {
  for (const widthMinutes of WIDTHS) {
    if (spanMinutes / widthMinutes > mostBuckets) continue;
    const grain = coarsestGrain(widthMinutes);
    if (combined && grain < 360 && spanMinutes / grain > MOST_CELL_BUCKETS) continue;
    return { widthMinutes, grain };
  }
  const widthMinutes = Math.ceil(spanMinutes / mostBuckets / 1440) * 1440;
  return { widthMinutes, grain: 360 };
}

/** The coarsest grain whose buckets fit into buckets of this width. */
export function coarsestGrain(widthMinutes: number): number {
  if (widthMinutes % 360 === 0) return 360;
  return widthMinutes % 15 === 0 ? 15 : 1;
}

/** A stretch of time that one grain answers exactly; minutes, `to` exclusive. */
export interface Stretch {
  grain: number;
  from: number;
  to: number;
}

/** Cuts `[from, to)` into stretches of the given grains, as few rows as possible: coarse in the middle, fine at the edges. */
export function cutIntoGrains(from: number, to: number, grains: readonly number[]): Stretch[] {
  const [coarsest, ...finer] = [...grains].sort((a, b) => b - a);
  if (coarsest === undefined || from >= to) return [];
  const inner = Math.ceil(from / coarsest) * coarsest;
  const outer = Math.floor(to / coarsest) * coarsest;
  if (finer.length === 0) {
    // Nothing finer is kept: round outwards rather than lose the edges.
    return [{ grain: coarsest, from: Math.floor(from / coarsest) * coarsest, to: Math.ceil(to / coarsest) * coarsest }];
  }
  if (inner >= outer) return cutIntoGrains(from, to, finer);
  return [
    ...cutIntoGrains(from, inner, finer),
    { grain: coarsest, from: inner, to: outer },
    ...cutIntoGrains(outer, to, finer),
  ];
}
