import type { ConfigUpstream, Placed, ProxyConfig } from "./proxy-config";
import type { Directive } from "./read-nginx-directives";
import { resolveIncludes, type ConfigFile } from "./resolve-includes";

const PASSES = new Set(["proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass", "memcached_pass"]);
/** Occurrences kept per directive; generated configurations repeat one thousands of times. */
const MAX_OCCURRENCES = 500;

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
  const config: ProxyConfig = {
    product: "nginx",
    files: files.map((file) => file.name),
    upstreams: [],
    routes: [],
    directives: {},
    logFormats: [],
    accessLogs: [],
    deliberateErrors: [],
  };
  const directives = new Map<string, Placed<string>[]>();
  walk(resolveIncludes(files), { serverNames: [], location: null }, config, directives);
  config.directives = Object.fromEntries(directives);
  return config;
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

function walk(level: Directive[], scope: Scope, config: ProxyConfig, directives: Map<string, Placed<string>[]>): void {
  for (const directive of level) {
    const { name, args, block, file, line } = directive;
    const [first = "", second = ""] = args;
    if (block) {
      if (name === "upstream") config.upstreams.push(readUpstream(directive));
      else if (name === "server") walk(block, { serverNames: serverNames(block), location: null }, config, directives);
      else if (name === "location") walk(block, { ...scope, location: args.join(" ") }, config, directives);
      else if (name !== "types" && name !== "map" && name !== "geo") walk(block, scope, config, directives);
      continue;
    }
    if (name === "log_format") {
      const escape = /^escape=(default|json|none)$/.exec(second)?.[1];
      const template = args.slice(second.startsWith("escape=") ? 2 : 1).join("");
      const mode = escape === "json" || escape === "none" ? escape : "default";
      config.logFormats.push({ value: { name: first, template, escape: mode }, file, line });
      continue;
    }
    if (name === "access_log" && first !== "off") {
      const format = second === "" || second.includes("=") ? null : second;
      config.accessLogs.push({ value: { path: first, format }, file, line });
    }
    if (PASSES.has(name)) config.routes.push({ directive: name, target: first, ...scope, file, line });
    if (name === "return" && /^5\d\d$/.test(first)) {
      config.deliberateErrors.push({ value: { status: Number(first), location: scope.location }, file, line });
    }
    const known = directives.get(name);
    const placed = { value: args.join(" "), file, line };
    if (!known) directives.set(name, [placed]);
    else if (known.length < MAX_OCCURRENCES) known.push(placed);
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
    if (each.name === "server") upstream.servers.push({ address, parameters, ...place });
    else if (each.name === "keepalive" && /^\d+$/.test(address))
      upstream.keepalive = { value: Number(address), ...place };
    else if (each.name === "keepalive_timeout") {
      const ms = readDurationMs(address);
      if (ms !== null) upstream.keepaliveTimeoutMs = { value: ms, ...place };
    }
  }
  return upstream;
}

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `60s`, `1m 30s`, `500ms`, `75` (seconds) in milliseconds; null where it is no duration. Source: https://nginx.org/en/docs/syntax.html */
export function readDurationMs(text: string): number | null {
  if (!/^\s*(?:\d+\s*(?:ms|[smhdw])?\s*)+$/.test(text.slice(0, 60))) return null;
  let sum = 0;
  for (const [, digits, unit] of text.slice(0, 60).matchAll(/(\d+)\s*(ms|[smhdw])?/g))
    sum += Number(digits) * (UNITS[unit ?? "s"] ?? 1000);
  return sum;
}
