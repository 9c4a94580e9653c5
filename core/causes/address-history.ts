import type { Evidence } from "@/core/evidence/evidence";
import { hostAndPort } from "./config-reading";

/** Upstreams that fail now and answered well in the baseline; [] when the log cannot tell. */
export function addressesThatWorked(evidence: Evidence): string[] {
  return (evidence.upstreams ?? [])
    .filter(
      (share) =>
        share.failed > 0 && share.failedShare >= 0.1 && share.baselineRatio !== null && share.baselineRatio < 0.2,
    )
    .map((share) => share.value);
}

/** Failing addresses that appeared with the onset: nobody ever saw them work. [] when the log cannot tell. */
export function newAddresses(evidence: Evidence): string[] {
  const appeared = evidence.addressChange?.appeared ?? [];
  const failing = (evidence.upstreams ?? [])
    .filter((share) => share.failed > 0 && share.ratio >= 0.9)
    .map((share) => share.value);
  return appeared.filter((address) => failing.includes(address) && hostAndPort(address) !== null);
}

/** Addresses dialled at the onset that differ from an address used before (or configured now) in nothing but the port. */
export function portChanges(evidence: Evidence): { from: string; to: string }[] {
  const failing = (evidence.upstreams ?? [])
    .filter((share) => share.failed > 0 && share.ratio >= 0.5)
    .map((share) => share.value);
  const logged = (evidence.addressChange?.portChanges ?? []).filter(
    (change) => failing.length === 0 || failing.includes(change.to),
  );
  return logged.length > 0 ? logged : replacedPorts(evidence);
}

/** The same from the shares of traffic: the old port fell to a fifth and less of its share, as the minute of the reload has both. */
function replacedPorts(evidence: Evidence): { from: string; to: string }[] {
  return newAddresses(evidence).flatMap((to) => {
    const host = hostAndPort(to)?.host;
    const before = (evidence.upstreams ?? []).find(
      (share) =>
        share.value !== to &&
        hostAndPort(share.value)?.host === host &&
        share.requestShare <= 0.2 * (share.baselineRequestShare ?? 0),
    );
    return before === undefined ? [] : [{ from: before.value, to }];
  });
}

/** Failing addresses whose host stands in the configuration with another port, and not with the one dialled. */
export function portContradictions(
  evidence: Evidence,
): { dialled: string; configured: string; file: string; line: number }[] {
  const servers = (evidence.config?.upstreams ?? []).flatMap((upstream) => upstream.servers);
  const logged = (evidence.upstreams ?? [])
    .filter((share) => share.failed > 0 && share.ratio >= 0.5)
    .map((share) => share.value);
  const failing = logged.length > 0 ? logged : refusing(evidence);
  return failing.flatMap((dialled) => {
    const peer = hostAndPort(dialled);
    if (peer === null || servers.some((server) => server.address === dialled)) return [];
    const sameHost = servers.find((server) => hostAndPort(server.address)?.host === peer.host);
    return sameHost === undefined
      ? []
      : [{ dialled, configured: sameHost.address, file: sameHost.file, line: sameHost.line }];
  });
}

/** Addresses that the error log says refused; for access logs without an upstream field. */
function refusing(evidence: Evidence): string[] {
  return (evidence.signatures ?? []).filter((fact) => fact.cause === "upstream-down").flatMap((fact) => fact.upstreams);
}
