import type {
  ConfigLimit,
  ConfigMeanings,
  ConfigTls,
  ConfigUpstream,
  Meaning,
  Placed,
  TimerKind,
} from "./proxy-config";
import { noMeanings } from "./config-writer";
import { readDurationMs, readSizeBytes } from "./read-duration";

const PROTOCOLS = ["proxy", "fastcgi", "uwsgi", "scgi", "grpc", "memcached"];

const TIMERS: Record<string, TimerKind> = {
  ...Object.fromEntries(PROTOCOLS.map((name): [string, TimerKind] => [`${name}_connect_timeout`, "connect"])),
  ...Object.fromEntries(PROTOCOLS.map((name): [string, TimerKind] => [`${name}_read_timeout`, "read"])),
  ...Object.fromEntries(PROTOCOLS.map((name): [string, TimerKind] => [`${name}_send_timeout`, "send"])),
  client_header_timeout: "client",
  client_body_timeout: "client",
  send_timeout: "client",
  keepalive_timeout: "idle-client",
  resolver_timeout: "resolve",
};

const LIMITS: Record<string, ConfigLimit["kind"]> = {
  limit_req: "rate",
  limit_conn: "rate",
  worker_connections: "proxy-connections",
  worker_rlimit_nofile: "open-files",
};

/**
 * What nginx's directives mean, in the words all products share.
 * Source: https://nginx.org/en/docs/http/ngx_http_proxy_module.html
 */
export function readNginxMeanings(
  directives: Record<string, Placed<string>[]>,
  upstreams: readonly ConfigUpstream[],
): ConfigMeanings {
  const all = noMeanings();
  for (const [directive, places] of Object.entries(directives)) {
    for (const { value: written, file, line } of places)
      addMeaning(all, { directive, written, scope: null }, { file, line });
  }
  for (const upstream of upstreams) addGroup(all, upstream);
  return all;
}

/** What a configuration of any product says about the matter that an nginx directive is about; [] where it says nothing. */
export function sameMeaning(config: ConfigMeanings, directive: string): Placed<Meaning>[] {
  const timer = TIMERS[directive];
  if (timer !== undefined) return config.timers.filter(({ value }) => value.kind === timer);
  const limit = LIMITS[directive];
  if (limit !== undefined) return config.limits.filter(({ value }) => value.kind === limit);
  if (directive === "resolver") return config.resolvers;
  if (directive === "keepalive") return config.keepaliveUpstream;
  const setting = PROTOCOLS.includes(directive.split("_", 1)[0] ?? "") ? directive.replace(/^[a-z]+_/, "") : "";
  if (setting === "next_upstream") return config.retries;
  if (setting === "buffer_size") return config.buffers.filter(({ value }) => value.kind === "response-header");
  return setting.startsWith("ssl_") ? config.tls : [];
}

function addMeaning(all: ConfigMeanings, meaning: Meaning, place: { file: string; line: number }): void {
  const { directive, written } = meaning;
  const timer = TIMERS[directive];
  const limit = LIMITS[directive];
  const [protocol = ""] = directive.split("_", 1);
  const setting = PROTOCOLS.includes(protocol) ? directive.slice(protocol.length + 1) : "";
  if (timer !== undefined) {
    const ms = readDurationMs(timer === "idle-client" ? (written.split(/\s+(?=\S)/)[0] ?? "") : written);
    if (ms !== null) all.timers.push({ value: { ...meaning, kind: timer, ms }, ...place });
  } else if (limit !== undefined) all.limits.push({ value: { ...meaning, kind: limit }, ...place });
  else if (directive === "resolver") {
    const servers = written.split(" ").filter((word) => word !== "" && !word.includes("="));
    all.resolvers.push({ value: { ...meaning, servers }, ...place });
  } else if (directive === "keepalive") {
    all.keepaliveUpstream.push({ value: { ...meaning, on: written !== "0", byDefault: false }, ...place });
  } else if (setting === "next_upstream") {
    all.retries.push({ value: { ...meaning, times: null, on: written.split(" ") }, ...place });
  } else if (setting === "buffer_size" || setting === "buffers") {
    const bytes = readSizeBytes(written);
    const kind = setting === "buffers" ? "response-body" : "response-header";
    if (bytes !== null) all.buffers.push({ value: { ...meaning, kind, bytes }, ...place });
  } else if (/^ssl_(?:verify|name|trusted_certificate)$/.test(setting)) {
    all.tls.push({ value: { ...meaning, ...tlsOf(setting, written) }, ...place });
  }
}

function tlsOf(setting: string, written: string): Pick<ConfigTls, "verify" | "serverName" | "ca"> {
  return {
    verify: setting === "ssl_verify" ? written === "on" : null,
    serverName: setting === "ssl_name" ? written : null,
    ca: setting === "ssl_trusted_certificate" ? written : null,
  };
}

/** What stands inside an `upstream` block: its pool of connections and the patience with each peer. */
function addGroup(all: ConfigMeanings, { name: scope, servers, keepalive, keepaliveTimeoutMs }: ConfigUpstream): void {
  if (keepalive !== null) {
    const { value, file, line } = keepalive;
    const meaning = { directive: "keepalive", written: value.toString(), scope };
    all.keepaliveUpstream.push({ value: { ...meaning, on: value > 0, byDefault: false }, file, line });
  }
  if (keepaliveTimeoutMs !== null) {
    const { value: ms, file, line } = keepaliveTimeoutMs;
    const meaning = { directive: "keepalive_timeout", written: `${ms.toString()}ms`, scope };
    all.timers.push({ value: { ...meaning, kind: "idle-upstream", ms }, file, line });
  }
  for (const { parameters, file, line } of servers) {
    for (const parameter of parameters) {
      const [directive = "", written = ""] = parameter.split("=", 2);
      const meaning = { directive, written, scope };
      if (directive === "max_fails" && written !== "0")
        all.limits.push({ value: { ...meaning, kind: "failures" }, file, line });
      else if (directive === "max_conns")
        all.limits.push({ value: { ...meaning, kind: "server-connections" }, file, line });
      else if (directive === "fail_timeout") {
        const ms = readDurationMs(written);
        if (ms !== null) all.timers.push({ value: { ...meaning, kind: "aside", ms }, file, line });
      }
    }
  }
}
