import { portChanges, portContradictions } from "@/core/causes/address-history";
import { configuredServer, hostAndPort } from "@/core/causes/config-reading";
import { named } from "@/core/causes/number-words";
import type { Evidence } from "@/core/evidence/evidence";

/** A value for a step: as it may stand in a command, and as it stands in a sentence. */
interface KnownValue {
  command: string;
  text: string;
}

export type KnownValues = Record<string, KnownValue>;

/** A name, IPv4 address or bracketed IPv6 address with a port. */
const PEER = /^(?:[A-Za-z0-9][A-Za-z0-9._-]*|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?$/;

/**
 * Values out of the logs for the placeholders of steps. Whoever pastes a command runs it, and every byte of a log is hostile: only
 * values made of allow-listed characters that cannot begin an option get into a command, all others leave a word in capitals.
 */
export function knownValues(evidence: Evidence): KnownValues {
  const address = failingAddress(evidence);
  const peer = address === null ? null : hostAndPort(address);
  const bareHost = peer === null ? null : peer.host.replace(/^\[|\]$/g, "");
  const socket = address?.startsWith("unix:") === true ? address.slice(5).replace(/:.*$/, "") : null;
  const host = evidence.spike.scope.hosts[0] ?? topFailing(evidence.hosts) ?? topValue(evidence.hosts);
  const client = topFailing(evidence.clients);
  return {
    upstream: known(socket === null ? address : null, PEER, "UPSTREAM", true),
    upstreamHost: known(bareHost, /^[A-Za-z0-9][A-Za-z0-9._:-]*$/, "UPSTREAM_HOST"),
    port: known(peer?.port ?? null, /^\d{1,5}$/, "PORT"),
    socket: known(socket, /^\/[A-Za-z0-9._/-]+$/, "SOCKET_PATH"),
    host: known(host, /^[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?$/, "HOST"),
    path: pathValue(evidence),
    rightUpstream: known(rightAddress(evidence), PEER, "RIGHT_ADDRESS", true),
    client: known(client, /^[0-9a-fA-F][0-9a-fA-F.:]*$/, "CLIENT_IP"),
    name: known(upstreamName(evidence), /^[A-Za-z0-9][A-Za-z0-9.-]*$/, "UPSTREAM_NAME"),
    since: moment(evidence.spike.startMs - 120_000, "ONSET"),
    until: moment(evidence.spike.endMs + 60_000, "END"),
  };
}

/** The address that should have been dialled: the one before the change, or the one that the configuration has now. */
function rightAddress(evidence: Evidence): string | null {
  return portChanges(evidence)[0]?.from ?? portContradictions(evidence)[0]?.configured ?? null;
}

/** Whether the failing upstream is a unix socket, for which TCP checks make no sense. */
export function dialsSocket(evidence: Evidence): boolean {
  return failingAddress(evidence)?.startsWith("unix:") === true;
}

function known(value: string | null, allowed: RegExp, placeholder: string, quoteBrackets = false): KnownValue {
  if (value === null || value === "" || value.length > 255) return { command: placeholder, text: placeholder };
  if (!allowed.test(value)) return { command: placeholder, text: named(value) };
  // A shell takes bare brackets for a pattern.
  return { command: quoteBrackets && value.includes("[") ? `'${value}'` : value, text: named(value) };
}

/** The upstream with most failures; from the messages where the access log has no upstream. A server's name gives its address. */
function failingAddress(evidence: Evidence): string | null {
  const address = (logged: string): string =>
    isAddress(logged) ? logged : (configuredServer(evidence, logged)?.address ?? logged);
  const scope = evidence.spike.scope.upstreams.map(address);
  const shares = (evidence.upstreams ?? []).map((share) => ({ ...share, value: address(share.value) }));
  const logged =
    topFailing(shares.filter((share) => scope.includes(share.value))) ??
    scope.find(isAddress) ??
    topFailing(shares.filter((share) => isAddress(share.value)));
  return (
    logged ??
    (evidence.signatures ?? [])
      .flatMap((fact) => fact.upstreams)
      .map(address)
      .find(isAddress) ??
    topFailing(shares)
  );
}

function isAddress(value: string): boolean {
  return value.startsWith("unix:") || hostAndPort(value) !== null;
}

function topFailing(values: Evidence["upstreams"]): string | null {
  const best = (values ?? []).reduce<{ value: string; failed: number } | null>((top, share) => {
    const usable = share.failed > 0 && share.value !== "" && share.value !== "-" && share.value !== "(other)";
    return usable && (top === null || share.failed > top.failed) ? share : top;
  }, null);
  return best?.value ?? null;
}

function topValue(values: Evidence["hosts"]): string | null {
  return (values ?? []).find((share) => share.value !== "" && share.value !== "-")?.value ?? null;
}

/** The route that fails, cut before its first id or unsafe character; a health route when the failures follow no route. */
function pathValue(evidence: Evidence): KnownValue {
  const routes = evidence.routes ?? [];
  const main = routes.find((share) => share.failedShare >= 0.5)?.value;
  const health = routes.find((share) => /^\/(healthz?|livez|readyz|ping)$/.test(share.value))?.value;
  const chosen = main ?? health ?? topFailing(evidence.routes) ?? "/";
  const safe = /^\/[A-Za-z0-9._~/-]*/.exec(chosen)?.[0] ?? "/";
  const path = safe.length > 120 ? "/" : safe;
  return { command: path, text: path };
}

/** The name in the first hand-on that is a name and no address; else the first server given by name. */
function upstreamName(evidence: Evidence): string | null {
  const { routes = [], upstreams = [] } = evidence.config ?? {};
  for (const route of routes) {
    const host = /^[a-z]+:\/\/([^/:$]+)/.exec(route.target)?.[1];
    if (host !== undefined && !/^[\d.]+$/.test(host) && !upstreams.some((one) => one.name === host)) return host;
  }
  const hosts = upstreams.flatMap(({ servers }) => servers.map(({ address }) => hostAndPort(address)?.host ?? ""));
  return hosts.find((host) => /[a-z]/i.test(host) && !host.startsWith("[")) ?? null;
}

/** `2025-06-11 11:19:00 UTC`, which journalctl reads. */
function moment(atMs: number, placeholder: string): KnownValue {
  if (Math.abs(atMs) > 8.64e15 || Number.isNaN(atMs)) return { command: placeholder, text: placeholder };
  const text = `${new Date(atMs).toISOString().slice(0, 19).replace("T", " ")} UTC`;
  return { command: text, text };
}
