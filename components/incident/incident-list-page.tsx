"use client";

import { ShieldCheck, Upload } from "lucide-react";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { formatCount, formatRatio } from "@/components/charts/format-values";
import { formatDuration, formatMoment } from "@/components/charts/time-axis";
import { TimeZoneSelect } from "@/components/charts/time-zone-select";
import { useTimeZone } from "@/components/charts/use-time-zone";
import { PageHeader } from "@/components/shell/page-header";
import { useImports, useIsImporting } from "@/components/ingest/queries";
import { SamplePicker } from "@/components/ingest/sample-picker";
import { useSource } from "@/components/shell/use-source";
import { useIncidents } from "@/components/timeline/queries";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import { StandingBadge } from "@/components/ui/standing-badge";
import { StatusCode } from "@/components/ui/status-code";
import type { IncidentRow } from "@/core/contract/incidents";
import { FILTER_WORDS, INCIDENT_FILTERS, matchesFilter } from "./filter-incidents";
import { prepareEmptyList } from "./prepare-empty-list";
import { ReturnBadges } from "./return-badges";
import { Sparkline } from "./sparkline";
import { summaryInZone } from "./summary-in-zone";

/** Every incident found, latest first: what it was, how sure, how bad, how far its checklist is. */
export function IncidentListPage() {
  const [source] = useSource();
  const importing = useIsImporting();
  const imports = useImports();
  const { timeZone } = useTimeZone();
  const [show, setShow] = useQueryState("show", parseAsStringLiteral(INCIDENT_FILTERS).withDefault("all"));
  const query = useIncidents(source ?? undefined, importing);
  const all = query.data?.incidents ?? [];
  const shown = all.filter((incident) => matchesFilter(incident, show)).sort((a, b) => b.startMs - a.startMs);
  const empty = prepareEmptyList(imports.data ?? null, all.length, show);
  return (
    <>
      <PageHeader
        title="Incidents"
        hint={query.data === undefined ? undefined : `${all.length} found`}
        actions={
          <>
            <SegmentedControl
              label="Show"
              value={show}
              onChange={(next) => void setShow(next)}
              options={INCIDENT_FILTERS.map((value) => {
                const { label } = FILTER_WORDS[value];
                const count = all.filter((incident) => matchesFilter(incident, value)).length;
                return { value, label: `${label} ${count}` };
              })}
            />
            <TimeZoneSelect />
          </>
        }
      />
      {query.isPending && (
        <div aria-busy className="flex flex-col gap-2">
          <Skeleton className="h-20" />
          <Skeleton className="h-20" />
        </div>
      )}
      {query.error !== null && <ErrorState problem={query.error.message} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && !imports.isPending && shown.length === 0 && (
        <Card>
          <EmptyState
            icon={empty.offersLogs ? <Upload /> : <ShieldCheck />}
            title={empty.title}
            actions={
              <>
                <Button asChild {...(empty.offersLogs ? { variant: "primary" } : { size: "sm" })}>
                  <Link href="/import">{empty.offersLogs ? "Add logs" : "Bring in logs"}</Link>
                </Button>
                {empty.offersLogs && <SamplePicker />}
              </>
            }
          >
            {empty.text}
          </EmptyState>
        </Card>
      )}
      {shown.length > 0 && (
        <Card>
          <ul aria-label="Incidents">
            {shown.map((incident) => (
              <IncidentItem key={incident.id} incident={incident} timeZone={timeZone} />
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function IncidentItem({ incident, timeZone }: { incident: IncidentRow; timeZone: string }) {
  return (
    <li className="border-line border-b last:border-b-0">
      <Link
        href={`/incidents/${encodeURIComponent(incident.id)}`}
        className="hover:bg-hover grid grid-cols-1 gap-x-4 gap-y-1 px-3 py-2.5 focus-visible:-outline-offset-2 md:grid-cols-[minmax(0,1fr)_10rem_8rem_7rem] md:items-center"
      >
        <span className="min-w-0">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className={cn("text-sm font-semibold", incident.state === "closed" && "text-muted")}>
              {incident.causeTitle}
            </span>
            <StandingBadge standing={incident.standing} />
            {incident.statuses.map((status) => (
              <StatusCode key={status} status={status} />
            ))}
            {incident.ongoing && (
              <Badge tone="danger" dot>
                still going on
              </Badge>
            )}
            <ReturnBadges state={incident.state} returns={incident.returns} />
          </span>
          <span className="text-muted mt-0.5 block text-xs text-pretty wrap-anywhere">
            {summaryInZone(incident, timeZone)}
          </span>
        </span>
        <span className="text-xs">
          {formatMoment(incident.startMs, timeZone)}
          <span className="text-faint block">
            {formatDuration(incident.endMs - incident.startMs)}, {incident.sourceName}
          </span>
        </span>
        <span className="text-xs">
          {formatCount(incident.failed)} failed
          <span className="text-faint block">at worst {formatRatio(incident.peakRatio)}</span>
        </span>
        <span className="flex items-center justify-between gap-2 text-xs md:flex-col md:items-end md:gap-1">
          <Sparkline values={incident.spark} />
          <span className="text-faint">
            {incident.stepsDone} of {incident.stepsTotal} steps
          </span>
        </span>
      </Link>
    </li>
  );
}
