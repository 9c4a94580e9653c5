"use client";

import { BreakdownTable } from "@/components/charts/breakdown-table";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import type { TrafficQuery } from "@/core/contract/trends";
import { useBreakdown } from "./queries";
import { DIMENSION_TABS, FILTERS, type DimensionTab, type Filter } from "./use-traffic-query";

const NAMES: Record<DimensionTab, string> = {
  upstream: "Upstream",
  host: "Host",
  route: "Path",
  client: "Client",
  agent: "User agent",
  method: "Method",
  flag: "Flag",
};

/** Who fails: the shown traffic split by one dimension at a time, each value against its own baseline. */
export function BreakdownPanel({
  query,
  dimension,
  importing,
  onDimension,
  onPick,
}: {
  query: TrafficQuery;
  dimension: DimensionTab;
  importing: boolean;
  onDimension: (dimension: DimensionTab) => void;
  onPick: (filter: Filter, value: string) => void;
}) {
  return (
    <Card>
      <CardHeader title="Where it fails" hint="each value against its own baseline" />
      <Tabs
        value={dimension}
        onValueChange={(value) => {
          const chosen = DIMENSION_TABS.find((tab) => tab === value);
          if (chosen !== undefined) onDimension(chosen);
        }}
      >
        <TabList label="Break down by">
          {DIMENSION_TABS.map((tab) => (
            <Tab key={tab} value={tab}>
              {NAMES[tab]}
            </Tab>
          ))}
        </TabList>
        <TabPanel value={dimension}>
          <Rows query={query} dimension={dimension} importing={importing} onPick={onPick} />
        </TabPanel>
      </Tabs>
    </Card>
  );
}

function Rows({
  query,
  dimension,
  importing,
  onPick,
}: {
  query: TrafficQuery;
  dimension: DimensionTab;
  importing: boolean;
  onPick: (filter: Filter, value: string) => void;
}) {
  const { data, error, isPending, refetch } = useBreakdown(query, dimension, importing);
  if (isPending) return <Skeleton className="m-3 h-40" />;
  if (error !== null) return <ErrorState problem={error.message} onRetry={() => void refetch()} />;
  if (data.rows.length === 0) {
    return (
      <EmptyState title={`No ${NAMES[dimension].toLowerCase()} in these logs`}>
        The log format does not carry it, or nothing was logged in this range.
      </EmptyState>
    );
  }
  const filter = FILTERS.find((candidate) => candidate === dimension);
  return (
    <BreakdownTable
      breakdown={data}
      label={NAMES[dimension]}
      {...(filter === undefined ? {} : { onPick: (value: string) => onPick(filter, value) })}
    />
  );
}
