"use client";

import Link from "next/link";
import { useIsImporting } from "@/components/ingest/queries";
import { Card, CardHeader } from "@/components/ui/card";
import { hrefWith } from "@/components/shell/nav-items";
import { visibleText } from "@/components/ui/visible-text";
import { risksOfIncident } from "./prepare-risks";
import { useConfigRisks } from "./queries";
import { SeverityBadge } from "./severity-badge";

/** Places in the configuration that explain an incident, each with the way to what to write there. Nothing where there is none. */
export function IncidentRisks({ sourceId, incidentId }: { sourceId: string; incidentId: string }) {
  const query = useConfigRisks(sourceId, useIsImporting());
  const risks = risksOfIncident(query.data ?? [], incidentId);
  if (risks.length === 0) return null;
  return (
    <Card aria-labelledby="config-risks">
      <CardHeader id="config-risks" title="In the configuration" hint="what makes this possible, or worse" />
      <ul>
        {risks.map((risk) => (
          <li key={`${risk.anchor}${risk.why}`} className="border-line border-b last:border-b-0">
            <Link
              href={hrefWith("/config", { source: sourceId, risk: risk.anchor })}
              className="hover:bg-hover flex flex-col gap-1 px-3 py-2.5 focus-visible:-outline-offset-2"
            >
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <SeverityBadge severity={risk.severity} />
                <span className="text-sm font-medium">{risk.title}</span>
              </span>
              <span className="text-muted text-xs wrap-anywhere">
                {visibleText(risk.place)} <code className="font-mono">{visibleText(risk.text)}</code>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
