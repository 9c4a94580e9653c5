import type { Evidence } from "@/core/evidence/evidence";
import type {
  ConfigLimit,
  ConfigRoute,
  ConfigServer,
  ConfigTimer,
  ConfigUpstream,
  Meaning,
  Placed,
  TimerKind,
} from "@/core/configs/proxy-config";
import { named } from "./number-words";

/** Upstreams with less of the failures are strays, whose groups say nothing about the incident. */
const LEAST_SHARE = 0.1;

/** Of what a configuration says, what holds for the failing upstreams; all of it where the log does not tell their groups. */
export function configured<T extends Meaning>(evidence: Evidence, said: readonly Placed<T>[] | undefined): Placed<T>[] {
  const groups = failingGroups(evidence);
  return (said ?? []).filter(({ value: { scope } }) => scope === null || groups === null || groups.has(scope));
}

/** Timers of these kinds, in the order of the kinds; [] without a config. */
export function timersIn(evidence: Evidence, kinds: readonly TimerKind[]): Placed<ConfigTimer>[] {
  const timers = configured(evidence, evidence.config?.timers);
  return kinds.flatMap((kind) => timers.filter(({ value }) => value.kind === kind));
}

/** Limits of a kind; [] without a config. */
export function limitsIn(evidence: Evidence, kind: ConfigLimit["kind"]): Placed<ConfigLimit>[] {
  return configured(evidence, evidence.config?.limits).filter(({ value }) => value.kind === kind);
}

/** Places that hand requests on to the failing upstreams, or to any where the log does not tell; [] without a config. */
export function configRoutes(evidence: Evidence): ConfigRoute[] {
  const routes = evidence.config?.routes ?? [];
  const groups = failingGroups(evidence);
  const own = groups === null ? [] : routes.filter(({ group }) => group !== null && groups.has(group));
  return own.length > 0 ? own : routes;
}

export function speaksTls({ scheme }: ConfigRoute): boolean {
  return scheme === "https" || scheme === "h2" || scheme === "grpcs" || scheme === "tls";
}

/** Do the failing lines name this group, by its own name or as `group/…`, `group@…`? */
export function failsInGroup(evidence: Evidence, group: string): boolean {
  const logged = [
    ...evidence.spike.scope.upstreams,
    ...(evidence.upstreamField?.groups ?? []),
    ...(evidence.upstreams ?? []).filter((share) => share.failedShare >= LEAST_SHARE).map((share) => share.value),
  ];
  return logged.some((name) => name === group || name.startsWith(`${group}/`) || name.startsWith(`${group}@`));
}

/** The server that a log means by an address, or by a name such as `be_app/app01`; undefined without a config that has it. */
export function configuredServer(evidence: Evidence, logged: string): ConfigServer | undefined {
  const servers = (evidence.config?.upstreams ?? []).flatMap((upstream) => upstream.servers);
  return servers.find(({ address, name }) => address === logged || name === logged);
}

/** `proxy_read_timeout 60s`, `timeout server 5s`: a directive in its product's words. */
export function written({ value }: Placed<Meaning>): string {
  return `${value.directive} ${named(value.written)}`;
}

/** Names of the groups that the failing upstreams belong to; null where no configuration or log tells. */
function failingGroups(evidence: Evidence): ReadonlySet<string> | null {
  const failing = new Set(
    evidence.spike.scope.upstreams.length > 0
      ? evidence.spike.scope.upstreams
      : (evidence.upstreams ?? []).filter((share) => share.failedShare >= LEAST_SHARE).map((share) => share.value),
  );
  if (failing.size === 0) return null;
  const groups = (evidence.config?.upstreams ?? []).filter((group) => holds(group, failing));
  return groups.length === 0 ? null : new Set(groups.map(({ name }) => name));
}

function holds(group: ConfigUpstream, failing: ReadonlySet<string>): boolean {
  return (
    failing.has(group.name) ||
    group.servers.some(({ address, name }) => failing.has(address) || (name !== null && failing.has(name)))
  );
}

/** Folders that a product's configuration lies in; people call the files in them by their names alone. */
const HOME = /^(?:nginx|haproxy|apache2|httpd|conf|caddy|envoy|traefik|varnish|squid|etc|)$/;
/** Files that everybody calls by their names alone. */
const MAIN = /^(?:nginx\.conf|haproxy\.cfg|apache2\.conf|httpd\.conf|Caddyfile|default\.vcl|squid\.conf)$/;

/** `nginx.conf:33`, `conf.d/app.conf:7`: folder and name, which is what people call a file, not the whole path it was read from. */
export function place(placed: { file: string; line: number }): string {
  const [folder, name] = placed.file.split("/").slice(-2);
  const known =
    name === undefined ? folder : HOME.test(folder ?? "") || MAIN.test(name) ? name : `${folder ?? ""}/${name}`;
  return `${known ?? placed.file}:${placed.line.toString()}`;
}

/** `ip:port` of a TCP peer taken apart, IPv6 in brackets; null for unix sockets, names without a port and group names. */
export function hostAndPort(address: string): { host: string; port: string } | null {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:[\]/\s]+):(\d{1,5})$/.exec(address);
  return match?.[1] === undefined || match[2] === undefined ? null : { host: match[1], port: match[2] };
}
