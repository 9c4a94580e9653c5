import { entriesAt, itemsAt, nodeAt, textAt, type ConfigNode } from "./config-tree";
import { ConfigWriter } from "./config-writer";
import type { ProxyConfig, TimerKind } from "./proxy-config";
import { readConfigTrees } from "./read-config-tree";
import { readDurationMs } from "./read-duration";
import { readTarget } from "./read-target";
import type { ConfigFile } from "./resolve-includes";

const TRANSPORT_TIMERS: Record<string, TimerKind> = {
  dial_timeout: "connect",
  response_header_timeout: "read",
  read_timeout: "read",
  write_timeout: "send",
};
const SERVER_TIMERS: Record<string, TimerKind> = {
  read_timeout: "client",
  read_header_timeout: "client",
  write_timeout: "client",
  idle_timeout: "idle-client",
};

interface Scope {
  serverNames: string[];
  location: string | null;
}

/**
 * What Caddy's own JSON (`caddy adapt`, the admin API's `/config/`) says that bears on gateway errors.
 * Source: https://caddyserver.com/docs/json/apps/http/servers/routes/handle/reverse_proxy/
 */
export function parseCaddyJson(files: readonly ConfigFile[]): ProxyConfig {
  const writer = new ConfigWriter("caddy", files);
  for (const root of readConfigTrees(writer, files)) {
    for (const [, server] of entriesAt(root, "apps.http.servers")) {
      readTimers(writer, server, SERVER_TIMERS, null);
      readRoutes(writer, itemsAt(server, "routes"), { serverNames: [], location: null });
    }
    for (const [name, log] of entriesAt(root, "logging.logs")) {
      const path = textAt(log, "writer.filename") || textAt(log, "writer.output") || name;
      const format = nodeAt(log, "encoder.format")?.text ?? null;
      writer.config.accessLogs.push({ value: { path, format }, file: log.file, line: log.line });
    }
  }
  return writer.finish();
}

/** Does a text read like Caddy's JSON? Apps at the top, one of them http or tls. */
export function isCaddyJson(text: string): boolean {
  const head = text.slice(0, 200_000);
  return /^\s*\{/.test(head) && /"apps"\s*:\s*\{/.test(head) && /"(?:http|tls|layer4)"\s*:\s*\{/.test(head);
}

function readRoutes(writer: ConfigWriter, routes: readonly ConfigNode[], scope: Scope): void {
  for (const route of routes) {
    const matchers = itemsAt(route, "match");
    const texts = (key: string) =>
      matchers.flatMap((each) => itemsAt(each, key)).flatMap(({ text }) => (text === null ? [] : [text]));
    const hosts = texts("host");
    const own = {
      serverNames: hosts.length > 0 ? hosts : scope.serverNames,
      location: texts("path").join(" ") || scope.location,
    };
    for (const handler of itemsAt(route, "handle")) readHandler(writer, handler, own);
  }
}

function readHandler(writer: ConfigWriter, node: ConfigNode, scope: Scope): void {
  const name = textAt(node, "handler");
  if (name === "subroute") readRoutes(writer, itemsAt(node, "routes"), scope);
  else if (name === "reverse_proxy") readProxy(writer, node, scope);
  else if (name === "static_response" || name === "error") {
    const at = nodeAt(node, "status_code");
    const status = Number(at?.text ?? 0);
    if (at !== undefined && status >= 500 && status <= 599)
      writer.deliberate({ status, kind: "location", location: scope.location ?? scope.serverNames[0] ?? null }, at);
  }
}

function readProxy(writer: ConfigWriter, node: ConfigNode, scope: Scope): void {
  const dials = itemsAt(node, "upstreams").flatMap((each) => nodeAt(each, "dial") ?? []);
  const addresses = dials.map(({ text }) => readTarget(text ?? "").address ?? text ?? "");
  const name = addresses.join(" ");
  if (name === "") return;
  const transport = nodeAt(node, "transport");
  const tls = nodeAt(transport, "tls");
  const fastcgi = textAt(transport, "protocol") === "fastcgi";
  const group = writer.upstream(name, node);
  const known = new Set(group.servers.map(({ address }) => address));
  dials.forEach((dial, i) => {
    const address = addresses[i] ?? "";
    if (!known.has(address)) writer.server(group, address, {}, dial);
    known.add(address);
  });
  const scheme = fastcgi ? "fastcgi" : tls === undefined ? "http" : "https";
  writer.route({ directive: "reverse_proxy", target: name, group: name, scheme, ...scope }, dials[0] ?? node);
  readTimers(writer, transport, TRANSPORT_TIMERS, name);
  readTimers(writer, nodeAt(node, "health_checks.passive"), { fail_duration: "aside" }, name);
  const active = nodeAt(node, "health_checks.active");
  readTimers(writer, active, { interval: "health-interval", timeout: "health-timeout" }, name);
  const path = textAt(active, "uri") || textAt(active, "path");
  if (active !== undefined)
    writer.healthCheck(
      { directive: "health_checks", written: path, scope: name, path: path === "" ? null : path },
      active,
    );
  const fails = nodeAt(node, "health_checks.passive.max_fails");
  if (fails !== undefined)
    writer.limit({ directive: "max_fails", written: fails.text ?? "", scope: name, kind: "failures" }, fails);
  const retries = nodeAt(node, "load_balancing.retries");
  if (retries !== undefined)
    writer.retry(
      { directive: "retries", written: retries.text ?? "", scope: name, times: Number(retries.text ?? 0), on: [] },
      retries,
    );
  if (tls !== undefined) {
    const insecure = textAt(tls, "insecure_skip_verify") === "true";
    const written = insecure ? "insecure_skip_verify true" : "certificate verified";
    const serverName = nodeAt(tls, "server_name")?.text ?? null;
    writer.tls({ directive: "tls", written, scope: name, verify: !insecure, serverName, ca: null }, tls);
  }
  if (fastcgi) return;
  const pool = nodeAt(transport, "keep_alive");
  const on = textAt(pool, "enabled") !== "false";
  readTimers(writer, pool, { idle_timeout: "idle-upstream" }, name);
  const idle = nodeAt(pool, "idle_timeout")?.text;
  const written = on ? (idle ?? "2m, the default") : "off";
  writer.keepalive(
    { directive: "keep_alive", written, scope: name, on, byDefault: on && idle === undefined },
    pool ?? node,
  );
}

/** Durations are texts like `3s`, or a number of nanoseconds. */
function readTimers(
  writer: ConfigWriter,
  node: ConfigNode | undefined,
  kinds: Record<string, TimerKind>,
  scope: string | null,
): void {
  for (const [key, at] of node?.entries ?? []) {
    const kind = kinds[key];
    if (kind === undefined) continue;
    const ms = readDurationMs(at.text ?? "", 1e-6);
    const written = /^\d+$/.test(at.text ?? "") && ms !== null ? `${(ms / 1000).toString()}s` : (at.text ?? "");
    writer.directive(key, written, at);
    writer.timer({ directive: key, written, scope, kind, ms }, at);
  }
}
