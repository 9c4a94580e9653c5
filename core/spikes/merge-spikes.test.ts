import { expect, it } from "vitest";
import { indexCells } from "./cell-index";
import { mergeSpikes, type FoundSpike } from "./merge-spikes";
import { TrafficBuilder } from "./traffic-builder";

const SITE = { upstream: "10.0.0.1:80", host: "www.example.test" };
const index = indexCells(
  ["/a", "/b", "/c"]
    .reduce(
      (builder, route) =>
        builder
          .add({ ...SITE, from: 0, to: 59, requests: 10, route })
          .add({ ...SITE, from: 20, to: 34, requests: 8, failed: 8, route }),
      new TrafficBuilder(),
    )
    .build(),
);
const spike = (paths: string[], from: number, to: number): FoundSpike => ({
  ...{ from, to, baselineRatio: 0.001, noBaseline: false },
  selection: { upstreams: [SITE.upstream], hosts: [], paths, clients: [] },
});

it("joins parts that begin together and have a route in common, whenever each of them ends", () => {
  const [joined, ...others] = mergeSpikes(index, [spike(["/a", "/b"], 20, 30), spike(["/b", "/c"], 20, 40)]);
  expect(others).toEqual([]);
  expect(joined).toMatchObject({ from: 20, to: 40 });
  expect(joined?.selection.paths.toSorted()).toEqual(["/a", "/b", "/c"]);
});

it("leaves parts without a common route that end at other times apart", () => {
  expect(mergeSpikes(index, [spike(["/a"], 10, 24), spike(["/c"], 20, 40)])).toHaveLength(2);
});
