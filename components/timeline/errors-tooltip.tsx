import { TooltipBox, TooltipRow } from "@/components/charts/tooltip-box";
import { formatCount, formatRatio } from "@/components/charts/format-values";
import { formatClock, formatMoment } from "@/components/charts/time-axis";
import type { Trends } from "@/core/contract/trends";
import type { PreparedTrends } from "./prepare-trends";

/** What one bucket holds: counts and shares per status, the traffic, the incident and the markers in it. */
export function ErrorsTooltip({
  active,
  x,
  trends,
  prepared,
  timeZone,
}: {
  active: boolean | undefined;
  x: number;
  trends: Trends;
  prepared: PreparedTrends;
  timeZone: string;
}) {
  const point = prepared.points.find((candidate) => candidate.x === x);
  if (active !== true || point === undefined) return null;
  const endMs = point.atMs + trends.bucketMs;
  const incidents = trends.incidents.filter((incident) => incident.startMs < endMs && incident.endMs >= point.atMs);
  const markers = trends.markers.filter((marker) => marker.atMs >= point.atMs && marker.atMs < endMs);
  return (
    <TooltipBox title={`${formatMoment(point.atMs, timeZone)} – ${formatClock(endMs, timeZone)}`}>
      {prepared.series.map((series) => (
        <TooltipRow
          key={series.key}
          color={series.color}
          label={series.label}
          value={formatCount(point.counts[series.key])}
          note={point.requests > 0 ? formatRatio(point.counts[series.key] / point.requests) : ""}
        />
      ))}
      <TooltipRow label="requests" value={formatCount(point.requests)} />
      {incidents.map((incident) => (
        <p key={incident.id} className="mt-1 max-w-64 text-[12px]">
          {incident.title} <span className="text-muted">({incident.standing})</span>
        </p>
      ))}
      {markers.map((marker) => (
        <p key={`${marker.atMs}${marker.text}`} className="text-accent mt-1 max-w-64 text-[12px] break-words">
          {formatClock(marker.atMs, timeZone)} {marker.kind}: {marker.text}
        </p>
      ))}
    </TooltipBox>
  );
}
