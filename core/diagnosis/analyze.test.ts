import { describe, expect, it } from "vitest";
import { incidentSchema } from "@/core/contract/report";
import { BUILDER_START_MINUTE, TrafficBuilder } from "@/core/spikes/traffic-builder";
import { parseNginxConfig } from "@/core/configs/parse-nginx-config";
import { analyzeSystem } from "./analyze";
import { incidentId } from "./incident-id";

const origin = (builder: TrafficBuilder) => ({ tier: "origin" as const, rollup: builder.build() });
const edge = (builder: TrafficBuilder) => ({ tier: "edge" as const, rollup: builder.build() });
const HOST = "www.example.test";

/** An hour in which everything behind `upstream` fails from minute 20 to 31. */
function outage(upstream: string): TrafficBuilder {
  return new TrafficBuilder()
    .add({ from: 0, to: 19, requests: 30, upstream, host: HOST })
    .add({ from: 20, to: 31, requests: 30, failed: 28, upstream, host: HOST })
    .add({ from: 32, to: 59, requests: 30, upstream, host: HOST });
}

describe("analyzeSystem", () => {
  it("gives incidents in the contract's shape, every time the same", () => {
    const input = { rollups: [origin(outage("10.0.0.1:80"))], configs: [] };
    const incidents = analyzeSystem(input);
    expect(incidents).toHaveLength(1);
    expect(incidentSchema.parse(incidents[0])).toEqual(incidents[0]);
    expect(analyzeSystem(input)).toEqual(incidents);
    const [incident] = incidents;
    expect(incident).toMatchObject({
      kind: "gateway",
      tier: "origin",
      statuses: [502],
      failed: 336,
      requests: 360,
      clientsHit: 1,
    });
    expect(incident?.startAt.slice(0, 16)).toBe(
      new Date((BUILDER_START_MINUTE + 20) * 60_000).toISOString().slice(0, 16),
    );
    expect(incident?.hops.map(({ hop, state }) => [hop, state])).toEqual([
      ["client", "ok"],
      ["cdn", "absent"],
      ["proxy", "ok"],
      ["upstream", "failing"],
    ]);
    expect(incident?.breakdowns.find(({ dimension }) => dimension === "upstream")?.rows[0]).toMatchObject({
      value: "10.0.0.1:80",
      failed: 336,
    });
    expect(incident?.steps.length).toBeGreaterThan(0);
    expect(
      incident?.verdicts[0]?.signals.every(({ samples }) => samples.every(({ path }) => path === "access.log")),
    ).toBe(true);
  });

  it("reports an error that the edge only relays once, at the origin", () => {
    const both = analyzeSystem({
      rollups: [edge(outage("172.16.0.1:80")), origin(outage("10.0.0.1:80"))],
      configs: [],
    });
    expect(both.map(({ tier }) => tier)).toEqual(["origin"]);
    expect(both[0]?.hops[1]).toMatchObject({ hop: "cdn", state: "ok" });
  });

  it("reports at the edge what the origin never saw", () => {
    const healthy = new TrafficBuilder().add({
      from: 0,
      to: 59,
      requests: (minute) => (minute >= 20 && minute < 32 ? 1 : 30),
      host: HOST,
    });
    const found = analyzeSystem({ rollups: [edge(outage("172.16.0.1:80")), origin(healthy)], configs: [] });
    expect(found.map(({ tier }) => tier)).toEqual(["edge"]);
    expect(found[0]?.hops.map(({ state }) => state)).toEqual(["ok", "failing", "ok", "unknown"]);
  });

  it("expands a group's name to its servers by the config", () => {
    const builder = outage("10.0.0.1:80").add({
      from: 20,
      to: 31,
      requests: 20,
      failed: 20,
      upstream: "search",
      host: "search.example.test",
    });
    const config = parseNginxConfig([
      { name: "nginx.conf", text: "upstream search { server 10.0.9.1:80; server 10.0.9.2:80; }" },
    ]);
    const upstreams = analyzeSystem({ rollups: [origin(builder)], configs: [config] }).flatMap(
      ({ scope }) => scope.upstreams,
    );
    expect(new Set(upstreams)).toEqual(new Set(["10.0.0.1:80", "10.0.9.1:80", "10.0.9.2:80"]));
  });
});

describe("incidentId", () => {
  const scope = { upstreams: ["10.0.0.1:80"], hosts: [], paths: [], clients: [] };
  it("holds within a minute and tells tiers, scopes and onsets apart", () => {
    const id = incidentId("origin", scope, 60_000);
    expect(incidentId("origin", scope, 119_999)).toBe(id);
    const others = [
      incidentId("edge", scope, 60_000),
      incidentId("origin", scope, 120_000),
      incidentId("origin", { ...scope, hosts: ["a"] }, 60_000),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });
});
