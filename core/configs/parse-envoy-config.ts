import { itemsAt, nodeAt, textAt, toJson, type ConfigNode } from "./config-tree";
import { ConfigWriter } from "./config-writer";
import { isEnvoyCluster, readDuration, readEnvoyCluster } from "./envoy-cluster";
import type { ProxyConfig, TimerKind } from "./proxy-config";
import { readConfigTrees } from "./read-config-tree";
import type { ConfigFile } from "./resolve-includes";

/** What stands around a part of the configuration. */
interface Scope {
  domains: string[];
}

/**
 * What Envoy's bootstrap and xDS files (YAML or JSON, a config_dump as well) say that bears on gateway errors. Clusters, virtual hosts,
 * routes and access logs are taken wherever they stand.
 * Source: https://www.envoyproxy.io/docs/envoy/latest/api-v3/api
 */
export function parseEnvoyConfig(files: readonly ConfigFile[]): ProxyConfig {
  const writer = new ConfigWriter("envoy", files);
  for (const root of readConfigTrees(writer, files)) walk(writer, root, { domains: [] });
  const config = writer.finish();
  const groups = new Set(config.upstreams.map(({ name }) => name));
  for (const route of config.routes) if (route.group !== null && !groups.has(route.group)) route.group = null;
  return config;
}

/** Does a text read like Envoy's configuration? By the type URLs of its own API, or the two top keys of a bootstrap. */
export function isEnvoyConfig(text: string): boolean {
  const head = text.slice(0, 200_000);
  return (
    /^[ \t]*"?(?:static_resources|dynamic_resources)"?[ \t]*:/m.test(head) ||
    /type\.googleapis\.com\/envoy\.(?:config|extensions|admin|api)\b/.test(head) ||
    /\{[ \t]*"static_resources"[ \t]*:/.test(head)
  );
}

function walk(writer: ConfigWriter, node: ConfigNode, scope: Scope): void {
  if (isEnvoyCluster(node)) return readEnvoyCluster(writer, node);
  const domains = nodeAt(node, "domains") === undefined ? scope.domains : itemsAt(node, "domains").map(textOf);
  if (nodeAt(node, "match") !== undefined) readRoute(writer, node, domains);
  readManager(writer, node);
  readFilter(writer, node);
  for (const log of itemsAt(node, "access_log")) readAccessLog(writer, log);
  if (nodeAt(node, "domains") !== undefined) readRetries(writer, nodeAt(node, "retry_policy"), null);
  for (const item of node.items) walk(writer, item, { domains });
  for (const entry of node.entries.values()) walk(writer, entry, { domains });
}

function textOf({ text }: ConfigNode): string {
  return text ?? "";
}

function readRoute(writer: ConfigWriter, node: ConfigNode, domains: string[]): void {
  const match = nodeAt(node, "match");
  const keys = ["prefix", "path", "path_separated_prefix", "safe_regex.regex"];
  const location = keys.map((key) => textAt(match, key)).find((text) => text !== "") ?? null;
  const answer = nodeAt(node, "direct_response.status");
  const status = Number(answer?.text ?? 0);
  if (answer !== undefined && status >= 500 && status <= 599)
    writer.deliberate({ status, kind: "route", location }, answer);
  const route = nodeAt(node, "route");
  if (route === undefined) return;
  const single = nodeAt(route, "cluster");
  const targets =
    single === undefined
      ? itemsAt(route, "weighted_clusters.clusters").flatMap((each) => nodeAt(each, "name") ?? [])
      : [single];
  const serverNames = domains.filter((domain) => domain !== "*");
  for (const target of targets) {
    const group = textOf(target);
    writer.route({ directive: "route", target: group, group, serverNames, location }, target);
  }
  const scope = targets.length === 1 ? textOf(targets[0] ?? route) : null;
  const timers: [string, TimerKind][] = [
    ["timeout", "total"],
    ["idle_timeout", "read"],
  ];
  for (const [key, kind] of timers) readTimer(writer, nodeAt(route, key), `route.${key}`, kind, scope);
  readRetries(writer, nodeAt(route, "retry_policy"), scope);
}

function readTimer(
  writer: ConfigWriter,
  node: ConfigNode | undefined,
  directive: string,
  kind: TimerKind,
  scope: string | null,
): void {
  if (node === undefined) return;
  const { written, ms } = readDuration(node);
  writer.directive(directive, written, node);
  // 0 means that the timer is off.
  if (ms !== 0) writer.timer({ directive, written, scope, kind, ms }, node);
}

function readRetries(writer: ConfigWriter, policy: ConfigNode | undefined, scope: string | null): void {
  if (policy === undefined) return;
  const on = textAt(policy, "retry_on")
    .split(",")
    .filter((each) => each !== "");
  const times = nodeAt(policy, "num_retries")?.text ?? null;
  const written = `${on.join(",")}${times === null ? "" : `, num_retries ${times}`}`;
  writer.retry({ directive: "retry_policy", written, scope, times: times === null ? null : Number(times), on }, policy);
  readTimer(writer, nodeAt(policy, "per_try_timeout"), "per_try_timeout", "total", scope);
}

/** Timers of an HTTP connection manager, towards the client. */
function readManager(writer: ConfigWriter, node: ConfigNode): void {
  if (nodeAt(node, "stat_prefix") === undefined) return;
  readTimer(writer, nodeAt(node, "stream_idle_timeout"), "stream_idle_timeout", "read", null);
  readTimer(writer, nodeAt(node, "request_timeout"), "request_timeout", "client", null);
  const idle = nodeAt(node, "common_http_protocol_options.idle_timeout");
  readTimer(writer, idle, "common_http_protocol_options.idle_timeout", "idle-client", null);
}

/** Filters that answer on purpose: rate limits, and faults that are injected. */
function readFilter(writer: ConfigWriter, node: ConfigNode): void {
  const type = textAt(node, "@type");
  if (/\.(?:Local)?RateLimit$/.test(type)) {
    const written = textAt(node, "stat_prefix") || textAt(node, "domain") || type;
    writer.limit({ directive: type.replace(/^.*\./, ""), written, scope: null, kind: "rate" }, node);
  }
  const abort = nodeAt(node, "abort.http_status");
  const status = Number(abort?.text ?? 0);
  if (/HTTPFault$/.test(type) && abort !== undefined && status >= 500)
    writer.deliberate({ status, kind: "filter", location: "fault injection" }, abort);
}

function readAccessLog(writer: ConfigWriter, log: ConfigNode): void {
  const typed = nodeAt(log, "typed_config") ?? nodeAt(log, "config");
  if (typed === undefined) return;
  const name = textAt(log, "name");
  const path = nodeAt(typed, "path");
  const written = path?.text ?? (/stdout/i.test(`${name} ${textAt(typed, "@type")}`) ? "/dev/stdout" : name);
  const formats = ["log_format.text_format_source.inline_string", "log_format.text_format", "format"];
  const text = formats.map((key) => nodeAt(typed, key)).find((node) => typeof node?.text === "string");
  const json = nodeAt(typed, "log_format.json_format") ?? nodeAt(typed, "json_format");
  const found = text ?? json;
  const format = found === undefined ? null : `access log of ${written}`;
  writer.config.accessLogs.push({ value: { path: written, format }, file: log.file, line: (path ?? log).line });
  if (found === undefined || format === null) return;
  const value =
    text === undefined
      ? ({ name: format, template: toJson(found), escape: "json", dialect: "envoy-json" } as const)
      : ({ name: format, template: text.text ?? "", escape: "default", dialect: "envoy" } as const);
  writer.config.logFormats.push({ value, file: found.file, line: found.line });
}
