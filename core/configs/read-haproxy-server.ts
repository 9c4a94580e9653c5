import type { ConfigWriter, Place } from "./config-writer";
import type { ConfigUpstream } from "./proxy-config";
import { readDurationMs } from "./read-duration";

/** Server parameters that stand alone; all others are followed by a value. */
const FLAGS = new Set(
  "check no-check backup disabled enabled ssl no-ssl check-ssl send-proxy send-proxy-v2 check-send-proxy non-stick allow-0rtt agent-check tfo force-tlsv10 force-tlsv11 force-tlsv12 force-tlsv13 no-tlsv10 no-tlsv11 no-tlsv12 no-tlsv13 no-sslv3 ssl-reuse no-ssl-reuse tls-tickets no-tls-tickets check-via-socks4 no-verifyhost stick no-backup no-send-proxy no-send-proxy-v2".split(
    " ",
  ),
);
/** Servers of one template that are listed by name. */
const MAX_TEMPLATE = 64;

/** What stands around a server line. */
export interface ServerContext {
  group: ConfigUpstream;
  /** Words of the `default-server` lines that hold here, the farther first. */
  defaults: string[];
  /** False where `ssl-server-verify none` is set in `global`. */
  verifiesByDefault: boolean;
  /** Path of the HTTP health check; null for a bare connect. */
  checkPath: string | null;
}

/** Parameters of a server line by name; "" for those that stand alone. Later ones win. */
export function serverParameters(words: readonly string[]): Map<string, string> {
  const parameters = new Map<string, string>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    parameters.set(word, FLAGS.has(word) ? "" : (words[++i] ?? ""));
  }
  if (parameters.has("no-check")) parameters.delete("check");
  if (parameters.has("no-ssl")) parameters.delete("ssl");
  return parameters;
}

/**
 * Reads `server NAME ADDRESS …` or `server-template PREFIX NUMBER ADDRESS …` into its group and says what its parameters mean.
 * Source: https://docs.haproxy.org/2.8/configuration.html#5.2
 */
export function readHaproxyServer(
  writer: ConfigWriter,
  words: readonly string[],
  context: ServerContext,
  place: Place,
): void {
  const template = words[0] === "server-template";
  const [, name = "", second = "", third = ""] = words;
  const address = haproxyAddress(template ? third : second);
  const own = words.slice(template ? 4 : 3);
  const { group } = context;
  for (const each of template ? templateNames(name, second) : [name]) {
    writer.server(group, address, { name: `${group.name}/${each}`, parameters: own }, place);
  }
  const parameters = serverParameters([...context.defaults, ...own]);
  const scope = group.name;
  const has = (key: string) => parameters.get(key);
  if (parameters.has("ssl")) {
    const verify = has("verify");
    const serverName = has("sni") ?? has("verifyhost") ?? null;
    const written = `${name} ssl${verify === undefined ? ", certificate verified by default" : ` verify ${verify}`}`;
    const verifies = verify === undefined ? context.verifiesByDefault : verify === "required";
    const ca = has("ca-file") ?? null;
    writer.tls({ directive: words[0] ?? "", written, scope, verify: verifies, serverName, ca }, place);
  }
  if (parameters.has("check")) {
    const written = context.checkPath === null ? "check (connect)" : `check (GET ${context.checkPath})`;
    writer.healthCheck({ directive: "check", written, scope, path: context.checkPath }, place);
    const inter = has("inter");
    if (inter !== undefined)
      writer.timer(
        { directive: "inter", written: inter, scope, kind: "health-interval", ms: readDurationMs(inter, 1) },
        place,
      );
  }
  const maxconn = has("maxconn");
  if (maxconn !== undefined)
    writer.limit({ directive: "maxconn", written: maxconn, scope, kind: "server-connections" }, place);
  const errors = has("error-limit");
  if (errors !== undefined) writer.limit({ directive: "error-limit", written: errors, scope, kind: "failures" }, place);
  const purge = has("pool-purge-delay");
  if (purge !== undefined) {
    const ms = readDurationMs(purge, 1);
    writer.timer({ directive: "pool-purge-delay", written: purge, scope, kind: "idle-upstream", ms }, place);
  }
  if (has("pool-max-conn") === "0")
    writer.keepalive({ directive: "pool-max-conn", written: "0", scope, on: false, byDefault: false }, place);
}

function templateNames(prefix: string, count: string): string[] {
  const [from = 1, to = from] = count.includes("-") ? count.split("-", 2).map(Number) : [1, Number(count)];
  if (!Number.isInteger(from) || !Number.isInteger(to)) return [prefix];
  const names: string[] = [];
  for (let i = from; i <= to && names.length < MAX_TEMPLATE; i++) names.push(`${prefix}${i.toString()}`);
  return names;
}

/** `10.0.0.1:80`, `unix:/run/app.sock`, `[2001:db8::1]:80` from HAProxy's notations of an address. */
export function haproxyAddress(written: string): string {
  const bare = written.replace(/^(?:ipv4|ipv6|tcp4|tcp6|tcp|stream)\+?(?:tcp|ipv4|ipv6)?@/, "");
  const socket = /^(?:unix@|uxst@)?(\/.*)$/.exec(bare)?.[1];
  if (socket !== undefined) return `unix:${socket}`;
  const v6 = /^([0-9a-fA-F:.]*:[0-9a-fA-F:.]*):(\d{1,5})$/.exec(bare);
  return v6 === null ? bare : `[${v6[1] ?? ""}]:${v6[2] ?? ""}`;
}
