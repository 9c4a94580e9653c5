import { keepsByDefault, readApacheWorker } from "./apache-worker";
import type { Directive } from "./config-directive";
import { ConfigWriter } from "./config-writer";
import { readApacheLog } from "./read-apache-log";
import type { ProxyConfig } from "./proxy-config";
import { readApacheDirectives } from "./read-apache-directives";
import { readDurationMs, readSizeBytes } from "./read-duration";
import { readTarget } from "./read-target";
import { resolveIncludes, type ConfigFile } from "./resolve-includes";

/** Where a directive stands. */
interface Scope {
  serverNames: string[];
  location: string | null;
  /** URL of the `<Proxy>` section around it. */
  proxy: string | null;
}

/**
 * What Apache configuration files say that bears on gateway errors, all files together as one configuration. `${NAME}` is replaced
 * where a `Define` gives its value.
 * Source: https://httpd.apache.org/docs/2.4/mod/mod_proxy.html
 */
export function parseApacheConfig(files: readonly ConfigFile[]): ProxyConfig {
  const writer = new ConfigWriter("apache", files);
  const level = readApacheTree(files);
  const defined = new Map<string, string>();
  collectDefines(level, defined);
  walk(writer, level, { serverNames: [], location: null, proxy: null }, defined);
  for (const upstream of writer.config.upstreams) writer.systemResolver(upstream, "ProxyPass", upstream);
  const config = writer.finish();
  addTimeout(config);
  addTls(writer, config);
  return config;
}

/** The directives of all files, those of included files where they are included. */
export function readApacheTree(files: readonly ConfigFile[]): Directive[] {
  return resolveIncludes(files, readApacheDirectives, includeOf);
}

/** Does a text read like an Apache configuration? Its sections in angle brackets, or directives that only it has. */
export function isApacheConfig(text: string): boolean {
  if (/<!doctype|<html|<\?xml/i.test(text.slice(0, 2000))) return false;
  const sections =
    /^[ \t]*<(?:VirtualHost|Proxy|ProxyMatch|Location|LocationMatch|Directory|IfModule|IfDefine|Macro)\b[^<\n]*>[ \t]*\r?$/m;
  const directives =
    text.match(
      /^[ \t]*(?:ServerName|ServerAlias|ServerRoot|DocumentRoot|LoadModule|LogFormat|CustomLog|ErrorLog|ErrorLogFormat|Include|IncludeOptional|Listen|ProxyPass|ProxyPassMatch|ProxyPassReverse|ProxyTimeout|BalancerMember|RewriteRule|SSLProxyEngine|Timeout|KeepAliveTimeout)[ \t]+[^;{\n]*$/gm,
    ) ?? [];
  return sections.test(text) || directives.length >= 2 || directives.some((each) => each.includes("ProxyPass"));
}

function includeOf({ name, args }: Directive): string | null {
  if (!/^include(?:optional)?$/i.test(name)) return null;
  const pattern = args[0] ?? "";
  return pattern.endsWith("/") ? `${pattern}*` : pattern;
}

function collectDefines(level: readonly Directive[], defined: Map<string, string>): void {
  for (const { name, args, block } of level) {
    if (block !== null) collectDefines(block, defined);
    else if (/^define$/i.test(name) && args[0] !== undefined) defined.set(args[0], args[1] ?? "");
  }
}

function walk(writer: ConfigWriter, level: readonly Directive[], scope: Scope, defined: Map<string, string>): void {
  for (const directive of level) {
    const args = directive.args.map((arg) =>
      arg.replace(/\$\{(\w+)\}/g, (whole, name: string) => defined.get(name) ?? whole),
    );
    const name = directive.name.toLowerCase();
    const { block } = directive;
    if (block === null) readDirective(writer, { ...directive, args }, name, scope);
    else if (name === "virtualhost") walk(writer, block, { ...scope, serverNames: serverNames(block) }, defined);
    else if (name === "proxy" || name === "proxymatch")
      walk(writer, block, { ...scope, proxy: args[0] ?? null }, defined);
    else if (/^(?:location|directory|files)(?:match)?$/.test(name))
      walk(writer, block, { ...scope, location: args.join(" ") }, defined);
    else walk(writer, block, scope, defined);
  }
}

function serverNames(block: readonly Directive[]): string[] {
  return block.filter(({ name }) => /^server(?:name|alias)$/i.test(name)).flatMap(({ args }) => args);
}

function readDirective(writer: ConfigWriter, at: Directive, name: string, scope: Scope): void {
  const { args } = at;
  const [first = "", second = ""] = args;
  const written = args.join(" ");
  writer.directive(at.name, written, at);
  const meaning = { directive: at.name, written, scope: null };
  if (name === "proxypass" || name === "proxypassmatch") {
    const inside = scope.location !== null;
    readRoute(
      writer,
      at,
      inside ? first : second,
      args.slice(inside ? 1 : 2),
      inside ? scope : { ...scope, location: first },
    );
  } else if (name === "balancermember") readMember(writer, at, scope);
  else if (name === "proxyset") {
    const url = scope.proxy ?? (first.includes("=") ? null : first);
    if (url !== null) readApacheWorker(writer, writer.upstream(groupName(url), at), args, at);
  } else if (name === "sethandler" && first.startsWith("proxy:")) readRoute(writer, at, first.slice(6), [], scope);
  else if (name === "rewriterule") readRewrite(writer, at, scope);
  else if (name === "redirect" && /^5\d\d$/.test(first))
    deliberate(writer, at, Number(first), second || scope.location, scope);
  else if (name === "redirectmatch" && /^5\d\d$/.test(first)) deliberate(writer, at, Number(first), second, scope);
  else if (name === "proxytimeout") writer.timer({ ...meaning, kind: "read", ms: readDurationMs(first) }, at);
  else if (name === "timeout") writer.timer({ ...meaning, kind: "client", ms: readDurationMs(first) }, at);
  else if (name === "keepalivetimeout")
    writer.timer({ ...meaning, kind: "idle-client", ms: readDurationMs(first) }, at);
  else if (name === "maxrequestworkers" || name === "maxclients")
    writer.limit({ ...meaning, kind: "proxy-connections" }, at);
  else if (/^(?:dospagecount|dossitecount|qs_\w+)$/.test(name)) writer.limit({ ...meaning, kind: "rate" }, at);
  else if (name === "proxyiobuffersize")
    writer.buffer({ ...meaning, kind: "response-body", bytes: readSizeBytes(first) }, at);
  else if (/^(?:setenv|setenvif)$/.test(name) && /\b(?:proxy-nokeepalive|force-proxy-request-1\.0)\b/.test(written))
    writer.keepalive({ ...meaning, on: false, byDefault: false }, at);
  else if (/^sslproxy/.test(name)) readTls(writer, at, name);
  else readApacheLog(writer, at, name);
}

function readRoute(writer: ConfigWriter, at: Directive, url: string, parameters: string[], scope: Scope): void {
  if (url === "!" || url === "") return;
  const { scheme, address } = readTarget(url);
  const variable = /[$%]/.test(url.replace(/\$\d.*$/, ""));
  const { serverNames: names, location } = scope;
  const balancer = url.startsWith("balancer://");
  const group = variable || (address === null && !balancer) ? null : groupName(url);
  writer.route({ directive: at.name, target: url, group, scheme, serverNames: names, location }, at);
  if (group === null) return;
  const upstream = writer.upstream(group, at);
  if (!balancer && address !== null && !upstream.servers.some((server) => server.address === address))
    writer.server(upstream, address, { parameters }, at);
  readApacheWorker(writer, upstream, parameters, at);
  if (!balancer && keepsByDefault(scheme, parameters)) keepsOpen(writer, group, at);
}

function readMember(writer: ConfigWriter, at: Directive, scope: Scope): void {
  const named = at.args[0]?.startsWith("balancer://") ?? false;
  const balancer = named ? (at.args[0] ?? "") : (scope.proxy ?? "");
  const [url = "", ...parameters] = named ? at.args.slice(1) : at.args;
  const upstream = writer.upstream(groupName(balancer), at);
  const { scheme, address } = readTarget(url);
  writer.server(upstream, address ?? url, { parameters }, at);
  if (scheme !== null) writer.schemes.set(upstream.name, scheme);
  readApacheWorker(writer, upstream, parameters, at);
  if (keepsByDefault(scheme, parameters) && upstream.servers.length === 1) keepsOpen(writer, upstream.name, at);
}

function keepsOpen(writer: ConfigWriter, scope: string, at: Directive): void {
  writer.keepalive({ directive: "enablereuse", written: "on, the default", scope, on: true, byDefault: true }, at);
}

/** `RewriteRule ^/api/(.*) http://10.0.0.1:8080/$1 [P]`, and `[R=503]`, the usual switch to maintenance. */
function readRewrite(writer: ConfigWriter, at: Directive, scope: Scope): void {
  const [pattern = "", target = "", flags = ""] = at.args;
  const list = flags.replace(/^\[|\]$/g, "").split(",");
  const status = list
    .map((flag) => /^R(?:edirect)?=(5\d\d)$/i.exec(flag.trim())?.[1])
    .find((each) => each !== undefined);
  if (status !== undefined) deliberate(writer, at, Number(status), pattern, scope);
  if (list.some((flag) => /^(?:P|proxy)$/i.test(flag.trim())))
    readRoute(writer, at, target.replace(/\$\d.*$/, ""), [], { ...scope, location: pattern });
}

function deliberate(writer: ConfigWriter, at: Directive, status: number, location: string | null, scope: Scope): void {
  const host = scope.serverNames[0];
  if (location === null && host !== undefined) writer.deliberate({ status, kind: "virtual host", location: host }, at);
  else writer.deliberate({ status, kind: "location", location }, at);
}

function readTls(writer: ConfigWriter, at: Directive, name: string): void {
  const [first = ""] = at.args;
  const verifies = name === "sslproxyverify" && !/^none$/i.test(first);
  const loosened = /^sslproxycheckpeer(?:cn|name|expire)$/.test(name) && /^off$/i.test(first);
  const ca = /^sslproxycacertificate(?:file|path)$/.test(name) ? first : null;
  if (!verifies && !loosened && ca === null) return;
  const verify = verifies ? true : loosened ? false : null;
  writer.tls({ directive: at.name, written: at.args.join(" "), scope: null, verify, serverName: null, ca }, at);
}

/** Without a ProxyTimeout, Timeout holds towards the upstream as well. */
function addTimeout(config: ProxyConfig): void {
  if (config.timers.some(({ value }) => /^proxytimeout$/i.test(value.directive))) return;
  const general = config.timers.filter(({ value }) => /^timeout$/i.test(value.directive) && value.scope === null);
  config.timers.push(...general.map((timer) => ({ ...timer, value: { ...timer.value, kind: "read" as const } })));
}

/** Apache looks at the date and the name in an upstream's certificate even where SSLProxyVerify is none, unless told not to. */
function addTls(writer: ConfigWriter, config: ProxyConfig): void {
  const off = new Set(
    config.tls.filter(({ value }) => value.verify === false).map(({ value }) => value.directive.toLowerCase()),
  );
  if (off.has("sslproxycheckpeerexpire") && (off.has("sslproxycheckpeername") || off.has("sslproxycheckpeercn")))
    return;
  const seen = new Set<string>();
  for (const { scheme, group, file, line } of config.routes) {
    if ((scheme !== "https" && scheme !== "h2") || group === null || seen.has(group)) continue;
    seen.add(group);
    const meaning = { directive: "SSLProxyCheckPeerExpire", written: "on, the default", scope: group };
    writer.tls({ ...meaning, verify: true, serverName: null, ca: null }, { file, line });
  }
}

/** `balancer://cluster/path` is the group cluster; any other URL is a group by its address. */
function groupName(url: string): string {
  return /^balancer:\/\/([^/]+)/.exec(url)?.[1] ?? readTarget(url).address ?? url;
}
