import { entriesAt, itemsAt, nodeAt, textAt, toJson, type ConfigNode } from "./config-tree";
import { ConfigWriter } from "./config-writer";
import type { ProxyConfig, TimerKind } from "./proxy-config";
import { readConfigTrees } from "./read-config-tree";
import { readDurationMs, readSizeBytes } from "./read-duration";
import { readTarget } from "./read-target";
import type { ConfigFile } from "./resolve-includes";

const FORWARDING: Record<string, TimerKind> = {
  dialTimeout: "connect",
  responseHeaderTimeout: "read",
  idleConnTimeout: "idle-upstream",
  readIdleTimeout: "read",
};
const RESPONDING: Record<string, TimerKind> = {
  readTimeout: "client",
  writeTimeout: "client",
  idleTimeout: "idle-client",
};

/**
 * What Traefik's static and dynamic files (YAML or TOML) say that bears on gateway errors, all files together as one configuration.
 * Source: https://doc.traefik.io/traefik/reference/dynamic-configuration/file/
 */
export function parseTraefikConfig(files: readonly ConfigFile[]): ProxyConfig {
  const writer = new ConfigWriter("traefik", files);
  const roots = readConfigTrees(writer, files);
  const transports = new Map<string, Transport>();
  for (const root of roots) {
    readStatic(writer, root);
    for (const protocol of ["http", "tcp"]) {
      for (const [name, node] of entriesAt(root, `${protocol}.serversTransports`))
        transports.set(name, { node, services: [] });
    }
    const general = nodeAt(root, "serversTransport");
    if (general !== undefined) transports.set("", { node: general, services: [] });
  }
  for (const root of roots) {
    for (const protocol of ["http", "tcp"]) readDynamic(writer, root, protocol, transports);
  }
  for (const transport of transports.values()) readTransport(writer, transport);
  const config = writer.finish();
  const groups = new Set(config.upstreams.map(({ name }) => name));
  for (const route of config.routes) if (route.group !== null && !groups.has(route.group)) route.group = null;
  return config;
}

/** Does a text read like a Traefik configuration? By its top keys, in YAML or TOML. */
export function isTraefikConfig(text: string): boolean {
  const head = text.slice(0, 200_000);
  const yaml =
    /^(?:entryPoints|certificatesResolvers|accessLog|serversTransport):[ \t]*(?:\{.*\})?[ \t]*(?:#.*)?\r?$/m.test(head);
  const dynamic =
    /^(?:http|tcp|udp):[ \t]*\r?$/m.test(head) &&
    /^[ \t]+(?:routers|services|middlewares|serversTransports):[ \t]*\r?$/m.test(head);
  const toml =
    /^[ \t]*\[+(?:entryPoints|certificatesResolvers|accessLog|serversTransport|providers|(?:http|tcp|udp)\.(?:routers|services|middlewares|serversTransports))(?:\.[^\]\n]*)?\]+/m.test(
      head,
    );
  return yaml || dynamic || toml;
}

interface Transport {
  node: ConfigNode;
  /** Services that use it. */
  services: string[];
}

function readStatic(writer: ConfigWriter, root: ConfigNode): void {
  for (const [name, point] of entriesAt(root, "entryPoints"))
    readTimers(writer, nodeAt(point, "transport.respondingTimeouts"), RESPONDING, null, `entryPoints.${name}.`);
  const log = nodeAt(root, "accessLog");
  if (log === undefined) return;
  const written = textAt(log, "format");
  const format = written === "" ? "common" : written;
  const path = textAt(log, "filePath") || "stdout";
  writer.config.accessLogs.push({ value: { path, format }, file: log.file, line: log.line });
  const fields = nodeAt(log, "fields");
  const template = fields === undefined ? "{}" : toJson(fields);
  const value = { name: format, template, escape: format === "json" ? "json" : "default", dialect: "traefik" } as const;
  writer.config.logFormats.push({ value, file: log.file, line: log.line });
}

function readDynamic(
  writer: ConfigWriter,
  root: ConfigNode,
  protocol: string,
  transports: Map<string, Transport>,
): void {
  for (const [name, service] of entriesAt(root, `${protocol}.services`)) {
    const balancer = nodeAt(service, "loadBalancer");
    if (balancer !== undefined) readService(writer, name, balancer, transports);
  }
  for (const [, router] of entriesAt(root, `${protocol}.routers`)) {
    const service = nodeAt(router, "service");
    if (service === undefined) continue;
    const rule = textAt(router, "rule");
    const target = service.text ?? "";
    const location = matched(rule, /Path(?:Prefix|Regexp)?\(([^)]*)\)/g)[0] ?? null;
    const serverNames = matched(rule, /(?:Host|HostSNI)\(([^)]*)\)/g);
    writer.route({ directive: "router", target, group: bare(target), serverNames, location }, service);
  }
  for (const [name, middleware] of entriesAt(root, `${protocol}.middlewares`)) readMiddleware(writer, name, middleware);
}

/** `app@file` as the provider-qualified name of `app`. */
function bare(name: string): string {
  return name.replace(/@.*$/, "");
}

function matched(rule: string, pattern: RegExp): string[] {
  return [...rule.slice(0, 4000).matchAll(pattern)].flatMap(([, list = ""]) =>
    list.split(",").map((each) => each.trim().replace(/^[`"']|[`"']$/g, "")),
  );
}

function readService(
  writer: ConfigWriter,
  name: string,
  balancer: ConfigNode,
  transports: Map<string, Transport>,
): void {
  const group = writer.upstream(name, balancer);
  const servers = nodeAt(balancer, "servers");
  let secure = false;
  for (const server of servers?.items ?? []) {
    const url = nodeAt(server, "url") ?? nodeAt(server, "address");
    if (url === undefined) continue;
    const { scheme, address } = readTarget(url.text ?? "");
    writer.server(group, address ?? url.text ?? "", { parameters: [url.text ?? ""] }, url);
    if (scheme !== null) writer.schemes.set(name, scheme);
    secure ||= scheme === "https";
  }
  if (servers !== undefined && group.servers.length === 0)
    writer.deliberate({ status: 503, kind: "service", location: `${name}, which has no server`, scope: name }, servers);
  const check = nodeAt(balancer, "healthCheck");
  if (check !== undefined) {
    const path = textAt(check, "path");
    writer.healthCheck(
      { directive: "healthCheck", written: path, scope: name, path: path === "" ? null : path },
      check,
    );
    readTimers(writer, check, { interval: "health-interval", timeout: "health-timeout" }, name, "healthCheck.");
  }
  const chosen = transports.get(bare(textAt(balancer, "serversTransport")));
  chosen?.services.push(name);
  if (secure && textAt(chosen?.node, "insecureSkipVerify") !== "true") {
    const written = `${group.servers[0]?.address ?? name}, certificate verified by default`;
    const given = { serverName: null, ca: null };
    writer.tls({ directive: "loadBalancer", written, scope: name, verify: true, ...given }, servers ?? balancer);
  }
  const idle = nodeAt(chosen?.node, "forwardingTimeouts.idleConnTimeout");
  const off = textAt(chosen?.node, "maxIdleConnsPerHost") === "-1";
  const written = off ? "-1" : (idle?.text ?? "90s, the default");
  const directive = off ? "maxIdleConnsPerHost" : "idleConnTimeout";
  writer.keepalive(
    { directive, written, scope: name, on: !off, byDefault: idle === undefined && !off },
    idle ?? balancer,
  );
  writer.systemResolver(group, "loadBalancer", servers ?? balancer);
}

function readTransport(writer: ConfigWriter, { node, services }: Transport): void {
  const scope = services.length === 1 ? (services[0] ?? null) : null;
  readTimers(writer, nodeAt(node, "forwardingTimeouts"), FORWARDING, scope, "");
  const skip = nodeAt(node, "insecureSkipVerify");
  if (skip !== undefined) {
    const written = skip.text ?? "";
    const given = { serverName: null, ca: null };
    writer.tls({ directive: "insecureSkipVerify", written, scope, verify: written !== "true", ...given }, skip);
  }
  const serverName = textAt(node, "serverName");
  const ca = itemsAt(node, "rootCAs")[0]?.text ?? null;
  if (serverName !== "" || ca !== null) {
    const at = nodeAt(node, "serverName") ?? nodeAt(node, "rootCAs") ?? node;
    const written = serverName === "" ? `rootCAs ${ca ?? ""}` : `serverName ${serverName}`;
    const given = { verify: ca === null ? null : true, serverName: serverName === "" ? null : serverName, ca };
    writer.tls({ directive: "serversTransport", written, scope, ...given }, at);
  }
}

function readTimers(
  writer: ConfigWriter,
  node: ConfigNode | undefined,
  kinds: Record<string, TimerKind>,
  scope: string | null,
  prefix: string,
): void {
  for (const [key, at] of node?.entries ?? []) {
    const kind = kinds[key];
    const written = at.text ?? "";
    if (kind === undefined) continue;
    writer.directive(`${prefix}${key}`, written, at);
    const ms = readDurationMs(written);
    // 0 means that the timer is off.
    if (ms !== 0) writer.timer({ directive: `${prefix}${key}`, written, scope, kind, ms }, at);
  }
}

function readMiddleware(writer: ConfigWriter, name: string, node: ConfigNode): void {
  const retry = nodeAt(node, "retry.attempts");
  const on: string[] = [];
  if (retry !== undefined) {
    const times = Math.max(0, Number(retry.text ?? 0) - 1);
    writer.retry({ directive: "retry.attempts", written: retry.text ?? "", scope: null, times, on }, retry);
  }
  for (const key of ["rateLimit", "inFlightReq"]) {
    const limit = nodeAt(node, key);
    if (limit === undefined) continue;
    const written = [...limit.entries].map(([under, { text }]) => `${under} ${text ?? ""}`.trim()).join(" ") || name;
    writer.limit({ directive: key, written, scope: null, kind: "rate" }, limit);
  }
  const body = nodeAt(node, "buffering.maxResponseBodyBytes");
  if (body !== undefined) {
    const meaning = { directive: "buffering.maxResponseBodyBytes", written: body.text ?? "", scope: null };
    writer.buffer({ ...meaning, kind: "response-body", bytes: readSizeBytes(body.text ?? "") }, body);
  }
}
