import type { Section } from "@/core/configs/read-haproxy-sections";
import { defineRule, type Finding } from "@/core/lint/define-rule";
import { backendsOf, modeOf, serversOf, settingOf } from "@/core/lint/haproxy-section";
import type { LintSystem } from "@/core/lint/lint-system";
import { shortText, writtenDirective, writtenLine } from "@/core/lint/written";

export const deadServerKeepsItsShare = defineRule({
  id: "dead-server-keeps-its-share",
  title: "Nothing notices that a server is gone",
  severity: "warning",
  causes: ["upstream-down", "rolling-deploy", "upstream-crash"],
  languages: {
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#5.2-check",
      risky: "backend b\n mode http\n server s 10.0.0.1:80\n server t 10.0.0.2:80\n",
      sane: "backend b\n mode http\n default-server check\n server s 10.0.0.1:80\n server t 10.0.0.2:80\n",
    },
    caddy: {
      docs: "https://caddyserver.com/docs/caddyfile/directives/reverse_proxy#load-balancing",
      risky: "example.com {\n\treverse_proxy 10.0.0.1:80 10.0.0.2:80\n}\n",
      sane: "example.com {\n\treverse_proxy 10.0.0.1:80 10.0.0.2:80 {\n\t\tlb_try_duration 5s\n\t}\n}\n",
    },
    traefik: {
      docs: "https://doc.traefik.io/traefik/reference/routing-configuration/http/load-balancing/service/#health-check",
      risky:
        "http:\n  routers:\n    r:\n      rule: Path(`/`)\n      service: app\n  services:\n    app:\n      loadBalancer:\n        servers:\n          - url: http://10.0.0.1:80\n          - url: http://10.0.0.2:80\n",
      sane: "http:\n  routers:\n    r:\n      rule: Path(`/`)\n      service: app\n  services:\n    app:\n      loadBalancer:\n        healthCheck:\n          path: /health\n        servers:\n          - url: http://10.0.0.1:80\n          - url: http://10.0.0.2:80\n",
    },
    varnish: {
      docs: "https://varnish-cache.org/docs/trunk/reference/vcl-probe.html",
      risky:
        'vcl 4.1;\nimport directors;\nbackend a { .host = "10.0.0.1"; }\nbackend b { .host = "10.0.0.2"; }\nsub vcl_init { new d = directors.round_robin(); d.add_backend(a); d.add_backend(b); }\n',
      sane: 'vcl 4.1;\nimport directors;\nprobe p { .url = "/"; }\nbackend a { .host = "10.0.0.1"; .probe = p; }\nbackend b { .host = "10.0.0.2"; .probe = p; }\nsub vcl_init { new d = directors.round_robin(); d.add_backend(a); d.add_backend(b); }\n',
    },
  },
  check: ({ system }) => {
    if (system.product === "haproxy") return backendsOf(system).flatMap(inHaproxy);
    return system.product === "varnish" ? inVarnish(system) : inGroups(system);
  },
});

function inHaproxy(section: Section): Finding[] {
  const servers = serversOf(section).filter(({ parameters }) => !parameters.has("backup"));
  const checked = ["check", "agent-check", "track", "observe"];
  const bare = servers.filter(({ parameters }) => checked.every((word) => !parameters.has(word)));
  const first = bare[0];
  // Servers found by a resolver come and go with their names.
  if (servers.length < 2 || first === undefined || first.parameters.has("resolvers")) return [];
  const path = modeOf(section) === "http" && settingOf(section, "option httpchk") === undefined;
  return [
    {
      ...writtenLine(first.line),
      certainty: "certain",
      why: `${bare.length === servers.length ? "No server" : `${bare.length.toString()} of ${servers.length.toString()} servers`} of ${section.name} has a health check: one that is gone keeps its share of the requests, each of which waits through the retries and may end as 503.`,
      suggestion: `${path ? "option httpchk GET /health\n" : ""}default-server check inter 2s fall 3 rise 2`,
      upstreams: [section.name, ...bare.map(({ name }) => `${section.name}/${name}`)],
    },
  ];
}

/** Caddy and Traefik neither look nor try again unless they are told to. */
function inGroups({ product, config }: LintSystem): Finding[] {
  const passive = /^(?:fail_duration|lb_try_duration)$/;
  const watched = new Set([
    ...config.healthChecks.map(({ value }) => value.scope),
    ...config.timers.filter(({ value }) => passive.test(value.directive)).map(({ value }) => value.scope),
    ...config.retries.filter(({ value }) => value.times !== 0).map(({ value }) => value.scope),
  ]);
  return config.upstreams.flatMap(({ name, servers, file, line }): Finding[] => {
    // A retry that is tied to no group, as a middleware is, may be in use for any.
    const looks = watched.has(name) || watched.has(null);
    const first = servers[0];
    if (servers.length < 2 || first === undefined || looks) return [];
    const caddy = product === "caddy";
    return [
      {
        ...(caddy ? { file, line } : { file: first.file, line: first.line }),
        text: shortText(servers.map(({ address }) => address).join(" ")),
        certainty: "certain",
        why: `${caddy ? "Caddy" : "Traefik"} neither checks these ${servers.length.toString()} servers nor tries another when one refuses: while one is down, 1 request in ${servers.length.toString()} is answered with 502.`,
        suggestion: caddy
          ? "lb_try_duration 5s\nfail_duration 10s\nhealth_uri /health"
          : "healthCheck:\n  path: /health\n  interval: 5s\n  timeout: 2s",
        upstreams: servers.map(({ address }) => address),
      },
    ];
  });
}

/** Backends that a director chooses among are all taken for healthy where they have no probe. */
function inVarnish({ scopes }: LintSystem): Finding[] {
  const members = new Set(
    scopes.flatMap(({ level }) =>
      level.flatMap(({ name, args }) => /\.add_backend\((\w+)/.exec([name, ...args].join(""))?.[1] ?? []),
    ),
  );
  const backends = scopes.filter(({ name, args }) => name === "backend" && members.has(args[0] ?? ""));
  const bare = backends.filter(({ level }) => !level.some(({ name }) => name.startsWith(".probe")));
  const at = bare[0]?.at ?? null;
  if (backends.length < 2 || at === null) return [];
  return [
    {
      ...writtenDirective(at),
      certainty: "certain",
      why: `A director chooses among ${backends.length.toString()} backends, and ${bare.length.toString()} of them have no probe: one that is gone counts as healthy and keeps its share of the requests, answered with 503.`,
      suggestion:
        '.probe = {\n    .url = "/health";\n    .interval = 5s;\n    .timeout = 2s;\n    .window = 5;\n    .threshold = 3;\n}',
      upstreams: bare.map(({ args }) => args[0] ?? ""),
    },
  ];
}
