"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { BreakdownTable } from "@/components/charts/breakdown-table";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import { visibleText } from "@/components/ui/visible-text";
import type { Breakdown, Incident } from "@/core/contract/report";

const NAMES: Record<Breakdown["dimension"], string> = {
  upstream: "Upstream",
  host: "Host",
  route: "Path",
  client: "Client",
  agent: "User agent",
  method: "Method",
  flag: "Flag",
};
const DIMENSIONS = ["upstream", "host", "route", "client", "agent", "method", "flag"] as const;

/** Where: the narrowest scope that explains the failures, and every dimension against its baseline. */
export function ScopeCard({ incident }: { incident: Incident }) {
  const first = incident.breakdowns[0]?.dimension ?? "upstream";
  const [chosen, setChosen] = useQueryState("where", parseAsStringLiteral(DIMENSIONS));
  const shown = incident.breakdowns.find((breakdown) => breakdown.dimension === chosen)?.dimension ?? first;
  const parts = [
    { name: "Upstream", values: incident.scope.upstreams },
    { name: "Host", values: incident.scope.hosts },
    { name: "Path", values: incident.scope.paths },
    { name: "Client", values: incident.scope.clients },
  ].filter((part) => part.values.length > 0);
  return (
    <Card aria-labelledby="where">
      <CardHeader id="where" title="Where" hint="the narrowest scope that explains the failures" />
      <CardBody className="flex flex-col gap-1.5">
        {parts.length === 0 && <p className="text-muted text-xs">No narrower than all traffic of this system.</p>}
        {parts.map((part) => (
          <div key={part.name} className="flex gap-3 text-xs">
            <span className="text-faint w-16 shrink-0">{part.name}</span>
            <ul className="flex min-w-0 flex-wrap gap-1.5">
              {part.values.map((value) => (
                <li
                  key={value}
                  className="bg-sunken border-line max-w-full truncate rounded-sm border px-1.5 font-mono"
                  title={value}
                >
                  {visibleText(value)}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </CardBody>
      {incident.breakdowns.length === 0 ? (
        <EmptyState title="Nothing to break down">These logs carry no upstream, host, path or client.</EmptyState>
      ) : (
        <Tabs
          value={shown}
          onValueChange={(value) => {
            const next = DIMENSIONS.find((dimension) => dimension === value);
            if (next !== undefined) void setChosen(next);
          }}
        >
          <TabList label="Break down by">
            {incident.breakdowns.map((breakdown) => (
              <Tab key={breakdown.dimension} value={breakdown.dimension}>
                {NAMES[breakdown.dimension]}
              </Tab>
            ))}
          </TabList>
          {incident.breakdowns.map((breakdown) => (
            <TabPanel key={breakdown.dimension} value={breakdown.dimension}>
              <BreakdownTable breakdown={breakdown} label={NAMES[breakdown.dimension]} />
            </TabPanel>
          ))}
        </Tabs>
      )}
    </Card>
  );
}
