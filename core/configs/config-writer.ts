import type {
  ConfigBuffer,
  ConfigHealthCheck,
  ConfigKeepalive,
  ConfigLimit,
  ConfigMeanings,
  ConfigProduct,
  ConfigResolver,
  ConfigRetry,
  ConfigRoute,
  ConfigServer,
  ConfigTimer,
  ConfigTls,
  ConfigUpstream,
  DeliberateError,
  Placed,
  ProxyConfig,
  Scheme,
} from "./proxy-config";

/** Occurrences kept per directive; generated configurations repeat one thousands of times. */
const MAX_OCCURRENCES = 500;
/** Directives of different names kept; no product has as many, but a file can be made to. */
const MAX_NAMES = 2000;

/** Where something stands. */
export interface Place {
  file: string;
  line: number;
}

/** The meanings of a configuration that says nothing. */
export function noMeanings(): ConfigMeanings {
  return {
    timers: [],
    retries: [],
    resolvers: [],
    tls: [],
    buffers: [],
    keepaliveUpstream: [],
    limits: [],
    healthChecks: [],
  };
}

/** Collects what a reader finds, each with its place. */
export class ConfigWriter {
  readonly config: ProxyConfig;
  readonly #directives = new Map<string, Placed<string>[]>();
  /** How the servers of a group are spoken to, for routes that name the group alone. */
  readonly schemes = new Map<string, Scheme>();
  readonly #groups = new Map<string, ConfigUpstream>();

  constructor(product: ConfigProduct, files: readonly { name: string }[]) {
    this.config = {
      product,
      files: files.map((file) => file.name),
      upstreams: [],
      routes: [],
      directives: {},
      logFormats: [],
      accessLogs: [],
      deliberateErrors: [],
      notes: [],
      ...noMeanings(),
    };
  }

  directive(name: string, value: string, { file, line }: Place): void {
    const known = this.#directives.get(name);
    if (known === undefined) {
      if (this.#directives.size < MAX_NAMES) this.#directives.set(name, [{ value, file, line }]);
    } else if (known.length < MAX_OCCURRENCES) known.push({ value, file, line });
  }

  /** A group of this name; the one that is there already, where there is. */
  upstream(name: string, { file, line }: Place): ConfigUpstream {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const made = { name, servers: [], keepalive: null, keepaliveTimeoutMs: null, file, line };
    this.#groups.set(name, made);
    this.config.upstreams.push(made);
    return made;
  }

  server(group: ConfigUpstream, address: string, more: Partial<ConfigServer>, { file, line }: Place): void {
    group.servers.push({ name: null, address, parameters: [], ...more, file, line });
  }

  route(route: Partial<ConfigRoute> & { directive: string; target: string }, { file, line }: Place): void {
    const empty = { group: null, scheme: null, needsResolver: false, serverNames: [], location: null };
    this.config.routes.push({ ...empty, ...route, file, line });
  }

  /** A timer; `ms` null is one whose value cannot be read, which is left out. */
  timer(value: Omit<ConfigTimer, "ms"> & { ms: number | null }, { file, line }: Place): void {
    const { ms } = value;
    if (ms !== null) this.config.timers.push({ value: { ...value, ms }, file, line });
  }

  retry(value: ConfigRetry, { file, line }: Place): void {
    this.config.retries.push({ value, file, line });
  }

  resolver(value: ConfigResolver, { file, line }: Place): void {
    this.config.resolvers.push({ value, file, line });
  }

  /** Products that look names up as they connect do so with the operating system's resolver: said of groups that have a name. */
  systemResolver({ name: scope, servers }: ConfigUpstream, directive: string, place: Place): void {
    const named = servers.find(({ address }) => /^[a-z][\w.-]*:\d+$/i.test(address) && !/^localhost:/.test(address));
    if (named === undefined) return;
    this.resolver({ directive, written: `the system's resolver, for ${named.address}`, scope, servers: [] }, place);
  }

  tls(value: ConfigTls, { file, line }: Place): void {
    this.config.tls.push({ value, file, line });
  }

  buffer(value: Omit<ConfigBuffer, "bytes"> & { bytes: number | null }, { file, line }: Place): void {
    const { bytes } = value;
    if (bytes !== null) this.config.buffers.push({ value: { ...value, bytes }, file, line });
  }

  keepalive(value: ConfigKeepalive, { file, line }: Place): void {
    this.config.keepaliveUpstream.push({ value, file, line });
  }

  limit(value: ConfigLimit, { file, line }: Place): void {
    this.config.limits.push({ value, file, line });
  }

  healthCheck(value: ConfigHealthCheck, { file, line }: Place): void {
    this.config.healthChecks.push({ value, file, line });
  }

  deliberate(value: Omit<DeliberateError, "scope"> & { scope?: string }, { file, line }: Place): void {
    this.config.deliberateErrors.push({ value: { scope: null, ...value }, file, line });
  }

  finish(): ProxyConfig {
    for (const route of this.config.routes) {
      if (route.group !== null) route.scheme ??= this.schemes.get(route.group) ?? null;
    }
    this.config.directives = Object.fromEntries(this.#directives);
    return this.config;
  }
}
