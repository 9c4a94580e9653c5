import { ConfigWriter } from "./config-writer";
import type { LogDialect, ProxyConfig, TimerKind } from "./proxy-config";
import { readDurationMs, readSizeBytes } from "./read-duration";
import type { ConfigFile } from "./resolve-includes";

const TIMERS: Record<string, TimerKind> = {
  connect_timeout: "connect",
  peer_connect_timeout: "connect",
  forward_timeout: "total",
  read_timeout: "read",
  write_timeout: "send",
  request_timeout: "client",
  client_idle_pconn_timeout: "idle-client",
  server_idle_pconn_timeout: "idle-upstream",
  pconn_timeout: "idle-upstream",
  dns_timeout: "resolve",
};

/**
 * What squid.conf says that bears on gateway errors.
 * Source: https://www.squid-cache.org/Doc/config/
 */
export function parseSquidConfig(files: readonly ConfigFile[]): ProxyConfig {
  const writer = new ConfigWriter("squid", files);
  for (const { name: file, text } of files) {
    text.split("\n").forEach((raw, index) => {
      const words = raw.trim().split(/\s+/, 200);
      const [name = "", ...args] = words;
      if (name !== "" && !name.startsWith("#")) readLine(writer, name, args, { file, line: index + 1 });
    });
  }
  const { keepaliveUpstream, upstreams } = writer.config;
  for (const upstream of upstreams) {
    const meaning = { directive: "server_persistent_connections", written: "on, the default", scope: upstream.name };
    if (keepaliveUpstream.every(({ value }) => value.byDefault))
      writer.keepalive({ ...meaning, on: true, byDefault: true }, upstream);
    writer.systemResolver(upstream, "cache_peer", upstream);
  }
  return writer.finish();
}

/** Does a text read like squid.conf? By directives that only it has. */
export function isSquidConfig(text: string): boolean {
  const found = text.match(
    /^(?:http_port|https_port|cache_peer|cache_peer_access|http_access|cache_dir|refresh_pattern|coredump_dir|acl)[ \t]+[^;{\n]+$/gm,
  );
  const names = new Set((found ?? []).map((line) => line.split(/\s/, 1)[0]));
  return names.has("cache_peer") || (names.size >= 3 && (names.has("http_port") || names.has("http_access")));
}

function readLine(writer: ConfigWriter, name: string, args: string[], at: { file: string; line: number }): void {
  const written = args.join(" ");
  const [first = "", second = "", third = ""] = args;
  const meaning = { directive: name, written, scope: null };
  writer.directive(name, written, at);
  const timer = TIMERS[name];
  if (timer !== undefined) {
    writer.timer({ ...meaning, kind: timer, ms: readDurationMs(args.slice(0, 2).join(" ")) }, at);
  } else if (name === "cache_peer") readPeer(writer, args, at);
  else if (name === "server_persistent_connections")
    writer.keepalive({ ...meaning, on: first !== "off", byDefault: false }, at);
  else if (name === "dns_nameservers") writer.resolver({ ...meaning, servers: args }, at);
  else if (name === "connect_retries") writer.retry({ ...meaning, times: Number(first) || 0, on: [] }, at);
  else if (name === "max_filedescriptors" || name === "max_filedesc")
    writer.limit({ ...meaning, kind: "open-files" }, at);
  else if (name === "reply_header_max_size") {
    const bytes = readSizeBytes(`${first}${second.charAt(0)}`);
    writer.buffer({ ...meaning, kind: "response-header", bytes }, at);
  } else if (name === "tls_outgoing_options") readTls(writer, args, null, at);
  else if (name === "logformat") {
    const template = args.slice(1).join(" ");
    const dialect: LogDialect = "squid";
    writer.config.logFormats.push({ value: { name: first, template, escape: "default", dialect }, ...at });
  } else if (name === "access_log" && first !== "none") {
    const format = /^logformat=(.+)$/.exec(second)?.[1] ?? (second === "" || second.includes("=") ? null : second);
    writer.config.accessLogs.push({ value: { path: first, format }, ...at });
  } else if (name === "deny_info" && /^5\d\d:/.test(first))
    writer.deliberate({ status: Number(first.slice(0, 3)), kind: "ACL", location: third || second || null }, at);
}

/** `cache_peer HOST parent PORT ICP-PORT [options]`: an upstream of its own. */
function readPeer(writer: ConfigWriter, args: string[], at: { file: string; line: number }): void {
  const [host = "", , port = "80", , ...options] = args;
  const name = options.map((each) => /^name=(.+)$/.exec(each)?.[1]).find((each) => each !== undefined) ?? host;
  const group = writer.upstream(name, at);
  const secure = options.some((each) => /^(?:ssl|tls)$/.test(each));
  writer.server(group, `${host.includes(":") ? `[${host}]` : host}:${port}`, { parameters: options }, at);
  writer.route({ directive: "cache_peer", target: host, group: name, scheme: secure ? "https" : "http" }, at);
  for (const option of options) {
    const [directive = "", written = ""] = option.split("=", 2);
    const meaning = { directive, written, scope: name };
    if (directive === "connect-timeout") writer.timer({ ...meaning, kind: "connect", ms: readDurationMs(written) }, at);
    else if (directive === "connect-fail-limit") writer.limit({ ...meaning, kind: "failures" }, at);
    else if (directive === "max-conn") writer.limit({ ...meaning, kind: "server-connections" }, at);
  }
  if (secure) readTls(writer, options, name, at);
}

/** Squid verifies certificates unless a flag says not to. */
function readTls(
  writer: ConfigWriter,
  options: readonly string[],
  scope: string | null,
  at: { file: string; line: number },
): void {
  const flags = options.find((each) => /^(?:ssl|tls-?)?flags=/.test(each)) ?? "";
  const verify = !flags.includes("DONT_VERIFY_PEER");
  const ca =
    options.map((each) => /^(?:tls-?|ssl)?ca(?:file)?=(.+)$/.exec(each)?.[1]).find((each) => each !== undefined) ??
    null;
  const written = verify ? "certificate verified by default" : flags;
  writer.tls(
    { directive: scope === null ? "tls_outgoing_options" : "cache_peer", written, scope, verify, serverName: null, ca },
    at,
  );
}
