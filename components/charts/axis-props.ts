import { chartColors } from "./chart-colors";
import type { TimeAxis } from "./time-axis";
import type { ValueAxis } from "./value-axis";

/** How the words at an axis look. */
export const AXIS_TICK = { fill: chartColors.axis, fontSize: 11 };

/** What every chart's `XAxis` of time has in common: `fromMs` to `toMs` at `x`, with the ticks of `axis`. */
export function timeAxisProps(axis: TimeAxis, fromMs: number, toMs: number) {
  return {
    dataKey: "x",
    type: "number",
    scale: "time",
    domain: [fromMs, toMs],
    allowDataOverflow: true,
    ticks: axis.ticks,
    tickFormatter: axis.label,
    interval: 0,
    tickLine: false,
    axisLine: { stroke: chartColors.axis },
    tick: AXIS_TICK,
  } as const;
}

/** What every chart's `YAxis` has in common: from nothing to the most, with the ticks of `axis`. */
export function valueAxisProps(axis: ValueAxis, tickFormatter: (value: number) => string) {
  return {
    domain: [0, axis.max],
    ticks: axis.ticks,
    tickFormatter,
    tickLine: false,
    axisLine: false,
    tick: AXIS_TICK,
  } as const;
}
