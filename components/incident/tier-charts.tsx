"use client";

import { useState } from "react";
import { Bar, CartesianGrid, ComposedChart, ReferenceArea, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { AXIS_TICK, timeAxisProps, valueAxisProps } from "@/components/charts/axis-props";
import { chartColors } from "@/components/charts/chart-colors";
import { formatCompact, formatCount, formatRatio } from "@/components/charts/format-values";
import { formatMoment, timeAxis, zoneLabel } from "@/components/charts/time-axis";
import { TooltipBox, TooltipRow } from "@/components/charts/tooltip-box";
import { valueAxis } from "@/components/charts/value-axis";
import type { ReconciliationView, TierChart as Tier } from "./prepare-reconciliation";

const PLOT_HEIGHT = 72;
/** The lower chart carries the axis of time for both. */
const AXIS_HEIGHT = 22;

/** Edge above origin on one scale: what the edge was asked and the origin never saw is the difference in height. */
export function TierCharts({ view, timeZone }: { view: ReconciliationView; timeZone: string }) {
  const per = view.bucketMs === 60_000 ? "a minute" : `in ${view.bucketMs / 60_000} minutes`;
  return (
    <figure className="flex flex-col gap-1">
      {view.charts.map((tier, at) => (
        <TierChart
          key={tier.tier}
          tier={tier}
          view={view}
          timeZone={timeZone}
          withAxis={at === view.charts.length - 1}
        />
      ))}
      <figcaption className="text-faint text-2xs flex flex-wrap gap-x-4 gap-y-0.5 px-1">
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="size-2 rounded-sm" style={{ backgroundColor: chartColors.failed }} />
          gateway errors
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="size-2 rounded-sm" style={{ backgroundColor: chartColors.answered }} />
          other requests, {per}
        </span>
        <span className="ml-auto">{zoneLabel(view.fromMs, timeZone)}</span>
      </figcaption>
    </figure>
  );
}

function TierChart({
  tier,
  view,
  timeZone,
  withAxis,
}: {
  tier: Tier;
  view: ReconciliationView;
  timeZone: string;
  withAxis: boolean;
}) {
  const [width, setWidth] = useState(640);
  const axis = timeAxis(view.fromMs, view.toMs, timeZone, Math.max(3, Math.floor(width / 100)));
  const requests = valueAxis(view.most, 3, true);
  const barSize = Math.max(1, Math.min(16, Math.floor((width - 60) / Math.max(1, tier.bars.length)) - 1));
  return (
    <div>
      <p className="flex flex-wrap items-baseline gap-x-2 px-1 text-xs">
        <span className="font-semibold">{tier.name}</span>
        <span className="text-faint tabular-nums">
          {formatCount(tier.requests)} {tier.requests === 1 ? "request" : "requests"} during the incident,{" "}
          {formatCount(tier.failed)} gateway {tier.failed === 1 ? "error" : "errors"}
        </span>
      </p>
      <ResponsiveContainer width="100%" height={PLOT_HEIGHT + (withAxis ? AXIS_HEIGHT : 0)} onResize={setWidth}>
        <ComposedChart data={tier.bars} syncId="tiers" margin={{ top: 6, right: 4, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} stroke={chartColors.grid} />
          <ReferenceArea
            x1={view.incident.x1}
            x2={view.incident.x2}
            fill={chartColors.failed}
            fillOpacity={0.08}
            stroke={chartColors.failed}
            strokeOpacity={0.35}
          />
          <XAxis
            {...timeAxisProps(axis, view.fromMs, view.toMs)}
            height={withAxis ? AXIS_HEIGHT : 1}
            tick={withAxis ? AXIS_TICK : false}
          />
          <YAxis width={44} {...valueAxisProps(requests, formatCompact)} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: chartColors.axis, fillOpacity: 0.12 }}
            content={({ active, label }) => {
              const bar = tier.bars.find(({ x }) => x === Number(label));
              if (active !== true || bar === undefined) return null;
              return (
                <TooltipBox title={`${tier.name}, ${formatMoment(bar.atMs, timeZone)}`}>
                  <TooltipRow color={chartColors.answered} label="requests" value={formatCount(bar.requests)} />
                  <TooltipRow
                    color={chartColors.failed}
                    label="gateway errors"
                    value={formatCount(bar.failed)}
                    note={bar.requests === 0 ? "" : formatRatio(bar.failed / bar.requests)}
                  />
                </TooltipBox>
              );
            }}
          />
          <Bar
            dataKey="failed"
            stackId="requests"
            fill={chartColors.failed}
            barSize={barSize}
            isAnimationActive={false}
          />
          <Bar
            dataKey="rest"
            stackId="requests"
            fill={chartColors.answered}
            barSize={barSize}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}
