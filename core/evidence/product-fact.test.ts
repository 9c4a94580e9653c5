import { describe, expect, it } from "vitest";
import { parseHaproxyConfig } from "@/core/configs/parse-haproxy-config";
import type { FieldName } from "@/core/events/field";
import type { RollupFile } from "@/core/rollups/rollup";
import { findSpikes } from "@/core/spikes/find-spikes";
import { TrafficBuilder } from "@/core/spikes/traffic-builder";
import { gatherEvidence } from "./gather-evidence";

const haproxyConfig = parseHaproxyConfig([{ name: "haproxy.cfg", text: "backend be\n  server a 10.0.0.1:80\n" }]);

const file = (product: string, fields: FieldName[] = [], role: RollupFile["role"] = "access"): RollupFile => ({
  ...{ path: `${product}.log`, role, tier: "origin", format: "", product, fields, firstAtMs: null, lastAtMs: null },
});

function evidenceOf(files: RollupFile[], configs = [haproxyConfig].slice(1), line = { text: "", status: 502 }) {
  const builder = new TrafficBuilder()
    .add({ from: 0, to: 59, requests: () => 20, upstream: "10.0.0.1:80", host: "a", route: "/a" })
    .add({ from: 20, to: 31, requests: () => 8, failed: () => 8, upstream: "10.0.0.2:80", host: "a", route: "/a" });
  const built = builder.build();
  const rollup = { ...built, files, failures: built.failures.map((failure) => ({ ...failure, ...line })) };
  const [spike] = findSpikes(rollup);
  if (spike === undefined) throw new Error("no spike");
  return gatherEvidence(spike, "origin", rollup, null, configs, []);
}

describe("the product of an incident", () => {
  it.each<[string, RollupFile[], string]>([
    ["the format of the failing lines", [file("HAProxy", ["flags"])], "haproxy"],
    [
      "nginx where its format has upstream fields",
      [file("nginx", ["upstreamAddr"]), file("Apache httpd", [], "error")],
      "nginx",
    ],
    ["the error log beside plain combined", [file("nginx", ["status"]), file("Apache httpd", [], "error")], "apache"],
    ["nginx where plain combined stands alone", [file("nginx", ["status"])], "nginx"],
    ["nobody where no format names one", [file("")], "other"],
  ])("is %s", (_what, files, product) => {
    expect(evidenceOf(files).product).toBe(product);
  });
  it.each([
    ["Varnish where it asks for whole URLs", '"GET http://shop.test/a HTTP/1.1" 503 283', 503, "varnish"],
    ["nobody's where 503 is the status of a refused connection", '"GET /a HTTP/1.1" 503 299', 503, "other"],
    ["nginx's where it is not", '"GET /a HTTP/1.1" 502 157', 502, "nginx"],
  ])("is %s, of plain combined alone", (_what, text, status, product) => {
    expect(evidenceOf([file("nginx", ["status"])], [], { text, status }).product).toBe(product);
  });
  it("is that of the configuration where the logs do not tell, and only there", () => {
    expect(evidenceOf([file("")], [haproxyConfig]).product).toBe("haproxy");
    expect(evidenceOf([file("Cloudflare")], [haproxyConfig]).product).toBe("cloudflare");
  });
});

describe("what follows from the product", () => {
  it("lacks only what the product could log", () => {
    expect(evidenceOf([file("AWS Application Load Balancer")]).lacks.fields).toEqual([]);
    expect(evidenceOf([file("HAProxy", ["requestTime"])]).lacks.fields).toContain("upstreamHeaderTime");
    expect(evidenceOf([file("HAProxy", ["requestTime"])]).lacks.fields).not.toContain("upstreamBytesReceived");
  });
});
