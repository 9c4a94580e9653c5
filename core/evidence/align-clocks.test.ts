import { describe, expect, it } from "vitest";
import { TrafficBuilder } from "@/core/spikes/traffic-builder";
import { alignClocks, clockOffset } from "./align-clocks";

/** Twenty failures of different clients, with messages `hours` off. */
function rollup(hours: number, more: (builder: TrafficBuilder) => void = () => {}) {
  const builder = new TrafficBuilder();
  for (let n = 0; n < 20; n++) {
    const what = { clientIp: `192.0.2.${n}`, path: "/a" };
    builder.add({
      from: 3 * n,
      to: 3 * n,
      requests: 1,
      failed: 1,
      upstream: "10.0.0.1:80",
      route: "/a",
      client: what.clientIp,
    });
    builder.addMessage(3 * n + hours * 60, what);
  }
  more(builder);
  return builder.build();
}

describe("clockOffset", () => {
  it.each([0, 1, -2, 5.5, 12.75, -9])("finds %f hours", (hours) =>
    expect(clockOffset(rollup(hours))).toBe(hours === 0 ? 0 : -hours * 3_600_000),
  );

  it("leaves times alone that already fit, however often a health check could pair elsewhere", () => {
    const health = (builder: TrafficBuilder) => {
      for (let n = 0; n < 30; n++) {
        builder.add({ from: 15 * n, to: 15 * n, requests: 1, failed: 1, route: "/health", client: "198.51.100.1" });
        builder.addMessage(15 * n, { clientIp: "198.51.100.1", path: "/health" });
      }
    };
    expect(clockOffset(rollup(0, health))).toBe(0);
  });

  it("does not trust a handful of pairs", () => {
    const builder = new TrafficBuilder().add({
      from: 0,
      to: 2,
      requests: 1,
      failed: 1,
      route: "/a",
      client: "192.0.2.1",
    });
    builder.addMessage(120, { clientIp: "192.0.2.1", path: "/a" });
    expect(clockOffset(builder.build())).toBe(0);
  });
});

describe("alignClocks", () => {
  it("shifts messages, their counts and the markers that came from them, and nothing else", () => {
    const off = rollup(2);
    const markers = [
      {
        role: "marker" as const,
        atMs: off.messages[0]!.atMs,
        kind: "config-reload" as const,
        target: "nginx",
        text: "reloaded",
      },
      {
        role: "marker" as const,
        atMs: off.messages[0]!.atMs + 1,
        kind: "deploy" as const,
        target: null,
        text: "web 1.2",
      },
    ];
    const minute = off.messages[0]!.atMs / 60_000;
    const aligned = alignClocks({ ...off, markers, messageCounts: Int32Array.from([minute, 0, 0, 1]) });
    expect(aligned.messages[0]!.atMs).toBe(off.messages[0]!.atMs - 7_200_000);
    expect(aligned.messageCounts[0]).toBe(minute - 120);
    expect(aligned.markers.map(({ text, atMs }) => [text, atMs])).toEqual([
      ["reloaded", markers[0]!.atMs - 7_200_000],
      ["web 1.2", markers[1]!.atMs],
    ]);
    expect(aligned.failures).toEqual(off.failures);
  });
});
