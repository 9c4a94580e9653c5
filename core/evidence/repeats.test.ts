import { describe, expect, it } from "vitest";
import { TrafficBuilder } from "@/core/spikes/traffic-builder";
import { repeats } from "./repeats";

describe("repeats", () => {
  it("counts lines of one client, path and second as one request", () => {
    const client = "203.0.113.9";
    const builder = new TrafficBuilder()
      .add({ from: 0, to: 0, requests: 30, failed: 30, client, route: "/a" })
      .add({ from: 1, to: 1, requests: 2, failed: 2, client: "203.0.113.8", route: "/b" });
    const lines = builder.build().failures.map((line, at) => ({ ...line, atMs: at < 30 ? 1000 : at * 60_000 }));
    expect(repeats(lines)).toMatchObject({ lines: 32, requests: 3, most: 30 });
  });

  it("cannot tell without clients", () => {
    const lines = new TrafficBuilder().add({ from: 0, to: 0, requests: 3, failed: 3, route: "/a" }).build().failures;
    expect(repeats(lines.map((line) => ({ ...line, clientIp: null })))).toBeNull();
    expect(repeats([])).toBeNull();
  });
});
