import { defineRule } from "@/core/lint/define-rule";

const envoy = (route: string) =>
  `static_resources:\n  listeners:\n  - route_config:\n      virtual_hosts:\n      - name: a\n        domains: ['*']\n        routes:\n        - match: { prefix: / }\n          route: { cluster: app${route} }\n  clusters:\n  - name: app\n    type: STATIC\n    load_assignment: { cluster_name: app, endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: 10.0.0.1, port_value: 80 } } } }] }] }\n`;

export const envoyDefaultTimeout = defineRule({
  id: "envoy-default-timeout",
  title: "A route without a time-out ends after 15 seconds",
  severity: "notice",
  causes: ["upstream-timeout"],
  languages: {
    envoy: {
      docs: "https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts#route-timeouts",
      risky: envoy(""),
      sane: envoy(", timeout: 60s"),
    },
  },
  check: ({ system: { config } }) => {
    const timed = config.directives["route.timeout"] ?? [];
    return config.routes.flatMap(({ target, group, location, file, line }) => {
      // The time-out stands in the same map as the cluster, within a few lines; of two routes close together one has it at least.
      const near = timed.some((each) => each.file === file && Math.abs(each.line - line) <= 12);
      if (group === null || near) return [];
      return [
        {
          ...{ file, line, text: `cluster: ${target}` },
          certainty: "likely" as const,
          why: `The route ${location ?? ""} to ${target} names no timeout. Envoy's own is 15 s for the whole answer: exports, uploads and streams that take longer are cut off with 504 (UT).`,
          suggestion: "timeout: 60s  # 0s for none, as for streams",
          upstreams: [target],
        },
      ];
    });
  },
});
