import { describe, expect, it } from "vitest";
import type { AccessEvent } from "@/core/events/access-event";
import type { ErrorEvent } from "@/core/events/error-event";
import { inferTiers, tierOfMessages } from "./infer-tiers";

const BLANK: AccessEvent = {
  ...{ role: "access", format: "x", atMs: 0, status: 200, method: "GET", path: "/", protocol: null, host: null },
  ...{ clientIp: null, bodyBytes: null, requestMs: null, userAgent: null, referer: null, upstreams: [] },
  ...{ upstreamName: null, server: null, frontend: null, flags: null, errorReason: null, requestId: null },
  requestBytes: null,
};

const ATTEMPT = { status: 200, connectMs: 0, headerMs: 5, responseMs: 5, receivedBytes: null, sentBytes: null };

/** Forty requests as one tier logged them. */
function log(tier: {
  slowerMs?: number;
  clients?: number;
  ids?: boolean;
  paths?: string;
  lateMs?: number;
  upstreams?: string[];
}) {
  return Array.from({ length: 40 }, (_, n): AccessEvent => ({
    ...BLANK,
    atMs: n * 1500 + (tier.lateMs ?? 0),
    path: `${tier.paths ?? "/item"}/${n}`,
    clientIp: `192.0.2.${n % (tier.clients ?? 40)}`,
    requestMs: tier.slowerMs === undefined ? null : 20 + (n % 7) + tier.slowerMs,
    requestId: tier.ids ? `request-${n}` : null,
    upstreams: tier.upstreams === undefined ? [] : [{ ...ATTEMPT, addr: tier.upstreams[n % tier.upstreams.length]! }],
  }));
}
const tiersOf = (...logs: AccessEvent[][]) => inferTiers(logs.map((events) => ({ isCdn: false, events })));

describe("inferTiers", () => {
  it("puts a CDN's log before any other", () => {
    const events = log({});
    expect(
      inferTiers([
        { isCdn: false, events },
        { isCdn: true, events: [] },
      ]),
    ).toEqual(["origin", "edge"]);
    expect(inferTiers([{ isCdn: true, events }])).toEqual([null]);
  });
  it("takes the log whose requests take longer for the outer one", () => {
    expect(tiersOf(log({ slowerMs: 0 }), log({ slowerMs: 3, lateMs: 40 }))).toEqual(["origin", "edge"]);
    expect(tiersOf(log({ slowerMs: 3, ids: true, paths: "/a" }), log({ slowerMs: 0, ids: true }))).toEqual([
      "edge",
      "origin",
    ]);
  });
  it("knows the same requests where one log has whole URLs", () => {
    const urls = log({ slowerMs: 3, paths: "http://www.shop.test/item" });
    expect(tiersOf(log({ slowerMs: 0 }), urls)).toEqual(["origin", "edge"]);
  });
  it("knows the same requests where one log is in local time", () => {
    expect(tiersOf(log({ slowerMs: 0 }), log({ slowerMs: 3, lateMs: 7_200_000 + 40 }))).toEqual(["origin", "edge"]);
  });
  it("takes the log of many clients for the outer one where no durations are logged", () => {
    expect(tiersOf(log({ clients: 2 }), log({ clients: 40 }))).toEqual(["origin", "edge"]);
  });
  it("takes the log that hands all to one address for the outer one where durations are alike", () => {
    const inner = log({ slowerMs: 0, upstreams: ["10.0.0.11:8080", "10.0.0.12:8080", "10.0.0.13:8080"] });
    expect(tiersOf(inner, log({ slowerMs: 0, upstreams: ["be_origin/nginx1"] }))).toEqual(["origin", "edge"]);
    expect(tiersOf(inner, log({}))).toEqual(["origin", "edge"]);
    // Several addresses in both, or one in both: a log and its copy, or two proxies side by side.
    expect(tiersOf(inner, log({ slowerMs: 0, upstreams: ["app1:80", "app2:80"] }))).toEqual([null, null]);
    expect(tiersOf(log({ upstreams: ["a:1"] }), log({ upstreams: ["b:1"] }))).toEqual([null, null]);
  });
  it("goes by the usual order of products where nothing else tells", () => {
    const [haproxy, nginx] = [
      log({ slowerMs: 0, upstreams: ["be/a"] }),
      log({ slowerMs: 0, upstreams: ["10.0.0.1:80"] }),
    ];
    const named = (events: AccessEvent[], product: string | null) => ({ isCdn: false, events, product });
    expect(inferTiers([named(nginx, "nginx"), named(haproxy, "HAProxy")])).toEqual(["origin", "edge"]);
    expect(inferTiers([named(nginx, "nginx"), named(nginx, "nginx")])).toEqual([null, null]);
    expect(inferTiers([named(nginx, null), named(haproxy, "HAProxy")])).toEqual([null, null]);
    const elsewhere = log({ slowerMs: 0, paths: "/other" });
    expect(inferTiers([named(nginx, "nginx"), named(elsewhere, "HAProxy")])).toEqual([null, null]);
  });
  it("says nothing of logs that share no requests, or that are copies", () => {
    expect(tiersOf(log({ slowerMs: 0, paths: "/a" }), log({ slowerMs: 9, paths: "/b" }))).toEqual([null, null]);
    expect(tiersOf(log({ slowerMs: 0 }), log({ slowerMs: 0 }))).toEqual([null, null]);
    expect(tiersOf(log({ slowerMs: 0 }), log({ slowerMs: 9, lateMs: 300_000 }))).toEqual([null, null]);
    expect(tiersOf(log({ slowerMs: 0 }))).toEqual([null]);
  });
});

describe("tierOfMessages", () => {
  const message = (upstreamAddr: string | null, clientIp: string | null): ErrorEvent => ({
    ...{ role: "error", format: "x", atMs: 0, level: null, message: "", phase: null, errno: null, signature: null },
    ...{
      server: null,
      request: null,
      method: null,
      path: null,
      host: null,
      referer: null,
      connection: null,
      pid: null,
    },
    upstreamAddr,
    clientIp,
  });
  const attempt = {
    ...{ status: null, connectMs: null, headerMs: null, responseMs: null, receivedBytes: null, sentBytes: null },
  };
  const of = (addr: string, clientIp: string): AccessEvent => ({
    ...BLANK,
    clientIp,
    upstreams: [{ ...attempt, addr }],
  });
  const logs = [
    { tier: "edge" as const, events: [of("10.0.0.1:443", "192.0.2.1")] },
    { tier: "origin" as const, events: [of("10.9.0.1:8080", "10.0.0.9")] },
  ];
  it("goes by the upstream, then by the client", () => {
    expect(tierOfMessages([message("10.0.0.1:443", "10.0.0.9")], logs)).toBe("edge");
    expect(tierOfMessages([message("10.9.0.1:8080", "192.0.2.1")], logs)).toBe("origin");
    expect(tierOfMessages([message(null, "192.0.2.1")], logs)).toBe("edge");
    expect(tierOfMessages([message(null, null), message("10.7.7.7:1", "192.0.2.77")], logs)).toBeNull();
  });
});
