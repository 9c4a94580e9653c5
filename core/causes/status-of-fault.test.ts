import { describe, expect, it } from "vitest";
import { buildEvidence } from "@/core/diagnosis/cases/evidence-builder";
import { PROXY_PRODUCTS, type ProxyProduct } from "@/core/products/proxy-product";
import {
  faultShare,
  lateShare,
  lateStatuses,
  mixedStatuses,
  promptShare,
  statusesOf,
  type Fault,
} from "./status-of-fault";

const of = (product: ProxyProduct, byStatus: Record<string, number>) => buildEvidence({ product }, { byStatus });

describe("the status a product gives for a fault", () => {
  it.each<[ProxyProduct, Fault, number]>([
    ["nginx", "refused", 502],
    ["haproxy", "refused", 503],
    ["apache", "refused", 503],
    ["envoy", "refused", 503],
    ["varnish", "refused", 503],
    ["cloudflare", "refused", 521],
    ["caddy", "refused", 502],
    ["aws-alb", "refused", 502],
    ["nginx", "read-timeout", 504],
    ["apache", "read-timeout", 502],
    ["iis", "read-timeout", 502],
    ["cloudflare", "read-timeout", 524],
    ["haproxy", "closed", 502],
    ["envoy", "closed", 503],
    ["apache", "tls", 500],
    ["traefik", "tls", 500],
    ["haproxy", "tls", 503],
    ["cloudflare", "tls", 525],
    ["caddy", "connect-timeout", 502],
    ["aws-alb", "connect-timeout", 504],
    ["nginx", "exhausted", 500],
    ["haproxy", "exhausted", 503],
    ["nginx", "limited", 503],
    ["envoy", "limited", 429],
  ])("%s answers %s with %i", (product, fault, status) => {
    expect(statusesOf(product, fault)[0]).toBe(status);
    expect(faultShare(of(product, { [status]: 100 }), fault)).toBe(1);
  });
  it("is known for every product and fault", () => {
    for (const product of PROXY_PRODUCTS)
      for (const fault of ["refused", "closed", "read-timeout", "no-upstream", "bad-header"] as const)
        expect(statusesOf(product, fault).length).toBeGreaterThan(0);
  });
});

describe("time-outs told by the status alone", () => {
  it.each<[ProxyProduct, number[]]>([
    ["nginx", [504]],
    ["haproxy", [504]],
    ["apache", [504]],
    ["cloudflare", [524, 504]],
    ["varnish", []],
    ["iis", []],
  ])("%s", (product, statuses) => {
    expect(lateStatuses(of(product, {}))).toEqual(statuses);
  });
  it("says nothing by a status that a refusal has as well", () => {
    expect(lateShare(of("apache", { "502": 100 }))).toBe(0);
    expect(lateShare(of("nginx", { "504": 60, "502": 40 }))).toBe(0.6);
    expect(lateShare(of("haproxy", { "503": 100 }), "connect-timeout")).toBe(0);
  });
  it("names both sides of a mixture in the product's numbers", () => {
    expect(mixedStatuses(of("nginx", { "502": 30, "504": 70 }))).toBe("502 and 504 are mixed (30 and 70)");
    expect(mixedStatuses(of("envoy", { "503": 30, "504": 70 }))).toBe("503 and 504 are mixed (30 and 70)");
    expect(promptShare(of("haproxy", { "503": 20, "502": 20, "504": 60 }))).toBe(0.4);
  });
});
