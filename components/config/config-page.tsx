"use client";

import { FileCog, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useIsImporting } from "@/components/ingest/queries";
import { PageHeader } from "@/components/shell/page-header";
import { useNavHref } from "@/components/shell/use-nav-href";
import { useSource } from "@/components/shell/use-source";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import type { RiskSeverity } from "@/core/contract/config-risks";
import { countRisks, SEVERITIES } from "./prepare-risks";
import { useConfigRisks } from "./queries";
import { SourceRisksCard } from "./source-risks-card";

const LABELS: Record<RiskSeverity | "all", string> = {
  all: "All",
  error: "Errors",
  warning: "Warnings",
  notice: "Notices",
};
const SHOWN = ["all", ...SEVERITIES] as const;

/** What in the configurations of each system leads, or can lead, to gateway errors, and what to write instead. */
export function ConfigPage() {
  const [source] = useSource();
  const [severity, setSeverity] = useQueryState("severity", parseAsStringLiteral(SHOWN).withDefault("all"));
  const [chosen] = useQueryState("risk", parseAsString);
  const query = useConfigRisks(source ?? undefined, useIsImporting());
  const sources = query.data ?? [];
  const counts = countRisks(sources);
  return (
    <>
      <PageHeader
        title="Configuration"
        hint={counts.all > 0 ? "what leads to gateway errors, before it does" : undefined}
        actions={
          counts.all > 0 && (
            <SegmentedControl
              label="Severity"
              value={severity}
              onChange={(next) => void setSeverity(next)}
              options={SHOWN.map((value) => ({
                value,
                label: (
                  <>
                    {LABELS[value]} <span className="text-faint tabular-nums">{counts[value]}</span>
                  </>
                ),
              }))}
            />
          )
        }
      />
      {query.isPending && (
        <div aria-busy className="flex flex-col gap-2">
          <Skeleton className="h-40" />
          <Skeleton className="h-40" />
        </div>
      )}
      {query.error !== null && <ErrorState problem={query.error.message} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && sources.length === 0 && <NoConfig />}
      <div className="flex flex-col gap-6">
        {sources.map((each) => (
          <SourceRisksCard key={each.sourceId} source={each} severity={severity} chosen={chosen} />
        ))}
      </div>
      {counts.all > 0 && counts[severity] === 0 && (
        <Card>
          <EmptyState
            icon={<ShieldCheck />}
            title={`No ${LABELS[severity].toLowerCase()}`}
            actions={
              <Button size="sm" onClick={() => void setSeverity("all")}>
                Show all {counts.all}
              </Button>
            }
          />
        </Card>
      )}
    </>
  );
}

function NoConfig() {
  const hrefTo = useNavHref();
  return (
    <Card>
      <EmptyState
        icon={<FileCog />}
        title="No configuration yet"
        actions={
          <Button asChild size="sm">
            <Link href={hrefTo("/import")}>Bring in a configuration</Link>
          </Button>
        }
      >
        Drop in nginx.conf with its includes, haproxy.cfg, Apache&apos;s virtual hosts, a Caddyfile, or the files of
        Envoy, Traefik, Varnish or Squid, by themselves or beside the logs. Gumshoe says which directives lead to 502,
        503 and 504, where they stand and what to write instead.
      </EmptyState>
    </Card>
  );
}
