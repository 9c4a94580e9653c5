import { describe, expect, it } from "vitest";
import { findSpikes } from "@/core/spikes/find-spikes";
import { TrafficBuilder, type Traffic } from "@/core/spikes/traffic-builder";
import { gatherEvidence } from "./gather-evidence";
import { pairTiers } from "./pair-tiers";
import { sampleOf, visits, type TestRequest } from "./two-tiers.fixture";

const HOST = "www.example.test";
/** Twenty failing requests in the ten minutes from minute 20 on. */
const FAILING: TestRequest[] = Array.from({ length: 20 }, (_, n) => ({
  ...{ at: 1215 + n * 30, path: `/report/${n}`, status: 504, took: 30, host: HOST },
}));
const QUIET = visits(330).map((request) => ({ ...request, host: HOST }));

interface Tiers {
  edge?: TestRequest[];
  origin: TestRequest[];
  originTraffic?: Partial<Traffic>;
}

function reconciliationOf({ edge = [...QUIET, ...FAILING], origin, originTraffic = {} }: Tiers) {
  const steady = { from: 0, to: 39, requests: 10, host: HOST, route: "/page/:id" };
  const outage = { from: 20, to: 29, requests: 2, failed: 2, host: HOST, route: "/report/:id", status: 504 };
  const edgeRollup = { ...new TrafficBuilder().add(steady).add(outage).build(), sample: sampleOf(edge) };
  const originRollup = {
    ...new TrafficBuilder()
      .add({ ...steady, ...originTraffic })
      .add({ from: 0, to: 1, requests: 1, host: HOST, route: "/report/:id" })
      .build(),
    sample: sampleOf(origin),
  };
  const [spike, ...more] = findSpikes(edgeRollup);
  expect(more).toEqual([]);
  const pairing = pairTiers(edgeRollup, originRollup);
  const { reconciliation } = gatherEvidence(spike!, "edge", edgeRollup, originRollup, [], [], pairing);
  if (reconciliation === null) throw new Error("there are two tiers");
  return reconciliation;
}

describe("reconcileTiers", () => {
  it("is absent with one tier", () => {
    const rollup = new TrafficBuilder()
      .add({ from: 0, to: 39, requests: 10, failed: (minute) => (minute >= 20 && minute < 30 ? 9 : 0) })
      .build();
    const [spike] = findSpikes(rollup);
    expect(gatherEvidence(spike!, "edge", rollup, null, [], []).reconciliation).toBeNull();
  });

  it("counts what the origin never saw", () => {
    const { basis, fates, pairs } = reconciliationOf({ origin: QUIET });
    expect(basis).toBe("path-time");
    expect(fates).toMatchObject({ compared: 20, unseen: 20, gateway: 0, gone: 0, answered: 0 });
    expect(pairs).toContainEqual({ edge: "504", origin: null, during: 20, before: 0 });
    const before = pairs.find(({ edge, origin }) => edge === "2xx" && origin === "2xx")?.before ?? 0;
    expect(before).toBeGreaterThan(100);
  });

  it("tells late answers from errors of the origin and from requests it gave up", () => {
    const late = FAILING.slice(0, 12).map((request) => ({ ...request, at: request.at + 40, status: 200, took: 70 }));
    const own = FAILING.slice(12, 16).map((request) => ({ ...request, status: 502 }));
    const gone = FAILING.slice(16).map((request) => ({ ...request, status: 499 }));
    const { fates } = reconciliationOf({ origin: [...QUIET, ...late, ...own, ...gone] });
    expect(fates).toMatchObject({ compared: 20, unseen: 0, gateway: 4, gatewayStatus: "502", gone: 4, answered: 12 });
    expect(fates?.answeredMs).toEqual({ edge: 30_000, origin: 70_000 });
  });

  it("lists what the origin answered and the edge never logged", () => {
    const extra = [{ at: 1300, path: "/extra", status: 201, host: HOST }];
    const { pairs } = reconciliationOf({ origin: [...QUIET, ...extra] });
    expect(pairs).toContainEqual({ edge: null, origin: "2xx", during: 1, before: 0 });
  });

  it("does not miss at the origin what another origin serves", () => {
    const elsewhere = FAILING.map((request) => ({ ...request, host: "static.example.test" }));
    const { basis, fates } = reconciliationOf({ edge: [...QUIET, ...elsewhere], origin: QUIET });
    expect(basis).toBe("minute");
    expect(fates).toBeNull();
  });

  it("does not miss what came after the origin's log had ended", () => {
    const { fates } = reconciliationOf({ origin: QUIET.filter(({ at }) => at < 1320) });
    expect(fates?.compared).toBe(4);
  });

  it("compares counts where requests cannot be recognised", () => {
    const { basis, clock, minutes, bucketMinutes } = reconciliationOf({
      origin: [],
      originTraffic: { requests: (minute) => (minute >= 20 && minute < 30 ? 3 : 10) },
    });
    expect({ basis, clock, bucketMinutes }).toEqual({ basis: "minute", clock: null, bucketMinutes: 1 });
    const twenty = minutes.find(({ edgeFailed }) => edgeFailed > 0);
    expect(twenty).toMatchObject({ edgeRequests: 12, edgeFailed: 2, originRequests: 3, originFailed: 0 });
  });
});
