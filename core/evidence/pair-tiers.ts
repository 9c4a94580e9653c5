import { groupBy } from "@/core/collections/group-by";
import { narrowSample, sampledRequests, type SampledRequest } from "@/core/rollups/request-sample";
import type { Rollup } from "@/core/rollups/rollup";
import { findClockShift, type ClockShift, type RequestPair } from "./find-clock-shift";

/**
 * By what requests of two logs were recognised as the same. "edge-path-time": the origin's lines name the edge's own few addresses as
 * client, so that requests of others are not taken for the edge's.
 */
export type PairingBasis = "request-id" | "client-path-time" | "edge-path-time" | "path-time";

/** The sampled requests of two tiers, and which of them are one request. */
export interface TierPairing {
  basis: PairingBasis;
  clock: ClockShift;
  /** One path in so many was compared: 1 = every path but the busy ones. */
  onePathIn: number;
  /** Paths left out because they are asked for too often to be kept one by one. */
  busyPaths: number;
  edge: PairedRequest[];
  /** Without those of other clients than the edge, where these can be told. */
  origin: PairedRequest[];
  /** What both logs cover, by the edge's clock. */
  fromMs: number;
  toMs: number;
}

export interface PairedRequest extends SampledRequest {
  /** The same request in the other tier's log; null where it has none. */
  partner: SampledRequest | null;
}

/** Pairs without which two logs do not count as logs of the same traffic: what the vote over ten minutes gives by chance stays below. */
const LEAST_PAIRS = 10;
/** Two lines of one request may differ by this much beyond the spread of the clocks: whole seconds on either side. */
const SLACK_MS = 2000;
const MOST_SLACK_MS = 10_000;
/** A tier that waits longer than this for one request has no such timer in any product's defaults. */
const LONGEST_WAIT_MS = 600_000;
/** Requests of one path looked at for one partner: bounds the work where a path is asked for many times a second. */
const MOST_CANDIDATES = 256;
/** Share of pairs whose clients agree from which a client is part of what makes two lines one request. */
const SAME_CLIENT_SHARE = 0.9;
/** An address of the edge has at least this share of the pairs; a client that the origin serves directly is in few by chance. */
const EDGE_ADDRESS_SHARE = 0.05;
/** Share of the edge's ids that the origin has as well from which ids are trusted: it sees only what is not cached. */
const SAME_ID_SHARE = 0.1;

/**
 * Finds the requests of the edge in the log of the origin, failed or not. Both samples hold the same paths (see `RequestSample`), so that
 * a request without a partner is missing from the other log, not from the sample. By id where both log the same ones, else by path,
 * method, client where the origin sees it, and time: lines are written when a request ends, by some products when it begins, so either
 * may meet either. Null where the logs have too little in common. Cost: linear in the sample, which is bounded, times the candidates.
 */
export function pairTiers(edge: Rollup, origin: Rollup): TierPairing | null {
  const narrowed = narrowSample(edge.sample, origin.sample.mask, origin.sample.busy);
  const edges = sampledRequests(narrowed).map(unpaired);
  const origins = sampledRequests(narrowSample(origin.sample, edge.sample.mask, edge.sample.busy)).map(unpaired);
  const span = commonSpan(edges, origins);
  if (span === null) return null;
  const byId = pairsById(edges, origins);
  // Where the edge asks for other paths than it was asked for, a sample of paths holds one without the other.
  const isPart = narrowed.mask !== 0 || narrowed.busy.length > 0;
  if (byId !== null && isPart && !byId.every(({ edge: one, origin: other }) => one.path === other.path)) return null;
  const shift = findClockShift(byId ?? candidatePairs(edges, origins));
  if (shift === null || shift.near.length < LEAST_PAIRS) return null;
  const { clock, near } = shift;
  const known = { ...describe(narrowed, clock, span), edge: edges };
  if (byId !== null) {
    for (const pair of byId) marry(pair.edge, pair.origin);
    return { ...known, basis: "request-id", origin: origins };
  }
  const sameClient = near.filter((pair) => pair.edge.client !== 0 && pair.edge.client === pair.origin.client).length;
  if (sameClient >= SAME_CLIENT_SHARE * near.length) {
    matchByTime(edges, origins, clock, true);
    return { ...known, basis: "client-path-time", origin: origins };
  }
  const addresses = edgeAddresses(near);
  const own = addresses === null ? origins : origins.filter(({ client }) => addresses.has(client));
  matchByTime(edges, own, clock, false);
  return { ...known, basis: addresses === null ? "path-time" : "edge-path-time", origin: own };
}

/** Hashes of the clients by which the origin knows the edge; null where it logs none, or more than a few. */
function edgeAddresses(pairs: readonly RequestPair[]): Set<number> | null {
  const counts = new Map<number, number>();
  for (const {
    origin: { client },
  } of pairs)
    counts.set(client, (counts.get(client) ?? 0) + 1);
  counts.delete(0);
  const frequent = [...counts].filter(([, count]) => count >= EDGE_ADDRESS_SHARE * pairs.length);
  const covered = frequent.reduce((sum, [, count]) => sum + count, 0);
  return covered >= SAME_CLIENT_SHARE * pairs.length ? new Set(frequent.map(([client]) => client)) : null;
}

function describe({ mask, busy }: { mask: number; busy: number[] }, clock: ClockShift, span: Span) {
  // By the edge's clock.
  const fromMs = Math.max(span.edge.from, span.origin.from - clock.originAheadMs);
  const toMs = Math.min(span.edge.to, span.origin.to - clock.originAheadMs);
  return { clock, onePathIn: mask + 1, busyPaths: busy.length, fromMs, toMs };
}

interface Span {
  edge: { from: number; to: number };
  origin: { from: number; to: number };
}

function commonSpan(edges: readonly SampledRequest[], origins: readonly SampledRequest[]): Span | null {
  const ends = [edges[0], edges.at(-1), origins[0], origins.at(-1)].flatMap((request) =>
    request ? [request.atMs] : [],
  );
  const [edgeFrom, edgeTo, from, to] = ends;
  if (edgeFrom === undefined || edgeTo === undefined || from === undefined || to === undefined) return null;
  return { edge: { from: edgeFrom, to: edgeTo }, origin: { from, to } };
}

function unpaired(request: SampledRequest): PairedRequest {
  return { ...request, partner: null };
}

function marry(one: PairedRequest, other: PairedRequest): void {
  one.partner = other;
  other.partner = one;
}

/** Requests with the same id, each once; null where the logs share too few, because each tier makes its own. */
function pairsById(
  edges: readonly PairedRequest[],
  origins: readonly PairedRequest[],
): RequestPair<PairedRequest>[] | null {
  const waiting = new Map(origins.flatMap((request) => (request.id === 0 ? [] : [[request.id, request] as const])));
  const pairs: RequestPair<PairedRequest>[] = [];
  let withId = 0;
  for (const request of edges) {
    if (request.id === 0) continue;
    withId++;
    const partner = waiting.get(request.id);
    if (!partner) continue;
    waiting.delete(request.id);
    pairs.push({ edge: request, origin: partner, weight: 1 });
  }
  return pairs.length >= LEAST_PAIRS && pairs.length >= SAME_ID_SHARE * withId ? pairs : null;
}

/** Every pair that could be one request by any clock within ten minutes; paths asked for often say little of the time and are passed over. */
function candidatePairs(
  edges: readonly PairedRequest[],
  origins: readonly PairedRequest[],
): RequestPair<PairedRequest>[] {
  const byPath = groupByPath(origins);
  const pairs: RequestPair<PairedRequest>[] = [];
  for (const request of edges) {
    const group = byPath.get(request.path);
    if (!group) continue;
    const from = firstFrom(group, request.atMs - LONGEST_WAIT_MS);
    const few: PairedRequest[] = [];
    for (let at = from; at < group.length && few.length <= MOST_VOTES; at++) {
      const other = group[at]!;
      if (other.atMs > request.atMs + LONGEST_WAIT_MS) break;
      if (fits(request, other, false)) few.push(other);
    }
    if (few.length <= MOST_VOTES)
      for (const other of few) pairs.push({ edge: request, origin: other, weight: 1 / few.length });
  }
  return pairs;
}

/** Lines of one path within ten minutes either side beyond which it does not vote. */
const MOST_VOTES = 16;

const groupByPath = (requests: readonly PairedRequest[]): Map<number, PairedRequest[]> =>
  groupBy(requests, ({ path }) => path);

/** Position of the first request at or after a time. */
function firstFrom(group: readonly PairedRequest[], atMs: number): number {
  let low = 0;
  let high = group.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (group[middle]!.atMs < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function fits(one: SampledRequest, other: SampledRequest, withClient: boolean): boolean {
  return (
    (one.method === other.method || one.method === 0 || other.method === 0) &&
    (!withClient || one.client === other.client || one.client === 0 || other.client === 0)
  );
}

/**
 * Lines that end together with the same status find each other first, so that a failure does not take the place of a request that was
 * answered in the same second; then those that end together, and what is left may have ended apart and begun together.
 */
function matchByTime(
  edges: readonly PairedRequest[],
  origins: readonly PairedRequest[],
  { originAheadMs, spreadMs }: ClockShift,
  withClient: boolean,
): void {
  const slackMs = Math.min(MOST_SLACK_MS, SLACK_MS + 2 * spreadMs);
  const match: Match = { originAheadMs, slackMs, fits: (one, other) => fits(one, other, withClient) };
  const sameStatus: Match = { ...match, fits: (one, other) => one.status === other.status && match.fits(one, other) };
  matchEnds(edges, origins, sameStatus);
  matchEnds(edges, origins, match);
  matchApart(edges, origins, match);
}

interface Match {
  originAheadMs: number;
  slackMs: number;
  fits: (one: SampledRequest, other: SampledRequest) => boolean;
}

const isAlone = ({ partner }: PairedRequest): boolean => partner === null;

/** First come, first matched, which finds most pairs where all may lie equally far apart; what is past for one is past for all after it. */
function matchEnds(
  edges: readonly PairedRequest[],
  origins: readonly PairedRequest[],
  { originAheadMs, slackMs, fits }: Match,
): void {
  const groups = groupByPath(origins.filter(isAlone));
  const heads = new Map<number, number>();
  for (const request of edges.filter(isAlone)) {
    const group = groups.get(request.path);
    if (!group) continue;
    const nowMs = request.atMs + originAheadMs;
    let head = heads.get(request.path) ?? 0;
    while (head < group.length && (!isAlone(group[head]!) || group[head]!.atMs < nowMs - slackMs)) head++;
    heads.set(request.path, head);
    for (let at = head; at < group.length && at < head + MOST_CANDIDATES; at++) {
      const other = group[at]!;
      if (other.atMs > nowMs + slackMs) break;
      if (!isAlone(other) || !fits(request, other)) continue;
      marry(request, other);
      break;
    }
  }
}

function matchApart(
  edges: readonly PairedRequest[],
  origins: readonly PairedRequest[],
  { originAheadMs, slackMs, fits }: Match,
): void {
  const left = origins.filter(isAlone);
  const groups = groupByPath(left);
  const longest = left.reduce((most, { durationMs }) => Math.max(most, durationMs ?? 0), 0);
  for (const request of edges.filter(isAlone)) {
    const group = groups.get(request.path);
    if (!group) continue;
    const nowMs = request.atMs + originAheadMs;
    const reachMs = slackMs + Math.min(LONGEST_WAIT_MS, Math.max(longest, request.durationMs ?? 0));
    let best: PairedRequest | null = null;
    let leastMs = slackMs;
    const first = firstFrom(group, nowMs - reachMs);
    for (let at = first; at < group.length && at < first + MOST_CANDIDATES; at++) {
      const other = group[at]!;
      if (other.atMs > nowMs + reachMs) break;
      if (!isAlone(other) || !fits(request, other)) continue;
      const distanceMs = nearestEnds(request, other, originAheadMs);
      if (distanceMs > leastMs || (best !== null && distanceMs === leastMs)) continue;
      best = other;
      leastMs = distanceMs;
    }
    if (best) marry(request, best);
  }
}

/** The least distance between an end or beginning of one and an end or beginning of the other. */
function nearestEnds(one: SampledRequest, other: SampledRequest, originAheadMs: number): number {
  const apartMs = other.atMs - one.atMs - originAheadMs;
  const oneMs = one.durationMs ?? 0;
  const otherMs = other.durationMs ?? 0;
  return Math.min(
    ...[apartMs, apartMs + oneMs, apartMs - otherMs, apartMs + oneMs - otherMs].map((distance) => Math.abs(distance)),
  );
}
