import type { AccessEvent } from "@/core/events/access-event";
import type { ErrorEvent } from "@/core/events/error-event";

/** An access log of a system, as far as its first lines show it. */
export interface TierSample {
  /** Its format is one of a CDN's. */
  isCdn: boolean;
  /** Whose log it is, by the product's title; null where many write such a log. */
  product?: string | null;
  /** Its first events, some hundred, in the order of the file. */
  events: readonly AccessEvent[];
}

export type Tier = "edge" | "origin";

/** Requests of two logs that must be the same before one log is believed to stand before the other. */
const MIN_PAIRS = 5;
const MIN_SHARE = 0.3;
/** The same request is logged at both tiers when it ends: apart by the clocks and by the way back. */
const SAME_REQUEST_MS = 5000;
/** Of the pairs, how many must take longer at the outer tier. */
const OUTER_SHARE = 0.7;
/** Behind a proxy nearly all requests come from its few addresses. */
const FEW_CLIENTS = 0.2;
/**
 * Where two products stand in a row, the usual order of them: HAProxy balances, nginx and its like serve, Apache runs the application. Taken
 * only where the logs hold the same requests and tell nothing else: either order is better than counting every request twice.
 */
const USUAL_ORDER = ["HAProxy", "Varnish", "nginx", "Apache httpd"];

/** Of the same requests, what the busiest upstream has at most where they are shared out to several: two servers in turn have half each. */
const SHARED_OUT = 0.9;

/**
 * Which of a system's access logs is the edge and which the origin: a CDN's log is the edge wherever another is there, and of two logs
 * that hold the same requests (by request id, else by method, path and time) the outer is the one whose requests take longer, or
 * that sees the many clients where the other sees a few proxies, or that hands all of them to one address where the other shares them
 * out (on one host both proxies take the same milliseconds), or whose product usually stands outside. Null where nothing can be told: several logs of one tier, mostly.
 */
export function inferTiers(samples: readonly TierSample[]): (Tier | null)[] {
  const tiers = samples.map((): Tier | null => null);
  const cdn = samples.some(({ isCdn }) => isCdn);
  if (cdn && samples.some(({ isCdn }) => !isCdn)) return samples.map(({ isCdn }) => (isCdn ? "edge" : "origin"));
  if (cdn) return tiers;
  for (let one = 0; one < samples.length; one++) {
    for (let other = one + 1; other < samples.length; other++) {
      const outer = outerOf(samples[one]!, samples[other]!);
      if (outer === null) continue;
      const [edge, origin] = outer === "first" ? [one, other] : [other, one];
      tiers[edge] = "edge";
      tiers[origin] ??= "origin";
    }
  }
  return tiers;
}

function outerOf(first: TierSample, second: TierSample): "first" | "second" | null {
  const pairs = pairUp(first.events, second.events);
  const smaller = Math.min(first.events.length, second.events.length);
  if (pairs.length < MIN_PAIRS || pairs.length < smaller * MIN_SHARE) return null;
  const timed = pairs.flatMap(([one, other]) =>
    one.requestMs === null || other.requestMs === null || one.requestMs === other.requestMs
      ? []
      : [one.requestMs - other.requestMs],
  );
  const longer = timed.filter((difference) => difference > 0).length;
  if (timed.length >= MIN_PAIRS) {
    if (longer >= timed.length * OUTER_SHARE) return "first";
    if (longer <= timed.length * (1 - OUTER_SHARE)) return "second";
  }
  const clients = [first, second].map(({ events }) => new Set(events.map(({ clientIp }) => clientIp)).size);
  const [ofFirst = 0, ofSecond = 0] = clients;
  if (ofSecond <= ofFirst * FEW_CLIENTS) return "first";
  if (ofFirst <= ofSecond * FEW_CLIENTS) return "second";
  const shared = sharesOut(
    pairs.map(([one]) => one),
    pairs.map(([, other]) => other),
  );
  return shared ?? usualOrder(first.product, second.product);
}

function usualOrder(first: string | null | undefined, second: string | null | undefined): "first" | "second" | null {
  const [one, other] = [USUAL_ORDER.indexOf(first ?? ""), USUAL_ORDER.indexOf(second ?? "")];
  if (one < 0 || other < 0 || one === other) return null;
  return one < other ? "first" : "second";
}

/**
 * The log in which all of the requests go to one upstream, or to none that it names, stands before the one that has several for them:
 * were it the other way round, the inner log would have only a part of the requests.
 */
function sharesOut(first: readonly AccessEvent[], second: readonly AccessEvent[]): "first" | "second" | null {
  const ofFirst = busiestShare(first);
  const ofSecond = busiestShare(second);
  if ((ofFirst ?? 1) === 1 && ofSecond !== null && ofSecond <= SHARED_OUT) return "first";
  return (ofSecond ?? 1) === 1 && ofFirst !== null && ofFirst <= SHARED_OUT ? "second" : null;
}

/** Share of the events that went to the busiest upstream; null where fewer than `MIN_PAIRS` name one. */
function busiestShare(events: readonly AccessEvent[]): number | null {
  const counts = new Map<string, number>();
  let named = 0;
  for (const { upstreams } of events) {
    const addr = upstreams.at(-1)?.addr ?? null;
    if (addr === null) continue;
    named++;
    counts.set(addr, (counts.get(addr) ?? 0) + 1);
  }
  return named < MIN_PAIRS ? null : Math.max(...counts.values()) / named;
}

/** Events that are the same request at both tiers; each is used once. */
function pairUp(first: readonly AccessEvent[], second: readonly AccessEvent[]): [AccessEvent, AccessEvent][] {
  const byKey = new Map<string, AccessEvent[]>();
  for (const event of second) {
    for (const key of keysOf(event)) {
      const list = byKey.get(key);
      if (list) list.push(event);
      else byKey.set(key, [event]);
    }
  }
  const candidatesOf = (event: AccessEvent) => keysOf(event).flatMap((key) => byKey.get(key)?.slice(0, 50) ?? []);
  const shiftMs = zoneShift(first, candidatesOf);
  const used = new Set<AccessEvent>();
  const pairs: [AccessEvent, AccessEvent][] = [];
  for (const event of first) {
    const match = candidatesOf(event).find(
      (other) => !used.has(other) && Math.abs(other.atMs - event.atMs - shiftMs) <= SAME_REQUEST_MS,
    );
    if (!match) continue;
    used.add(match);
    pairs.push([event, match]);
  }
  return pairs;
}

/** Every zone in use is a whole number of quarters of an hour from every other. */
const STEP_MS = 15 * 60_000;

/** How far the second log's clock is from the first's where one of them writes local time without its zone: what most pairs say. */
function zoneShift(events: readonly AccessEvent[], candidatesOf: (event: AccessEvent) => AccessEvent[]): number {
  const votes = new Map<number, number>();
  for (const event of events) {
    const steps = candidatesOf(event).flatMap((other) => {
      const apart = other.atMs - event.atMs;
      const step = Math.round(apart / STEP_MS);
      return Math.abs(apart - step * STEP_MS) <= SAME_REQUEST_MS ? [step] : [];
    });
    for (const step of new Set(steps)) votes.set(step, (votes.get(step) ?? 0) + 1);
  }
  const [step] = [...votes].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, votes.get(0) ?? 0]);
  return step * STEP_MS;
}

/** An id first; a health check's path says nothing of who asked. Varnish logs the whole URL where others log the path in it. */
function keysOf({ requestId, method, path: logged, host }: AccessEvent): string[] {
  const path = logged?.replace(/^https?:\/\/[^/]*(?=\/)/i, "") ?? null;
  const keys = requestId !== null && requestId.length >= 8 ? [`id ${requestId}`] : [];
  if (path !== null && path.length > 1 && !/health|ready|live|ping|metrics|status/i.test(path.slice(0, 200)))
    keys.push(`${method ?? ""} ${host ?? ""} ${path}`, `${method ?? ""}  ${path}`);
  return keys;
}

/**
 * The tier that an error log belongs to: that of the access logs whose upstreams its messages name, else of those whose clients. Null
 * where it fits both tiers or neither.
 */
export function tierOfMessages(
  messages: readonly ErrorEvent[],
  logs: readonly { tier: Tier; events: readonly AccessEvent[] }[],
): Tier | null {
  const upstreams = { edge: new Set<string>(), origin: new Set<string>() };
  const clients = { edge: new Set<string>(), origin: new Set<string>() };
  for (const { tier, events } of logs) {
    for (const { upstreams: attempts, clientIp } of events) {
      for (const { addr } of attempts) if (addr !== null) upstreams[tier].add(addr);
      if (clientIp !== null) clients[tier].add(clientIp);
    }
  }
  return (
    likelier(
      messages.map(({ upstreamAddr }) => upstreamAddr),
      upstreams,
    ) ??
    likelier(
      messages.map(({ clientIp }) => clientIp),
      clients,
    )
  );
}

/** The tier that knows more of the values, by a clear margin. */
function likelier(values: readonly (string | null)[], known: Record<Tier, ReadonlySet<string>>): Tier | null {
  const count = (tier: Tier) => values.filter((value) => value !== null && known[tier].has(value)).length;
  const [edge, origin] = [count("edge"), count("origin")];
  if (edge > 2 * origin) return "edge";
  return origin > 2 * edge ? "origin" : null;
}
