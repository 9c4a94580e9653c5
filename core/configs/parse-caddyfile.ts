import { readCaddyProxy } from "./caddy-proxy";
import type { Directive } from "./config-directive";
import { ConfigWriter } from "./config-writer";
import type { ProxyConfig } from "./proxy-config";
import { readCaddyDirectives } from "./read-caddy-directives";
import { readDurationMs } from "./read-duration";
import { resolveIncludes, type ConfigFile } from "./resolve-includes";

/** Snippets within snippets deeper than this are left out. */
const MAX_IMPORTS = 8;
/** Directives that snippets may add. */
const MOST_ADDED = 50_000;

/** Where a directive stands. */
interface Scope {
  serverNames: string[];
  location: string | null;
  matchers: Map<string, string>;
}

/**
 * What Caddyfiles say that bears on gateway errors, all files together as one configuration, snippets and imports put in place.
 * Source: https://caddyserver.com/docs/caddyfile/directives/reverse_proxy
 */
export function parseCaddyfile(files: readonly ConfigFile[]): ProxyConfig {
  const writer = new ConfigWriter("caddy", files);
  const level = resolveIncludes(files, readSites, ({ name, args }) =>
    name === "import" && /[/.*]/.test(args[0] ?? "") ? (args[0] ?? "") : null,
  );
  const snippets = new Map<string, Directive[]>();
  for (const { name, block } of level) {
    const snippet = /^\(([^)]+)\)$/.exec(name)?.[1];
    if (snippet !== undefined && block !== null) snippets.set(snippet, block);
  }
  const importer = { snippets, room: MOST_ADDED };
  for (const site of level) {
    const { name, block, args } = site;
    if (block === null || /^\(.*\)$/.test(name)) continue;
    const body = withSnippets(block, importer, 0);
    if (name === "") readGlobal(writer, body);
    else {
      const serverNames = [name, ...args].flatMap(hostsOf);
      walk(writer, body, { serverNames, location: null, matchers: matchersOf(body) });
    }
  }
  return writer.finish();
}

const DIRECTIVES =
  /^[ \t]*(?:reverse_proxy|php_fastcgi|file_server|handle|handle_path|handle_errors|route|encode|respond|redir|forward_auth|auto_https|import)\b[^;\n]*$/m;

/** Does a text read like a Caddyfile? A site or options block with Caddy's directives; without a block only where the name says so. */
export function isCaddyfile(text: string, fileName: string): boolean {
  const head = text.slice(0, 200_000).replace(/#.*$/gm, "");
  if (!DIRECTIVES.test(head) || /;[ \t]*$/m.test(head.replace(/"[^"\n]*"/g, ""))) return false;
  return (
    /\{[ \t]*\r?$/m.test(head) || /caddy/i.test(fileName) || /^[ \t]*(?:https?:\/\/)?[\w.*-]*:\d+[ \t]*\r?$/m.test(head)
  );
}

/** The sites of a file. A file that begins with an address and no brace is one site. */
function readSites(file: string, text: string): Directive[] {
  const level = readCaddyDirectives(file, text);
  const first = level.findIndex(({ name, block }) => name !== "" && !(block !== null && name.startsWith("(")));
  const site = level[first];
  if (site?.block !== null || !/[.:*]|^localhost$/.test(site.name) || site.name === "import") return level;
  return [...level.slice(0, first), { ...site, block: level.slice(first + 1) }];
}

interface Importer {
  snippets: Map<string, Directive[]>;
  room: number;
}

function withSnippets(level: readonly Directive[], importer: Importer, depth: number): Directive[] {
  return level.flatMap((directive) => {
    if (directive.block !== null) {
      return [{ ...directive, block: withSnippets(directive.block, importer, depth) }];
    }
    const snippet = directive.name === "import" ? importer.snippets.get(directive.args[0] ?? "") : undefined;
    if (snippet === undefined || depth >= MAX_IMPORTS || importer.room <= 0) return [directive];
    importer.room -= snippet.length + 1;
    return withSnippets(withArguments(snippet, directive.args.slice(1)), importer, depth + 1);
  });
}

function withArguments(level: readonly Directive[], values: readonly string[]): Directive[] {
  const fill = (text: string) =>
    text.replace(
      /\{args(?:\[(\d{1,3})\]|\.(\d{1,3}))\}/g,
      (whole, a?: string, b?: string) => values[Number(a ?? b)] ?? whole,
    );
  return level.map((each) => ({
    ...each,
    name: fill(each.name),
    args: each.args.map(fill),
    block: each.block && withArguments(each.block, values),
  }));
}

function hostsOf(address: string): string[] {
  const host = address
    .replace(/,$/, "")
    .replace(/^[a-z]+:\/\//, "")
    .replace(/[:/].*$/, "");
  return host === "" || host === "*" ? [] : [host];
}

/** What `@name path /api/*` or `@name { … }` match, in words. */
function matchersOf(level: readonly Directive[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, args, block } of level) {
    if (!name.startsWith("@")) continue;
    const lines = block === null ? [args.join(" ")] : block.map((each) => [each.name, ...each.args].join(" "));
    found.set(name, lines.join(", ").replace(/^path /, ""));
  }
  return found;
}

function walk(writer: ConfigWriter, level: readonly Directive[], scope: Scope): void {
  for (const directive of level) {
    const { name, block } = directive;
    if (name.startsWith("@")) continue;
    const [matcher, args] = splitMatcher(directive, scope);
    const location = matcher ?? scope.location;
    writer.directive(name, directive.args.join(" "), directive);
    if (name === "reverse_proxy" || name === "php_fastcgi" || name === "forward_auth") {
      readCaddyProxy(writer, { ...directive, args }, { serverNames: scope.serverNames, location });
    } else if (name === "respond" || name === "error") {
      const status = [...args, ...(block ?? []).flatMap((each) => (each.name === "status" ? each.args : []))].find(
        (word) => /^5\d\d$/.test(word),
      );
      const kind = location === null ? "site" : "location";
      if (status !== undefined)
        writer.deliberate(
          { status: Number(status), kind, location: location ?? scope.serverNames[0] ?? null },
          directive,
        );
    } else if (name === "rate_limit")
      writer.limit(
        { directive: name, written: directive.args.join(" ") || "{ … }", scope: null, kind: "rate" },
        directive,
      );
    else if (name === "log") readLog(writer, directive, scope.serverNames[0] ?? null);
    // What handle_errors answers repeats the status that failed.
    else if (block !== null && name !== "handle_errors") {
      const matchers = new Map([...scope.matchers, ...matchersOf(block)]);
      walk(writer, block, { ...scope, location, matchers });
    }
  }
}

/** The matcher that a directive may begin with: a path, `*` or the name of one defined. */
function splitMatcher({ args }: Directive, scope: Scope): [matcher: string | null, rest: string[]] {
  const [first = "", ...rest] = args;
  if (first === "*") return [null, rest];
  if (first.startsWith("/")) return [first, rest];
  return first.startsWith("@") ? [scope.matchers.get(first) ?? first, rest] : [null, args];
}

function readLog(writer: ConfigWriter, { block, file, line }: Directive, site: string | null): void {
  const output = block?.find((each) => each.name === "output")?.args ?? [];
  const format = block?.find((each) => each.name === "format");
  const path = output[0] === "file" ? (output[1] ?? "") : output.join(" ") || "stderr";
  writer.config.accessLogs.push({ value: { path, format: format?.args[0] ?? null }, file, line });
  if (format?.args[0] === "transform" && format.args[1] !== undefined) {
    const name = `log of ${site ?? "the site"}`;
    const value = { name, template: format.args[1], escape: "default", dialect: "caddy" } as const;
    writer.config.logFormats.push({ value, file: format.file, line: format.line });
  }
}

const SERVER_TIMERS: Record<string, "client" | "idle-client"> = {
  read_body: "client",
  read_header: "client",
  write: "client",
  idle: "idle-client",
};

function readGlobal(writer: ConfigWriter, level: readonly Directive[]): void {
  for (const each of level) {
    writer.directive(each.name, each.args.join(" "), each);
    const timeouts = each.name === "servers" ? each.block?.find(({ name }) => name === "timeouts") : undefined;
    for (const timer of timeouts?.block ?? []) {
      const kind = SERVER_TIMERS[timer.name];
      const written = timer.args[0] ?? "";
      if (kind !== undefined)
        writer.timer({ directive: timer.name, written, scope: null, kind, ms: readDurationMs(written) }, timer);
    }
  }
}
