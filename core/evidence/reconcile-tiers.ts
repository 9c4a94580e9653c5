import { hashText } from "@/core/rollups/request-sample";
import { classOfStatus, GATEWAY_ERROR } from "@/core/rollups/classify-failure";
import type { Scope } from "@/core/spikes/spike";
import { sumMinutes } from "./cell-counts";
import type { FailureFates, Reconciliation, StatusPair, TierMinute } from "./evidence";
import { MINUTE_MS, type EvidenceContext } from "./evidence-context";
import { mostFrequent } from "./most-frequent";
import { hostsThere } from "./other-tier";
import type { PairedRequest, TierPairing } from "./pair-tiers";

/** Shown before the spike and after it: as much as the spike itself, within these. */
const LEAST_MARGIN = 15;
const MOST_MARGIN = 120;
/** Stretches in the series: more are not told apart in a chart of a thousand pixels. */
const MOST_BUCKETS = 180;
const GONE = 499;
/** Requests that both logs have from which a host counts as served by both: what chance gives stays below. */
const LEAST_SHARED = 5;
/** Share of the failing lines whose route the other log has; a route that fails from its first request on may be missing there. */
const KNOWN_ROUTES = 0.5;

/** Compares what the two tiers logged of the spike's hosts, request by request as far as `pairing` goes; null without another tier. */
export function reconcileTiers(context: EvidenceContext, pairing: TierPairing | null): Reconciliation | null {
  if (!context.other) return null;
  const series = seriesOf(context);
  const compared = pairing && knowsRoutes(context) ? comparison(context, pairing) : null;
  if (!pairing || !compared || compared.fates.compared === 0)
    return {
      basis: "minute",
      clock: pairing?.clock ?? null,
      onePathIn: 1,
      busyPaths: 0,
      pairs: [],
      fates: null,
      ...series,
    };
  const { basis, clock, onePathIn, busyPaths } = pairing;
  return { basis, clock, onePathIn, busyPaths, ...compared, ...series };
}

/** UTC epoch ms, the end exclusive. */
interface Span {
  fromMs: number;
  toMs: number;
}

function comparison(
  context: EvidenceContext,
  pairing: TierPairing,
): Pick<Reconciliation, "pairs"> & { fates: FailureFates } {
  const { spike, baseline, tier } = context;
  const during = { fromMs: spike.startMs, toMs: spike.endMs };
  const before = baseline && { fromMs: baseline.fromMinute * MINUTE_MS, toMs: (baseline.toMinute + 1) * MINUTE_MS };
  const hosts = hostTest(context, pairing);
  const counts = new Map<string, StatusPair>();
  const failing = failingTest(context);
  const failed: { request: PairedRequest; partner: PairedRequest["partner"] }[] = [];
  const edgeAheadMs = pairing.clock.originAheadMs;
  // Times are compared by the clock of the spike's tier, and only where both logs reach.
  const toOwn = { edge: tier === "edge" ? 0 : edgeAheadMs, origin: tier === "edge" ? -edgeAheadMs : 0 };
  const covered = { fromMs: pairing.fromMs + toOwn.edge, toMs: pairing.toMs + toOwn.edge + 1 };
  for (const side of ["edge", "origin"] as const) {
    for (const request of pairing[side]) {
      if (side === "origin" && tier === "edge" && request.partner !== null) continue;
      if (side === "edge" && tier === "origin" && request.partner !== null) continue;
      const atMs = request.atMs + toOwn[side];
      const isDuring = isWithin(atMs, during);
      if (!isWithin(atMs, covered) || !hosts(request.host) || !(isDuring || (before && isWithin(atMs, before))))
        continue;
      const [edge, origin] = side === "edge" ? [request, request.partner] : [request.partner, request];
      count(counts, edge && statusLabel(edge.status), origin && statusLabel(origin.status), isDuring);
      if (isDuring && side === tier && failing(request.status)) failed.push({ request, partner: request.partner });
    }
  }
  return { pairs: [...counts.values()], fates: fatesOf(failed, context) };
}

function isWithin(atMs: number, { fromMs, toMs }: Span): boolean {
  return atMs >= fromMs && atMs < toMs;
}

function count(counts: Map<string, StatusPair>, edge: string | null, origin: string | null, isDuring: boolean): void {
  const key = `${edge} ${origin}`;
  let pair = counts.get(key);
  if (!pair) counts.set(key, (pair = { edge, origin, during: 0, before: 0 }));
  if (isDuring) pair.during++;
  else pair.before++;
}

function statusLabel(status: number): string {
  if (status === 0) return "none";
  return status < GONE ? `${Math.floor(status / 100)}xx` : String(status);
}

/** Statuses that the spike counts as failures. */
function failingTest({ failures }: EvidenceContext): (status: number) => boolean {
  const statuses = new Set(failures.map(({ status }) => status ?? 0));
  return (status) => statuses.has(status);
}

/**
 * Requests of the spike's hosts, where both logs name hosts, and of those hosts only that the other log serves at all: of what another
 * origin serves this one cannot say that it never came.
 */
function hostTest(context: EvidenceContext, { edge, origin }: TierPairing): (host: number) => boolean {
  const { other } = context;
  const names = other ? hostsThere(context, other.dictionaries.host).hosts : [];
  const wanted = new Set(names.map(hashText));
  const isKnown = [edge, origin].every((side) => side.some(({ host }) => wanted.has(host)));
  const shared = new Map<number, number>();
  for (const { host, partner } of edge) {
    if (partner === null) continue;
    for (const name of new Set([host, partner.host])) shared.set(name, (shared.get(name) ?? 0) + 1);
  }
  return (host) => (!isKnown || wanted.has(host)) && (shared.get(host) ?? 0) >= LEAST_SHARED;
}

/** Does the other log know what failed by the same routes? Else the edge asks for other paths, or another origin serves them. */
function knowsRoutes({ failures, other }: EvidenceContext): boolean {
  const known = new Set(other?.dictionaries.route);
  const routed = failures.filter(({ route }) => route !== null);
  return routed.filter(({ route }) => known.has(route ?? "")).length >= KNOWN_ROUTES * routed.length;
}

function fatesOf(
  failed: readonly { request: PairedRequest; partner: PairedRequest["partner"] }[],
  { tier, spike }: EvidenceContext,
): FailureFates {
  const fates = { compared: failed.length, unseen: 0, gateway: 0, otherError: 0, gone: 0, answered: 0 };
  const gatewayStatuses: string[] = [];
  const took: { edge: number; origin: number }[] = [];
  for (const { request, partner } of failed) {
    if (partner === null) fates.unseen++;
    else if (partner.status === GONE) fates.gone++;
    else if (partner.status >= 500 && classOfStatus(partner.status) === GATEWAY_ERROR) {
      fates.gateway++;
      gatewayStatuses.push(statusLabel(partner.status));
    } else if (partner.status >= 500) fates.otherError++;
    else {
      fates.answered++;
      const [edge, origin] = tier === "edge" ? [request, partner] : [partner, request];
      if (edge.durationMs !== null && origin.durationMs !== null)
        took.push({ edge: edge.durationMs, origin: origin.durationMs });
    }
  }
  const median = (of: "edge" | "origin"): number =>
    took.map((each) => each[of]).sort((one, other) => one - other)[took.length >> 1] ?? 0;
  return {
    ...fates,
    isPart: failed.length < spike.failed,
    gatewayStatus: mostFrequent(gatewayStatuses),
    answeredMs: took.length > 0 ? { edge: median("edge"), origin: median("origin") } : null,
  };
}

/** Requests and failures of both tiers over the spike and its surroundings, from the exact counts per minute. */
function seriesOf(context: EvidenceContext): Pick<Reconciliation, "bucketMinutes" | "minutes"> {
  const { rollup, other, tier, spike, fromMinute, toMinute } = context;
  const margin = Math.min(MOST_MARGIN, Math.max(LEAST_MARGIN, toMinute - fromMinute + 1));
  const minutes = { fromMinute: fromMinute - margin, toMinute: toMinute + margin };
  const hosts: Scope = { upstreams: [], hosts: spike.selection.hosts, paths: [], clients: [] };
  const own = sumMinutes(rollup, hosts, minutes);
  const there = other ? sumMinutes(other, hostsThere(context, other.dictionaries.host), minutes) : new Map();
  const [edge, origin] = tier === "edge" ? [own, there] : [there, own];
  const known = [...edge.keys(), ...origin.keys()];
  const first = Math.min(...known);
  const last = Math.max(...known);
  if (known.length === 0) return { bucketMinutes: 1, minutes: [] };
  const bucketMinutes = Math.ceil((last - first + 1) / MOST_BUCKETS);
  const series: TierMinute[] = [];
  for (let minute = first; minute <= last; minute++) {
    const at = Math.floor((minute - first) / bucketMinutes);
    const bucket = (series[at] ??= {
      atMs: minute * MINUTE_MS,
      ...{ edgeRequests: 0, edgeFailed: 0, originRequests: 0, originFailed: 0 },
    });
    bucket.edgeRequests += edge.get(minute)?.requests ?? 0;
    bucket.edgeFailed += edge.get(minute)?.failed ?? 0;
    bucket.originRequests += origin.get(minute)?.requests ?? 0;
    bucket.originFailed += origin.get(minute)?.failed ?? 0;
  }
  return { bucketMinutes, minutes: series };
}
