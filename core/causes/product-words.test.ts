import { describe, expect, it } from "vitest";
import { buildEvidence } from "@/core/diagnosis/cases/evidence-builder";
import { PROXY_PRODUCTS } from "@/core/products/proxy-product";
import { CAUSES, causeById } from "./cause-registry";
import { carefulReload, changes, looking, nameOf, ownHealth, settings, topTalkers } from "./product-words";

/** What only nginx's configuration, command line and log have. */
const NGINX = /nginx|proxy_[a-z]+ |fastcgi_|error_log|log_format|limit_req|\$upstream|worker_connections|max_fails=/i;

const OTHERS = PROXY_PRODUCTS.filter((product) => product !== "nginx");
const stepsOf = (id: string, product: (typeof PROXY_PRODUCTS)[number]) =>
  causeById(id)?.steps(buildEvidence({ product })) ?? [];
const commandsOf = (id: string, product: (typeof PROXY_PRODUCTS)[number]) =>
  stepsOf(id, product).flatMap(({ commands }) => commands);

describe.each(OTHERS)("the steps of every cause behind %s", (product) => {
  it.each(CAUSES.map((cause) => [cause.id, cause] as const))(
    "%s: complete, and without a word of nginx",
    (_id, cause) => {
      const steps = cause.steps(buildEvidence({ product }));
      for (const step of steps) expect(step.commands.length).toBeGreaterThan(0);
      expect(
        steps.map(({ title, why, commands, verify }) => [title, why, ...commands, verify].join("\n")).join("\n"),
      ).not.toMatch(NGINX);
    },
  );
});

describe("a fix in the words of the product", () => {
  it.each([
    ["upstream-timeout", "haproxy", "timeout server 120s"],
    ["upstream-timeout", "apache", "ProxyTimeout 120"],
    ["upstream-timeout", "aws-alb", "idle_timeout.timeout_seconds"],
    ["upstream-down", "envoy", "outlier_detection"],
    ["upstream-down", "caddy", "lb_try_duration"],
    ["keepalive-race", "traefik", "idleConnTimeout"],
    ["keepalive-race", "cloudflare", "900 s"],
    ["header-too-big", "haproxy", "tune.bufsize"],
    ["header-too-big", "varnish", "http_resp_hdr_len"],
    ["tls-verify", "apache", "SSLProxyCACertificateFile"],
    ["tls-verify", "envoy", "trusted_ca"],
    ["circuit-breaker", "haproxy", "maxconn"],
    ["circuit-breaker", "envoy", "circuit_breakers"],
    ["dns-failure", "haproxy", "nameserver"],
    ["no-live-upstreams", "apache", "balancer-manager"],
    ["cdn-origin-unreachable", "cloudfront", "stale-if-error"],
    ["upstream-timeout", "nginx", "proxy_read_timeout 120s;"],
    ["upstream-timeout", "nginx", "nginx -t && nginx -s reload"],
  ] as const)("%s behind %s: %s", (id, product, word) => {
    expect(commandsOf(id, product).join("\n")).toContain(word);
  });

  it("names the product where the title does", () => {
    expect(stepsOf("tls-handshake", "haproxy").map(({ title }) => title)).toContain(
      "Give HAProxy the name, version or certificate the upstream wants",
    );
  });
});

describe("commands", () => {
  const on = (product: (typeof PROXY_PRODUCTS)[number]) => buildEvidence({ product });

  it("probe before they reload", () => {
    expect(carefulReload(on("nginx"), "{upstream}")).toEqual([
      "nginx -t && curl -fsS --max-time 3 http://{upstream}{path} && nginx -s reload",
    ]);
    expect(carefulReload(on("haproxy"), "{upstream}")[0]).toBe(
      "haproxy -c -f /etc/haproxy/haproxy.cfg && curl -fsS --max-time 3 http://{upstream}{path} && systemctl reload haproxy",
    );
    expect(carefulReload(on("aws-alb"), "{upstream}")).toEqual(["curl -fsS --max-time 3 http://{upstream}{path}"]);
  });
  it("search the configuration in effect", () => {
    expect(looking(on("nginx"), "target")).toEqual([
      "nginx -T 2>/dev/null | grep -nE 'server |proxy_pass|fastcgi_pass'",
    ]);
    expect(looking(on("envoy"), "idle")[0]).toMatch(/^curl -s localhost:9901\/config_dump \| grep -nE 'idle_timeout/);
    expect(looking(on("aws-alb"), "idle")).toEqual([]);
  });
  it("look at the machine only where there is one", () => {
    expect(ownHealth(on("haproxy"))).toContain("journalctl -u haproxy --since '{since}' --no-pager");
    expect(ownHealth(on("aws-alb"))[0]).toMatch(/^aws elbv2/);
    expect(changes(on("nginx"))[0]).toBe("git -C /etc/nginx log -p -1 -- .");
    expect(changes(on("cloudfront"))[0]).toMatch(/^aws cloudfront/);
  });
  it("use awk only on logs with the columns of combined", () => {
    expect(topTalkers(on("apache"))[0]).toContain("awk '{print $1}'");
    expect(topTalkers(on("haproxy")).join()).not.toContain("awk");
  });
  it("fall back to plain words", () => {
    expect(settings(on("iis"), "retry")).toEqual(["# one retry on another upstream, for GET and HEAD only"]);
    expect(nameOf(on("aws-alb"))).toBe("the load balancer");
  });
});
