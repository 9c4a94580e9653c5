import type { Incident, Reconciliation } from "@/core/contract/report";

/** One tier's requests in one stretch of time, drawn as a bar: what failed below what did not. */
export interface TierBar {
  /** Middle of the bar, where it is drawn. */
  x: number;
  atMs: number;
  requests: number;
  failed: number;
  rest: number;
}

export interface TierChart {
  tier: "edge" | "origin";
  name: string;
  bars: TierBar[];
  /** Sums over the incident's own minutes. */
  requests: number;
  failed: number;
}

export interface MatrixCell {
  key: string;
  during: number;
  before: number;
  /** 0…1, by the logarithm of the count: strays stay visible beside thousands. */
  heat: number;
  isFailure: boolean;
}

export interface MatrixRow {
  /** At the edge; null = no line there. */
  status: string | null;
  cells: MatrixCell[];
}

export interface ReconciliationView {
  charts: TierChart[];
  fromMs: number;
  toMs: number;
  bucketMs: number;
  incident: { x1: number; x2: number };
  most: number;
  /** Statuses at the origin, in the order of the columns; null = no line there. */
  columns: (string | null)[];
  rows: MatrixRow[];
  hasBaseline: boolean;
}

const MINUTE_MS = 60_000;

/** Decides what the comparison of the tiers shows: two charts on one scale, and the statuses of either side as a table. */
export function prepareReconciliation(
  incident: Pick<Incident, "startAt" | "endAt">,
  reconciliation: Reconciliation,
): ReconciliationView {
  const bucketMs = reconciliation.bucketMinutes * MINUTE_MS;
  const times = reconciliation.minutes.map(({ at }) => Date.parse(at));
  const startMs = Date.parse(incident.startAt);
  const endMs = Math.max(Date.parse(incident.endAt), startMs + bucketMs);
  const fromMs = times[0] ?? startMs;
  const toMs = (times.at(-1) ?? endMs) + bucketMs;
  const charts = (["edge", "origin"] as const).map((tier): TierChart => {
    const bars = reconciliation.minutes.map((minute, at): TierBar => {
      const requests = tier === "edge" ? minute.edgeRequests : minute.originRequests;
      const failed = tier === "edge" ? minute.edgeFailed : minute.originFailed;
      const atMs = times[at] ?? fromMs;
      return { x: atMs + bucketMs / 2, atMs, requests, failed, rest: requests - failed };
    });
    const during = bars.filter(({ atMs }) => atMs + bucketMs > startMs && atMs < endMs);
    const sum = (of: "requests" | "failed") => during.reduce((total, bar) => total + bar[of], 0);
    return { tier, name: tier === "edge" ? "Edge" : "Origin", bars, requests: sum("requests"), failed: sum("failed") };
  });
  return {
    ...{ charts, fromMs, toMs, bucketMs },
    incident: { x1: Math.max(fromMs, startMs), x2: Math.min(toMs, endMs) },
    most: Math.max(4, ...charts.flatMap(({ bars }) => bars.map(({ requests }) => requests))),
    ...matrixOf(reconciliation),
  };
}

/** A pair that had less of the baseline and none of the incident is a stray, and no row of its own. */
const LEAST_SHARE_BEFORE = 0.05;

function matrixOf(reconciliation: Reconciliation): Pick<ReconciliationView, "columns" | "rows" | "hasBaseline"> {
  const before = reconciliation.statuses.reduce((sum, pair) => sum + pair.before, 0);
  const statuses = reconciliation.statuses.filter(
    (pair) => pair.during > 0 || pair.before >= LEAST_SHARE_BEFORE * before,
  );
  const columns = [...new Set(statuses.map(({ origin }) => origin))].sort(byStatus);
  const edges = [...new Set(statuses.map(({ edge }) => edge))].sort(byStatus);
  // No line at the edge reads best as the last row, no line at the origin as the first column: beside the failures.
  const order = [...edges.filter((status) => status !== null), ...edges.filter((status) => status === null)];
  const most = Math.max(1, ...statuses.map(({ during }) => during));
  const rows = order.map((edge): MatrixRow => {
    const cells = columns.map((origin): MatrixCell => {
      const found = statuses.find((pair) => pair.edge === edge && pair.origin === origin);
      const during = found?.during ?? 0;
      return {
        key: `${edge} ${origin}`,
        ...{ during, before: found?.before ?? 0 },
        heat: Math.log1p(during) / Math.log1p(most),
        isFailure: isFailure(edge) || (edge === null && isFailure(origin)),
      };
    });
    return { status: edge, cells };
  });
  return { columns, rows, hasBaseline: statuses.some((pair) => pair.before > 0) };
}

function isFailure(status: string | null): boolean {
  return status !== null && /^5\d\d$/.test(status);
}

/** No line first, then errors by number, then what did not fail, the worse the sooner. */
function byStatus(one: string | null, other: string | null): number {
  return rank(one) - rank(other);
}

function rank(status: string | null): number {
  if (status === null) return 0;
  const first = Number.parseInt(status, 10);
  if (Number.isNaN(first)) return 1;
  return status.endsWith("xx") ? 2000 - first : 1000 - first;
}
