import { inForce } from "@/core/lint/block-scope";
import { defineRule, type Finding } from "@/core/lint/define-rule";
import type { LintSystem } from "@/core/lint/lint-system";
import { shortText, writtenDirective } from "@/core/lint/written";

const ADDRESS = /^(?:\d+\.\d+\.\d+\.\d+|\[[0-9a-f:.]+\])(?::\d+)?$/i;

const traefik = (host: string) =>
  `http:\n  routers:\n    r:\n      rule: Path(\`/\`)\n      service: app\n  services:\n    app:\n      loadBalancer:\n        servers:\n          - url: https://${host}:8443\n`;

export const tlsNameMismatch = defineRule({
  id: "tls-name-mismatch",
  title: "The certificate is checked against a name it will not have",
  severity: "warning",
  causes: ["tls-verify"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_name",
      risky:
        "upstream app { server a.example.com:443; } server { listen 80; location / { proxy_pass https://app; proxy_ssl_verify on; proxy_ssl_trusted_certificate ca.pem; } }",
      sane: "upstream app { server a.example.com:443; } server { listen 80; location / { proxy_pass https://app; proxy_ssl_verify on; proxy_ssl_trusted_certificate ca.pem; proxy_ssl_name a.example.com; } }",
    },
    traefik: {
      docs: "https://doc.traefik.io/traefik/reference/routing-configuration/http/load-balancing/serverstransport/",
      risky: traefik("10.0.0.1"),
      sane: traefik("app.example.com"),
    },
    caddy: {
      docs: "https://caddyserver.com/docs/caddyfile/directives/reverse_proxy#https",
      risky: "example.com {\n\treverse_proxy https://10.0.0.1:8443\n}\n",
      sane: "example.com {\n\treverse_proxy https://10.0.0.1:8443 {\n\t\ttransport http {\n\t\t\ttls_server_name app.example.com\n\t\t}\n\t}\n}\n",
    },
    apache: {
      docs: "https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#sslproxycheckpeername",
      risky: "SSLProxyEngine on\nProxyPass / https://10.0.0.1:8443/\n",
      sane: "SSLProxyEngine on\nSSLProxyCheckPeerName off\nProxyPass / https://10.0.0.1:8443/\n",
    },
  },
  check: ({ system }) => (system.product === "nginx" ? inNginx(system) : byAddress(system)),
});

function inNginx(system: LintSystem): Finding[] {
  return system.passes.flatMap(({ directive, protocol, secure, scope, authority, group }): Finding[] => {
    const verify = inForce(scope, `${protocol}_ssl_verify`);
    if (!secure || verify?.args[0] !== "on" || inForce(scope, `${protocol}_ssl_name`) !== undefined) return [];
    const isAddress = ADDRESS.test(authority);
    // A group may bear the very name of the certificate.
    if (!isAddress && (group === null || authority.includes("."))) return [];
    const host = authority.replace(/:\d+$/, "");
    return [
      {
        ...writtenDirective(directive),
        certainty: "likely",
        why: `The upstream's certificate is verified against “${host}”, ${isAddress ? "an address, which few certificates hold" : "the name of the group, which is no host name"}: every request is a 502 (“upstream SSL certificate does not match "${host}"”).`,
        suggestion: `${protocol}_ssl_name <the name in the certificate>;\n${protocol}_ssl_server_name on;`,
        related: [writtenDirective(verify)],
        upstreams: group === null ? [authority] : [group.name, ...group.servers.map(({ address }) => address)],
      },
    ];
  });
}

const WRITE: Partial<Record<LintSystem["product"], string>> = {
  traefik:
    "serversTransports:\n  app:\n    serverName: <the name in the certificate>\n    rootCAs: [/etc/ssl/certs/internal-ca.pem]",
  caddy:
    "transport http {\n\ttls_server_name <the name in the certificate>\n\ttls_trust_pool file /etc/ssl/internal-ca.pem\n}",
  apache: "# by the name in the certificate, which DNS or /etc/hosts leads to the address\nProxyPass / https://<name>/",
};

function byAddress({ product, config, groups, whole }: LintSystem): Finding[] {
  // A setting that is not tied to a group may hold for any.
  const eased = config.tls.filter(
    ({ value }) => value.verify === false || value.serverName !== null || (product !== "caddy" && value.ca !== null),
  );
  const easedScopes = new Set(eased.map(({ value: { scope } }) => scope));
  const status = product === "traefik" ? "500" : "502";
  return config.routes.flatMap(({ directive, target, scheme, group, file, line }): Finding[] => {
    const members = groups.get(group ?? "")?.servers ?? [];
    const address = members.find((each) => ADDRESS.test(each.address))?.address;
    if ((scheme !== "https" && scheme !== "h2") || address === undefined) return [];
    if (easedScopes.has(null) || easedScopes.has(group)) return [];
    return [
      {
        ...{ file, line, text: shortText(`${directive} ${target}`) },
        certainty: whole ? "likely" : "possible",
        why: `The certificate of ${address} is checked, by default, against that address, which few certificates hold, and against public authorities: every request is then a ${status}.`,
        suggestion: WRITE[product] ?? "",
        upstreams: members.map((each) => each.address),
      },
    ];
  });
}
