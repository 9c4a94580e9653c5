import { defineRule, type Finding } from "@/core/lint/define-rule";
import type { LintSystem } from "@/core/lint/lint-system";
import { shortText } from "@/core/lint/written";

export const groupUndeclared = defineRule({
  id: "group-undeclared",
  title: "Requests are sent to a group that is not there",
  severity: "error",
  causes: ["proxy-config-error", "no-endpoints"],
  languages: {
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#4.2-default_backend",
      risky: "global\nfrontend f\n bind :80\n default_backend app\nbackend web\n server s 10.0.0.1:80\n",
      sane: "global\nfrontend f\n bind :80\n use_backend %[req.hdr(host),lower]\n default_backend web\nbackend web\n server s 10.0.0.1:80\n",
    },
    traefik: {
      docs: "https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/router/",
      risky:
        "http:\n  routers:\n    r:\n      rule: Path(`/`)\n      service: shop\n  services:\n    app:\n      loadBalancer:\n        servers:\n          - url: http://10.0.0.1:80\n",
      sane: "http:\n  routers:\n    r:\n      rule: Path(`/`)\n      service: api@internal\n  services:\n    app:\n      loadBalancer:\n        servers:\n          - url: http://10.0.0.1:80\n",
    },
    envoy: {
      docs: "https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-routeaction",
      risky:
        "static_resources:\n  listeners:\n  - route_config:\n      virtual_hosts:\n      - name: a\n        domains: ['*']\n        routes:\n        - match: { prefix: / }\n          route: { cluster: shop }\n  clusters:\n  - name: app\n    type: STATIC\n    load_assignment: { cluster_name: app }\n",
      sane: "static_resources:\n  listeners:\n  - route_config:\n      virtual_hosts:\n      - name: a\n        domains: ['*']\n        routes:\n        - match: { prefix: / }\n          route: { cluster: app }\n  clusters:\n  - name: app\n    type: STATIC\n    load_assignment: { cluster_name: app }\n",
    },
    apache: {
      docs: "https://httpd.apache.org/docs/2.4/mod/mod_proxy_balancer.html",
      risky: "Listen 80\nProxyPass / balancer://app/\n",
      sane: "Listen 80\n<Proxy balancer://app>\n BalancerMember http://10.0.0.1:80\n</Proxy>\nProxyPass / balancer://app/\n",
    },
  },
  check: ({ system }) => (system.product === "apache" ? emptyBalancers(system) : unknownTargets(system)),
});

const REFUSAL: Partial<Record<LintSystem["product"], string>> = {
  haproxy: "HAProxy stops with “unable to find required backend”, and a reload keeps the old configuration",
  traefik: "Traefik leaves the router out and answers with 404 or 503",
  envoy: "Envoy answers with 503 and the flag NC",
};

function unknownTargets({ product, config, whole, sections, files }: LintSystem): Finding[] {
  const known = new Set([
    ...config.upstreams.map(({ name }) => name),
    ...config.deliberateErrors.flatMap(({ value: { scope } }) => scope ?? []),
    ...sections.filter(({ kind }) => kind === "backend" || kind === "listen").map(({ name }) => name),
  ]);
  // Without any group of its own the file is the half of a configuration that routes.
  if (known.size === 0 || config.upstreams.length === 0) return [];
  const byLowerCase = new Map(config.upstreams.map((group) => [group.name.toLowerCase(), group]));
  return config.routes.flatMap(({ directive, target, group, file, line }): Finding[] => {
    const name = target.replace(/@file$/, "");
    if (group !== null || known.has(name) || !/^[\w.-]+$/.test(name)) return [];
    if (product === "traefik" && isKey(name, files)) return [];
    const nearest = byLowerCase.get(name.toLowerCase());
    return [
      {
        ...{ file, line, text: shortText(`${directive} ${target}`) },
        certainty: product === "haproxy" && whole ? "certain" : "likely",
        why: `${name} is declared nowhere in these files: ${REFUSAL[product] ?? "the request fails"}.`,
        suggestion:
          nearest === undefined
            ? `# declare ${name}, or name one of: ${config.upstreams
                .slice(0, 8)
                .map((each) => each.name)
                .join(", ")}`
            : `${directive} ${nearest.name}`,
        upstreams: [name],
      },
    ];
  });
}

/** Services of Traefik that stand for several others have no servers of their own, but are there: as a key, or a table of TOML. */
function isKey(name: string, files: LintSystem["files"]): boolean {
  const escaped = name.replace(/[.-]/g, "\\$&");
  const key = new RegExp(`^[ \\t]*["']?${escaped}["']?[ \\t]*:|\\.services\\.["']?${escaped}\\b`, "m");
  return files.some(({ text }) => key.test(text));
}

function emptyBalancers({ config, groups, whole }: LintSystem): Finding[] {
  return config.routes.flatMap(({ directive, target, group, file, line }): Finding[] => {
    const servers = groups.get(group ?? "")?.servers ?? [];
    if (!target.startsWith("balancer://") || group === null || servers.length > 0 || /[$%{]/.test(target)) return [];
    return [
      {
        ...{ file, line, text: shortText(`${directive} ${target}`) },
        certainty: whole ? "likely" : "possible",
        why: `The balancer ${group} has no member in these files: every request to it is answered with 503.`,
        suggestion: `<Proxy "balancer://${group}">\n    BalancerMember "http://<address>:<port>"\n</Proxy>`,
        upstreams: [group],
      },
    ];
  });
}
