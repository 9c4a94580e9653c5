import { ConfigWriter } from "./config-writer";
import type { Directive } from "./config-directive";
import { readNginxMeanings } from "./nginx-meanings";
import type { ConfigUpstream, ProxyConfig, Scheme } from "./proxy-config";
import { readDurationMs } from "./read-duration";
import { readNginxDirectives } from "./read-nginx-directives";
import { resolveIncludes, type ConfigFile } from "./resolve-includes";

const PASSES: Record<string, Scheme> = {
  proxy_pass: "http",
  fastcgi_pass: "fastcgi",
  uwsgi_pass: "uwsgi",
  scgi_pass: "scgi",
  grpc_pass: "grpc",
  memcached_pass: "memcached",
};

/** Where a directive stands. */
interface Scope {
  serverNames: string[];
  location: string | null;
}

/**
 * What nginx configuration files say that bears on gateway errors, all files together as one configuration. Tolerant of broken and of
 * partial files. Names in the result are the files' own.
 * Source: https://nginx.org/en/docs/dirindex.html
 */
export function parseNginxConfig(files: readonly ConfigFile[]): ProxyConfig {
  const writer = new ConfigWriter("nginx", files);
  walk(readNginxTree(files), { serverNames: [], location: null }, writer);
  const config = writer.finish();
  const groups = new Set(config.upstreams.map(({ name }) => name));
  for (const route of config.routes) {
    const host = /^(?:[a-z]+:\/\/)?([^/$]+)/.exec(route.target)?.[1];
    if (host !== undefined && groups.has(host)) route.group = host;
  }
  return { ...config, ...readNginxMeanings(config.directives, config.upstreams) };
}

/** The directives of all files, those of included files where they are included. */
export function readNginxTree(files: readonly ConfigFile[]): Directive[] {
  return resolveIncludes(files, readNginxDirectives, ({ name, args }) => (name === "include" ? (args[0] ?? "") : null));
}

/** Does a text read like an nginx configuration? Looks for directives that only it has, ended or opened as nginx does. */
export function isNginxConfig(text: string): boolean {
  const head = text.slice(0, 200_000).replace(/#.*$/gm, "");
  const blocks =
    head.match(/^\s*(?:http|events|server|stream|upstream\s+[\w.-]+|location\s+[^{;\n]+|map\s+[^{;\n]+)\s*\{/gm)
      ?.length ?? 0;
  const ended =
    head.match(
      /^\s*(?:worker_processes|listen|server_name|proxy_\w+|fastcgi_\w+|access_log|error_log|log_format|root|include|server|keepalive|resolver|return|user|pid)\s[^{};]*;/gm,
    )?.length ?? 0;
  return (blocks >= 1 && ended >= 1) || ended >= 3;
}

function walk(level: Directive[], scope: Scope, writer: ConfigWriter): void {
  const { config } = writer;
  for (const directive of level) {
    const { name, args, block, file, line } = directive;
    const [first = "", second = ""] = args;
    if (block) {
      if (name === "upstream") config.upstreams.push(readUpstream(directive));
      else if (name === "server") walk(block, { serverNames: serverNames(block), location: null }, writer);
      else if (name === "location") walk(block, { ...scope, location: args.join(" ") }, writer);
      else if (name !== "types" && name !== "map" && name !== "geo") walk(block, scope, writer);
      continue;
    }
    if (name === "log_format") {
      const escape = /^escape=(default|json|none)$/.exec(second)?.[1];
      const template = args.slice(second.startsWith("escape=") ? 2 : 1).join("");
      const mode = escape === "json" || escape === "none" ? escape : "default";
      config.logFormats.push({ value: { name: first, template, escape: mode, dialect: "nginx" }, file, line });
      continue;
    }
    if (name === "access_log" && first !== "off") {
      const format = second === "" || second.includes("=") ? null : second;
      config.accessLogs.push({ value: { path: first, format }, file, line });
    }
    const passes = PASSES[name];
    if (passes !== undefined) {
      const written = /^(https?|grpcs?):\/\//.exec(first)?.[1];
      const scheme = written === "https" || written === "grpcs" || written === "grpc" ? written : passes;
      writer.route({ directive: name, target: first, scheme, needsResolver: first.includes("$"), ...scope }, directive);
    }
    if (name === "return" && /^5\d\d$/.test(first)) {
      writer.deliberate({ status: Number(first), kind: "location", location: scope.location }, directive);
    }
    writer.directive(name, args.join(" "), directive);
  }
}

function serverNames(block: Directive[]): string[] {
  return block
    .filter((each) => each.name === "server_name")
    .flatMap((each) => each.args)
    .filter((each) => each !== "_" && each !== "");
}

function readUpstream({ args, block, file, line }: Directive): ConfigUpstream {
  const upstream: ConfigUpstream = {
    name: args[0] ?? "",
    servers: [],
    keepalive: null,
    keepaliveTimeoutMs: null,
    file,
    line,
  };
  for (const each of block ?? []) {
    const [address = "", ...parameters] = each.args;
    const place = { file: each.file, line: each.line };
    if (each.name === "server") upstream.servers.push({ name: null, address, parameters, ...place });
    else if (each.name === "keepalive" && /^\d+$/.test(address))
      upstream.keepalive = { value: Number(address), ...place };
    else if (each.name === "keepalive_timeout") {
      const ms = readDurationMs(address);
      if (ms !== null) upstream.keepaliveTimeoutMs = { value: ms, ...place };
    }
  }
  return upstream;
}
