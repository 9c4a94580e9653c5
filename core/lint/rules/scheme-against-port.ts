import { defineRule } from "@/core/lint/define-rule";
import { around } from "@/core/lint/block-scope";
import { shortText } from "@/core/lint/written";

const envoy = (tls: string) =>
  `static_resources:\n  clusters:\n  - name: app\n    type: STATIC\n${tls}    load_assignment:\n      cluster_name: app\n      endpoints:\n      - lb_endpoints:\n        - endpoint: { address: { socket_address: { address: 10.0.0.1, port_value: 443 } } }\n  listeners:\n  - route_config:\n      virtual_hosts:\n      - name: a\n        domains: ['*']\n        routes:\n        - match: { prefix: / }\n          route: { cluster: app, timeout: 5s }\n`;

export const schemeAgainstPort = defineRule({
  id: "scheme-against-port",
  title: "The protocol is not that of the port",
  severity: "error",
  causes: ["wrong-protocol", "wrong-port", "tls-handshake"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass",
      risky: "server { listen 80; location / { proxy_pass http://10.0.0.1:443; } }",
      sane: "server { listen 80; location / { proxy_pass https://10.0.0.1:443; } } stream { server { listen 90; proxy_pass 10.0.0.1:443; } }",
    },
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#5.2-ssl",
      risky: "frontend f\n bind :80\n mode http\n default_backend b\nbackend b\n mode http\n server s 10.0.0.1:443\n",
      sane: "frontend f\n bind :443\n mode tcp\n default_backend b\nbackend b\n mode tcp\n server s 10.0.0.1:443\n",
    },
    apache: {
      docs: "https://httpd.apache.org/docs/2.4/mod/mod_proxy.html#proxypass",
      risky: "SSLProxyEngine on\nProxyPass / https://app.internal:80/\n",
      sane: "SSLProxyEngine on\nProxyPass / https://app.internal:443/\n",
    },
    traefik: {
      docs: "https://doc.traefik.io/traefik/reference/routing-configuration/http/load-balancing/service/",
      risky:
        "http:\n  routers:\n    r:\n      rule: Path(`/`)\n      service: app\n  services:\n    app:\n      loadBalancer:\n        servers:\n          - url: http://app.internal:443\n",
      sane: "http:\n  routers:\n    r:\n      rule: Path(`/`)\n      service: app\n  services:\n    app:\n      loadBalancer:\n        servers:\n          - url: https://app.internal:443\n",
    },
    envoy: {
      docs: "https://www.envoyproxy.io/docs/envoy/latest/start/quick-start/securing",
      risky: envoy(""),
      sane: envoy(
        '    transport_socket:\n      name: envoy.transport_sockets.tls\n      typed_config:\n        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext\n        sni: app.internal\n',
      ),
    },
    squid: {
      docs: "https://www.squid-cache.org/Doc/config/cache_peer/",
      risky: "http_port 80 accel\nhttp_access allow all\ncache_peer 10.0.0.1 parent 443 0 no-query originserver\n",
      sane: "http_port 80 accel\nhttp_access allow all\ncache_peer 10.0.0.1 parent 443 0 no-query originserver tls\n",
    },
  },
  check: ({ system: { config, groups, scopes } }) => {
    const inStream = new Set(
      scopes
        .filter((scope) => around(scope, "stream") !== null)
        .flatMap(({ level }) => level.map(({ file, line }) => `${file}:${line.toString()}`)),
    );
    return config.routes.flatMap(({ directive, target, scheme, group, file, line }) => {
      if (scheme === null || inStream.has(`${file}:${line.toString()}`)) return [];
      const members = groups.get(group ?? "")?.servers ?? [];
      const ports = members.length > 0 ? members : [{ address: target, file, line }];
      const wrong = ports.find(({ address }) => clash(scheme, portOf(address)) !== null);
      const why = wrong === undefined ? null : clash(scheme, portOf(wrong.address));
      if (wrong === undefined || why === null) return [];
      const place = members.length > 0 && (wrong.file !== file || wrong.line !== line);
      return [
        {
          ...{ file, line, text: shortText(`${directive} ${target}`) },
          certainty: "likely" as const,
          why: why.sentence,
          suggestion: why.suggestion,
          related: place ? [{ file: wrong.file, line: wrong.line, text: shortText(wrong.address) }] : [],
          upstreams: members.length > 0 ? members.map(({ address }) => address) : [],
        },
      ];
    });
  },
});

function portOf(address: string): string {
  return /^(?:[a-z0-9+]+:\/\/)?(?:\[[^\]]*\]|[^/:?\s]*):(\d{1,5})(?:[/?]|$)/.exec(address)?.[1] ?? "";
}

function clash(scheme: string, port: string): { sentence: string; suggestion: string } | null {
  const secure = /^(?:https|h2|grpcs|tls)$/.test(scheme);
  if (port === "443" && (scheme === "http" || scheme === "h2c" || scheme === "grpc"))
    return {
      sentence:
        "Port 443 speaks TLS and is sent plain HTTP: it answers with 400 (“plain HTTP request was sent to HTTPS port”) or closes the connection, which becomes a 502.",
      suggestion:
        "# https:// (nginx, Apache, Traefik), ssl (HAProxy), tls (Squid), an UpstreamTlsContext (Envoy); or the port that speaks HTTP",
    };
  if (port === "80" && secure)
    return {
      sentence:
        "Port 80 speaks plain HTTP and is sent a TLS handshake, which it cannot read: every request is a 502 (“wrong version number”).",
      suggestion: "# http://, or the port that speaks TLS (443)",
    };
  if ((port === "80" || port === "443") && /^(?:fastcgi|uwsgi|scgi|ajp)$/.test(scheme))
    return {
      sentence: `Port ${port} is that of a web server, which does not understand ${scheme}: it closes the connection or answers with something unreadable, and every request is a 502.`,
      suggestion: "# proxy_pass http://…, or the port of the application server (php-fpm: 9000)",
    };
  return null;
}
