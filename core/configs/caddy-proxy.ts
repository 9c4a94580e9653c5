import type { Directive } from "./config-directive";
import type { ConfigWriter } from "./config-writer";
import type { ConfigUpstream, Meaning, Scheme, TimerKind } from "./proxy-config";
import { readDurationMs, readSizeBytes } from "./read-duration";
import { readTarget } from "./read-target";

/** Where a `reverse_proxy` stands. */
interface ProxyScope {
  serverNames: string[];
  location: string | null;
}

const TIMERS: Record<string, TimerKind> = {
  dial_timeout: "connect",
  tls_timeout: "connect",
  response_header_timeout: "read",
  read_timeout: "read",
  write_timeout: "send",
  lb_try_duration: "total",
  fail_duration: "aside",
  health_interval: "health-interval",
  health_timeout: "health-timeout",
};

/**
 * Reads a `reverse_proxy` or `php_fastcgi` directive (its matcher taken off) with its block.
 * Source: https://caddyserver.com/docs/caddyfile/directives/reverse_proxy
 */
export function readCaddyProxy(writer: ConfigWriter, at: Directive, scope: ProxyScope): void {
  const options = at.block ?? [];
  const fastcgi = at.name === "php_fastcgi" || transportOf(options)?.args[0] === "fastcgi";
  const urls = [...at.args, ...options.filter(({ name }) => name === "to").flatMap(({ args }) => args)];
  const dynamic = options.filter(({ name }) => name === "dynamic");
  const targets = urls.map((url) => ({ url, ...readTarget(url) }));
  const transport = transportOf(options)?.block ?? [];
  const name = targets.map(({ url, address }) => address ?? url).join(" ") || (dynamic[0]?.args.join(" ") ?? "");
  if (name === "") return;
  const secure = targets.some((each) => each.scheme === "https") || transport.some((each) => each.name === "tls");
  const h2c = targets.some((each) => each.scheme === "h2c") || transport.some((each) => each.args.includes("h2c"));
  const scheme: Scheme = fastcgi ? "fastcgi" : secure ? "https" : h2c ? "h2c" : "http";
  const group = writer.upstream(name, at);
  const known = new Set(group.servers.map((server) => server.address));
  for (const { url, address } of targets) {
    if (address === null || known.has(address)) continue;
    known.add(address);
    writer.server(group, address, { parameters: url === address ? [] : [url] }, at);
  }
  const target = urls.join(" ") || name;
  writer.route({ directive: at.name, target, group: name, scheme, ...scope }, at);
  for (const option of [...options, ...transport]) readOption(writer, option, name);
  addDefaults(writer, at, group, { scheme, transport });
}

function transportOf(options: readonly Directive[]): Directive | undefined {
  return options.find(({ name }) => name === "transport");
}

function readOption(writer: ConfigWriter, option: Directive, scope: string): void {
  const { name, args } = option;
  const [first = ""] = args;
  const written = args.join(" ");
  const meaning: Meaning = { directive: name, written, scope };
  writer.directive(name, written, option);
  const timer = TIMERS[name];
  if (timer !== undefined) writer.timer({ ...meaning, kind: timer, ms: readDurationMs(first) }, option);
  else if (name === "keepalive") {
    writer.keepalive({ ...meaning, on: first !== "off", byDefault: false }, option);
    writer.timer({ ...meaning, kind: "idle-upstream", ms: readDurationMs(first) }, option);
  } else if (name === "lb_retries") writer.retry({ ...meaning, times: Number(first) || 0, on: [] }, option);
  else if (name === "lb_retry_match") writer.retry({ ...meaning, times: null, on: args }, option);
  else if (name === "max_fails") writer.limit({ ...meaning, kind: "failures" }, option);
  else if (name === "unhealthy_request_count" || name === "max_conns_per_host")
    writer.limit({ ...meaning, kind: "server-connections" }, option);
  else if (name === "health_uri" || name === "health_path") writer.healthCheck({ ...meaning, path: first }, option);
  else if (name === "max_response_header")
    writer.buffer({ ...meaning, kind: "response-header", bytes: readSizeBytes(first) }, option);
  else if (name === "resolvers") writer.resolver({ ...meaning, servers: args }, option);
  else if (name === "tls_server_name") writer.tls({ ...meaning, verify: null, serverName: first, ca: null }, option);
  else if (name === "tls_trusted_ca_certs" || name === "tls_trust_pool")
    writer.tls({ ...meaning, verify: true, serverName: null, ca: args.at(-1) ?? null }, option);
  else if (name === "tls_insecure_skip_verify")
    writer.tls({ ...meaning, verify: false, serverName: null, ca: null }, option);
}

/** What Caddy does where nothing is written: it verifies certificates, keeps connections, and resolves names as it connects. */
function addDefaults(
  writer: ConfigWriter,
  at: Directive,
  group: ConfigUpstream,
  { scheme, transport }: { scheme: Scheme; transport: readonly Directive[] },
): void {
  const has = (...names: string[]) => transport.some(({ name }) => names.includes(name));
  const directive = at.name;
  const scope = group.name;
  const place = { file: at.file, line: at.line };
  if (scheme === "https" && !has("tls_insecure_skip_verify", "tls_trusted_ca_certs", "tls_trust_pool")) {
    const written = `${group.servers[0]?.address ?? scope}, certificate verified by default`;
    writer.tls({ directive, written, scope, verify: true, serverName: null, ca: null }, place);
  }
  if (scheme !== "fastcgi" && !has("keepalive"))
    writer.keepalive({ directive: "keepalive", written: "2m, the default", scope, on: true, byDefault: true }, place);
  if (!has("resolvers")) writer.systemResolver(group, directive, place);
}
