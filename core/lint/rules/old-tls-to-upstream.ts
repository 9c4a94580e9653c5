import { isNamed } from "@/core/lint/block-scope";
import { defineRule } from "@/core/lint/define-rule";
import { writtenDirective } from "@/core/lint/written";

export const oldTlsToUpstream = defineRule({
  id: "old-tls-to-upstream",
  title: "Only versions of TLS that upstreams refuse",
  severity: "warning",
  causes: ["tls-handshake"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_protocols",
      risky: "server { listen 80; location / { proxy_pass https://10.0.0.1; proxy_ssl_protocols TLSv1 TLSv1.1; } }",
      sane: "server { listen 80; location / { proxy_pass https://10.0.0.1; proxy_ssl_protocols TLSv1.1 TLSv1.2; } }",
    },
    apache: {
      docs: "https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#sslproxyprotocol",
      risky: "SSLProxyEngine on\nSSLProxyProtocol +TLSv1\nProxyPass / https://app.example.com/ retry=0\n",
      sane: "SSLProxyEngine on\nSSLProxyProtocol all -SSLv3\nProxyPass / https://app.example.com/ retry=0\n",
    },
  },
  check: ({ system: { scopes, product } }) =>
    scopes.flatMap(({ level }) =>
      level
        .filter((each) => /^(?:proxy|grpc|uwsgi)_ssl_protocols$/.test(each.name) || isNamed(each, "sslproxyprotocol"))
        .filter(({ args }) => args.length > 0 && !args.some((each) => /^\+?(?:all|TLSv1\.[23])$/i.test(each)))
        .filter(({ args }) => !args.every((each) => each.startsWith("-")))
        .map((each) => ({
          ...writtenDirective(each),
          certainty: "likely" as const,
          why: `Servers of today take TLS 1.2 and 1.3 only and refuse ${each.args.join(" ")}: every request is a 502 (“alert protocol version”).`,
          suggestion: product === "nginx" ? `${each.name} TLSv1.2 TLSv1.3;` : "SSLProxyProtocol TLSv1.2 TLSv1.3",
        })),
    ),
});
