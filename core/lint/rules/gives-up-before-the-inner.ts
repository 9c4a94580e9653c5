import type { RiskPlace } from "@/core/contract/config-risks";
import { defineRule, type Finding } from "@/core/lint/define-rule";
import type { LintSystem } from "@/core/lint/lint-system";
import { productName } from "@/core/lint/product-name";
import { innersOf, patienceFor } from "@/core/lint/tiers";
import { duration, writtenDirective } from "@/core/lint/written";

/** How long outer tiers wait for an answer unless that was changed. Sources: the makers' pages on their limits. */
const OUTER: Record<string, { ms: number; note: string; status: string }> = {
  Cloudflare: { ms: 120_000, note: "its Proxy Read Timeout, 120 s unless on an Enterprise plan", status: "524" },
  "AWS Application Load Balancer": { ms: 60_000, note: "its idle timeout, 60 s unless changed", status: "504" },
  "AWS Classic Load Balancer": { ms: 60_000, note: "its idle timeout, 60 s unless changed", status: "504" },
  "Amazon CloudFront": { ms: 30_000, note: "its origin response timeout, 30 s unless changed", status: "504" },
  "Amazon API Gateway": { ms: 29_000, note: "its integration timeout, 29 s", status: "504" },
  "Azure Application Gateway": { ms: 20_000, note: "its request timeout, 20 s unless changed", status: "504" },
  Fastly: { ms: 15_000, note: "its first byte timeout, 15 s unless changed", status: "503" },
  Heroku: { ms: 30_000, note: "the router's limit, 30 s", status: "503" },
};

const INNER =
  "events {}\nhttp {\n server {\n listen 8080;\n location / {\n proxy_read_timeout 60s;\n proxy_pass http://10.9.9.9;\n }\n }\n}\n";

export const givesUpBeforeTheInner = defineRule({
  id: "gives-up-before-the-inner",
  title: "The outer proxy gives up before the inner one",
  severity: "warning",
  causes: ["upstream-timeout", "client-abort"],
  languages: {
    nginx: {
      docs: "https://developers.cloudflare.com/fundamentals/reference/connection-limits/",
      risky:
        "server { listen 80; real_ip_header CF-Connecting-IP; location / { proxy_pass http://10.0.0.1; proxy_read_timeout 300s; } }",
      sane: "server { listen 80; real_ip_header CF-Connecting-IP; location / { proxy_pass http://10.0.0.1; proxy_read_timeout 90s; } }",
    },
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#4.2-timeout%20server",
      risky:
        "frontend f\n bind :80\n default_backend b\nbackend b\n timeout server 30s\n timeout connect 5s\n server s 10.0.0.1:8080\n",
      sane: "frontend f\n bind :80\n default_backend b\nbackend b\n timeout server 90s\n timeout connect 5s\n server s 10.0.0.1:8080\n",
      beside: INNER,
    },
    apache: {
      docs: "https://httpd.apache.org/docs/2.4/mod/mod_proxy.html#proxytimeout",
      risky: "Listen 80\nProxyTimeout 20\nProxyPass / http://10.0.0.1:8080/ retry=0\n",
      sane: "Listen 80\nProxyTimeout 90\nProxyPass / http://10.0.0.1:8080/ retry=0\n",
      beside: INNER,
    },
  },
  check: ({ system, systems, facts }) => [...behind(system, systems), ...behindCloud(system, facts.logProducts)],
});

function behind(outer: LintSystem, systems: readonly LintSystem[]): Finding[] {
  const known = new Set<string>();
  return innersOf(outer, systems).flatMap(({ group, inner, server, listener, sure }): Finding[] => {
    const own = patienceFor(outer, group.name);
    const other = patienceFor(inner, null);
    if (own === null || other === null || own.ms >= other.ms) return [];
    if (own.place === null && other.place === null) return [];
    const [outerName, innerName] = [productName(outer.product), productName(inner.product)];
    const place = own.place ?? { file: server.file, line: server.line, text: server.address };
    const key = `${place.file}:${place.line.toString()}`;
    if (known.has(key)) return [];
    known.add(key);
    return [
      {
        ...place,
        certainty: sure ? "likely" : "possible",
        ...(sure ? {} : { severity: "notice" as const }),
        why: `${sure ? "" : `If ${server.address} is the ${innerName} of these files: `}${outerName} gives up after ${duration(own.ms)}${own.place === null ? " (its default)" : ""}, ${innerName} behind it (${server.address}) waits ${duration(other.ms)}${other.place === null ? " (its default)" : ""}. A slow answer becomes a 504 out here while ${innerName} notes a client that left (499) and the application goes on working for nobody; retries and error pages of ${innerName} never come.`,
        suggestion: suggestion(outer.product, other.ms),
        related: [...(other.place === null ? [] : [other.place]), listener.place],
        upstreams: [group.name, server.address],
      },
    ];
  });
}

/** A little more than the inner tier takes, so that its answer still arrives. */
function suggestion(product: LintSystem["product"], innerMs: number): string {
  const wanted = duration(innerMs + 5000);
  if (product === "nginx") return `proxy_read_timeout ${wanted};`;
  return product === "haproxy"
    ? `timeout server ${wanted}`
    : `ProxyTimeout ${Math.ceil(innerMs / 1000 + 5).toString()}`;
}

/** A configuration that trusts Cloudflare's header stands behind Cloudflare; logs name other outer tiers. */
function behindCloud(system: LintSystem, logProducts: readonly string[]): Finding[] {
  const header = system.scopes
    .flatMap(({ level }) => level)
    .find(
      ({ name, args }) =>
        /^(?:real_ip_header|remoteipheader)$/i.test(name) && /^cf-connecting-ip$/i.test(args[0] ?? ""),
    );
  const hint: RiskPlace[] = header === undefined ? [] : [writtenDirective(header)];
  const products = [...new Set([...(hint.length > 0 ? ["Cloudflare"] : []), ...logProducts])];
  const groups =
    system.product === "nginx" ? system.passes.map(({ group, authority }) => group?.name ?? authority) : [null];
  return products.flatMap((product) => {
    const limit = OUTER[product];
    if (limit === undefined) return [];
    return [...new Set(groups)].flatMap((group): Finding[] => {
      const own = patienceFor(system, group);
      if (own === null || own.place === null || own.ms <= limit.ms) return [];
      return [
        {
          ...own.place,
          certainty: "likely",
          why: `${product} in front gives up after ${duration(limit.ms)} (${limit.note}) and answers ${limit.status}; the ${duration(own.ms)} here are never reached, and this log notes a client that left (499) instead of the upstream's time-out.`,
          suggestion:
            system.product === "nginx"
              ? `${own.place.text.split(" ", 1)[0] ?? "proxy_read_timeout"} ${duration(limit.ms - 10_000)};`
              : `# below ${duration(limit.ms)}, or raise it at ${product}`,
          related: product === "Cloudflare" ? hint : [],
          upstreams: group === null ? [] : [group],
        },
      ];
    });
  });
}
