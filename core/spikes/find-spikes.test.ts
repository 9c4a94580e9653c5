import { describe, expect, it } from "vitest";
import { findSpikes } from "./find-spikes";
import { BUILDER_START_MINUTE, draw, seededRandom, TrafficBuilder, type Traffic } from "./traffic-builder";

const HOUR = 59;
const start = (spikes: ReturnType<typeof findSpikes>) =>
  spikes.map((spike) => Math.floor(spike.startMs / 60_000) - BUILDER_START_MINUTE);
const end = (spikes: ReturnType<typeof findSpikes>) =>
  spikes.map((spike) => Math.floor(spike.endMs / 60_000) - 1 - BUILDER_START_MINUTE);

/** An hour of a small site: three upstreams, two hosts, `perMinute` requests to each upstream. */
function quietHour(perMinute = 12, startMinute?: number): TrafficBuilder {
  const builder = new TrafficBuilder(startMinute);
  for (const n of [1, 2, 3])
    builder.add({
      from: 0,
      to: HOUR,
      requests: perMinute,
      upstream: `10.0.0.${n}:80`,
      host: "www.example.test",
      route: "/a",
    });
  return builder.add({
    from: 0,
    to: HOUR,
    requests: perMinute,
    upstream: "10.0.1.1:80",
    host: "api.example.test",
    route: "/b",
  });
}
const outage = (traffic: Partial<Traffic>): Traffic => ({
  from: 20,
  to: 32,
  requests: 6,
  failed: 6,
  upstream: "10.0.0.2:80",
  host: "www.example.test",
  route: "/a",
  ...traffic,
});

describe("findSpikes on quiet logs", () => {
  it("finds nothing in an empty log", () => expect(findSpikes(new TrafficBuilder().build())).toEqual([]));

  it("finds nothing where nothing failed", () => expect(findSpikes(quietHour().build())).toEqual([]));

  it("finds a loop that makes a thousand requests of one", () => {
    const spikes = findSpikes(
      quietHour(3)
        .add(outage({ requests: 5000, failed: 5000, upstream: "10.0.0.9:80" }))
        .build(),
    );
    expect(start(spikes)).toEqual([20]);
    expect(end(spikes)).toEqual([32]);
  });

  it("lets a few stray errors pass", () => {
    const builder = quietHour();
    for (const minute of [3, 17, 18, 40]) builder.add(outage({ from: minute, to: minute, requests: 1, failed: 1 }));
    expect(findSpikes(builder.build())).toEqual([]);
  });

  it("lets a burst of three pass", () => {
    expect(
      findSpikes(
        quietHour()
          .add(outage({ from: 20, to: 20, requests: 3, failed: 3 }))
          .build(),
      ),
    ).toEqual([]);
  });

  it.each([0.005, 0.01, 0.03])("takes a steady background of %f for what it is, at any traffic", (ratio) => {
    for (let seed = 1; seed <= 8; seed++) {
      const random = seededRandom(seed);
      for (const perMinute of [30, 2000, 100_000]) {
        const builder = new TrafficBuilder();
        builder.add({
          from: 0,
          to: 119,
          requests: perMinute,
          failed: () => draw(random, perMinute, ratio),
          upstream: "10.0.0.1:80",
        });
        expect(start(findSpikes(builder.build())), `seed ${seed}, ${perMinute}/min`).toEqual([]);
      }
    }
  });

  it("takes a background that doubles for an hour for what busy sites do", () => {
    const builder = new TrafficBuilder();
    builder.add({ from: 0, to: 239, requests: 50_000, failed: (minute) => (minute >= 100 && minute < 160 ? 100 : 50) });
    expect(findSpikes(builder.build())).toEqual([]);
  });

  it("takes a route that always fails for a habit", () => {
    const builder = quietHour().add({
      from: 0,
      to: HOUR,
      requests: 0.6,
      failed: 0.6,
      host: "www.example.test",
      upstream: "10.0.0.1:80",
      route: "/gone",
    });
    expect(findSpikes(builder.build())).toEqual([]);
  });
});

describe("findSpikes on outages", () => {
  it("finds one upstream of four", () => {
    const spikes = findSpikes(quietHour().add(outage({})).build());
    expect(start(spikes)).toEqual([20]);
    expect(end(spikes)).toEqual([32]);
    expect(spikes[0]).toMatchObject({
      failed: 78,
      scope: { upstreams: ["10.0.0.2:80"], hosts: ["www.example.test"], paths: [], clients: [] },
      ongoing: false,
    });
  });

  it("finds five failures in one minute of a small site", () => {
    const spikes = findSpikes(
      quietHour()
        .add(outage({ from: 20, to: 20, requests: 6, failed: 6 }))
        .build(),
    );
    expect(start(spikes)).toEqual([20]);
  });

  it("finds one upstream out of two hundred at high traffic", () => {
    const builder = new TrafficBuilder();
    for (let n = 0; n < 200; n++) {
      builder.add({
        from: 0,
        to: HOUR,
        requests: 500,
        failed: n === 77 ? (minute) => (minute > 29 && minute < 40 ? 400 : 1) : 1,
        upstream: `10.0.${n}.1:80`,
      });
    }
    const spikes = findSpikes(builder.build());
    expect(start(spikes)).toEqual([30]);
    expect(end(spikes)).toEqual([39]);
    expect(spikes[0]?.scope.upstreams).toEqual(["10.0.77.1:80"]);
  });

  it("finds the onset of a creeping rise", () => {
    const builder = new TrafficBuilder();
    builder.add({
      from: 0,
      to: HOUR,
      requests: 80,
      failed: (minute) => (minute >= 20 && minute < 40 ? Math.min(60, (minute - 19) * 3) : 0),
      upstream: "10.0.0.1:80",
    });
    const spikes = findSpikes(builder.build());
    expect(start(spikes)).toEqual([20]);
    expect(end(spikes)).toEqual([39]);
  });

  it("finds the slow beginning of a surge though the log has hardly a quiet minute before it", () => {
    const rise = [0, 0, 3, 2, 3, 68, 160, 95, 116, 130, 47, 45, 66, 47, 39, 6, 2];
    const traffic = [10, 89, 80, 108, 98, 109, 203, 131, 147, 165, 70, 65, 85, 58, 73, 73, 73];
    const builder = new TrafficBuilder().add({
      ...{ from: 0, to: 27, upstream: "10.0.0.1:80" },
      requests: (minute) => traffic[minute] ?? 40,
      failed: (minute) => rise[minute] ?? 0,
    });
    expect(start(findSpikes(builder.build()))).toEqual([2]);
  });

  it("is not led astray by a stray failure minutes before", () => {
    const builder = quietHour()
      .add(outage({ from: 15, to: 15, requests: 1, failed: 1 }))
      .add(outage({}))
      .add(outage({ from: 38, to: 38, requests: 1, failed: 1 }));
    const spikes = findSpikes(builder.build());
    expect(start(spikes)).toEqual([20]);
    expect(end(spikes)).toEqual([32]);
  });

  it("finds a weak, long spike", () => {
    const random = seededRandom(7);
    const builder = new TrafficBuilder();
    builder.add({
      from: 0,
      to: 119,
      requests: 100,
      failed: (minute) => (minute >= 50 && minute < 80 ? draw(random, 100, 0.03) : 0),
      upstream: "10.0.0.1:80",
    });
    const spikes = findSpikes(builder.build());
    expect(spikes).toHaveLength(1);
    expect(Math.abs((start(spikes)[0] ?? 0) - 50)).toBeLessThanOrEqual(2);
  });

  it("works with a request every other minute", () => {
    const builder = new TrafficBuilder();
    builder.add({
      from: 0,
      to: 1400,
      requests: (minute) => minute % 2,
      failed: (minute) => (minute >= 700 && minute < 760 ? minute % 2 : 0),
      upstream: "10.0.0.1:80",
    });
    const spikes = findSpikes(builder.build());
    expect(start(spikes)).toEqual([701]);
    expect(spikes).toHaveLength(1);
  });

  it("bridges a few quiet minutes and keeps distant outages apart", () => {
    const builder = quietHour()
      .add(outage({ from: 5, to: 9 }))
      .add(outage({ from: 13, to: 16 }))
      .add(outage({ from: 45, to: 50 }));
    const spikes = findSpikes(builder.build());
    expect(start(spikes)).toEqual([5, 45]);
    expect(end(spikes)).toEqual([16, 50]);
  });

  it("finds outages at the beginning and at the end of a log", () => {
    const spikes = findSpikes(
      quietHour()
        .add(outage({ from: 0, to: 6 }))
        .add(outage({ from: 50, to: HOUR }))
        .build(),
    );
    expect(start(spikes)).toEqual([0, 50]);
    expect(spikes.map((spike) => spike.ongoing)).toEqual([false, true]);
    expect(spikes[0]?.baseline?.position).toBe("after");
  });

  it("finds an outage that fills the whole log", () => {
    const spikes = findSpikes(
      new TrafficBuilder().add({ from: 0, to: 30, requests: 40, failed: 25, upstream: "10.0.0.1:80" }).build(),
    );
    expect(spikes).toMatchObject([{ baseline: null, ongoing: true, failed: 775 }]);
  });

  it("finds an outage that leaves only three quiet minutes", () => {
    const spikes = findSpikes(
      new TrafficBuilder()
        .add({ from: 0, to: 50, requests: 40, failed: (minute) => (minute < 3 ? 0 : 17), upstream: "10.0.0.1:80" })
        .build(),
    );
    expect(start(spikes)).toEqual([3]);
  });

  it("does not lose an outage behind months of silence or a line from 1970", () => {
    const builder = quietHour()
      .add(outage({}))
      .add({ from: -BUILDER_START_MINUTE, to: -BUILDER_START_MINUTE, requests: 1 });
    expect(start(findSpikes(builder.build()))).toEqual([20]);
  });
});

describe("scope", () => {
  it("joins the upstreams of a pool and leaves the others out", () => {
    const builder = quietHour();
    for (const n of [1, 3]) builder.add(outage({ upstream: `10.0.0.${n}:80`, requests: 12, failed: 12 }));
    const spikes = findSpikes(builder.build());
    expect(spikes.map((spike) => spike.scope.upstreams)).toEqual([["10.0.0.1:80", "10.0.0.3:80"]]);
  });

  it("names the addresses behind a group that was written off", () => {
    const builder = quietHour();
    builder.add(outage({ from: 20, to: 20, upstream: "10.0.0.2:80", requests: 1, failed: 1 }));
    builder.add(outage({ upstream: "search", host: "search.example.test", requests: 9, failed: 9 }));
    const spikes = findSpikes(builder.build(), new Map([["search", ["10.0.2.1:80", "10.0.2.2:80"]]]));
    expect(spikes.map((spike) => spike.scope.upstreams)).toEqual([["10.0.2.1:80", "10.0.2.2:80"]]);
  });

  it("holds requests that failed on every member of a group against all requests of the members", () => {
    const builder = new TrafficBuilder();
    const members = ["10.0.0.1:80", "10.0.0.2:80"];
    for (const upstream of members) builder.add({ from: 0, to: 30, requests: 40, upstream });
    const fails = (traffic: Partial<Traffic>) => builder.add({ from: 12, to: 16, requests: 0, ...traffic });
    fails({ failed: 2, upstream: "app", tried: members });
    fails({ failed: 1, upstream: members[0] });
    const [spike, ...others] = findSpikes(builder.build());
    expect(others).toEqual([]);
    expect(spike).toMatchObject({ failed: 15, requests: 5 * 83, scope: { upstreams: members } });
  });

  it("holds requests that never got an upstream against all requests: having none is how they failed, not what they asked for", () => {
    const spikes = findSpikes(
      quietHour(30)
        .add(outage({ from: 20, to: 29, requests: 40, failed: 40, upstream: "", status: 503 }))
        .build(),
    );
    expect(spikes).toMatchObject([
      { failed: 400, requests: 1300, scope: { hosts: ["www.example.test"], upstreams: [] } },
    ]);
  });

  it("names one route out of many", () => {
    const builder = new TrafficBuilder();
    for (let n = 0; n < 20; n++)
      builder.add({
        from: 0,
        to: HOUR,
        requests: 2,
        failed: n === 4 ? (minute) => (minute >= 20 && minute < 36 ? 1 : 0) : 0,
        upstream: `10.0.0.${1 + (n % 2)}:80`,
        route: `/r${n}`,
      });
    const spikes = findSpikes(builder.build());
    expect(spikes).toHaveLength(1);
    expect(spikes[0]?.scope.paths).toEqual(["/r4"]);
  });

  it("does not part a route that is seldom asked for from those that it failed with", () => {
    const seldom = [0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1];
    const spikes = findSpikes(
      new TrafficBuilder()
        .add({ from: 0, to: 39, requests: 20, upstream: "10.0.0.1:80", route: "/other" })
        .add({ from: 0, to: 39, requests: 4, failed: (n) => (n >= 12 && n < 24 ? 4 : 0), route: "/product/:id" })
        .add({
          ...{ from: 0, to: 25, route: "/category" },
          requests: (n) => seldom[n] ?? 0,
          failed: (n) => (n >= 12 && n < 24 ? (seldom[n] ?? 0) : 0),
        })
        .build(),
    );
    expect(spikes.map(({ failed, scope }) => [failed, scope.paths.toSorted()])).toEqual([
      [53, ["/category", "/product/:id"]],
    ]);
    expect([start(spikes), end(spikes)]).toEqual([[12], [23]]);
  });

  describe("in ten minutes of a small site", () => {
    const perMinute = (counts: Record<number, number>, otherwise: number) => (minute: number) =>
      counts[minute] ?? otherwise;
    const tenMinutes = () =>
      new TrafficBuilder().add({ from: 0, to: 10, requests: 80, upstream: "10.0.0.1:80", route: "/other" });

    it("names a route that failed with another, though too seldom to be a spike of its own", () => {
      const spikes = findSpikes(
        tenMinutes()
          .add({
            from: 0,
            to: 10,
            requests: 3,
            failed: perMinute({ 5: 3, 6: 2, 7: 3 }, 0),
            upstream: "10.0.0.1:80",
            route: "/account/:id",
          })
          .add({
            from: 0,
            to: 10,
            requests: perMinute({ 5: 2, 6: 6, 7: 5 }, 4),
            failed: perMinute({ 4: 2, 5: 1, 6: 3, 7: 1 }, 0),
            upstream: "10.0.0.1:80",
            route: "/account",
          })
          .build(),
      );
      expect(spikes.map(({ failed, scope }) => [failed, scope.paths.toSorted()])).toEqual([
        [15, ["/account", "/account/:id"]],
      ]);
      expect(start(spikes)).toEqual([4]);
    });

    it("names the routes that failed together where none is a spike of its own", () => {
      const builder = new TrafficBuilder();
      const other = { from: 0, to: 9, requests: 34, route: "/other" };
      builder.add({ ...other, failed: perMinute({ 1: 1, 8: 1 }, 0), upstream: "10.0.0.1:80" });
      builder.add({ ...other, upstream: "10.0.0.2:80" });
      const each = (counts: number[]) => (minute: number) => counts[minute] ?? 0;
      const failing = (upstream: string, route: string, requests: number[], failed: number[]) =>
        builder.add({ from: 0, to: 9, requests: each(requests), failed: each(failed), upstream, route });
      failing("10.0.0.1:80", "/account/:id", [2, 0, 0, 2, 1, 1, 1, 4, 1, 1], [0, 0, 0, 0, 1, 1, 0, 0, 0, 0]);
      failing("10.0.0.1:80", "/account", [3, 3, 1, 5, 1, 0, 1, 3, 1, 2], [0, 0, 0, 1, 0, 0, 1, 0, 0, 0]);
      failing("10.0.0.2:80", "/account/:id", [2, 2, 2, 1, 4, 5, 6, 1, 0, 1], [0, 0, 0, 0, 3, 4, 3, 0, 0, 0]);
      failing("10.0.0.2:80", "/account", [3, 0, 3, 1, 3, 2, 0, 2, 1, 2], [0, 0, 0, 1, 3, 2, 0, 0, 0, 0]);
      const spikes = findSpikes(builder.build());
      expect(spikes.map(({ failed, scope }) => [failed, scope.upstreams, scope.paths.toSorted()])).toEqual([
        [20, ["10.0.0.1:80", "10.0.0.2:80"], ["/account", "/account/:id"]],
      ]);
    });

    it("names an upstream that failed with another, and not one with a single failure", () => {
      const builder = new TrafficBuilder();
      const failing = (upstream: string, failed: Record<number, number>) =>
        builder.add({ from: 0, to: 10, requests: 6, failed: perMinute(failed, 0), upstream });
      failing("10.0.0.1:80", { 4: 4, 5: 5, 6: 4, 7: 3 });
      failing("10.0.0.2:80", { 4: 1, 5: 2, 7: 1 });
      failing("10.0.0.3:80", { 6: 1 });
      const spikes = findSpikes(builder.build());
      expect(spikes.map(({ scope }) => scope.upstreams)).toEqual([["10.0.0.1:80", "10.0.0.2:80"]]);
    });
  });

  it("takes routes that are asked for too seldom to show where they began for part of what failed beside them", () => {
    // Failures and requests by the minute, from a recording of a proxy whose application closed connections from minute 6 to 11.
    const recorded = {
      "/search": "0/2 0/2 0/0 0/1 0/4 0/4 2/5 3/3 5/5 7/7 6/6 8/10 0/10 0/9 0/5 0/2 0/0",
      "/wool-scarf": "0/0 0/2 0/0 0/0 0/0 0/0 0/0 0/0 1/1 0/0 2/2 3/3 0/4 0/2 0/0 0/0 0/0",
      "/tea-set": "0/0 0/0 0/1 0/0 0/0 0/0 0/0 0/0 1/1 0/0 4/4 1/1 0/1 0/0 0/0 0/0 0/1",
    };
    const builder = new TrafficBuilder();
    for (const [route, minutes] of Object.entries(recorded))
      minutes.split(" ").forEach((counts, minute) => {
        const [failed = 0, requests = 0] = counts.split("/").map(Number);
        builder.add({ from: minute, to: minute, requests, failed, upstream: "10.0.0.1:80", route });
      });
    const spikes = findSpikes(builder.build());
    expect(start(spikes)).toEqual([6]);
    expect(end(spikes)).toEqual([11]);
  });

  it("does not name routes when all fail alike", () => {
    const random = seededRandom(3);
    const builder = new TrafficBuilder();
    for (let n = 0; n < 60; n++)
      builder.add({
        from: 0,
        to: HOUR,
        requests: 1,
        failed: (minute) => (minute >= 20 && minute < 36 ? draw(random, 1, 0.35) : 0),
        upstream: `10.0.0.${1 + (n % 2)}:80`,
        route: `/r${n}`,
      });
    const spikes = findSpikes(builder.build());
    expect(spikes.map(({ scope }) => scope)).toEqual([
      { upstreams: ["10.0.0.1:80", "10.0.0.2:80"], hosts: [], paths: [], clients: [] },
    ]);
  });

  it.each([
    { failing: 7, named: 7 },
    { failing: 9, named: 0 },
  ])("names all of $failing routes that fail, or none: $named", ({ failing, named }) => {
    const builder = new TrafficBuilder();
    for (let n = 0; n < 30; n++) {
      const every = n < failing - 1 ? 1 : n === failing - 1 ? 3 : Infinity;
      const failed = (minute: number) => (minute >= 20 && minute < 36 && minute % every === 0 ? 1 : 0);
      const upstream = `10.0.0.${1 + (n % 2)}:80`;
      builder.add({ from: 0, to: HOUR, requests: 1, failed, upstream, route: `/r${n}` });
    }
    expect(findSpikes(builder.build()).map(({ scope }) => scope.paths.length)).toEqual([named]);
  });

  it("names one client out of many", () => {
    const builder = new TrafficBuilder();
    for (let n = 1; n < 30; n++)
      builder.add({ from: 0, to: HOUR, requests: 2, client: `192.0.2.${n}`, upstream: "10.0.0.1:80" });
    builder.add({ from: 20, to: 30, requests: 20, failed: 18, client: "198.51.100.9", upstream: "10.0.0.1:80" });
    expect(findSpikes(builder.build()).map((spike) => spike.scope.clients)).toEqual([["198.51.100.9"]]);
  });

  it("keeps overlapping outages of different parts apart", () => {
    const builder = quietHour()
      .add(outage({ from: 10, to: 30, upstream: "10.0.0.2:80", requests: 12, failed: 12 }))
      .add(outage({ from: 20, to: 50, upstream: "", host: "api.example.test", route: "/b", requests: 12, failed: 12 }));
    const spikes = findSpikes(builder.build());
    expect(start(spikes)).toEqual([10, 20]);
    expect(end(spikes)).toEqual([30, 50]);
    expect(spikes[0]?.scope.upstreams).toEqual(["10.0.0.2:80"]);
    expect(spikes[1]?.scope.hosts).toEqual(["api.example.test"]);
  });

  it("takes instances restarted one after another for one incident", () => {
    const builder = quietHour();
    for (const n of [1, 2, 3])
      builder.add(outage({ from: 15 + 5 * n, to: 17 + 5 * n, upstream: `10.0.0.${n}:80`, requests: 8, failed: 8 }));
    const spikes = findSpikes(builder.build());
    expect(start(spikes)).toEqual([20]);
    expect(end(spikes)).toEqual([32]);
  });
});

describe("invariance", () => {
  const shapes: [string, (builder: TrafficBuilder, times: number) => TrafficBuilder][] = [
    ["one upstream", (builder, times) => builder.add(outage({ requests: 6 * times, failed: 6 * times }))],
    [
      "all at a third",
      (builder, times) => builder.add(outage({ requests: 24 * times, failed: 8 * times, upstream: "10.0.0.1:80" })),
    ],
  ];
  it.each(shapes)("shifts with the log: %s", (_, shape) => {
    const here = findSpikes(shape(quietHour(), 1).build());
    for (const shift of [-1_000_000, 7, 525_600]) {
      const there = findSpikes(shape(quietHour(12, BUILDER_START_MINUTE + shift), 1).build());
      expect(
        there.map((spike) => ({
          ...spike,
          startMs: spike.startMs - shift * 60_000,
          endMs: spike.endMs - shift * 60_000,
          peakMinute: spike.peakMinute - shift,
          baseline: null,
        })),
      ).toEqual(here.map((spike) => ({ ...spike, baseline: null })));
    }
  });
  it.each(shapes)("says the same at ten and a thousand times the traffic: %s", (_, shape) => {
    const small = findSpikes(shape(quietHour(), 1).build());
    for (const times of [10, 1000]) {
      const large = findSpikes(shape(quietHour(12 * times), times).build());
      expect(start(large)).toEqual(start(small));
      expect(end(large)).toEqual(end(small));
      expect(large.map((spike) => spike.scope)).toEqual(small.map((spike) => spike.scope));
    }
  });
});
