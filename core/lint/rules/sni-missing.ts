import { inForce } from "@/core/lint/block-scope";
import { defineRule, type Finding } from "@/core/lint/define-rule";
import { needsSni } from "@/core/lint/fleeting-names";
import { backendsOf, serversOf } from "@/core/lint/haproxy-section";
import type { LintSystem } from "@/core/lint/lint-system";
import { hostName } from "@/core/lint/nginx-passes";
import { writtenDirective, writtenLine } from "@/core/lint/written";

export const sniMissing = defineRule({
  id: "sni-missing",
  title: "TLS to a shared host, without saying which site is meant",
  severity: "warning",
  causes: ["tls-handshake"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_server_name",
      risky: "server { listen 80; location / { proxy_pass https://shop.vercel.app; } }",
      sane: "server { listen 80; location / { proxy_pass https://shop.vercel.app; proxy_ssl_server_name on; } }",
    },
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#5.2-sni",
      risky: "backend b\n mode http\n server s shop.vercel.app:443 ssl verify none resolvers dns\n",
      sane: "backend b\n mode http\n server s shop.vercel.app:443 ssl verify none resolvers dns sni str(shop.vercel.app)\n",
    },
  },
  check: ({ system }) => (system.product === "nginx" ? inNginx(system) : inHaproxy(system)),
});

const WHY =
  "serves many sites from one address and needs the name in the TLS handshake (SNI). Where it is missing its edge refuses the handshake, and every request is a 502 or 503 (“handshake failure”, “unrecognized name”).";

function inNginx(system: LintSystem): Finding[] {
  return system.passes.flatMap(({ directive, protocol, secure, scope, authority, group }) => {
    const addresses = group === null ? [authority] : group.servers.map(({ address }) => address);
    const host = addresses.map(hostName).find((name) => name !== null && needsSni(name));
    if (!secure || host === undefined || host === null) return [];
    if (inForce(scope, `${protocol}_ssl_server_name`)?.args[0] === "on") return [];
    return [
      {
        ...writtenDirective(directive),
        certainty: "likely",
        why: `${host} ${WHY} ${protocol}_ssl_server_name is off unless it is switched on.`,
        suggestion: `${protocol}_ssl_server_name on;\n${protocol}_ssl_name ${host};\n${protocol}_set_header Host ${host};`,
        upstreams: addresses,
      },
    ];
  });
}

function inHaproxy(system: LintSystem): Finding[] {
  return backendsOf(system).flatMap((section) =>
    serversOf(section).flatMap(({ address, parameters, line }): Finding[] => {
      const host = hostName(address);
      if (host === null || !needsSni(host) || !parameters.has("ssl") || parameters.has("sni")) return [];
      return [
        {
          ...writtenLine(line),
          // Newer versions take the name from the Host header of themselves.
          certainty: "likely",
          why: `${host} ${WHY}`,
          suggestion: `${line.words.join(" ")} sni str(${host})`,
          upstreams: [section.name, address],
        },
      ];
    }),
  );
}
