import type { ConfigServer } from "@/core/configs/proxy-config";
import { defineRule } from "@/core/lint/define-rule";
import { shortText } from "@/core/lint/written";

const nginx = (second: string) =>
  `upstream app { server 10.0.0.1:80;\n server ${second}; } server { listen 80; location / { proxy_pass http://app; } }`;
const haproxy = (second: string) => `backend b\n mode http\n server s 10.0.0.1:80 check\n server t ${second} check\n`;

export const duplicateServer = defineRule({
  id: "duplicate-server",
  title: "The same server stands twice in a group",
  severity: "warning",
  causes: ["upstream-down"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server",
      risky: nginx("10.0.0.1:80"),
      sane: nginx("10.0.0.1:81"),
    },
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#4.2-server",
      risky: haproxy("10.0.0.1:80"),
      sane: haproxy("10.0.0.1:81"),
    },
    apache: {
      docs: "https://httpd.apache.org/docs/2.4/mod/mod_proxy.html#balancermember",
      risky:
        "<Proxy balancer://app>\n BalancerMember http://10.0.0.1:80\n BalancerMember http://10.0.0.1:80\n</Proxy>\nProxyPass / balancer://app/\n",
      sane: "<Proxy balancer://app>\n BalancerMember http://10.0.0.1:80\n BalancerMember http://10.0.0.1:81\n</Proxy>\nProxyPass / balancer://app/\n",
    },
    traefik: {
      docs: "https://doc.traefik.io/traefik/reference/routing-configuration/http/load-balancing/service/",
      risky:
        "http:\n  services:\n    app:\n      loadBalancer:\n        servers:\n          - url: http://10.0.0.1:80\n          - url: http://10.0.0.1:80\n",
      sane: "http:\n  services:\n    app:\n      loadBalancer:\n        servers:\n          - url: http://10.0.0.1:80\n          - url: http://10.0.0.1:81\n",
    },
  },
  check: ({ system: { config } }) =>
    config.upstreams.flatMap(({ name, servers }) => {
      const known = new Map<string, ConfigServer>();
      return servers.flatMap((server) => {
        const { address, parameters, file, line } = server;
        const before = known.get(address);
        if (before === undefined) known.set(address, server);
        // Servers of a template share a name, and backup or a different path makes another of the same address.
        const same = before?.parameters.join(" ") === parameters.join(" ");
        if (before === undefined || !same || (before.file === file && before.line === line)) return [];
        return [
          {
            ...{ file, line, text: shortText(`server ${address}`) },
            certainty: "certain" as const,
            why: `${address} is in ${name} twice, so that it gets twice the share, and a request that failed there may be tried there once more and then fail. Often one of the two was meant to be another machine.`,
            suggestion: `# the address of the other machine, or take this line out; for a greater share use weight`,
            related: [{ file: before.file, line: before.line, text: shortText(`server ${before.address}`) }],
            upstreams: [name, address],
          },
        ];
      });
    }),
});
