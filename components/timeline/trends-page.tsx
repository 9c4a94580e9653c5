"use client";

import { useRouter } from "next/navigation";
import { formatCount, formatRatio } from "@/components/charts/format-values";
import { TimeZoneSelect } from "@/components/charts/time-zone-select";
import { useTimeZone } from "@/components/charts/use-time-zone";
import { FirstRun } from "@/components/ingest/first-run";
import { useIsImporting } from "@/components/ingest/queries";
import { ErrorState } from "@/components/ui/error-state";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat, StatGroup } from "@/components/ui/stat";
import type { Trends } from "@/core/contract/trends";
import { BreakdownPanel } from "./breakdown-panel";
import { FilterChips } from "./filter-chips";
import { IncidentStrip } from "./incident-strip";
import { headline } from "./prepare-trends";
import { useIncidents, useTrends } from "./queries";
import { RangePicker } from "./range-picker";
import { rangeFromDrag } from "./time-ranges";
import { TrendCharts } from "./trend-charts";
import { useTrafficQuery } from "./use-traffic-query";

/** The page people leave open: gateway errors over time, over the traffic they are part of, and who they hit. */
export function TrendsPage() {
  const { state, setState, query } = useTrafficQuery();
  const importing = useIsImporting();
  const trends = useTrends(query, importing);
  if (trends.isPending) return <Loading />;
  if (trends.error !== null) {
    return (
      <>
        <h1 className="sr-only">Trends</h1>
        <ErrorState problem={trends.error.message} onRetry={() => void trends.refetch()} />
      </>
    );
  }
  if (trends.data.spanMs === null) return <FirstRun />;
  return (
    <Loaded
      trends={trends.data}
      stale={trends.isPlaceholderData}
      importing={importing}
      state={state}
      setState={setState}
      query={query}
    />
  );
}

function Loading() {
  return (
    <div aria-busy className="flex flex-col gap-3">
      <Skeleton className="h-8 w-80 max-w-full" />
      <Skeleton className="h-16" />
      <Skeleton className="h-96" />
    </div>
  );
}

type TrafficState = ReturnType<typeof useTrafficQuery>;

function Loaded({
  trends,
  stale,
  importing,
  state,
  setState,
  query,
}: TrafficState & { trends: Trends; stale: boolean; importing: boolean }) {
  const router = useRouter();
  const { timeZone } = useTimeZone();
  const incidents = useIncidents(query.source, importing);
  const shown = { from: trends.fromMs, to: trends.toMs };
  const zoom = (aMs: number, bMs: number) => {
    const range = rangeFromDrag(aMs, bMs, trends.bucketMs);
    if (range !== null) void setState(range);
  };
  const visible = (incidents.data?.incidents ?? []).filter(
    (incident) => incident.endMs >= shown.from && incident.startMs <= shown.to,
  );
  return (
    <div className="flex min-w-0 flex-col gap-3" aria-busy={stale}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-xl font-semibold tracking-tight">Trends</h1>
        <RangePicker
          range={{ from: state.from, to: state.to }}
          shown={shown}
          span={trends.spanMs}
          timeZone={timeZone}
          onChange={(range) => void setState(range)}
        />
        <FilterChips
          values={{ upstream: state.upstream, host: state.host, route: state.route }}
          onRemove={(filter) => void setState({ [filter]: null })}
        />
        <div className="ml-auto flex flex-wrap items-center gap-1.5">
          {trends.tiers.length > 1 && (
            <SegmentedControl
              label="Tier"
              value={state.tier ?? "both"}
              onChange={(tier) => void setState({ tier: tier === "both" ? null : tier })}
              options={[
                { value: "both", label: "Both tiers" },
                { value: "edge", label: "Edge" },
                { value: "origin", label: "Origin" },
              ]}
            />
          )}
          <SegmentedControl
            label="Unit"
            value={state.unit}
            onChange={(unit) => void setState({ unit })}
            options={[
              { value: "count", label: "Count" },
              { value: "ratio", label: "Ratio" },
            ]}
          />
          <TimeZoneSelect />
        </div>
      </div>
      <Figures trends={trends} incidents={visible.length} />
      <IncidentStrip
        incidents={visible}
        timeZone={timeZone}
        listHref={query.source === undefined ? "/incidents" : `/incidents?source=${encodeURIComponent(query.source)}`}
      />
      <TrendCharts
        trends={trends}
        unit={state.unit}
        hide={state.hide}
        timeZone={timeZone}
        onHide={(hide) => void setState({ hide })}
        onRange={zoom}
        onIncident={(id) => router.push(`/incidents/${encodeURIComponent(id)}`)}
      />
      <BreakdownPanel
        query={query}
        dimension={state.by}
        importing={importing}
        onDimension={(by) => void setState({ by })}
        onPick={(filter, value) => void setState({ [filter]: value })}
      />
    </div>
  );
}

function Figures({ trends, incidents }: { trends: Trends; incidents: number }) {
  const { requests, gatewayErrors, ratio } = headline(trends);
  return (
    <StatGroup>
      <Stat label="Requests" value={formatCount(requests)} />
      <Stat
        label="Gateway errors"
        value={formatCount(gatewayErrors)}
        hint={ratio === null ? "no requests" : `${formatRatio(ratio)} of all requests`}
        tone={incidents > 0 ? "danger" : "neutral"}
      />
      <Stat label="502 Bad Gateway" value={formatCount(trends.totals.s502)} />
      <Stat label="504 Gateway Timeout" value={formatCount(trends.totals.s504)} />
      <Stat label="503 Service Unavailable" value={formatCount(trends.totals.s503)} />
      <Stat label="Clients that left (499)" value={formatCount(trends.totals.s499)} />
    </StatGroup>
  );
}
