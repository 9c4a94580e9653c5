import { around, inForce, isNamed } from "@/core/lint/block-scope";
import { defineRule } from "@/core/lint/define-rule";
import { hostName } from "@/core/lint/nginx-passes";
import { writtenDirective } from "@/core/lint/written";

export const preservedHostAsTlsName = defineRule({
  id: "preserved-host-as-tls-name",
  title: "ProxyPreserveHost asks the upstream for the visitor's host name in TLS",
  severity: "warning",
  causes: ["tls-verify", "tls-handshake"],
  languages: {
    apache: {
      docs: "https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#sslproxycheckpeername",
      risky:
        "<VirtualHost *:80>\n ServerName www.example.com\n SSLProxyEngine on\n ProxyPreserveHost On\n ProxyPass / https://shop.herokuapp.com/ retry=0\n</VirtualHost>\n",
      sane: "<VirtualHost *:80>\n ServerName www.example.com\n SSLProxyEngine on\n ProxyPass / https://shop.herokuapp.com/ retry=0\n</VirtualHost>\n",
    },
  },
  check: ({ system: { scopes } }) =>
    scopes.flatMap((scope) =>
      scope.level.flatMap((directive) => {
        const target = directive.args.find((each) => /^https:\/\//i.test(each));
        const host = target === undefined ? null : hostName(target);
        const preserve = inForce(scope, "proxypreservehost");
        if (!isNamed(directive, "proxypass") || host === null || preserve?.args[0]?.toLowerCase() !== "on") return [];
        const server = around(scope, "virtualhost");
        const names = (server?.level ?? [])
          .filter((each) => /^server(?:name|alias)$/i.test(each.name))
          .flatMap(({ args }) => args);
        const loose = /^off$/i.test(inForce(scope, "sslproxycheckpeername")?.args[0] ?? "");
        if (names.length === 0 || names.includes(host) || loose || !host.includes(".")) return [];
        return [
          {
            ...writtenDirective(directive),
            certainty: "likely" as const,
            why: `With ProxyPreserveHost On Apache asks ${host} for, and checks its certificate against, the name the visitor used (${names[0] ?? ""}). Unless ${host} has a certificate for it, every request is a 502 (“Error during SSL Handshake with remote server”).`,
            suggestion: "ProxyPreserveHost Off",
            related: [writtenDirective(preserve)],
            upstreams: [host, `${host}:443`],
          },
        ];
      }),
    ),
});
