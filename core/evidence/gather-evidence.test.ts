import { describe, expect, it } from "vitest";
import type { Signature } from "@/core/events/error-event";
import type { FieldName } from "@/core/events/field";
import { LATENCY_BOUNDS_MS } from "@/core/rollups/latency-histogram";
import type { FailedRequest, Rollup } from "@/core/rollups/rollup";
import { findSpikes } from "@/core/spikes/find-spikes";
import { BUILDER_START_MINUTE, TrafficBuilder, type Traffic } from "@/core/spikes/traffic-builder";
import { gatherEvidence } from "./gather-evidence";

const REFUSED: Signature = {
  ...{
    id: "refused",
    phase: "connect",
    errno: "111/ECONNREFUSED",
    cause: "upstream-down",
    confidence: "high",
    label: "connection refused",
  },
};
const FIELDS: FieldName[] = [
  ...(["upstreamAddr", "upstreamConnectTime", "upstreamHeaderTime", "upstreamResponseTime"] as const),
  ...(["requestTime", "requestBytes", "bodyBytes"] as const),
];
const DOWN: Traffic = {
  from: 20,
  to: 31,
  requests: 8,
  failed: 8,
  upstream: "10.0.0.2:80",
  host: "www.example.test",
  route: "/a",
};

/** An hour with two upstreams of which the second is down from minute 20 to 31. */
function outage(down: Partial<Traffic> = {}): TrafficBuilder {
  const builder = new TrafficBuilder();
  for (const n of [1, 2]) {
    const busy = (minute: number) => (n === 2 && minute >= 20 && minute < 32 && down.upstream === undefined ? 0 : 20);
    builder.add({ from: 0, to: 59, requests: busy, upstream: `10.0.0.${n}:80`, host: "www.example.test", route: "/a" });
  }
  return builder.add({ ...DOWN, ...down });
}

function evidenceOf(rollup: Rollup, change: (line: FailedRequest, at: number) => Partial<FailedRequest> = () => ({})) {
  const files = [
    { ...rollup.files[0]!, fields: FIELDS },
    { ...rollup.files[0]!, path: "error.log", role: "error" as const },
  ];
  const changed = { ...rollup, files, failures: rollup.failures.map((line, at) => ({ ...line, ...change(line, at) })) };
  const [spike, ...more] = findSpikes(changed);
  expect(more).toEqual([]);
  return gatherEvidence(spike!, "origin", changed, null, [], [REFUSED]);
}

describe("gatherEvidence", () => {
  it("counts the spike, its rest and its values against the baseline", () => {
    const evidence = evidenceOf(outage().build());
    expect(evidence.spike).toMatchObject({
      failed: 96,
      requests: 96,
      ratio: 1,
      baselineRatio: 0,
      rampMinutes: 0,
      byStatus: { 502: 96 },
    });
    expect(evidence.spike).toMatchObject({ scopeLabel: "10.0.0.2:80", baselineLabel: "the 20 minutes before" });
    expect(evidence.elsewhere).toEqual({ failed: 0, requests: 240, ratio: 0 });
    expect(evidence.upstreams?.[0]).toMatchObject({
      value: "10.0.0.2:80",
      failed: 96,
      ratio: 1,
      baselineRatio: 0,
      failedShare: 1,
    });
    expect(evidence.upstreams?.[1]).toMatchObject({ value: "10.0.0.1:80", failed: 0 });
    expect(evidence.hosts?.map(({ value }) => value)).toEqual(["www.example.test"]);
  });

  it("says null where the logs cannot tell", () => {
    const rollup = outage().build();
    const [spike] = findSpikes(rollup);
    const evidence = gatherEvidence(spike!, "origin", rollup, null, [], []);
    expect(evidence).toMatchObject({
      signatures: null,
      joinRate: null,
      connect: null,
      header: null,
      received: null,
      durations: null,
    });
    expect(evidence).toMatchObject({
      markers: null,
      recovery: null,
      transience: null,
      otherTier: null,
      config: null,
      latency: null,
    });
    expect(evidence.lacks).toMatchObject({ errorLog: true, config: true, markers: true });
    expect(evidence.lacks.fields).toContain("upstreamConnectTime");
  });

  it("reads the attempts: connected or not, header or not, durations", () => {
    const attempt = { addr: "10.0.0.2:80", status: 502, headerMs: null, receivedBytes: null, sentBytes: null };
    const evidence = evidenceOf(outage().build(), (_, at) => ({
      attempts: [{ ...attempt, connectMs: at % 4 === 0 ? 0 : null, responseMs: at % 10 === 0 ? 5 : 3000 + (at % 7) }],
    }));
    expect(evidence.connect).toMatchObject({ never: 72, connected: 24, zero: 24 });
    expect(evidence.header).toMatchObject({ seen: 0, unseen: 96 });
    expect(evidence.durations).toMatchObject({ source: "upstream_response_time", n: 96, p50: 3003 });
    expect(evidence.durations?.modalShare).toBeCloseTo(0.9, 1);
    expect(evidence.durations?.instantShare).toBeCloseTo(0.1, 1);
    expect(evidence.durations?.samples.length).toBeLessThanOrEqual(8);
  });

  it("tells the kinds of upstream field apart", () => {
    const fields = ["10.0.0.2:80", "unix:/run/a.sock", "search", "-", ""];
    const evidence = evidenceOf(outage().build(), (line, at) => {
      const addr = fields[at % 5]!;
      const attempts = addr === "-" || addr === "" ? [] : [{ ...line.attempts[0]!, addr }];
      return { upstreamField: addr, attempts: at % 5 === 0 ? line.attempts : attempts };
    });
    const { upstreamField } = evidence;
    const total = Object.values({ ...upstreamField, groups: 0, samples: 0 }).reduce(
      (sum, count) => sum + Number(count),
      0,
    );
    expect(total).toBe(evidence.joinRate?.of);
  });

  it("finds messages of the scope, and none of others or of other times", () => {
    const builder = outage();
    const refused = {
      file: 1,
      signature: "refused",
      clientIp: "192.0.2.1",
      path: "/a",
      method: "GET",
      host: "www.example.test",
    };
    for (let minute = 20; minute < 32; minute++)
      builder.addMessage(minute, { ...refused, upstreamAddr: "10.0.0.2:80" });
    builder.addMessage(25, { ...refused, upstreamAddr: "10.0.0.1:80" });
    builder.addMessage(5, { ...refused, upstreamAddr: "10.0.0.2:80" });
    builder.addMessage(22, { file: 1, signature: "unheard-of", upstreamAddr: "10.0.0.2:80", clientIp: "192.0.2.1" });
    const evidence = evidenceOf(builder.build());
    expect(evidence.signatures).toMatchObject([
      { signature: "refused", cause: "upstream-down", count: 12, share: 1, upstreams: ["10.0.0.2:80"] },
    ]);
    expect(evidence.signatures?.[0]?.baselinePerMinute).toBeCloseTo(1 / 20);
    expect(evidence.joinRate).toMatchObject({ matched: 12, of: 96 });
    expect(evidence.proxyMessages).toEqual([]);
  });

  it("takes an empty error log for one that says nothing went wrong", () => {
    expect(evidenceOf(outage().build())).toMatchObject({
      signatures: [],
      joinRate: { matched: 0, of: 96, messagesWithoutLine: 0 },
    });
  });

  it("sees an address change", () => {
    const builder = new TrafficBuilder()
      .add({ from: 0, to: 19, requests: 20, upstream: "10.0.0.2:80", host: "www.example.test" })
      .add({ from: 20, to: 31, requests: 20, failed: 20, upstream: "10.0.0.2:8080", host: "www.example.test" })
      .add({ from: 32, to: 59, requests: 20, upstream: "10.0.0.2:80", host: "www.example.test" });
    expect(evidenceOf(builder.build()).addressChange).toMatchObject({
      appeared: ["10.0.0.2:8080"],
      vanished: ["10.0.0.2:80"],
      portChanges: [{ from: "10.0.0.2:80", to: "10.0.0.2:8080" }],
    });
    expect(evidenceOf(outage().build()).addressChange).toMatchObject({ appeared: [], portChanges: [] });
  });

  it("sees bursts, each on one upstream", () => {
    const builder = outage({ from: 20, to: 20, upstream: "10.0.0.1:80", requests: 12, failed: 12 });
    builder.add({ ...DOWN, from: 25, to: 25, requests: 12, failed: 12 });
    const { bursts } = evidenceOf(builder.build());
    expect(bursts).toMatchObject({ count: 2, upstreamPerBurst: ["10.0.0.1:80", "10.0.0.2:80"], coveredShare: 1 });
    expect(bursts?.medianSpacingSeconds).toBeCloseTo(300);
  });

  it("sees that successful requests became slow before anything failed", () => {
    const rollup = outage().build();
    const latencies: number[] = [];
    for (let minute = 0; minute < 60; minute++) {
      const ms = minute >= 14 && minute < 32 ? 850 : 64;
      latencies.push(BUILDER_START_MINUTE + minute, 3, 0, LATENCY_BOUNDS_MS.indexOf(ms), 20);
    }
    const { latency } = evidenceOf({ ...rollup, latencies: Int32Array.from(latencies) });
    expect(Math.abs((latency?.leadMinutes ?? 0) - 6)).toBeLessThanOrEqual(1);
    expect(latency?.duringP50).toBeGreaterThan(5 * (latency?.beforeP50 ?? 0));
  });

  it("measures traffic and whether failures follow it", () => {
    const rush = (minute: number) => (minute >= 20 && minute < 32 ? 60 : 20);
    const builder = new TrafficBuilder();
    builder.add({
      from: 0,
      to: 59,
      requests: rush,
      failed: (minute) => (rush(minute) > 20 ? 25 : 0),
      upstream: "10.0.0.1:80",
    });
    const { traffic } = evidenceOf(builder.build());
    expect(traffic).toMatchObject({ beforePerMinute: 20, duringPerMinute: 60, times: 3 });
    expect(traffic.correlation).toBeGreaterThan(0.95);
  });

  it("lists what was done before, nearest first, and what ended it", () => {
    const rollup = outage().build();
    const at = (minute: number, text: string) => ({
      ...{
        role: "marker" as const,
        atMs: (BUILDER_START_MINUTE + minute) * 60_000,
        kind: "deploy" as const,
        target: null,
        text,
      },
    });
    const markers = [at(2, "long before"), at(12, "before"), at(19, "just before"), at(32, "rolled back")];
    const evidence = evidenceOf({ ...rollup, markers });
    expect(evidence.markers?.map(({ marker }) => marker.text)).toEqual(["just before", "before", "rolled back"]);
    expect(evidence.recovery?.map(({ marker }) => marker.text)).toEqual(["rolled back"]);
  });

  it("counts what the other tier saw", () => {
    const rollup = outage().build();
    const other = new TrafficBuilder().add({
      from: 0,
      to: 59,
      requests: (minute) => (minute >= 20 && minute < 32 ? 2 : 40),
      host: "www.example.test",
    });
    const [spike] = findSpikes(rollup);
    const evidence = gatherEvidence(spike!, "edge", rollup, other.build(), [], []);
    expect(evidence.otherTier).toMatchObject({
      tier: "origin",
      beforePerMinute: 40,
      duringPerMinute: 2,
      gatewayErrors: 0,
      applicationErrors: 0,
      matched: null,
      of: 96,
    });
  });
});
