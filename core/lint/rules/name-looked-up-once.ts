import { defineRule, type Finding } from "@/core/lint/define-rule";
import { isFleeting } from "@/core/lint/fleeting-names";
import { backendsOf, serversOf } from "@/core/lint/haproxy-section";
import type { LintSystem } from "@/core/lint/lint-system";
import { hostName, passedName } from "@/core/lint/nginx-passes";
import { productName } from "@/core/lint/product-name";
import { shortText, writtenDirective, writtenLine } from "@/core/lint/written";

const NAME = "my-lb-123.eu-west-1.elb.amazonaws.com";

export const nameLookedUpOnce = defineRule({
  id: "name-looked-up-once",
  title: "A name whose addresses change is looked up at start and never again",
  severity: "warning",
  causes: ["dns-failure", "connection-timeout", "upstream-down"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#resolve",
      risky: `server { listen 80; location / { proxy_pass http://${NAME}; } }`,
      sane: `upstream app { zone app 64k; resolver 10.0.0.2; server ${NAME}:80 resolve; } server { listen 80; location / { proxy_pass http://app; } }`,
    },
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#5.3",
      risky: `backend b\n mode http\n server s ${NAME}:80 check\n`,
      sane: `backend b\n mode http\n server s ${NAME}:80 check resolvers dns init-addr libc,none\n`,
    },
    varnish: {
      docs: "https://varnish-cache.org/docs/trunk/reference/vcl-backend.html",
      risky: `vcl 4.1;\nbackend a { .host = "${NAME}"; }\n`,
      sane: `vcl 4.1;\nbackend a { .host = "10.0.0.1"; }\n`,
    },
  },
  check: ({ system }) =>
    system.product === "haproxy" ? inHaproxy(system) : system.product === "nginx" ? inNginx(system) : inVarnish(system),
});

function why(system: LintSystem, host: string): string {
  return `${host} points at other addresses whenever its owner scales or moves it. ${productName(system.product)} looks it up once, as it loads its configuration, and goes on asking the old addresses: requests time out or are refused (502, 503, 504), or reach another customer's machine, until the next reload.`;
}

function inNginx(system: LintSystem): Finding[] {
  const passed = system.passes.flatMap((pass): Finding[] => {
    const host = passedName(pass);
    if (host === null || !isFleeting(host)) return [];
    const scheme = pass.secure ? "https" : "http";
    return [
      {
        ...writtenDirective(pass.directive),
        certainty: "certain",
        why: why(system, host),
        suggestion: `# the machine's DNS server, see /etc/resolv.conf\nresolver 127.0.0.53 valid=30s;\nset $upstream_host ${host};\nproxy_pass ${scheme}://$upstream_host;`,
        upstreams: [pass.authority],
      },
    ];
  });
  const members = system.config.upstreams.flatMap(({ name, servers }) =>
    servers.flatMap(({ address, parameters, file, line }): Finding[] => {
      const host = hostName(address);
      if (host === null || !isFleeting(host) || parameters.includes("resolve")) return [];
      return [
        {
          ...{ file, line, text: shortText(["server", address, ...parameters].join(" ")) },
          certainty: "certain",
          why: why(system, host),
          suggestion: `zone ${name} 64k;\nresolver 127.0.0.53 valid=30s;\nserver ${[address, ...parameters].join(" ")} resolve;  # nginx 1.27.3 and newer`,
          upstreams: [name, address],
        },
      ];
    }),
  );
  return [...passed, ...members];
}

function inHaproxy(system: LintSystem): Finding[] {
  return backendsOf(system).flatMap((section) =>
    serversOf(section).flatMap(({ address, parameters, line }): Finding[] => {
      const host = hostName(address);
      if (host === null || !isFleeting(host) || parameters.has("resolvers")) return [];
      return [
        {
          ...writtenLine(line),
          certainty: "certain",
          why: why(system, host),
          suggestion: `resolvers dns\n    parse-resolv-conf\n    hold valid 10s\n\n# at the server:\n${line.words.join(" ")} resolvers dns init-addr last,libc,none`,
          upstreams: [section.name, address],
        },
      ];
    }),
  );
}

function inVarnish(system: LintSystem): Finding[] {
  return system.config.upstreams.flatMap(({ name, servers }) =>
    servers.flatMap(({ address, file, line }): Finding[] => {
      const host = hostName(address);
      if (host === null || !isFleeting(host)) return [];
      return [
        {
          ...{ file, line, text: `.host = "${host}"` },
          certainty: "certain",
          why: why(system, host),
          suggestion: `# a proxy that looks the name up again, such as HAProxy with resolvers, or vmod_dynamic\n.host = "127.0.0.1";`,
          upstreams: [name, address],
        },
      ];
    }),
  );
}
