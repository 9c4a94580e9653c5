import type { FailedRequest, FailureMessage, Rollup } from "@/core/rollups/rollup";
import type { Scope } from "./spike";

/** The upstream under which a failing line is counted in the cells: the address of its last attempt, "" where none is logged. */
export function upstreamOf(failure: FailedRequest): string {
  return failure.attempts.at(-1)?.addr ?? "";
}

/** Turns a selection into a test on failing lines. */
export function failureMatcher(selection: Scope): (failure: FailedRequest) => boolean {
  const upstreams = new Set(selection.upstreams);
  const hosts = new Set(selection.hosts);
  const paths = new Set(selection.paths);
  const clients = new Set(selection.clients);
  return (failure) =>
    (upstreams.size === 0 || upstreams.has(upstreamOf(failure))) &&
    (hosts.size === 0 || hosts.has(failure.host ?? "")) &&
    (paths.size === 0 || paths.has(failure.route ?? "")) &&
    (clients.size === 0 || clients.has(failure.clientIp ?? ""));
}

/** Rows of a list in time order whose time lies in `[fromMs, toMs)`. */
export function rowsBetween<T extends { atMs: number }>(rows: T[], fromMs: number, toMs: number): T[] {
  return rows.slice(lowerBound(rows, fromMs), lowerBound(rows, toMs));
}

function lowerBound<T extends { atMs: number }>(rows: T[], atMs: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.atMs ?? Infinity) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The failing lines of a selection in `[fromMs, toMs)`, in time order. */
export function failuresIn(rollup: Rollup, selection: Scope, fromMs: number, toMs: number): FailedRequest[] {
  return rowsBetween(rollup.failures, fromMs, toMs).filter(failureMatcher(selection));
}

/**
 * Turns a scope into a test on error-log lines. A message is told by upstream and host; where it names neither, it is about the
 * proxy as a whole and belongs to every scope. Names are those of the scope and of the selection, since the error log names
 * addresses where the access log names the group.
 */
export function messageMatcher(scope: Scope, selection: Scope): (message: FailureMessage) => boolean {
  const upstreams = new Set([...scope.upstreams, ...selection.upstreams].filter((name) => name !== ""));
  const hosts = new Set([...scope.hosts, ...selection.hosts].filter((name) => name !== ""));
  const byUpstream = selection.upstreams.some((name) => name !== "");
  // Squid's access log names its peers without their port.
  const names = (address: string): boolean => upstreams.has(address) || upstreams.has(address.replace(/:\d+$/, ""));
  return (message) =>
    (!byUpstream || message.upstreamAddr === null || names(message.upstreamAddr)) &&
    (hosts.size === 0 || message.host === null || hosts.has(message.host));
}
