import { formatCount, formatRatio } from "@/components/charts/format-values";
import { formatClock, formatDuration, formatMoment } from "@/components/charts/time-axis";
import { Stat, StatGroup } from "@/components/ui/stat";
import type { Incident } from "@/core/contract/report";

/** When and how much: onset, peak and end, what failed, whom it hit, and whether trying again helped. */
export function IncidentFigures({ incident, timeZone }: { incident: Incident; timeZone: string }) {
  const startMs = Date.parse(incident.startAt);
  const endMs = Date.parse(incident.endAt);
  const { transience } = incident;
  return (
    <StatGroup className="sm:grid-cols-4">
      <Stat
        label="Onset"
        value={formatClock(startMs, timeZone)}
        hint={formatMoment(startMs, timeZone, "second")}
        size="sm"
      />
      <Stat
        label="Peak"
        value={formatClock(Date.parse(incident.peakAt), timeZone)}
        hint={`${formatRatio(incident.peakRatio)} failed in that minute`}
        size="sm"
      />
      <Stat
        label="End"
        value={incident.ongoing ? "not in these logs" : formatClock(endMs, timeZone)}
        hint={incident.ongoing ? "still failing where they stop" : `after ${formatDuration(endMs - startMs)}`}
        tone={incident.ongoing ? "danger" : "neutral"}
        size="sm"
      />
      <Stat
        label="Failed"
        value={formatCount(incident.failed)}
        hint={`of ${formatCount(incident.requests)} requests in its scope`}
        size="sm"
      />
      <Stat
        label="Fail ratio"
        value={formatRatio(incident.requests === 0 ? 0 : incident.failed / incident.requests)}
        hint={`${formatRatio(incident.baselineRatio)} in ${incident.baselineLabel}`}
        size="sm"
      />
      <Stat
        label="Clients hit"
        value={incident.clientsHit === null ? "not logged" : formatCount(incident.clientsHit)}
        hint="different addresses"
        size="sm"
      />
      {transience !== null && (
        <Stat
          label="Tried again"
          value={`${formatCount(transience.retried)} of ${formatCount(transience.failed)}`}
          hint={
            transience.retried === 0
              ? "within five minutes"
              : `${formatCount(transience.succeeded)} got an answer${
                  transience.meanDelaySeconds === null
                    ? ""
                    : `, after ${formatDuration(transience.meanDelaySeconds * 1000)}`
                }`
          }
          size="sm"
        />
      )}
      {incident.join !== null && (
        <Stat
          label="Joined with the error log"
          value={formatRatio(incident.join.of === 0 ? 0 : incident.join.matched / incident.join.of)}
          hint={`${formatCount(incident.join.matched)} of ${formatCount(incident.join.of)} failing lines`}
          size="sm"
        />
      )}
    </StatGroup>
  );
}
