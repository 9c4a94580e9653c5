"use client";

import Link from "next/link";
import { useState } from "react";
import { formatClock, formatSpan } from "@/components/charts/time-axis";
import { TimeZoneSelect } from "@/components/charts/time-zone-select";
import { useTimeZone } from "@/components/charts/use-time-zone";
import { ChecklistCard } from "@/components/checklist/checklist-card";
import { IncidentRisks } from "@/components/config/incident-risks";
import { PageHeader } from "@/components/shell/page-header";
import { useIsImporting } from "@/components/ingest/queries";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { StandingBadge } from "@/components/ui/standing-badge";
import { StatusCode } from "@/components/ui/status-code";
import type { IncidentDetail } from "@/core/contract/incidents";
import { ClosingActions } from "./closing-actions";
import { ClosingDialog } from "./closing-dialog";
import { ClosingStrip } from "./closing-strip";
import { FailingLines } from "./failing-lines";
import { HopStrip } from "./hop-strip";
import { IncidentChart } from "./incident-chart";
import { IncidentFigures } from "./incident-figures";
import { incidentMarkdown } from "./incident-markdown";
import { useIncident } from "./queries";
import { ReconciliationCard } from "./reconciliation-card";
import { ReturnBadges } from "./return-badges";
import { ScopeCard } from "./scope-card";
import { SeenBeforeCard } from "./seen-before-card";
import { summaryInZone } from "./summary-in-zone";
import { WhyCard } from "./why-card";

/** One incident, answered in the order a person on call asks: what, where in the chain, when, where, why, what to do, show me. */
export function IncidentPage({ id }: { id: string }) {
  const importing = useIsImporting();
  const query = useIncident(id, importing);
  const { timeZone } = useTimeZone();
  if (query.isPending) {
    return (
      <div aria-busy className="flex flex-col gap-3">
        <Skeleton className="h-7 w-2/3" />
        <Skeleton className="h-24" />
        <Skeleton className="h-80" />
      </div>
    );
  }
  if (query.error !== null) {
    return (
      <>
        <PageHeader title="Incident" back={<ToList />} />
        <ErrorState problem={query.error.message} onRetry={() => void query.refetch()} />
      </>
    );
  }
  return <Answer detail={query.data} timeZone={timeZone} />;
}

function ToList() {
  return (
    <Link href="/incidents" className="hover:text-ink underline-offset-2 hover:underline">
      Incidents
    </Link>
  );
}

function Answer({ detail, timeZone }: { detail: IncidentDetail; timeZone: string }) {
  const { incident, closing, seenBefore } = detail;
  const [asking, setAsking] = useState(false);
  const [verdict] = incident.verdicts;
  const startMs = Date.parse(incident.startAt);
  const endMs = Date.parse(incident.endAt);
  return (
    <>
      <PageHeader
        back={<ToList />}
        title={verdict?.title ?? "Gateway errors"}
        hint={
          <span className="inline-flex flex-wrap items-center gap-2">
            {verdict !== undefined && <StandingBadge standing={verdict.standing} size="md" />}
            {incident.statuses.map((status) => (
              <StatusCode key={status} status={status} />
            ))}
            {incident.ongoing && (
              <Badge tone="danger" dot>
                still going on
              </Badge>
            )}
            <ReturnBadges state={closing.state} returns={seenBefore.returns} />
          </span>
        }
        actions={
          <>
            <ClosingActions incidentId={incident.id} closing={closing} onClose={() => setAsking(true)} />
            <CopyButton text={incidentMarkdown(detail, timeZone)}>Copy as Markdown</CopyButton>
            <TimeZoneSelect />
          </>
        }
      />
      <p className="mb-3 max-w-4xl text-base text-pretty wrap-anywhere">
        {summaryInZone({ summary: incident.summary, startMs, endMs }, timeZone)}
      </p>
      <ClosingStrip closing={closing} endMs={endMs} timeZone={timeZone} onEdit={() => setAsking(true)} />
      <SeenBeforeCard seenBefore={seenBefore} sourceId={detail.sourceId} timeZone={timeZone} />
      <ClosingDialog
        incidentId={incident.id}
        closing={closing}
        checklist={detail.checklist}
        open={asking}
        onOpenChange={setAsking}
      />
      <div className="grid min-w-0 grid-cols-1 gap-3 xl:grid-cols-[minmax(0,1fr)_minmax(0,30rem)] xl:items-start">
        <div className="flex min-w-0 flex-col gap-3">
          <Card aria-label="Where in the chain">
            <CardBody className="py-4">
              <HopStrip hops={incident.hops} />
            </CardBody>
          </Card>
          <IncidentFigures incident={incident} timeZone={timeZone} />
          <Card aria-labelledby="when">
            <CardHeader
              id="when"
              title="When"
              hint={incident.ongoing ? `since ${formatClock(startMs, timeZone)}` : formatSpan(startMs, endMs, timeZone)}
              actions={
                <Link
                  href={trafficHref(detail, startMs, endMs)}
                  className="text-accent text-xs underline-offset-2 hover:underline"
                >
                  Open in trends
                </Link>
              }
            />
            <CardBody>
              <IncidentChart detail={detail} timeZone={timeZone} />
            </CardBody>
          </Card>
          {incident.reconciliation && (
            <ReconciliationCard incident={incident} reconciliation={incident.reconciliation} timeZone={timeZone} />
          )}
          <ScopeCard incident={incident} />
          <WhyCard incident={incident} />
          <IncidentRisks sourceId={detail.sourceId} incidentId={incident.id} />
        </div>
        <div className="min-w-0 xl:sticky xl:top-15 xl:max-h-[calc(100dvh-4.5rem)] xl:overflow-y-auto">
          <ChecklistCard
            key={incident.id}
            incidentId={incident.id}
            steps={detail.checklist}
            timeZone={timeZone}
            whenSettled={closing.state === "open" && <AskToClose onClose={() => setAsking(true)} />}
          />
        </div>
        <div className="min-w-0 xl:col-span-2">
          <FailingLines incidentId={incident.id} timeZone={timeZone} />
        </div>
      </div>
    </>
  );
}

/** Nothing is left to do: now is when somebody still knows what helped. */
function AskToClose({ onClose }: { onClose: () => void }) {
  return (
    <div className="border-line bg-accent-soft flex flex-wrap items-center gap-x-3 gap-y-1 border-t px-3 py-2">
      <p className="min-w-0 grow text-xs text-pretty">Every step is settled. Close it while you know what helped.</p>
      <Button size="sm" variant="primary" onClick={onClose}>
        Close incident
      </Button>
    </div>
  );
}

/** The trends page around this incident, narrowed to its scope where that is one value. */
function trafficHref(detail: IncidentDetail, startMs: number, endMs: number): string {
  const margin = Math.max(10 * 60_000, endMs - startMs);
  const search = new URLSearchParams({
    source: detail.sourceId,
    from: String(startMs - margin),
    to: String(endMs + margin),
  });
  const { upstreams, hosts } = detail.incident.selection;
  if (upstreams.length === 1 && upstreams[0] !== undefined) search.set("upstream", upstreams[0]);
  if (hosts.length === 1 && hosts[0] !== undefined) search.set("host", hosts[0]);
  return `/?${search}`;
}
