import { allInForce } from "@/core/lint/block-scope";
import { defineRule, type Finding } from "@/core/lint/define-rule";
import { backendsOf, serversOf } from "@/core/lint/haproxy-section";
import { groupBy } from "@/core/collections/group-by";
import type { LintSystem } from "@/core/lint/lint-system";
import { listenersOf, reaches, type Listener } from "@/core/lint/listeners";
import type { NginxPass } from "@/core/lint/nginx-passes";
import { writtenDirective, writtenLine } from "@/core/lint/written";

export const proxyLoop = defineRule({
  id: "proxy-loop",
  title: "The upstream is the proxy itself",
  severity: "error",
  causes: ["proxy-loop", "worker-connections"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass",
      risky: "server { listen 8080; location / { proxy_pass http://127.0.0.1:8080; } }",
      sane: "server { listen 80; location / { proxy_pass http://127.0.0.1:8080; } } server { listen 8080; location / { root /srv; } }",
    },
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#4.2-bind",
      risky: "frontend f\n bind :8080\n default_backend b\nbackend b\n server s 127.0.0.1:8080\n",
      sane: "frontend f\n bind :80\n default_backend b\nbackend b\n server s 127.0.0.1:8081\nfrontend g\n bind 127.0.0.1:8081\n default_backend c\nbackend c\n server s 10.0.0.1:80\n",
    },
  },
  check: ({ system }) => (system.product === "nginx" ? inNginx(system) : inHaproxy(system)),
});

const WHY =
  "Each request becomes another to the same place, until connections or ports run out: 500 or 502 (“worker_connections are not enough”) in nginx, 503 in HAProxy, and a machine that is busy with itself.";

function inNginx(system: LintSystem): Finding[] {
  const listeners = listenersOf(system);
  const byServer = groupBy(listeners, ({ server }) => server);
  const byPort = groupBy(listeners, ({ port }) => port);
  return system.passes.flatMap((pass): Finding[] => {
    const addresses = pass.group === null ? [pass.authority] : pass.group.servers.map(({ address }) => address);
    if (pass.protocol !== "proxy" || pass.server === null || changesPath(pass)) return [];
    const withPort = addresses.map((each) => (/:\d+$/.test(each) ? each : `${each}:${pass.secure ? "443" : "80"}`));
    const isHit = (each: Listener) => withPort.some((address) => reaches(address, each, "here"));
    const own = byServer.get(pass.server)?.find(isHit);
    if (own === undefined || addresses.length > 1) return [];
    // Other server blocks on the port may be meant; the Host header chooses.
    const others = byPort.get(own.port)?.some((each) => each.server !== pass.server && isHit(each)) ?? false;
    if (others && !keepsHost(pass)) return [];
    return [
      {
        ...writtenDirective(pass.directive),
        certainty: "likely",
        why: `${addresses.join(", ")} is where this server block itself listens. ${WHY}`,
        suggestion: "proxy_pass http://127.0.0.1:<the application's port>;",
        related: [own.place],
        upstreams: addresses,
      },
    ];
  });
}

/** A target with a path of its own may lead to another location, which ends the circle; so does a location for one path only. */
function changesPath({ target, scope }: NginxPass): boolean {
  const path = /^[a-z]+:\/\/[^/]*(\/.*)?$/.exec(target)?.[1];
  return path !== undefined || target.includes("$") || scope.name === "if" || scope.args[0] === "@";
}

function keepsHost({ scope }: NginxPass): boolean {
  const header = allInForce(scope, "proxy_set_header").find(({ args }) => args[0]?.toLowerCase() === "host");
  return /^\$(?:host|http_host)$/.test(header?.args[1] ?? "");
}

function inHaproxy(system: LintSystem): Finding[] {
  const listeners = listenersOf(system);
  const fronts = system.sections.filter(({ kind }) => kind === "frontend" || kind === "listen");
  return backendsOf(system).flatMap((section) =>
    serversOf(section).flatMap(({ address, line }): Finding[] => {
      const own = listeners.find(
        (each) =>
          reaches(address, each, "here") &&
          fronts.some(
            ({ name, kind, lines }) =>
              name === each.section &&
              ((kind === "listen" && name === section.name) ||
                lines.some(({ words }) => words[0] === "default_backend" && words[1] === section.name)),
          ),
      );
      if (own === undefined) return [];
      return [
        {
          ...writtenLine(line),
          certainty: "likely",
          why: `${address} is where ${own.section ?? "HAProxy"} listens, which sends its requests to ${section.name}. ${WHY}`,
          suggestion: `${line.words.slice(0, 2).join(" ")} 127.0.0.1:<the application's port> check`,
          related: [own.place],
          upstreams: [section.name, address],
        },
      ];
    }),
  );
}
