"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { valueAxisProps } from "@/components/charts/axis-props";
import { chartColors } from "@/components/charts/chart-colors";
import { formatCompact, formatCount } from "@/components/charts/format-values";
import { formatMoment } from "@/components/charts/time-axis";
import { TooltipBox, TooltipRow } from "@/components/charts/tooltip-box";
import { valueAxis } from "@/components/charts/value-axis";
import { useDragRange } from "@/components/charts/use-drag-range";
import type { Trends } from "@/core/contract/trends";
import { CHART_MARGIN, Y_AXIS_WIDTH } from "./chart-frame";
import type { PreparedTrends } from "./prepare-trends";

/** All requests per bucket, under the errors and on the same time axis: did the traffic change? */
export function TrafficChart({
  trends,
  prepared,
  timeZone,
  onRange,
}: {
  trends: Trends;
  prepared: PreparedTrends;
  timeZone: string;
  onRange: (aMs: number, bMs: number) => void;
}) {
  const traffic = valueAxis(prepared.trafficMax, 2, true);
  const drag = useDragRange(onRange);
  return (
    <ResponsiveContainer width="100%" height={84}>
      <ComposedChart data={prepared.points} margin={CHART_MARGIN} syncId="trends" syncMethod="value" {...drag.handlers}>
        <CartesianGrid vertical={false} stroke={chartColors.grid} />
        <XAxis dataKey="x" type="number" scale="time" domain={[trends.fromMs, trends.toMs]} allowDataOverflow hide />
        <YAxis width={Y_AXIS_WIDTH} {...valueAxisProps(traffic, formatCompact)} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: chartColors.axis }}
          content={({ active, label }) => {
            const point = prepared.points.find((candidate) => candidate.x === Number(label));
            if (active !== true || point === undefined) return null;
            return (
              <TooltipBox title={formatMoment(point.atMs, timeZone)}>
                <TooltipRow color={chartColors.traffic} label="requests" value={formatCount(point.requests)} />
              </TooltipBox>
            );
          }}
        />
        <Area
          dataKey="requests"
          type="linear"
          stroke={chartColors.traffic}
          fill={chartColors.traffic}
          fillOpacity={0.7}
          strokeWidth={1.5}
          dot={false}
          isAnimationActive={false}
        />
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
