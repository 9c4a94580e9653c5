import { describe, expect, it } from "vitest";
import { FORMATS } from "@/core/formats/format-registry";
import { productOf } from "./proxy-product";

describe("the product that a format names", () => {
  it.each([
    ["nginx", "nginx"],
    ["ingress-nginx", "nginx"],
    ["OpenResty", "nginx"],
    ["Kong", "nginx"],
    ["Tengine", "nginx"],
    ["Nginx Proxy Manager", "nginx"],
    ["Apache APISIX", "nginx"],
    ["Apache HTTP Server", "apache"],
    ["Apache httpd", "apache"],
    ["HAProxy", "haproxy"],
    ["Istio", "envoy"],
    ["Envoy", "envoy"],
    ["Caddy", "caddy"],
    ["Traefik", "traefik"],
    ["Varnish", "varnish"],
    ["Squid", "squid"],
    ["AWS ALB", "aws-alb"],
    ["Elastic Load Balancing", "aws-alb"],
    ["AWS Application Load Balancer", "aws-alb"],
    ["Amazon CloudFront", "cloudfront"],
    ["Cloudflare", "cloudflare"],
    ["Google Cloud Load Balancing", "gcp-lb"],
    ["Azure Application Gateway", "azure"],
    ["Azure Front Door", "azure"],
    ["Microsoft IIS", "iis"],
    ["API Gateway", "other"],
    ["Fastly", "other"],
    ["Tomcat on WebSphere", "other"],
    ["", "other"],
  ])("%s is %s", (name, product) => {
    expect(productOf(name)).toBe(product);
  });

  it("is nginx for every format of nginx's family", () => {
    const nginx = FORMATS.filter(({ id }) => id.startsWith("nginx") || id.startsWith("ingress"));
    expect(nginx.length).toBeGreaterThan(4);
    for (const { product } of nginx) expect(productOf(product)).toBe("nginx");
  });
});
