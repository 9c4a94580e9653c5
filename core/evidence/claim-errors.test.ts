import { describe, expect, it } from "vitest";
import type { Signature } from "@/core/events/error-event";
import { CELL_COUNTERS, CELL_WIDTH, DIMENSIONS, type FailedRequest, type Rollup } from "@/core/rollups/rollup";
import { BUILDER_START_MINUTE, TrafficBuilder } from "@/core/spikes/traffic-builder";
import { claimErrors } from "./claim-errors";

const dns: Signature = {
  ...{ id: "dns", phase: "resolve", errno: null, cause: "dns-failure", confidence: "high", label: "no such name" },
  mayAnswer: 500,
};
const refused: Signature = { ...dns, id: "refused", phase: "connect" };
delete refused.mayAnswer;

interface Minute {
  /** Requests of the minute that were answered 500, one after another by these clients. */
  clients: string[];
  /** Clients of which a message speaks. */
  told: string[];
  /** Lines and messages that are kept; left out: all. */
  kept?: number;
}

/** A rollup of such minutes, each with twenty good requests, as reading a plain access log and an error log gives it. */
function rollupOf(minutes: Minute[], { status = 500, signature = "dns", path = "/a" } = {}): Rollup {
  const builder = new TrafficBuilder();
  minutes.forEach(({ clients, told, kept = Infinity }, minute) => {
    builder.add({ from: minute, to: minute, requests: 20, client: "192.0.2.200", route: "/" });
    for (const [n, client] of clients.entries())
      builder.add({ from: minute, to: minute, requests: 1, failed: n < kept ? 1 : 0, client, route: path, status });
    for (const clientIp of told.slice(0, kept)) builder.addMessage(minute + 0.5, { signature, clientIp, path: "/a" });
  });
  const rollup = builder.build();
  const lines = rollup.failures;
  const isDoubtful = ({ status }: FailedRequest) => status === 500;
  const own = rollup.cells.counts;
  if (status === 500)
    for (let row = 0; row < rollup.cells.size; row++) {
      const at = row * CELL_WIDTH;
      const good = own[at] === 20;
      own.set([good ? 20 : 1, 0, 0, 0, 0, 0, good ? 0 : 1, 0], at);
    }
  const tallies = rollup.tallies.map((value, at) => (at % 5 === 4 && status === 500 ? 0 : value));
  return {
    ...rollup,
    tallies,
    failures: lines.filter((line) => !isDoubtful(line)),
    doubtful: lines.filter(isDoubtful).map((line) => ({ ...line, madeBy: "unknown" })),
    statuses: Int32Array.from(
      minutes.flatMap(({ clients }, minute) => [BUILDER_START_MINUTE + minute, status, clients.length]),
    ),
    messageSignatures: ["", "dns", "refused"],
    messageCounts: Int32Array.from(
      minutes.flatMap(({ told }, minute) => [
        ...[BUILDER_START_MINUTE + minute, signature === "dns" ? 1 : 2, 0, told.length],
      ]),
    ),
  };
}

const claim = (rollup: Rollup) => claimErrors(rollup, [dns, refused]);

/** Sums of a counter per minute. */
function perMinute({ cells }: Rollup, counter: (typeof CELL_COUNTERS)[number]): number[] {
  const sums: number[] = [];
  for (let row = 0; row < cells.size; row++) {
    const minute = cells.minute[row]! - BUILDER_START_MINUTE;
    sums[minute] = (sums[minute] ?? 0) + cells.counts[row * CELL_WIDTH + CELL_COUNTERS.indexOf(counter)]!;
  }
  return sums;
}

const clients = (from: number, count: number) => Array.from({ length: count }, (_, n) => `10.0.0.${from + n}`);

describe("500s that a message accounts for", () => {
  it("are the gateway's, in the minutes, the lines and the tallies", () => {
    const claimed = claim(
      rollupOf([
        { clients: clients(1, 3), told: [] },
        { clients: clients(1, 5), told: clients(1, 5) },
      ]),
    );
    expect(perMinute(claimed, "gatewayErrors")).toEqual([0, 5]);
    expect(perMinute(claimed, "otherErrors")).toEqual([3, 0]);
    expect(perMinute(claimed, "requests")).toEqual([23, 25]);
    expect(claimed.failures.map(({ status, madeBy }) => [status, madeBy])).toEqual(
      Array.from({ length: 5 }, () => [500, "proxy"]),
    );
    expect(claimed.doubtful).toHaveLength(3);
    const tallied = new Map<string, number>();
    for (let at = 0; at < claimed.tallies.length; at += 5) {
      expect(DIMENSIONS[claimed.tallies[at + 1]!]).toBe("client");
      tallied.set(claimed.dictionaries.client[claimed.tallies[at + 2]!]!, claimed.tallies[at + 4]!);
    }
    expect(Object.fromEntries(tallied)).toEqual({
      ...{ "192.0.2.200": 0, "10.0.0.1": 1, "10.0.0.2": 1, "10.0.0.3": 1, "10.0.0.4": 1, "10.0.0.5": 1 },
    });
  });

  it("are told from the application's beside them by client", () => {
    const claimed = claim(rollupOf([{ clients: clients(1, 9), told: ["10.0.0.4"] }]));
    expect(perMinute(claimed, "gatewayErrors")).toEqual([1]);
    expect(claimed.failures.map(({ clientIp }) => clientIp)).toEqual(["10.0.0.4"]);
  });

  it("are found where a rule rewrote the path, by the client alone", () => {
    const claimed = claim(rollupOf([{ clients: clients(1, 4), told: clients(1, 4) }], { path: "/before" }));
    expect(perMinute(claimed, "gatewayErrors")).toEqual([4]);
  });

  it("are found by the time alone where the message names no request", () => {
    const rollup = rollupOf([
      { clients: clients(1, 4), told: [] },
      { clients: clients(1, 4), told: clients(1, 3) },
    ]);
    const nameless = rollup.messages.map((message) => ({ ...message, clientIp: null, path: null }));
    expect(perMinute(claim({ ...rollup, messages: nameless }), "gatewayErrors")).toEqual([0, 3]);
  });

  it("are found where the logs name different clients, by the path alone", () => {
    const claimed = claim(rollupOf([{ clients: clients(1, 4), told: ["172.16.0.1", "172.16.0.1"] }]));
    expect(perMinute(claimed, "gatewayErrors")).toEqual([2]);
  });

  it("are counted by the messages where the kept lines are a sample", () => {
    const busy = { clients: clients(1, 100), told: clients(1, 100) };
    const counts = [10, 60, 100].map((kept) => perMinute(claim(rollupOf([{ ...busy, kept }])), "gatewayErrors"));
    expect(counts).toEqual([[100], [100], [100]]);
    const some = { clients: clients(1, 100), told: clients(1, 40) };
    expect(perMinute(claim(rollupOf([{ ...some, kept: 10 }])), "gatewayErrors")).toEqual([40]);
  });
});

describe("500s that none accounts for", () => {
  it("stay the application's, whatever the gateway says of others", () => {
    const own = { clients: clients(1, 6), told: [] };
    for (const rollup of [
      rollupOf([own, own]),
      rollupOf([{ ...own, told: ["172.16.0.1"] }], { path: "/other" }),
      rollupOf([{ ...own, told: own.clients }], { signature: "refused" }),
    ])
      expect(perMinute(claim(rollup), "gatewayErrors").every((count) => count === 0)).toBe(true);
  });

  it("stay so where the product answers these failures with another status", () => {
    const failing = rollupOf([{ clients: clients(1, 6), told: clients(1, 6) }], { status: 502 });
    const own = rollupOf([{ clients: clients(1, 6), told: [] }]);
    const both = claim({ ...failing, doubtful: own.doubtful, statuses: own.statuses });
    expect(both.failures.every(({ status }) => status === 502)).toBe(true);
    expect(perMinute(both, "gatewayErrors")).toEqual([6]);
  });
});
