import { itemsAt, nodeAt, textAt, visitMaps, type ConfigNode } from "./config-tree";
import type { ConfigWriter } from "./config-writer";
import type { ConfigUpstream, TimerKind } from "./proxy-config";
import { readDurationMs } from "./read-duration";

const DISCOVERY = /^(?:STATIC|STRICT_DNS|LOGICAL_DNS|EDS|ORIGINAL_DST)$/;

/** A cluster is known by what only a cluster has, wherever it stands. */
export function isEnvoyCluster(node: ConfigNode): boolean {
  return (
    textAt(node, "name") !== "" &&
    (/\.Cluster$/.test(textAt(node, "@type")) ||
      nodeAt(node, "load_assignment") !== undefined ||
      (nodeAt(node, "connect_timeout") !== undefined && nodeAt(node, "lb_policy") !== undefined) ||
      DISCOVERY.test(textAt(node, "type")))
  );
}

/** `0.25s`, or a map of seconds and nanos, in milliseconds. */
export function readDuration(node: ConfigNode): { written: string; ms: number | null } {
  if (node.text !== null) return { written: node.text, ms: readDurationMs(node.text) };
  const ms = Number(textAt(node, "seconds")) * 1000 + Number(textAt(node, "nanos")) / 1e6;
  return { written: `${(ms / 1000).toString()}s`, ms: Number.isFinite(ms) ? ms : null };
}

/**
 * Reads a cluster: its endpoints, how they are spoken to, and how long they are waited for.
 * Source: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/cluster.proto
 */
export function readEnvoyCluster(writer: ConfigWriter, node: ConfigNode): void {
  const name = textAt(node, "name");
  const group = writer.upstream(name, node);
  const scope = name;
  readEndpoints(writer, node, group);
  const timer = (at: ConfigNode | undefined, directive: string, kind: TimerKind) => {
    if (at === undefined) return;
    const { written, ms } = readDuration(at);
    writer.directive(directive, written, at);
    writer.timer({ directive, written, scope, kind, ms }, at);
  };
  timer(nodeAt(node, "connect_timeout"), "connect_timeout", "connect");
  timer(nodeAt(node, "outlier_detection.base_ejection_time"), "base_ejection_time", "aside");
  for (const check of itemsAt(node, "health_checks")) {
    timer(nodeAt(check, "interval"), "health_checks.interval", "health-interval");
    timer(nodeAt(check, "timeout"), "health_checks.timeout", "health-timeout");
    const path = nodeAt(check, "http_health_check.path");
    const written = path?.text ?? "connect";
    writer.healthCheck({ directive: "health_checks", written, scope, path: path?.text ?? null }, path ?? check);
  }
  for (const threshold of itemsAt(node, "circuit_breakers.thresholds")) {
    for (const [directive, at] of threshold.entries) {
      if (/^max_?(?:connections|pendingRequests|pending_requests|requests)$/i.test(directive))
        writer.limit({ directive, written: at.text ?? "", scope, kind: "server-connections" }, at);
    }
  }
  const failures = nodeAt(node, "outlier_detection.consecutive_5xx");
  if (failures !== undefined)
    writer.limit({ directive: "consecutive_5xx", written: failures.text ?? "", scope, kind: "failures" }, failures);
  const secure = readTls(writer, node, scope);
  const h2 = speaksHttp2(node);
  writer.schemes.set(name, h2 ? (secure ? "h2" : "h2c") : secure ? "https" : "http");
  readPool(writer, node, scope, timer);
  const resolvers = [
    ...itemsAt(node, "dns_resolvers"),
    ...itemsAt(node, "typed_dns_resolver_config.typed_config.resolvers"),
  ];
  const servers = resolvers.map((each) => addressOf(each)).filter((each) => each !== null);
  if (servers.length > 0)
    writer.resolver({ directive: "dns_resolvers", written: servers.join(" "), scope, servers }, resolvers[0] ?? node);
  else if (/_DNS$/.test(textAt(node, "type"))) writer.systemResolver(group, "type", nodeAt(node, "type") ?? node);
}

function readEndpoints(writer: ConfigWriter, node: ConfigNode, group: ConfigUpstream): void {
  const assignment = nodeAt(node, "load_assignment");
  if (assignment !== undefined) {
    visitMaps(assignment, (map) => {
      const endpoint = nodeAt(map, "endpoint");
      const at = nodeAt(endpoint, "address");
      const address = at === undefined ? null : addressOf(at);
      if (at !== undefined && address !== null) {
        const health = textAt(map, "health_status");
        writer.server(group, address, { parameters: health === "" ? [] : [`health_status=${health}`] }, placeOf(at));
      }
    });
  }
  for (const host of itemsAt(node, "hosts")) {
    const address = addressOf(host);
    if (address !== null) writer.server(group, address, {}, placeOf(host));
  }
}

/** The line of the address itself rather than of the map that holds it. */
function placeOf(address: ConfigNode): ConfigNode {
  return nodeAt(address, "socket_address.address") ?? nodeAt(address, "socket_address") ?? address;
}

function addressOf(node: ConfigNode): string | null {
  const socket = nodeAt(node, "socket_address");
  const host = textAt(socket, "address");
  const port = textAt(socket, "port_value");
  if (host !== "") return `${host.includes(":") ? `[${host}]` : host}${port === "" ? "" : `:${port}`}`;
  const pipe = textAt(node, "pipe.path");
  return pipe === "" ? null : `unix:${pipe}`;
}

/** Without a validation context Envoy takes any certificate. */
function readTls(writer: ConfigWriter, node: ConfigNode, scope: string): boolean {
  const socket = nodeAt(node, "transport_socket");
  const context = nodeAt(socket, "typed_config") ?? nodeAt(node, "tls_context");
  if (context === undefined || !/tls/i.test(`${textAt(socket, "name")} ${textAt(context, "@type")} tls_context`))
    return false;
  if (socket !== undefined && !/tls/i.test(`${textAt(socket, "name")} ${textAt(context, "@type")}`)) return false;
  const common = nodeAt(context, "common_tls_context");
  const validation =
    nodeAt(common, "validation_context") ?? nodeAt(common, "combined_validation_context.default_validation_context");
  const outside = nodeAt(common, "validation_context_sds_secret_config");
  const ca = textAt(validation, "trusted_ca.filename");
  const verify = nodeAt(validation, "trusted_ca") !== undefined || outside !== undefined;
  const written = verify ? `trusted_ca ${ca}`.trim() : "without trusted_ca: any certificate is taken";
  const sni = textAt(context, "sni");
  const meaning = { directive: "transport_socket", written, scope };
  writer.tls(
    { ...meaning, verify, serverName: sni === "" ? null : sni, ca: ca === "" ? null : ca },
    validation ?? context,
  );
  return true;
}

function protocolOptions(node: ConfigNode): ConfigNode | undefined {
  return nodeAt(node, "typed_extension_protocol_options")?.entries.get(
    "envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
  );
}

function speaksHttp2(node: ConfigNode): boolean {
  const options = protocolOptions(node);
  return (
    nodeAt(node, "http2_protocol_options") !== undefined ||
    nodeAt(options, "explicit_http_config.http2_protocol_options") !== undefined
  );
}

function readPool(
  writer: ConfigWriter,
  node: ConfigNode,
  scope: string,
  timer: (at: ConfigNode | undefined, directive: string, kind: TimerKind) => void,
): void {
  const common =
    nodeAt(protocolOptions(node), "common_http_protocol_options") ?? nodeAt(node, "common_http_protocol_options");
  timer(nodeAt(common, "idle_timeout"), "common_http_protocol_options.idle_timeout", "idle-upstream");
  const most = nodeAt(common, "max_requests_per_connection") ?? nodeAt(node, "max_requests_per_connection");
  if (most?.text === "1") {
    const meaning = { directive: "max_requests_per_connection", written: "1", scope };
    writer.keepalive({ ...meaning, on: false, byDefault: false }, most);
  } else {
    const idle = nodeAt(common, "idle_timeout");
    const meaning = {
      directive: "idle_timeout",
      written: idle === undefined ? "1h, the default" : readDuration(idle).written,
      scope,
    };
    writer.keepalive({ ...meaning, on: true, byDefault: idle === undefined }, idle ?? node);
  }
}
