import type { IncidentDetail } from "@/core/contract/incidents";
import type { Incident } from "@/core/contract/report";
import { chooseBucket } from "./choose-bucket";
import type { Sql } from "./open-store";
import { readChecklist } from "./read-checklist";
import { readClosing } from "./read-closing";
import { readCounts } from "./read-counts";
import { readMarkers } from "./read-markers";
import { readReport } from "./read-report";
import { readSeenBefore } from "./read-seen-before";
import { MINUTE_MS, selectTraffic, type Filter } from "./select-traffic";

/** The chart of an incident shows at least this much before and after it, so that a short one has surroundings. */
const LEAST_MARGIN_MS = 20 * MINUTE_MS;
const MOST_BUCKETS = 240;

/** What selects an incident's requests, as a filter on counts; clients are not a dimension of the counts. */
export function incidentFilter({ selection }: Incident): Filter {
  return { upstream: selection.upstreams, host: selection.hosts, route: selection.paths };
}

/** An incident with everything its page shows: the diagnosis, the traffic of its scope around it, markers, the checklist, and the past. */
export async function readIncident(sql: Sql, id: string): Promise<IncidentDetail> {
  const { report, sourceId, sourceName, startMs, endMs } = await readReport(sql, id);
  const margin = Math.max(LEAST_MARGIN_MS, (endMs - startMs) / 2);
  const baseline = report.baseline
    ? { from: Date.parse(report.baseline.startAt), to: Date.parse(report.baseline.endAt) }
    : null;
  const asked = {
    source: sourceId,
    tier: report.tier,
    from: Math.min(startMs - margin, Math.max(baseline?.from ?? startMs, startMs - 6 * margin)),
    to: Math.max(endMs + margin, Math.min(baseline?.to ?? endMs, endMs + 6 * margin)),
  };
  const traffic = await selectTraffic(sql, asked);
  const from = Math.max(asked.from, (traffic.span?.from ?? asked.from) - MINUTE_MS);
  const to = Math.min(asked.to, (traffic.span?.to ?? asked.to) + MINUTE_MS);
  const fromMinute = Math.floor(from / MINUTE_MS);
  const toMinute = Math.max(fromMinute + 1, Math.ceil(to / MINUTE_MS));
  const filter = incidentFilter(report);
  const combined = Object.values(filter).filter((values) => values.length > 0).length > 1;
  const bucketing = chooseBucket(toMinute - fromMinute, combined, MOST_BUCKETS);
  return {
    incident: report,
    sourceId,
    sourceName,
    series: {
      bucketMs: bucketing.widthMinutes * MINUTE_MS,
      buckets: await readCounts(sql, traffic, filter, sourceId, { fromMinute, toMinute, ...bucketing }),
    },
    baselineMs: baseline,
    markers: await readMarkers(sql, sourceId, fromMinute * MINUTE_MS, toMinute * MINUTE_MS),
    checklist: await readChecklist(sql, id, report.steps),
    closing: await readClosing(sql, id),
    seenBefore: await readSeenBefore(sql, id, sourceId),
  };
}
