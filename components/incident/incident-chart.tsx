"use client";

import { useState } from "react";
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { timeAxisProps, valueAxisProps } from "@/components/charts/axis-props";
import { chartColors, STATUS_SERIES } from "@/components/charts/chart-colors";
import { formatCompact, formatCount, formatRatio } from "@/components/charts/format-values";
import { formatClock, formatMoment, timeAxis, zoneLabel } from "@/components/charts/time-axis";
import { TooltipBox, TooltipRow } from "@/components/charts/tooltip-box";
import { valueAxis } from "@/components/charts/value-axis";
import type { IncidentDetail } from "@/core/contract/incidents";
import { prepareIncidentChart } from "./prepare-incident-chart";

/** Failures of the incident's scope over its requests, before, during and after, with its baseline and the markers around it. */
export function IncidentChart({ detail, timeZone }: { detail: IncidentDetail; timeZone: string }) {
  const [width, setWidth] = useState(800);
  const chart = prepareIncidentChart(detail);
  const axis = timeAxis(chart.fromMs, chart.toMs, timeZone, Math.max(3, Math.floor(width / 100)));
  const errors = valueAxis(chart.errorMax, 4, true);
  const requests = valueAxis(chart.requestMax, 4, true);
  const barSize = Math.max(1, Math.min(24, Math.floor((width - 100) / Math.max(1, chart.points.length)) - 1));
  return (
    <figure>
      <ResponsiveContainer width="100%" height={200} onResize={setWidth}>
        <ComposedChart data={chart.points} margin={{ top: 16, right: 0, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} stroke={chartColors.grid} />
          {chart.baseline !== null && (
            <ReferenceArea
              yAxisId="errors"
              x1={chart.baseline.x1}
              x2={chart.baseline.x2}
              fill={chartColors.axis}
              fillOpacity={0.08}
              label={{ value: "baseline", position: "insideTop", fill: chartColors.axis, fontSize: 11 }}
            />
          )}
          <ReferenceArea
            yAxisId="errors"
            x1={chart.incident.x1}
            x2={chart.incident.x2}
            fill={chartColors.s502}
            fillOpacity={0.1}
            stroke={chartColors.s502}
            strokeOpacity={0.35}
          />
          <XAxis {...timeAxisProps(axis, chart.fromMs, chart.toMs)} />
          <YAxis yAxisId="errors" width={44} {...valueAxisProps(errors, formatCompact)} />
          <YAxis yAxisId="requests" orientation="right" width={44} {...valueAxisProps(requests, formatCompact)} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: chartColors.axis, fillOpacity: 0.12 }}
            content={({ active, label }) => {
              const point = chart.points.find((candidate) => candidate.x === Number(label));
              if (active !== true || point === undefined) return null;
              return (
                <TooltipBox title={formatMoment(point.atMs, timeZone)}>
                  {STATUS_SERIES.filter((series) => chart.present.has(series.key)).map((series) => (
                    <TooltipRow
                      key={series.key}
                      color={series.color}
                      label={series.label}
                      value={formatCount(point[series.key])}
                      note={point.requests === 0 ? "" : formatRatio(point[series.key] / point.requests)}
                    />
                  ))}
                  <TooltipRow color={chartColors.axis} label="requests" value={formatCount(point.requests)} />
                </TooltipBox>
              );
            }}
          />
          {STATUS_SERIES.filter((series) => chart.present.has(series.key)).map((series) => (
            <Bar
              key={series.key}
              yAxisId="errors"
              dataKey={series.key}
              stackId="errors"
              fill={series.color}
              barSize={barSize}
              isAnimationActive={false}
            />
          ))}
          <Line
            yAxisId="requests"
            dataKey="requests"
            type="linear"
            stroke={chartColors.axis}
            strokeWidth={1.25}
            strokeOpacity={0.7}
            dot={false}
            isAnimationActive={false}
          />
          {detail.markers.map((marker) => (
            <ReferenceLine
              key={`${marker.atMs}${marker.text}`}
              yAxisId="errors"
              x={marker.atMs}
              stroke={chartColors.selection}
              strokeDasharray="3 3"
              label={{ value: "▾", position: "top", fill: chartColors.selection, fontSize: 12 }}
            />
          ))}
        </ComposedChart>
      </ResponsiveContainer>
      <figcaption className="text-faint text-2xs mt-1 flex flex-wrap gap-x-4 gap-y-0.5 px-1">
        {STATUS_SERIES.filter((series) => chart.present.has(series.key)).map((series) => (
          <span key={series.key} className="inline-flex items-center gap-1.5">
            <span aria-hidden className="size-2 rounded-sm" style={{ backgroundColor: series.color }} />
            {series.label} (left)
          </span>
        ))}
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="bg-faint h-px w-3" /> requests (right), of this scope
        </span>
        <span className="ml-auto">{zoneLabel(chart.fromMs, timeZone)}</span>
      </figcaption>
      {detail.markers.length > 0 && (
        <ul aria-label="Markers" className="mt-2 flex flex-col gap-1 px-1 text-xs">
          {detail.markers.map((marker) => (
            <li key={`${marker.atMs}${marker.text}`} className="flex gap-2">
              <span className="text-accent shrink-0">▾ {formatClock(marker.atMs, timeZone)}</span>
              <span className="text-muted wrap-anywhere">
                {marker.kind}: {marker.text}
              </span>
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}
