import { describe, expect, it } from "vitest";
import { adviceOfNobody } from "./advice-of-nobody";
import { AIMS } from "./advice";
import { adviceFor } from "./product-advice";
import { PROXY_PRODUCTS, type ProxyProduct } from "./proxy-product";

const OWN_MACHINES: ProxyProduct[] = ["nginx", "haproxy", "apache", "caddy", "envoy", "traefik", "varnish", "squid"];
/** Words that only nginx's configuration and command line have. */
const NGINX = /nginx|proxy_(?:pass|read|connect|next|ssl|buffer|cache|set)|error_log|log_format|\$upstream/i;

describe.each(PROXY_PRODUCTS)("advice for %s", (product) => {
  const advice = adviceFor(product);

  it("knows where the reason of a failure and its duration are logged", () => {
    expect(advice.supplies.signatures).toBeTruthy();
    expect(advice.supplies.durations).toBeTruthy();
    expect(advice.logging.directives.length).toBeGreaterThan(0);
    expect(advice.logging.verify).toMatch(/\.$/);
  });
  it("leaves no setting empty", () => {
    for (const lines of Object.values(advice.set)) {
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) expect(line.trim()).not.toBe("");
    }
  });
});

it.each(PROXY_PRODUCTS.filter((product) => product !== "nginx"))("no word of nginx in the advice for %s", (product) => {
  expect(JSON.stringify(adviceFor(product))).not.toMatch(NGINX);
});

describe("what runs on machines of our own", () => {
  it.each(OWN_MACHINES)("%s has directives or a plain no for nearly every aim", (product) => {
    const known = AIMS.filter((aim) => adviceFor(product).set[aim] !== undefined);
    expect(AIMS.length - known.length).toBeLessThanOrEqual(3);
  });
  it.each(OWN_MACHINES)("%s can be reloaded, looked at and searched", (product) => {
    const { reload, live, show, folder, process } = adviceFor(product);
    expect(reload.length).toBeGreaterThan(0);
    expect(live.length).toBeGreaterThan(0);
    expect([show, folder, process]).not.toContain(null);
  });
  it("puts no comment behind a directive of Apache, which would be read as its value", () => {
    for (const line of Object.values(adviceFor("apache").set).flat()) expect(line).not.toMatch(/^[^#\n]+\s#/);
  });
});

describe("directives of the aims that matter most", () => {
  it.each<[ProxyProduct, string, string, string]>([
    ["nginx", "proxy_read_timeout", "proxy_connect_timeout", "keepalive_timeout"],
    ["haproxy", "timeout server", "timeout connect", "pool-purge-delay"],
    ["apache", "ProxyTimeout", "connectiontimeout=", "ttl="],
    ["caddy", "response_header_timeout", "dial_timeout", "keepalive 4s"],
    ["envoy", "timeout:", "connect_timeout", "idle_timeout"],
    ["traefik", "responseHeaderTimeout", "dialTimeout", "idleConnTimeout"],
    ["varnish", "first_byte_timeout", "connect_timeout", "backend_idle_timeout"],
    ["squid", "read_timeout", "connect-timeout", "pconn_timeout"],
    ["aws-alb", "idle_timeout", "health-check", "idle_timeout"],
    ["cloudfront", "OriginReadTimeout", "ConnectionTimeout", "OriginKeepaliveTimeout"],
  ])("%s", (product, read, connect, idle) => {
    const { set } = adviceFor(product);
    expect(set["read-timeout"]?.join()).toContain(read);
    expect(set["fail-over"]?.join()).toContain(connect);
    expect(set.idle?.join()).toContain(idle);
  });
  it("has plain words for every aim where nobody is known", () => {
    for (const aim of AIMS) expect(adviceOfNobody.set[aim]?.length).toBeGreaterThan(0);
  });
});
