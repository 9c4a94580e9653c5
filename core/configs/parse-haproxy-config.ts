import { ConfigWriter, type Place } from "./config-writer";
import type { ConfigUpstream, ProxyConfig, Scheme, TimerKind } from "./proxy-config";
import { readDurationMs, readSizeBytes } from "./read-duration";
import { readHaproxyCaptures } from "./read-haproxy-captures";
import { readHaproxyConditions, type Conditions } from "./read-haproxy-conditions";
import { readHaproxySections, type Section, type SectionLine } from "./read-haproxy-sections";
import { readHaproxyServer, serverParameters } from "./read-haproxy-server";
import type { ConfigFile } from "./resolve-includes";

const TIMERS: Record<string, TimerKind> = {
  connect: "connect",
  server: "read",
  queue: "queue",
  client: "client",
  "http-request": "client",
  "http-keep-alive": "idle-client",
  check: "health-timeout",
  resolve: "resolve",
};
/** Directives of two words. */
const PAIRED = new Set(["timeout", "option", "no", "stats", "balance"]);

/**
 * What HAProxy configuration files say that bears on gateway errors, all files together as one configuration.
 * Source: https://docs.haproxy.org/2.8/configuration.html
 */
export function parseHaproxyConfig(files: readonly ConfigFile[]): ProxyConfig {
  const writer = new ConfigWriter("haproxy", files);
  const sections = readHaproxySections(files);
  const verifiesByDefault = !sections.some(
    (section) => section.kind === "global" && valueOf(section, "ssl-server-verify") === "none",
  );
  const globalLog = sections.find((section) => section.kind === "global");
  const logged = new Set<string>();
  for (const section of sections) {
    const scope = section.kind === "backend" || section.kind === "listen" ? section.name : null;
    const conditions = readHaproxyConditions(section.lines);
    for (const line of section.lines) readLine(writer, section, line, scope, conditions);
    if (scope !== null) readGroup(writer, section, verifiesByDefault);
    if (section.kind === "frontend" || section.kind === "listen") readAccessLog(writer, section, globalLog, logged);
    if (section.kind === "resolvers") readResolvers(writer, section);
  }
  readHaproxyCaptures(writer, sections);
  return finishRoutes(writer.finish(), sections);
}

const SECTION =
  /^[ \t]*(?:(?:global|defaults)|(?:frontend|backend|listen|defaults|resolvers)[ \t]+[\w.:-]+(?:[ \t]+\S+)?)[ \t]*(?:#.*)?\r?$/m;
const LINE =
  /^[ \t]*(?:bind[ \t]+\S*[:/@]|server[ \t]+\S+[ \t]+\S*[:/@.]|timeout[ \t]+[a-z-]+[ \t]+\d|mode[ \t]+(?:http|tcp)\b|balance[ \t]+(?:roundrobin|leastconn|source|first|uri|hdr)|(?:default|use)_backend[ \t]+\S|option[ \t]+(?:http|tcp|forwardfor|redispatch|dontlog)|http-request[ \t]+\S|nameserver[ \t]+\S+[ \t]+\S+:\d|stats[ \t]+(?:socket|enable|uri))/m;

/** Does a text read like a HAProxy configuration? Sections at the beginning of lines, and within them what only HAProxy has. */
export function isHaproxyConfig(text: string): boolean {
  return SECTION.test(text) && LINE.test(text);
}

function readLine(
  writer: ConfigWriter,
  section: Section,
  at: SectionLine,
  scope: string | null,
  conditions: Conditions,
): void {
  const { words } = at;
  const [first = "", second = "", third = ""] = words;
  const paired = PAIRED.has(first) && second !== "";
  const directive = paired ? `${first} ${second}` : first;
  const written = words.slice(paired ? 2 : 1).join(" ");
  writer.directive(directive, written, at);
  const meaning = { directive, written, scope };
  const timer = first === "timeout" ? TIMERS[second] : undefined;
  if (timer !== undefined) writer.timer({ ...meaning, kind: timer, ms: readDurationMs(third, 1) }, at);
  else if (first === "retries") writer.retry({ ...meaning, times: Number.parseInt(second, 10) || 0, on: [] }, at);
  else if (first === "retry-on") writer.retry({ ...meaning, times: null, on: words.slice(1) }, at);
  else if (first === "http-reuse") writer.keepalive({ ...meaning, on: second !== "never", byDefault: false }, at);
  else if (directive === "option http-server-close" || directive === "option httpclose")
    writer.keepalive({ ...meaning, on: false, byDefault: false }, at);
  else if (first === "maxconn" && section.kind === "global")
    writer.limit({ ...meaning, kind: "proxy-connections" }, at);
  else if (first === "ulimit-n") writer.limit({ ...meaning, kind: "open-files" }, at);
  else if (directive === "tune.bufsize")
    writer.buffer({ ...meaning, kind: "response-header", bytes: readSizeBytes(second) }, at);
  else if (first === "use_backend" || first === "default_backend") {
    const { hosts, paths } = conditions.of(words.slice(2));
    const location = first === "use_backend" ? (paths[0] ?? null) : null;
    writer.route({ directive, target: second, group: second, serverNames: hosts, location }, at);
  } else if (/^http-(?:request|after-response)$|^tcp-request$/.test(first)) readRule(writer, section, at, conditions);
  else if (first === "log-format" || first === "error-log-format") {
    const name = first === "log-format" ? sectionName(section) : `errors of ${sectionName(section)}`;
    const template = words.slice(1).join(" ");
    writer.config.logFormats.push({
      value: { name, template, escape: "default", dialect: "haproxy" },
      file: at.file,
      line: at.line,
    });
  }
}

/** `http-request deny deny_status 503 if …`, `http-request return status 503`, and limiters, whose condition counts a rate. */
function readRule(writer: ConfigWriter, section: Section, at: SectionLine, conditions: Conditions): void {
  const { words } = at;
  const action = words[1] ?? "";
  if (!/^(?:deny|return|tarpit|reject|silent-drop)$/.test(action)) return;
  const condition = words.findIndex((word) => word === "if" || word === "unless");
  const test = condition < 0 ? "" : conditions.expand(words.slice(condition + 1));
  if (/(?:^|[\s_])(?:\w*_rate|sc\d?_\w+|src_conn_cur|src_\w+_cnt)\b/.test(test)) {
    const written = words.slice(1).join(" ");
    writer.limit({ directive: words[0] ?? "", written, scope: null, kind: "rate" }, at);
    return;
  }
  const key = words.findIndex((word) => word === "status" || word === "deny_status");
  const status = key < 0 ? NaN : Number(words[key + 1]);
  if (status < 500 || status > 599 || Number.isNaN(status)) return;
  const where = condition < 0 ? section.name : `${section.name} ${words.slice(condition).join(" ")}`;
  writer.deliberate({ status, kind: section.kind, location: where }, at);
}

function readGroup(writer: ConfigWriter, section: Section, verifiesByDefault: boolean): void {
  const servers = section.lines.filter(({ words }) => words[0] === "server" || words[0] === "server-template");
  const mode = inherited(section, "mode") ?? "http";
  if (servers.length === 0) return readEmptyGroup(writer, section, mode);
  const group = writer.upstream(section.name, section);
  const checks = [section, ...section.defaults].flatMap(({ lines }) => lines);
  const checkPath =
    checks
      .find(({ words }) => words[0] === "option" && words[1] === "httpchk")
      ?.words.find((word) => word.startsWith("/")) ??
    checks
      .find(({ words }) => words[0] === "http-check" && words.includes("uri"))
      ?.words.find((word) => word.startsWith("/")) ??
    null;
  const context = { group, defaults: defaultServer(section), verifiesByDefault, checkPath };
  for (const at of servers) readHaproxyServer(writer, at.words, context, at);
  const disabled = servers.every(({ words }) => serverParameters(words.slice(3)).has("disabled"));
  if (disabled)
    writer.deliberate(
      { status: 503, kind: section.kind, location: `${section.name}, every server disabled`, scope: section.name },
      section,
    );
  const named = ["http-reuse", "option http-server-close", "option httpclose"];
  const says = [section, ...section.defaults].some(({ lines }) =>
    lines.some(({ words }) => named.includes(words[0] ?? "") || named.includes(`${words[0] ?? ""} ${words[1] ?? ""}`)),
  );
  if (mode === "http" && !says) {
    const meaning = { directive: "http-reuse", written: "safe, the default", scope: section.name };
    writer.keepalive({ ...meaning, on: true, byDefault: true }, section);
  }
}

/** A backend without any server answers 503 to everything: the usual way to a maintenance page. */
function readEmptyGroup(writer: ConfigWriter, section: Section, mode: string): void {
  const answers = section.lines.some(
    ({ words }) =>
      /^(?:redirect|dispatch|use-server|stats|http-request|tcp-request|default_backend|use_backend)$/.test(
        words[0] ?? "",
      ) || words[1] === "http_proxy",
  );
  if (answers || mode !== "http" || section.name === "") return;
  writer.deliberate(
    { status: 503, kind: section.kind, location: `${section.name}, which has no server`, scope: section.name },
    section,
  );
}

/** Logs of a frontend: where they go and the format that holds. */
function readAccessLog(
  writer: ConfigWriter,
  section: Section,
  globalSection: Section | undefined,
  known: Set<string>,
): void {
  const chain = [section, ...section.defaults];
  const owner = chain.find(({ lines }) => lines.some(({ words }) => words[0] === "log-format"));
  const option = chain
    .flatMap(({ lines }) => lines)
    .find(({ words }) => /^(?:http|tcp|https)log$/.test(words[1] ?? ""));
  const format =
    owner === undefined ? (option === undefined ? null : option.words.slice(1).join(" ")) : sectionName(owner);
  const own = chain.flatMap(({ lines }) => lines).filter(({ words }) => words[0] === "log");
  const targets = own.flatMap((line) =>
    line.words[1] === "global" ? (globalSection?.lines ?? []).filter(({ words }) => words[0] === "log") : [line],
  );
  for (const { words, file, line } of targets) {
    const path = words[1] ?? "";
    const key = `${path}\n${format ?? ""}`;
    if (known.has(key)) continue;
    known.add(key);
    writer.config.accessLogs.push({ value: { path, format }, file, line });
  }
}

function readResolvers(writer: ConfigWriter, section: Section): void {
  const lines = section.lines.filter(({ words }) => words[0] === "nameserver");
  const servers = lines.map(({ words }) => words[2] ?? "");
  const written = `${section.name}: ${servers.join(" ") || "parse-resolv-conf"}`;
  writer.resolver({ directive: "resolvers", written, scope: null, servers }, lines[0] ?? section);
}

/** Gives each route the scheme of its group's servers; a `listen` section is a route to itself. */
function finishRoutes(config: ProxyConfig, sections: readonly Section[]): ProxyConfig {
  const groups = new Map(config.upstreams.map((group) => [group.name, group]));
  const modes = new Map<string, { scheme: Scheme; place: Place; listens: boolean }>();
  for (const section of sections) {
    const group = groups.get(section.name);
    if (group === undefined || (section.kind !== "backend" && section.kind !== "listen")) continue;
    const scheme = schemeOf(group, inherited(section, "mode") ?? "http", defaultServer(section));
    modes.set(section.name, { scheme, place: section, listens: section.kind === "listen" });
  }
  for (const route of config.routes) {
    const known = route.group === null ? undefined : modes.get(route.group);
    route.scheme = known?.scheme ?? null;
    if (known === undefined) route.group = null;
  }
  for (const [name, { scheme, place, listens }] of modes) {
    if (!listens) continue;
    const { file, line } = place;
    const rest = { group: name, needsResolver: false, serverNames: [], location: null };
    config.routes.push({ directive: "listen", target: name, scheme, ...rest, file, line });
  }
  return config;
}

function schemeOf(group: ConfigUpstream, mode: string, defaults: string[]): Scheme {
  const parameters = group.servers.map((server) => serverParameters([...defaults, ...server.parameters]));
  const secure = parameters.some((each) => each.has("ssl"));
  const proto = parameters.map((each) => each.get("proto")).find((each) => each !== undefined);
  if (proto === "fcgi") return "fastcgi";
  if (mode !== "http") return secure ? "tls" : "tcp";
  if (proto === "h2") return secure ? "h2" : "h2c";
  return secure ? "https" : "http";
}

/** Words of the `default-server` lines that hold in a section, those of its defaults first. */
function defaultServer(section: Section): string[] {
  return [...section.defaults]
    .reverse()
    .concat(section)
    .flatMap(({ lines }) =>
      lines.filter(({ words }) => words[0] === "default-server").flatMap(({ words }) => words.slice(1)),
    );
}

function inherited(section: Section, name: string): string | undefined {
  return [section, ...section.defaults].map((each) => valueOf(each, name)).find((value) => value !== undefined);
}

function valueOf(section: Section, name: string): string | undefined {
  return section.lines.findLast(({ words }) => words[0] === name)?.words[1];
}

function sectionName({ kind, name }: Section): string {
  return name === "" ? kind : `${kind} ${name}`;
}
