import type { ConfigServer, ConfigTimer, ConfigUpstream, Placed, TimerKind } from "@/core/configs/proxy-config";
import { readDurationMs } from "@/core/configs/read-duration";
import type { RiskPlace } from "@/core/contract/config-risks";
import { inForce } from "./block-scope";
import { groupBy } from "@/core/collections/group-by";
import type { LintSystem } from "./lint-system";
import { listenersOf, reaches, type Listener } from "./listeners";

/** Two proxies in a row: a server of the outer one is a listener of the inner one. */
export interface TierPair {
  outer: LintSystem;
  group: ConfigUpstream;
  server: ConfigServer;
  inner: LintSystem;
  listener: Listener;
  /** Does the address leave no doubt? Two machines may listen on the same port. */
  sure: boolean;
}

/** Listeners looked at of one port; thousands of virtual hosts share theirs. */
const MOST_ON_PORT = 50;

/** Pairs in which a system is the outer one. A port that several others listen on tells nothing and is left out. */
export function innersOf(outer: LintSystem, systems: readonly LintSystem[]): TierPair[] {
  const others = systems.filter((each) => each !== outer);
  const known = others.flatMap((inner) => listenersOf(inner).map((listener) => ({ inner, listener })));
  const byPort = groupBy(known, ({ listener }) => listener.port);
  return outer.config.upstreams.flatMap((group) =>
    group.servers.flatMap((server) => {
      const port = /:(\d{1,5})$/.exec(server.address)?.[1] ?? "";
      const found = (byPort.get(port) ?? [])
        .slice(0, MOST_ON_PORT)
        .filter(({ listener }) => reaches(server.address, listener, "anywhere"));
      const [first] = found;
      if (first === undefined || found.some(({ inner }) => inner !== first.inner)) return [];
      return [{ outer, group, server, ...first, sure: reaches(server.address, first.listener, "here") }];
    }),
  );
}

/** How long something lasts, and where that is written; null where it is the product's default. */
export interface Patience {
  ms: number;
  place: RiskPlace | null;
}

/** Waits for an answer, where nothing is written. Sources: the makers' pages on these settings; HAProxy, Caddy and Traefik wait for ever. */
const READ_MS: Partial<Record<LintSystem["product"], number>> = {
  nginx: 60_000,
  apache: 60_000,
  varnish: 60_000,
  envoy: 15_000,
  squid: 900_000,
};

/** How long a proxy waits for the answers of a group, the longest of its routes; null for ever. */
export function patienceFor(system: LintSystem, group: string | null): Patience | null {
  const { product, config } = system;
  if (product === "nginx") {
    const passes = system.passes.filter((pass) => group === null || (pass.group?.name ?? pass.authority) === group);
    const timers = passes.map(({ scope, protocol }): Patience => {
      const at = inForce(scope, `${protocol}_read_timeout`);
      const ms = readDurationMs(at?.args.join(" ") ?? "") ?? 60_000;
      return {
        ms,
        place: at === undefined ? null : { file: at.file, line: at.line, text: [at.name, ...at.args].join(" ") },
      };
    });
    return longest(timers);
  }
  const own = timersOf(config.timers, ["read", "total"], group);
  const usual = READ_MS[product];
  return own ?? (usual === undefined ? null : { ms: usual, place: null });
}

/** Kept open and idle towards an upstream, where nothing is written; Apache keeps a connection for ever. */
const POOL_MS: Partial<Record<LintSystem["product"], number>> = {
  nginx: 60_000,
  haproxy: 5000,
  caddy: 120_000,
  traefik: 90_000,
  varnish: 60_000,
  envoy: 3_600_000,
};

/** How long a proxy keeps an idle connection to a group; null where it keeps none, Infinity for ever. */
export function poolIdle({ product, config }: LintSystem, group: ConfigUpstream): Patience | null {
  const keeps = config.keepaliveUpstream.filter(({ value }) => value.scope === null || value.scope === group.name);
  if (keeps.length === 0 || keeps.some(({ value }) => !value.on)) return null;
  const own = timersOf(config.timers, ["idle-upstream"], group.name);
  return own ?? { ms: POOL_MS[product] ?? Infinity, place: null };
}

/** Kept open and idle towards a client, where nothing is written. */
const CLIENT_MS: Partial<Record<LintSystem["product"], number>> = { nginx: 75_000, apache: 5000 };

/** How long a proxy keeps an idle connection of a client: the shortest that is written anywhere. */
export function clientIdle({ product, config }: LintSystem): Patience | null {
  const written = config.timers
    .filter(({ value }) => value.kind === "idle-client")
    .map(patience)
    .sort((one, other) => one.ms - other.ms)[0];
  const usual = CLIENT_MS[product];
  return written ?? (usual === undefined ? null : { ms: usual, place: null });
}

function timersOf(
  timers: readonly Placed<ConfigTimer>[],
  kinds: readonly TimerKind[],
  group: string | null,
): Patience | null {
  const all = timers.filter(({ value }) => kinds.includes(value.kind));
  const own = group === null ? all : all.filter(({ value }) => value.scope === group);
  return longest((own.length > 0 ? own : all.filter(({ value }) => value.scope === null)).map(patience));
}

function patience({ value, file, line }: Placed<ConfigTimer>): Patience {
  return { ms: value.ms, place: { file, line, text: `${value.directive} ${value.written}` } };
}

function longest(all: readonly Patience[]): Patience | null {
  return all.reduce<Patience | null>((best, each) => (best === null || each.ms > best.ms ? each : best), null);
}
