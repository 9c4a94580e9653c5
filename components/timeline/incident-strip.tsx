"use client";

import Link from "next/link";
import { formatDuration, formatSpan } from "@/components/charts/time-axis";
import { ReturnBadges } from "@/components/incident/return-badges";
import { summaryInZone } from "@/components/incident/summary-in-zone";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { StandingBadge } from "@/components/ui/standing-badge";
import type { IncidentRow } from "@/core/contract/incidents";

/** How many incidents the trends page shows before it points at the full list. */
const MOST = 6;

/** The incidents of the shown range, latest first: what happened, how sure, how bad. */
export function IncidentStrip({
  incidents,
  timeZone,
  listHref,
}: {
  incidents: readonly IncidentRow[];
  timeZone: string;
  listHref: string;
}) {
  if (incidents.length === 0) return null;
  const latest = [...incidents].sort((a, b) => b.startMs - a.startMs);
  return (
    <Card>
      <CardHeader
        title={incidents.length === 1 ? "1 incident" : `${incidents.length} incidents`}
        actions={
          <Link href={listHref} className="text-accent text-xs underline-offset-2 hover:underline">
            {latest.length > MOST ? `All ${latest.length}` : "Open the list"}
          </Link>
        }
      />
      <ul>
        {latest.slice(0, MOST).map((incident) => (
          <li key={incident.id} className="border-line border-b last:border-b-0">
            <Link
              href={`/incidents/${encodeURIComponent(incident.id)}`}
              className="hover:bg-hover flex flex-col gap-0.5 px-3 py-2 focus-visible:-outline-offset-2"
            >
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="text-sm font-semibold">{incident.causeTitle}</span>
                <StandingBadge standing={incident.standing} />
                {incident.ongoing && (
                  <Badge tone="danger" dot>
                    still going on
                  </Badge>
                )}
                <ReturnBadges state={incident.state} returns={incident.returns} />
                <span className="text-muted ml-auto text-xs">
                  {formatSpan(incident.startMs, incident.endMs, timeZone)} ·{" "}
                  {formatDuration(incident.endMs - incident.startMs)}
                </span>
              </span>
              <span className="text-muted text-xs text-pretty">{summaryInZone(incident, timeZone)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
