import type { Evidence, ValueShare } from "@/core/evidence/evidence";
import type { Signal } from "./define-cause";
import { count, named, percent } from "./number-words";
import { opposes, supports } from "./signal";

/** Share of failing attempts that never got a connection; null where the log has no connect time. */
export function neverConnectedShare(evidence: Evidence): number | null {
  const { connect } = evidence;
  if (connect === null || connect.never + connect.connected === 0) return null;
  return connect.never / (connect.never + connect.connected);
}

/** Share of failing attempts for which the upstream itself sent a header; null where the log has no header time. */
export function answeredShare(evidence: Evidence): number | null {
  const { header } = evidence;
  if (header === null || header.seen + header.unseen === 0) return null;
  return header.seen / (header.seen + header.unseen);
}

/**
 * Share of the failures for which no upstream was tried because all were marked down. They fail at once with 502, whatever made
 * the others fail, and must not hide how those failed.
 */
export function untriedShare(evidence: Evidence): number {
  const logged = upstreamFieldShare(evidence, "group");
  if (logged !== null) return logged;
  const said = (evidence.signatures ?? []).filter((fact) => fact.cause === "no-live-upstreams");
  return Math.min(1, said.reduce((n, fact) => n + fact.count, 0) / Math.max(1, evidence.spike.failed));
}

/** Share of the failures with this status, 0…1. */
export function statusShare(evidence: Evidence, ...statuses: number[]): number {
  const { byStatus, failed } = evidence.spike;
  return statuses.reduce((n, status) => n + (byStatus[status.toString()] ?? 0), 0) / Math.max(1, failed);
}

/** Share of failing lines whose upstream field is of this kind; null where the format has no such field. */
export function upstreamFieldShare(
  evidence: Evidence,
  ...kinds: ("address" | "unix" | "group" | "none" | "empty")[]
): number | null {
  const field = evidence.upstreamField;
  if (field === null) return null;
  const total = field.address + field.unix + field.group + field.none + field.empty;
  return total === 0 ? null : kinds.reduce((n, kind) => n + field[kind], 0) / total;
}

/** Against every cause that must keep the connection from being made: most failing attempts did connect. */
export function againstConnected(evidence: Evidence): Signal[] {
  const never = neverConnectedShare(evidence);
  if (never === null || never > 0.4 || evidence.connect === null) return [];
  const { connected, samples } = evidence.connect;
  return [
    opposes(
      `${count(connected)} failing attempts had connected (${percent(1 - never)})`,
      3.2 * (1 - never),
      "access-log",
      samples,
    ),
  ];
}

/** Against every cause that needs a connection first: most failing attempts never connected. */
export function againstNeverConnected(evidence: Evidence): Signal[] {
  const share = neverConnectedShare(evidence);
  if (share === null || share < 0.6 || evidence.connect === null) return [];
  return [
    opposes(
      `${count(evidence.connect.never)} failing attempts never connected (${percent(share)})`,
      3.2 * share,
      "access-log",
      evidence.connect.samples,
    ),
  ];
}

/** Against every cause in which the proxy made the status: the upstream itself had answered. */
export function againstAnswered(evidence: Evidence): Signal[] {
  const share = answeredShare(evidence);
  if (share === null || share < 0.6 || evidence.header === null) return [];
  return [
    opposes(
      `The upstream itself answered ${count(evidence.header.seen)} of the failing requests`,
      3.5 * share,
      "access-log",
      evidence.header.samples,
    ),
  ];
}

/** The one upstream that has nearly all failures while others served the same traffic well; null when it is not so. */
export function loneFailingUpstream(
  evidence: Evidence,
): { bad: ValueShare; othersFailed: number; othersRequests: number; others: number } | null {
  const upstreams = (evidence.upstreams ?? []).filter((share) => share.value !== "" && share.value !== "-");
  const bad = upstreams.reduce<ValueShare | null>(
    (worst, share) => (worst === null || share.failed > worst.failed ? share : worst),
    null,
  );
  if (bad === null || bad.failedShare < 0.85) return null;
  const others = upstreams.filter((share) => share !== bad && share.requests > 0);
  const othersRequests = others.reduce((n, share) => n + share.requests, 0);
  const othersFailed = others.reduce((n, share) => n + share.failed, 0);
  if (othersRequests < 10 || othersFailed / othersRequests > 0.2 * bad.ratio) return null;
  return { bad, othersFailed, othersRequests, others: others.length };
}

/** For causes that sit in one instance: one upstream fails, the others do not. */
export function loneUpstreamSignal(evidence: Evidence, weight: number): Signal[] {
  const lone = loneFailingUpstream(evidence);
  if (lone === null) return [];
  const { bad, othersFailed, othersRequests } = lone;
  const text = `${named(bad.value)} failed ${count(bad.failed)} of ${count(bad.requests)} requests, the other upstreams ${count(othersFailed)} of ${count(othersRequests)}`;
  return [supports(text, weight, "access-log")];
}

/** Below this share of passing requests a rule refuses everything: the first and the last minute have requests from outside of it. */
export const NONE_PASS = 0.05;

/** Of the requests to the routes that fail, the share that passes, 0…1; null where too few were made to tell. */
export function passingShare(evidence: Evidence): number | null {
  const failing = (evidence.routes ?? []).filter((share) => share.failed > 0);
  const requests = failing.reduce((n, share) => n + share.requests, 0);
  const failed = failing.reduce((n, share) => n + share.failed, 0);
  return requests < 20 ? null : (requests - failed) / requests;
}

/** Do some routes fail while the others, on the same upstreams, are served: connections to them can be made. */
export function isOnSomeRoutes({ spike, elsewhere }: Evidence): boolean {
  const served = elsewhere !== null && elsewhere.requests >= 20 && elsewhere.ratio < 0.1 * spike.ratio;
  return served && spike.scope.paths.length > 0 && spike.scope.upstreams.length === 0;
}

/** The route that has most failures far beyond its share of the traffic; null when failures follow the traffic. */
export function loneFailingRoute(evidence: Evidence): ValueShare | null {
  const route = (evidence.routes ?? []).find((share) => share.failedShare >= 0.7);
  if (route === undefined) return null;
  // In a scope narrowed to this route its share of the requests is 1 as well; then its ratio elsewhere is the evidence.
  const narrowed = route.requestShare > 0.9 && evidence.elsewhere !== null && evidence.elsewhere.requests >= 20;
  if (narrowed && evidence.elsewhere !== null) return evidence.elsewhere.ratio < 0.2 * route.ratio ? route : null;
  return route.failedShare >= 2 * route.requestShare ? route : null;
}
