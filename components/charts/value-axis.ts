export interface ValueAxis {
  /** Upper end, on the last tick. */
  max: number;
  ticks: number[];
}

/**
 * An axis from 0 to just above `highest` with about `most` round ticks (1, 2 or 5 times a power of ten); `whole` keeps ticks on
 * integers, for counts.
 */
export function valueAxis(highest: number, most: number, whole: boolean): ValueAxis {
  const rough = Math.max(highest, Number.MIN_VALUE) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough) ?? 10;
  const step = whole ? Math.max(1, factor * power) : factor * power;
  const count = Math.max(1, Math.ceil(highest / step - 1e-9));
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
  return { max: ticks[count] ?? step, ticks };
}
