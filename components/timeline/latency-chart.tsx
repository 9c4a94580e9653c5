"use client";

import { useState } from "react";
import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { timeAxisProps, valueAxisProps } from "@/components/charts/axis-props";
import { chartColors } from "@/components/charts/chart-colors";
import { formatMs } from "@/components/charts/format-values";
import { formatMoment, timeAxis } from "@/components/charts/time-axis";
import { TooltipBox, TooltipRow } from "@/components/charts/tooltip-box";
import { valueAxis } from "@/components/charts/value-axis";
import { useDragRange } from "@/components/charts/use-drag-range";
import type { Trends } from "@/core/contract/trends";
import { CHART_MARGIN, Y_AXIS_WIDTH } from "./chart-frame";
import type { PreparedLatency } from "./prepare-latency";

/** The three percentiles, told apart by weight and dash as well as by colour. */
export const PERCENTILES = [
  { key: "p50", label: "median", color: chartColors.p50, dash: undefined, width: 1.75 },
  { key: "p95", label: "95th percentile", color: chartColors.p95, dash: undefined, width: 1.25 },
  { key: "p99", label: "99th percentile", color: chartColors.p99, dash: "4 3", width: 1.25 },
] as const;

/** Latency percentiles of requests that succeeded; a bucket where nothing was measured is a gap. */
export function LatencyChart({
  trends,
  prepared,
  timeZone,
  onRange,
}: {
  trends: Trends;
  prepared: PreparedLatency;
  timeZone: string;
  onRange: (aMs: number, bMs: number) => void;
}) {
  const [width, setWidth] = useState(900);
  const latency = valueAxis(prepared.maxMs, 3, false);
  const drag = useDragRange(onRange);
  const axis = timeAxis(trends.fromMs, trends.toMs, timeZone, Math.max(3, Math.floor(width / 110)));
  return (
    <ResponsiveContainer width="100%" height={140} onResize={setWidth}>
      <ComposedChart data={prepared.points} margin={CHART_MARGIN} syncId="trends" syncMethod="value" {...drag.handlers}>
        <CartesianGrid vertical={false} stroke={chartColors.grid} />
        <XAxis {...timeAxisProps(axis, trends.fromMs, trends.toMs)} />
        <YAxis width={Y_AXIS_WIDTH} {...valueAxisProps(latency, formatMs)} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: chartColors.axis }}
          content={({ active, label }) => {
            const point = prepared.points.find((candidate) => candidate.x === Number(label));
            if (active !== true || point === undefined) return null;
            return (
              <TooltipBox title={formatMoment(point.atMs, timeZone)}>
                {PERCENTILES.map((percentile) => {
                  const value = point[percentile.key];
                  return (
                    <TooltipRow
                      key={percentile.key}
                      color={percentile.color}
                      label={percentile.label}
                      value={value === null ? "nothing measured" : formatMs(value)}
                    />
                  );
                })}
              </TooltipBox>
            );
          }}
        />
        {PERCENTILES.map((percentile) => (
          <Line
            key={percentile.key}
            dataKey={percentile.key}
            type="linear"
            stroke={percentile.color}
            strokeWidth={percentile.width}
            {...(percentile.dash === undefined ? {} : { strokeDasharray: percentile.dash })}
            dot={false}
            connectNulls={false}
            isAnimationActive={false}
          />
        ))}
        {drag.selection !== null && (
          <ReferenceArea
            x1={drag.selection.x1}
            x2={drag.selection.x2}
            fill={chartColors.selection}
            fillOpacity={0.18}
          />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
