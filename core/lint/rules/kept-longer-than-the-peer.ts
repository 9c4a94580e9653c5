import { defineRule, type Finding } from "@/core/lint/define-rule";
import type { LintSystem } from "@/core/lint/lint-system";
import { productName } from "@/core/lint/product-name";
import { clientIdle, innersOf, poolIdle, type Patience } from "@/core/lint/tiers";
import { duration } from "@/core/lint/written";

/** How long outer tiers keep an idle connection to what is behind them. Sources: the makers' pages on their limits. */
const OUTER_IDLE_MS: Record<string, number> = {
  "AWS Application Load Balancer": 60_000,
  "AWS Classic Load Balancer": 60_000,
  "Google Cloud": 600_000,
  "Amazon CloudFront": 5000,
};

const APACHE = "Listen 8080\nServerName a\nKeepAliveTimeout 5\nDocumentRoot /srv\n";
const NGINX = "events {}\nhttp {\n server {\n listen 8080;\n keepalive_timeout 5s;\n root /srv;\n }\n}\n";

export const keptLongerThanThePeer = defineRule({
  id: "kept-longer-than-the-peer",
  title: "Connections are kept after the other side has closed them",
  severity: "warning",
  causes: ["keepalive-race", "premature-close"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive_timeout",
      risky:
        "upstream app {\n server 10.0.0.1:8080;\n keepalive 8;\n keepalive_timeout 60s; }\nserver {\n listen 80;\n proxy_http_version 1.1;\n proxy_set_header Connection ''; location / { proxy_pass http://app; } }",
      sane: "upstream app {\n server 10.0.0.1:8080;\n keepalive 8;\n keepalive_timeout 4s; }\nserver {\n listen 80;\n proxy_http_version 1.1;\n proxy_set_header Connection ''; location / { proxy_pass http://app; } }",
      beside: APACHE,
    },
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#5.2-pool-purge-delay",
      risky:
        "frontend f\n bind :80\n mode http\n default_backend b\nbackend b\n mode http\n timeout server 90s\n server s 10.0.0.1:8080 pool-purge-delay 30s\n",
      sane: "frontend f\n bind :80\n mode http\n default_backend b\nbackend b\n mode http\n timeout server 90s\n server s 10.0.0.1:8080 pool-purge-delay 2s\n",
      beside: NGINX,
    },
    apache: {
      docs: "https://httpd.apache.org/docs/2.4/mod/mod_proxy.html#proxypass",
      risky: "Listen 80\nProxyPass / http://10.0.0.1:8080/ retry=0 ttl=60\n",
      sane: "Listen 80\nProxyPass / http://10.0.0.1:8080/ retry=0 ttl=3\n",
      beside: NGINX,
    },
  },
  check: ({ system, systems, facts }) => [...toInner(system, systems), ...fromOuter(system, facts.logProducts)],
});

const RACE =
  "Now and then a request goes out on a connection that is just being closed: 502 in a few milliseconds (“connection reset”, “prematurely closed”), mostly for POST, with no fault in the application.";

function toInner(outer: LintSystem, systems: readonly LintSystem[]): Finding[] {
  return innersOf(outer, systems).flatMap(({ group, inner, server, listener, sure }): Finding[] => {
    const pool = poolIdle(outer, group);
    const peer = clientIdle(inner);
    if (pool === null || peer === null || pool.ms < peer.ms) return [];
    const place = pool.place ?? group.keepalive;
    return [
      {
        ...(pool.place ?? { file: place?.file ?? server.file, line: place?.line ?? server.line, text: server.address }),
        certainty: sure ? "likely" : "possible",
        ...(sure ? {} : { severity: "notice" as const }),
        why: `${sure ? "" : `If ${server.address} is the ${productName(inner.product)} of these files: `}${productName(outer.product)} keeps an idle connection to ${server.address} for ${span(pool)}, ${productName(inner.product)} there closes it after ${span(peer)}. ${RACE}`,
        suggestion: write(outer.product, peer.ms),
        related: [...(peer.place === null ? [] : [peer.place]), listener.place],
        upstreams: [group.name, server.address],
      },
    ];
  });
}

function span({ ms, place }: Patience): string {
  const time = ms === Infinity ? "as long as it lives" : duration(ms);
  return place === null ? `${time} (the default)` : time;
}

function write(product: LintSystem["product"], peerMs: number): string {
  const seconds = Math.max(1, Math.floor((peerMs * 0.8) / 1000)).toString();
  if (product === "nginx") return `keepalive_timeout ${seconds}s;`;
  return product === "haproxy" ? `pool-purge-delay ${seconds}s` : `ttl=${seconds}`;
}

function fromOuter(system: LintSystem, logProducts: readonly string[]): Finding[] {
  const own = clientIdle(system);
  return logProducts.flatMap((product): Finding[] => {
    const idleMs = OUTER_IDLE_MS[product];
    if (own === null || own.place === null || idleMs === undefined || own.ms > idleMs) return [];
    const wanted = Math.ceil(idleMs / 1000 + (idleMs > 60_000 ? 20 : 5)).toString();
    return [
      {
        ...own.place,
        certainty: "likely",
        why: `${product} keeps its idle connections for ${duration(idleMs)} (unless changed), and ${productName(system.product)} closes them after ${duration(own.ms)}. ${RACE}`,
        suggestion:
          system.product === "nginx"
            ? `keepalive_timeout ${wanted}s;`
            : system.product === "haproxy"
              ? `timeout http-keep-alive ${wanted}s`
              : `KeepAliveTimeout ${wanted}`,
      },
    ];
  });
}
