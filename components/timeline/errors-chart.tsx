"use client";

import { useState } from "react";
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { timeAxisProps, valueAxisProps } from "@/components/charts/axis-props";
import { chartColors } from "@/components/charts/chart-colors";
import { formatCompact, formatRatio } from "@/components/charts/format-values";
import { timeAxis } from "@/components/charts/time-axis";
import { valueAxis } from "@/components/charts/value-axis";
import { useDragRange } from "@/components/charts/use-drag-range";
import type { Trends } from "@/core/contract/trends";
import { CHART_MARGIN, Y_AXIS_WIDTH } from "./chart-frame";
import { ErrorsTooltip } from "./errors-tooltip";
import { clipSpans, type PreparedTrends, type Unit } from "./prepare-trends";

/** Gateway errors per bucket, stacked by status, with incidents as bands and markers as lines; drawing on it zooms. */
export function ErrorsChart({
  trends,
  prepared,
  unit,
  timeZone,
  onRange,
  onIncident,
}: {
  trends: Trends;
  prepared: PreparedTrends;
  unit: Unit;
  timeZone: string;
  onRange: (aMs: number, bMs: number) => void;
  onIncident: (id: string) => void;
}) {
  const [width, setWidth] = useState(900);
  const drag = useDragRange(onRange);
  const axis = timeAxis(trends.fromMs, trends.toMs, timeZone, Math.max(3, Math.floor(width / 110)));
  const errors = valueAxis(prepared.errorMax, 4, unit === "count");
  const barSize = Math.max(
    1,
    Math.min(24, Math.floor((width - Y_AXIS_WIDTH) / Math.max(1, prepared.points.length)) - 1),
  );
  const visible = prepared.series.filter((series) => !series.hidden);
  return (
    <ResponsiveContainer width="100%" height={240} onResize={setWidth}>
      <ComposedChart
        data={prepared.points}
        margin={CHART_MARGIN}
        syncId="trends"
        syncMethod="value"
        barGap={0}
        {...drag.handlers}
      >
        <CartesianGrid vertical={false} stroke={chartColors.grid} />
        {clipSpans(trends.incidents, trends.fromMs, trends.toMs).map((incident) => (
          <ReferenceArea
            key={incident.id}
            x1={incident.x1}
            x2={incident.x2}
            fill={chartColors.s502}
            fillOpacity={0.1}
            stroke={chartColors.s502}
            strokeOpacity={0.35}
            className="cursor-pointer"
            onClick={() => onIncident(incident.id)}
          />
        ))}
        <XAxis {...timeAxisProps(axis, trends.fromMs, trends.toMs)} />
        <YAxis width={Y_AXIS_WIDTH} {...valueAxisProps(errors, unit === "ratio" ? formatRatio : formatCompact)} />
        <Tooltip
          cursor={{ fill: chartColors.axis, fillOpacity: 0.12 }}
          isAnimationActive={false}
          content={(tooltip) => (
            <ErrorsTooltip
              active={tooltip.active}
              x={Number(tooltip.label)}
              trends={trends}
              prepared={prepared}
              timeZone={timeZone}
            />
          )}
        />
        {visible.map((series) => (
          <Bar
            key={series.key}
            dataKey={`values.${series.key}`}
            name={series.label}
            stackId="errors"
            fill={series.color}
            barSize={barSize}
            isAnimationActive={false}
          />
        ))}
        {trends.markers.map((marker) => (
          <ReferenceLine
            key={`${marker.atMs}${marker.text}`}
            x={marker.atMs}
            stroke={chartColors.selection}
            strokeDasharray="3 3"
            label={{ value: "▾", position: "top", fill: chartColors.selection, fontSize: 12 }}
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
