import { configured, place, written } from "@/core/causes/config-reading";
import type { StepTemplate } from "@/core/causes/define-cause";
import { sameMeaning } from "@/core/configs/nginx-meanings";
import type { ConfigServer, ProxyConfig } from "@/core/configs/proxy-config";
import { named } from "@/core/causes/number-words";
import type { Step } from "./checklist-step";
import type { Evidence } from "@/core/evidence/evidence";
import { dialsSocket, type KnownValues } from "./known-values";

/** What replaces a TCP check where the upstream is a unix socket. */
const FOR_SOCKETS: readonly (readonly [string, string])[] = [
  ["ss -ltnp 'sport = :{port}'", "ss -xlp | grep -F {socket}"],
  ["ss -ltn 'sport = :{port}'", "ss -xl | grep -F {socket}"],
  ["http://{upstream}{path}", "-H 'Host: {host}' http://127.0.0.1{path}"],
  ["{upstream}", "unix:{socket}"],
  ["{upstreamHost}", "unix:{socket}"],
];

/** Fills a step with real values, and names file and line of every directive it would change. */
export function fillTemplate(template: StepTemplate, evidence: Evidence, values: KnownValues): Step {
  const socket = dialsSocket(evidence);
  const adapt = (text: string): string =>
    socket ? FOR_SOCKETS.reduce((out, [from, to]) => out.replaceAll(from, to), text) : text;
  const fill = (text: string, kind: "command" | "text"): string =>
    adapt(text).replace(/\{([a-zA-Z]+)\}/g, (whole, key: string) => values[key]?.[kind] ?? whole);
  return {
    id: template.id,
    title: fill(template.title, "text"),
    why: fill(template.why, "text"),
    commands: [...new Set(template.commands.map((command) => fill(command, "command")))].map((command) =>
      withPlace(command, evidence),
    ),
    verify: fill(template.verify, "text"),
    kind: template.kind,
  };
}

/**
 * `proxy_read_timeout 120s;   # now 3s, nginx.conf:41` where the directive stands in the configuration given. Of another product the
 * directive that means the same: `there: timeout server 5s, haproxy.cfg:17`.
 */
function withPlace(command: string, evidence: Evidence): string {
  const { config, product } = evidence;
  if (config === null || command.startsWith("#")) return command;
  if (product !== "nginx") return config.product === product ? inItsConfig(command, config) : command;
  if (!/;\s*$|;\s+[a-z#]/.test(command)) return command;
  const note = (text: string) => `${command}${command.includes("#") ? " · " : "   # "}${text}`;
  const server = serverNamed(command, config);
  if (server !== undefined && command.includes("server ")) return note(`stands in ${named(place(server))}`);
  const directive = /^([a-z_]+)\s/.exec(command)?.[1] ?? "";
  const current = config.directives[directive]?.[0];
  if (current !== undefined) return note(`now ${named(current.value)}, ${named(place(current))}`);
  if (config.product === "nginx") return command;
  const same = configured(evidence, sameMeaning(config, directive))[0];
  return same === undefined ? command : note(`there: ${written(same)}, ${named(place(same))}`);
}

/**
 * The same for a product that advises in its own words: `timeout server 120s` and below it `# now 5s, haproxy.cfg:17`. On a line of
 * its own, because not every product takes a comment behind a directive.
 */
function inItsConfig(command: string, config: ProxyConfig): string {
  const keys = Object.keys(config.directives).filter((key) => command.startsWith(`${key} `));
  const server = serverNamed(command, config);
  if (server !== undefined && keys.some((key) => SERVER_DIRECTIVES.has(key)))
    return `${command}\n# stands in ${named(place(server))}`;
  const [longest] = keys.toSorted((a, b) => b.length - a.length);
  const current = longest === undefined || SERVER_DIRECTIVES.has(longest) ? undefined : config.directives[longest]?.[0];
  return current === undefined ? command : `${command}\n# now ${named(current.value)}, ${named(place(current))}`;
}

/** Directives that stand once per upstream: the first of them says nothing about the one meant. */
const SERVER_DIRECTIVES: ReadonlySet<string> = new Set([
  ...["server", "default-server", "BalancerMember", "ProxyPass", "ProxySet", "reverse_proxy", "cache_peer"],
]);

function serverNamed(command: string, { upstreams }: ProxyConfig): ConfigServer | undefined {
  return upstreams
    .flatMap((upstream) => upstream.servers)
    .find(({ address }) => address !== "" && command.includes(address));
}
