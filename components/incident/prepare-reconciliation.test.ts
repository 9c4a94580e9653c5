import { describe, expect, it } from "vitest";
import type { Reconciliation } from "@/core/contract/report";
import { prepareReconciliation } from "./prepare-reconciliation";

const AT_MS = Date.UTC(2026, 2, 16, 17);
const at = (minute: number) => new Date(AT_MS + minute * 60_000).toISOString();

const RECONCILIATION: Reconciliation = {
  ...{ sentence: "", basis: "path-time", compared: 90, failed: 90, unseen: 88, onePathIn: 1, clock: null, notes: [] },
  statuses: [
    { edge: "504", origin: "2xx", during: 2, before: 0 },
    { edge: "504", origin: null, during: 88, before: 0 },
    { edge: "502", origin: "502", during: 0, before: 1 },
    { edge: "2xx", origin: "2xx", during: 10, before: 400 },
    { edge: null, origin: "2xx", during: 3, before: 30 },
  ],
  bucketMinutes: 1,
  minutes: [
    { at: at(0), edgeRequests: 50, edgeFailed: 0, originRequests: 60, originFailed: 0 },
    { at: at(1), edgeRequests: 55, edgeFailed: 45, originRequests: 12, originFailed: 0 },
    { at: at(2), edgeRequests: 45, edgeFailed: 45, originRequests: 3, originFailed: 1 },
    { at: at(3), edgeRequests: 70, edgeFailed: 0, originRequests: 80, originFailed: 0 },
  ],
};
const INCIDENT = { startAt: new Date(AT_MS + 75_000).toISOString(), endAt: at(3) };
const view = prepareReconciliation(INCIDENT, RECONCILIATION);

describe("prepareReconciliation", () => {
  it("draws both tiers on one scale, and sums up the incident's own minutes", () => {
    expect(view.most).toBe(80);
    expect(view.charts.map(({ name, requests, failed }) => [name, requests, failed])).toEqual([
      ["Edge", 100, 90],
      ["Origin", 15, 1],
    ]);
    expect(view.charts[0]?.bars[1]).toMatchObject({ x: AT_MS + 90_000, requests: 55, failed: 45, rest: 10 });
    expect(view.incident).toEqual({ x1: AT_MS + 75_000, x2: AT_MS + 180_000 });
  });

  it("orders the table from failures to successes, with what one log lacks at its edges", () => {
    expect(view.columns).toEqual([null, "2xx"]);
    expect(view.rows.map(({ status }) => status)).toEqual(["504", "2xx", null]);
    expect(view.rows[0]?.cells.map(({ during, before }) => [during, before])).toEqual([
      [88, 0],
      [2, 0],
    ]);
  });

  it("shades by number, and failures as such", () => {
    const [failures, successes, unlogged] = view.rows;
    expect(failures?.cells[0]).toMatchObject({ heat: 1, isFailure: true });
    expect(failures?.cells[1]?.heat).toBeGreaterThan(0.1);
    expect(successes?.cells[0]).toMatchObject({ during: 0, heat: 0, isFailure: false });
    expect(unlogged?.cells[1]?.isFailure).toBe(false);
  });

  it("draws nothing to divide by nought where there is nothing to draw", () => {
    const empty = prepareReconciliation(INCIDENT, { ...RECONCILIATION, statuses: [], minutes: [] });
    expect(empty.rows).toEqual([]);
    expect(empty.most).toBe(4);
    expect(empty.toMs).toBeGreaterThan(empty.fromMs);
  });
});
