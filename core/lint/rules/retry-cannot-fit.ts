import { readDurationMs } from "@/core/configs/read-duration";
import { inForce } from "@/core/lint/block-scope";
import { defineRule, type Finding } from "@/core/lint/define-rule";
import type { LintSystem } from "@/core/lint/lint-system";
import { duration, writtenDirective } from "@/core/lint/written";

/** https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts: a route without a timeout has this one. */
const ENVOY_ROUTE_MS = 15_000;
/** https://nginx.org/en/docs/http/ngx_http_proxy_module.html: default of connect and read alike. */
const NGINX_MS = 60_000;
/** https://caddyserver.com/docs/caddyfile/directives/reverse_proxy: dial_timeout. */
const CADDY_DIAL_MS = 3000;

export const retryCannotFit = defineRule({
  id: "retry-cannot-fit",
  title: "The time allowed is over before a second attempt can begin",
  severity: "warning",
  causes: ["connection-timeout", "upstream-timeout"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream_timeout",
      risky:
        "upstream app { server 10.0.0.1:80; server 10.0.0.2:80; } server { listen 80; location / { proxy_pass http://app; proxy_next_upstream_timeout 5s; } }",
      sane: "upstream app { server 10.0.0.1:80; server 10.0.0.2:80; } server { listen 80; location / { proxy_pass http://app; proxy_connect_timeout 2s; proxy_next_upstream_timeout 5s; } }",
    },
    envoy: {
      docs: "https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-upstream-rq-per-try-timeout-ms",
      risky:
        "static_resources:\n  listeners:\n  - route_config:\n      virtual_hosts:\n      - name: a\n        domains: ['*']\n        routes:\n        - match: { prefix: / }\n          route:\n            cluster: app\n            timeout: 10s\n            retry_policy: { retry_on: connect-failure, num_retries: 2, per_try_timeout: 10s }\n  clusters:\n  - name: app\n    type: STATIC\n    health_checks: [{ timeout: 1s, interval: 5s }]\n    load_assignment: { cluster_name: app, endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: 10.0.0.1, port_value: 80 } } } }] }] }\n",
      sane: "static_resources:\n  listeners:\n  - route_config:\n      virtual_hosts:\n      - name: a\n        domains: ['*']\n        routes:\n        - match: { prefix: / }\n          route:\n            cluster: app\n            timeout: 10s\n            retry_policy: { retry_on: connect-failure, num_retries: 2, per_try_timeout: 3s }\n  clusters:\n  - name: app\n    type: STATIC\n    load_assignment: { cluster_name: app, endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: 10.0.0.1, port_value: 80 } } } }] }] }\n",
    },
    caddy: {
      docs: "https://caddyserver.com/docs/caddyfile/directives/reverse_proxy#load-balancing",
      risky: "example.com {\n\treverse_proxy 10.0.0.1:80 10.0.0.2:80 {\n\t\tlb_try_duration 2s\n\t}\n}\n",
      sane: "example.com {\n\treverse_proxy 10.0.0.1:80 10.0.0.2:80 {\n\t\tlb_try_duration 5s\n\t\ttransport http {\n\t\t\tdial_timeout 1s\n\t\t}\n\t}\n}\n",
    },
  },
  check: ({ system }) =>
    system.product === "nginx" ? inNginx(system) : system.product === "envoy" ? inEnvoy(system) : inCaddy(system),
});

function inNginx(system: LintSystem): Finding[] {
  return system.passes.flatMap(({ protocol, scope, group, directive }) => {
    const allowed = inForce(scope, `${protocol}_next_upstream_timeout`);
    const allowedMs = readDurationMs(allowed?.args[0] ?? "") ?? 0;
    if (group === null || group.servers.length < 2 || allowed === undefined || allowedMs === 0) return [];
    const connect = inForce(scope, `${protocol}_connect_timeout`);
    const connectMs = readDurationMs(connect?.args[0] ?? "") ?? NGINX_MS;
    if (connectMs < allowedMs) return [];
    return [
      {
        ...writtenDirective(allowed),
        certainty: "certain",
        why: `A server that does not answer is waited for ${duration(connectMs)} (${protocol}_connect_timeout${connect === undefined ? ", the default" : ""}); by then the ${duration(allowedMs)} for all attempts are over and no other server of upstream ${group.name} is asked.`,
        suggestion: `${protocol}_connect_timeout 2s;\n${[allowed.name, ...allowed.args].join(" ")};`,
        related: [writtenDirective(connect ?? directive)],
        upstreams: [group.name, ...group.servers.map(({ address }) => address)],
      },
    ];
  });
}

function inEnvoy({ config }: LintSystem): Finding[] {
  const per = config.timers.filter(({ value }) => value.directive === "per_try_timeout");
  return per.flatMap(({ value, file, line }) => {
    const whole = config.timers.filter(
      (each) => each.value.directive === "route.timeout" && each.value.scope === value.scope && each.file === file,
    );
    // Routes to one cluster may differ: the nearest above or below in the file belongs to this policy.
    const own = whole.reduce<(typeof whole)[number] | undefined>(
      (best, each) => (best === undefined || Math.abs(each.line - line) < Math.abs(best.line - line) ? each : best),
      undefined,
    );
    const wholeMs = own?.value.ms ?? ENVOY_ROUTE_MS;
    if (value.ms < wholeMs) return [];
    return [
      {
        ...{ file, line, text: `per_try_timeout: ${value.written}` },
        certainty: own === undefined ? "likely" : "certain",
        why: `One attempt may take ${duration(value.ms)}, and the whole request no more than ${duration(wholeMs)}${own === undefined ? ", Envoy's default" : ""}: an attempt that times out leaves no time for another, and the answer is 504.`,
        suggestion: `per_try_timeout: ${duration(Math.max(1000, Math.floor(wholeMs / 3000) * 1000))}`,
        related: own === undefined ? [] : [{ file, line: own.line, text: `timeout: ${own.value.written}` }],
        upstreams: value.scope === null ? [] : [value.scope],
      },
    ];
  });
}

function inCaddy({ config, groups }: LintSystem): Finding[] {
  const tries = config.timers.filter(({ value }) => value.directive === "lb_try_duration");
  const dialled = config.timers.filter(({ value }) => value.directive === "dial_timeout");
  const dials = new Map(dialled.map((timer) => [timer.value.scope, timer]));
  return tries.flatMap(({ value, file, line }) => {
    const dial = dials.get(value.scope);
    const dialMs = dial?.value.ms ?? CADDY_DIAL_MS;
    const servers = groups.get(value.scope ?? "")?.servers ?? [];
    if (servers.length < 2 || value.ms === 0 || dialMs < value.ms) return [];
    return [
      {
        ...{ file, line, text: `lb_try_duration ${value.written}` },
        certainty: "certain",
        why: `A server that does not answer is dialled for ${duration(dialMs)} (dial_timeout${dial === undefined ? ", the default" : ""}); by then the ${duration(value.ms)} of lb_try_duration are over and the answer is 502.`,
        suggestion: "lb_try_duration 5s\ntransport http {\n\tdial_timeout 1s\n}",
        related:
          dial === undefined ? [] : [{ file: dial.file, line: dial.line, text: `dial_timeout ${dial.value.written}` }],
        upstreams: servers.map(({ address }) => address),
      },
    ];
  });
}
