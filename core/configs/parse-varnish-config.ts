import type { Directive } from "./config-directive";
import { ConfigWriter } from "./config-writer";
import type { ProxyConfig, TimerKind } from "./proxy-config";
import { readDurationMs } from "./read-duration";
import { readNginxDirectives } from "./read-nginx-directives";
import { resolveIncludes, type ConfigFile } from "./resolve-includes";

const TIMERS: Record<string, TimerKind> = {
  ".connect_timeout": "connect",
  ".first_byte_timeout": "read",
  ".between_bytes_timeout": "read",
};

/**
 * What VCL says that bears on gateway errors: backends, probes, directors and answers made on purpose. VCL's blocks and statements are
 * built like nginx's, but for comments.
 * Source: https://varnish-cache.org/docs/trunk/reference/vcl.html
 */
export function parseVarnishConfig(files: readonly ConfigFile[]): ProxyConfig {
  const writer = new ConfigWriter("varnish", files);
  const level = readVarnishTree(files);
  const probes = new Map(level.flatMap((each) => (each.name === "probe" ? [[each.args[0] ?? "", each] as const] : [])));
  for (const directive of level) {
    if (directive.name === "backend") readBackend(writer, directive, probes);
    else if (directive.name === "sub") readSub(writer, directive.block ?? [], null);
  }
  return writer.finish();
}

/** The statements of all files, those of included files where they are included. */
export function readVarnishTree(files: readonly ConfigFile[]): Directive[] {
  const read = (file: string, text: string) => readNginxDirectives(file, blankComments(text));
  return resolveIncludes(files, read, ({ name, args }) => (name === "include" ? (args[0] ?? "") : null));
}

/** Does a text read like VCL? By its version line, or by subs and backends with dotted attributes. */
export function isVarnishConfig(text: string): boolean {
  const head = text.slice(0, 200_000);
  return (
    /^[ \t]*vcl[ \t]+4\.\d[ \t]*;/m.test(head) ||
    (/^[ \t]*backend[ \t]+[\w-]+[ \t]*\{/m.test(head) && /^[ \t]*\.host[ \t]*=/m.test(head)) ||
    /^[ \t]*sub[ \t]+vcl_\w+[ \t]*\{/m.test(head)
  );
}

/** Comments as spaces, so that lines and what stands on them stay where they are. */
function blankComments(text: string): string {
  let out = "";
  let p = 0;
  while (p < text.length) {
    const next = text.slice(p, p + 2);
    if (next === "//" || next === "/*") {
      const found = next === "//" ? text.indexOf("\n", p) : text.indexOf("*/", p + 2);
      const end = found < 0 ? text.length : next === "//" ? found : found + 2;
      out += text.slice(p, end).replace(/[^\n]/g, " ");
      p = end;
    } else if (next.startsWith('"')) {
      const found = text.indexOf('"', p + 1);
      const end = found < 0 ? text.length : found + 1;
      out += text.slice(p, end);
      p = end;
    } else {
      out += next.charAt(0);
      p++;
    }
  }
  return out;
}

/** `.host = "10.0.0.1"` as name and value. */
function attribute({ name, args }: Directive): [string, string] {
  const [equals = "", ...rest] = args;
  if (equals === "=") return [name, rest.join(" ")];
  const cut = name.indexOf("=");
  if (cut > 0) return [name.slice(0, cut), [name.slice(cut + 1).replace(/^"|"$/g, ""), ...args].join(" ").trim()];
  return [name, [equals.replace(/^=/, ""), ...rest].join(" ")];
}

function readBackend(writer: ConfigWriter, backend: Directive, probes: ReadonlyMap<string, Directive>): void {
  const name = backend.args[0] ?? "";
  const group = writer.upstream(name, backend);
  const attributes = new Map((backend.block ?? []).map((each) => [attribute(each)[0], each]));
  const valueOf = (key: string) => {
    const found = attributes.get(key);
    return found === undefined ? undefined : attribute(found)[1];
  };
  const host = valueOf(".host");
  const path = valueOf(".path");
  const at = attributes.get(".host") ?? attributes.get(".path") ?? backend;
  if (host !== undefined) {
    const port = valueOf(".port") ?? "80";
    writer.server(group, `${host.includes(":") ? `[${host}]` : host}:${port === "http" ? "80" : port}`, {}, at);
  } else if (path !== undefined) writer.server(group, `unix:${path}`, {}, at);
  writer.schemes.set(name, "http");
  writer.route({ directive: "backend", target: name, group: name }, backend);
  for (const [key, each] of attributes) {
    const kind = TIMERS[key];
    const written = attribute(each)[1];
    writer.directive(key, written, each);
    if (kind !== undefined)
      writer.timer({ directive: key, written, scope: name, kind, ms: readDurationMs(written) }, each);
    else if (key === ".max_connections")
      writer.limit({ directive: key, written, scope: name, kind: "server-connections" }, each);
  }
  const probe = attributes.get(".probe");
  if (probe !== undefined) readProbe(writer, probe.block === null ? probes.get(attribute(probe)[1]) : probe, name);
  const meaning = { directive: "backend_idle_timeout", written: "60s, the default", scope: name };
  writer.keepalive({ ...meaning, on: true, byDefault: true }, backend);
}

function readProbe(writer: ConfigWriter, probe: Directive | undefined, scope: string): void {
  for (const each of probe?.block ?? []) {
    const [directive, written] = attribute(each);
    const meaning = { directive, written, scope };
    if (directive === ".url") writer.healthCheck({ ...meaning, path: written }, each);
    else if (directive === ".interval" || directive === ".timeout") {
      const kind = directive === ".interval" ? "health-interval" : "health-timeout";
      writer.timer({ ...meaning, kind, ms: readDurationMs(written) }, each);
    }
  }
}

/** `return (synth(503, "Maintenance"))` and its like; the condition around it says when. */
function readSub(writer: ConfigWriter, level: readonly Directive[], condition: string | null): void {
  for (const each of level) {
    const { name, args, block } = each;
    const words = [name, ...args].join(" ");
    if (block !== null) {
      readSub(
        writer,
        block,
        name === "if" || name.startsWith("if(") ? words.replace(/^if\s*/, "").slice(0, 120) : condition,
      );
      continue;
    }
    const status = /^(?:return\s*\(\s*synth|error)\s*\(?\s*(5\d\d)\b/.exec(words)?.[1];
    if (status !== undefined)
      writer.deliberate({ status: Number(status), kind: "condition", location: condition }, each);
  }
}
