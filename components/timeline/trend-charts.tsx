"use client";

import { useMemo } from "react";
import { zoneLabel, formatDuration } from "@/components/charts/time-axis";
import { Card } from "@/components/ui/card";
import type { Trends } from "@/core/contract/trends";
import { ChartFrame } from "./chart-frame";
import { ErrorsChart } from "./errors-chart";
import { LatencyChart, PERCENTILES } from "./latency-chart";
import { prepareLatency } from "./prepare-latency";
import { prepareTrends, type Unit } from "./prepare-trends";
import { SeriesLegend } from "./series-legend";
import { TrafficChart } from "./traffic-chart";

/** Errors, traffic and latency under each other on one time axis, with one crosshair through all three. */
export function TrendCharts({
  trends,
  unit,
  hide,
  timeZone,
  onHide,
  onRange,
  onIncident,
}: {
  trends: Trends;
  unit: Unit;
  /** Keys of the series switched off, joined by commas, as in the URL. */
  hide: string;
  timeZone: string;
  onHide: (hide: string) => void;
  onRange: (aMs: number, bMs: number) => void;
  onIncident: (id: string) => void;
}) {
  const hidden = useMemo(() => new Set(hide.split(",").filter((key) => key !== "")), [hide]);
  const prepared = useMemo(() => prepareTrends(trends, unit, hidden), [trends, unit, hidden]);
  const latency = useMemo(() => prepareLatency(trends), [trends]);
  const per = `per ${formatDuration(trends.bucketMs).replace(/^1 /, "")}`;
  const toggle = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    onHide([...next].join(","));
  };
  const frame = { trends, timeZone, onRange };
  return (
    <Card>
      <ChartFrame
        title="Errors"
        unit={unit === "ratio" ? `share of requests, ${per}` : `responses ${per}`}
        legend={<SeriesLegend series={prepared.series} onToggle={toggle} />}
      >
        <ErrorsChart {...frame} prepared={prepared} unit={unit} onIncident={onIncident} />
      </ChartFrame>
      <ChartFrame title="Traffic" unit={`all requests ${per}`}>
        <TrafficChart {...frame} prepared={prepared} />
      </ChartFrame>
      {latency !== null && (
        <ChartFrame title="Latency" unit={latency.label} legend={<LatencyLegend />}>
          <LatencyChart {...frame} prepared={latency} />
        </ChartFrame>
      )}
      <p className="text-faint text-2xs border-line flex flex-wrap justify-between gap-x-4 border-t px-3 py-1.5 sm:px-4">
        <span>
          Times in {zoneLabel(trends.fromMs, timeZone)}. Drag on a chart to zoom; click a shaded band to open its
          incident.
        </span>
        {trends.markers.length > 0 && <span>▾ deploys, reloads and other markers</span>}
      </p>
    </Card>
  );
}

function LatencyLegend() {
  return (
    <ul aria-label="Percentiles" className="flex flex-wrap gap-x-3">
      {PERCENTILES.map((percentile) => (
        <li key={percentile.key} className="text-muted inline-flex items-center gap-1.5 text-xs">
          <svg aria-hidden viewBox="0 0 16 4" className="h-1 w-4">
            <line
              x1="0"
              x2="16"
              y1="2"
              y2="2"
              stroke={percentile.color}
              strokeWidth={percentile.width * 1.4}
              strokeDasharray={percentile.dash}
            />
          </svg>
          {percentile.label}
        </li>
      ))}
    </ul>
  );
}
