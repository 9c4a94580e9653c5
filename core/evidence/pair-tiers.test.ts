import { describe, expect, it } from "vitest";
import { hashText } from "@/core/rollups/request-sample";
import { pairTiers, type TierPairing } from "./pair-tiers";
import { later, START_MS, tierOf, visits, type TestRequest } from "./two-tiers.fixture";

function pair(edge: readonly TestRequest[], origin: readonly TestRequest[]): TierPairing {
  const pairing = pairTiers(tierOf(edge), tierOf(origin));
  if (pairing === null) throw new Error("nothing was paired");
  return pairing;
}

const paired = ({ edge }: TierPairing) => edge.filter(({ partner }) => partner !== null).length;
const fateOf = ({ edge }: TierPairing, at: number) =>
  edge.find(({ atMs }) => atMs === START_MS + at * 1000)?.partner?.status ?? null;

describe("pairTiers", () => {
  it.each([0, 12, -437, 540])("finds clocks that differ by %i seconds", (ahead) => {
    const edge = visits(200);
    const pairing = pair(edge, later(edge, ahead));
    expect(pairing.clock.originAheadMs).toBe(ahead * 1000);
    expect(pairing.clock.spreadMs).toBeLessThanOrEqual(500);
    expect(paired(pairing)).toBe(200);
  });

  it("does not take regular traffic on one path for a difference of the clocks", () => {
    // A health check every ten seconds, which is the same at any multiple of ten, among pages that are not.
    const checks = Array.from({ length: 300 }, (_, n) => ({ at: n * 10, path: "/healthz", took: 0.001 }));
    const edge = [...visits(60, 41), ...checks];
    const pairing = pair(edge, later(edge, 3));
    expect(pairing.clock.originAheadMs).toBe(3000);
    expect(paired(pairing)).toBe(360);
  });

  it("tells what never arrived from what did, though the same page is asked for all the time", () => {
    const quiet = visits(100);
    const failing = visits(60).map((request) => ({ ...request, at: request.at + 700.5, status: 504, took: 3 }));
    // The front page is asked for directly meanwhile, by clients that are not the edge.
    const direct = Array.from({ length: 200 }, (_, n) => ({ at: 700 + n * 2.1, path: "/", client: `198.51.100.${n}` }));
    const arrived = quiet.map((request) => ({ ...request, client: "10.1.160.2" }));
    const pairing = pair([...quiet, ...failing], [...arrived, ...direct]);
    expect(pairing.basis).toBe("edge-path-time");
    expect(paired(pairing)).toBe(100);
    expect(pairing.origin).toHaveLength(100);
  });

  it("finds the answer that came after the edge had given up", () => {
    const quiet = visits(100);
    const slow = Array.from({ length: 20 }, (_, n) => ({
      at: 800 + n * 9,
      path: `/report/${n}`,
      status: 504,
      took: 30,
    }));
    const answered = slow.map((request) => ({ ...request, at: request.at + 40, status: 200, took: 70 }));
    const pairing = pair([...quiet, ...slow], later([...quiet, ...answered], 12));
    expect(pairing.clock.originAheadMs).toBe(12_000);
    expect(fateOf(pairing, 800)).toBe(200);
    expect(paired(pairing)).toBe(120);
  });

  it("finds a line that was written when the request began", () => {
    const quiet = visits(100);
    const slow = Array.from({ length: 20 }, (_, n) => ({
      at: 800 + n * 9,
      path: `/report/${n}`,
      status: 504,
      took: 30,
    }));
    const begun = slow.map((request) => ({ ...request, at: request.at - 30, status: 499 }));
    expect(fateOf(pair([...quiet, ...slow], [...quiet, ...begun]), 800)).toBe(499);
  });

  it("does not give a failure the partner of a request that was answered in the same second", () => {
    const quiet = visits(60);
    const both = [
      { at: 900, path: "/", status: 502, took: 0.1 },
      { at: 900.5, path: "/", status: 200, took: 0.1 },
    ];
    const pairing = pair([...quiet, ...both], [...quiet, { at: 900.2, path: "/", status: 200, took: 0.1 }]);
    expect(fateOf(pairing, 900)).toBeNull();
    expect(fateOf(pairing, 900.5)).toBe(200);
  });

  it("tells methods and, where the origin sees them, clients apart", () => {
    const quiet = visits(60).map((request, n) => ({ ...request, client: `203.0.113.${n}` }));
    const here = [
      { at: 900, path: "/cart", method: "POST", client: "203.0.113.9", status: 502 },
      { at: 910, path: "/cart", client: "203.0.113.9", status: 502 },
    ];
    const there = [
      { at: 900, path: "/cart", client: "203.0.113.9" },
      { at: 910, path: "/cart", client: "203.0.113.10" },
    ];
    const pairing = pair([...quiet, ...here], [...quiet, ...there]);
    expect(pairing.basis).toBe("client-path-time");
    expect(fateOf(pairing, 900)).toBeNull();
    expect(fateOf(pairing, 910)).toBeNull();
  });

  it("goes by the request's id where both log it", () => {
    const edge = visits(50).map((request, n) => ({ ...request, id: `id-${n}` }));
    const origin = edge.filter((_, n) => n < 40).map((request) => ({ ...request, path: `/rewritten${request.path}` }));
    const pairing = pair(edge, later(origin, 95));
    expect(pairing.basis).toBe("request-id");
    expect(pairing.clock.originAheadMs).toBe(95_000);
    expect(paired(pairing)).toBe(40);
  });

  it("says nothing where a sample of other paths cannot hold the partner", () => {
    const edge = visits(50).map((request, n) => ({ ...request, id: `id-${n}` }));
    const origin = edge.map((request) => ({ ...request, path: `/rewritten${request.path}` }));
    expect(pairTiers(tierOf(edge, 0, ["/"]), tierOf(origin, 0, ["/"]))).toBeNull();
  });

  it("compares only paths that both samples keep", () => {
    const edge = visits(300);
    const pages = edge.filter(({ path }) => path !== "/");
    const pairing = pairTiers(tierOf(edge), tierOf(pages, 0, ["/"]));
    expect(pairing).toMatchObject({ onePathIn: 1, busyPaths: 1 });
    expect(pairing?.edge).toHaveLength(200);
    expect(pairing?.origin).toHaveLength(200);
    const even = edge.filter(({ path }) => (hashText(path) & 1) === 0);
    const half = pairTiers(tierOf(even, 1), tierOf(edge));
    expect(half?.onePathIn).toBe(2);
    expect(half?.edge).toHaveLength(even.length);
    expect(half?.edge.map(({ path }) => path)).toEqual(half?.origin.map(({ path }) => path));
  });

  it("finds nothing in logs of different traffic", () => {
    const other = visits(200, 5).map(({ at }, n) => ({ at, path: `/other/${n}` }));
    expect(pairTiers(tierOf(visits(200)), tierOf(other))).toBeNull();
    expect(pairTiers(tierOf([]), tierOf(other))).toBeNull();
  });

  it("stays quick where one path is asked for a hundred thousand times", () => {
    const flood = Array.from({ length: 100_000 }, (_, n) => ({ at: n / 100, path: "/", took: 200 }));
    const startedMs = performance.now();
    pairTiers(tierOf([...visits(200), ...flood]), tierOf([...visits(200), ...flood]));
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });
});
