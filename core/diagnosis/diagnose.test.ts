import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CAUSES } from "@/core/causes/cause-registry";
import { defineCause } from "@/core/causes/define-cause";
import type { Evidence } from "@/core/evidence/evidence";
import {
  always,
  buildEvidence,
  closed,
  connects,
  connectTimedOut,
  field,
  instant,
  marker,
  messages,
  refused,
  share,
  timedOut,
} from "./cases/evidence-builder";
import type { CauseCase } from "./cases/case";
import { clientCases } from "./cases/client-cases";
import { configCases } from "./cases/config-cases";
import { networkCases } from "./cases/network-cases";
import { nginxCases } from "./cases/nginx-cases";
import { overloadCases } from "./cases/overload-cases";
import { upstreamCases } from "./cases/upstream-cases";
import { diagnose } from "./diagnose";

const cases: Record<string, CauseCase> = {
  ...upstreamCases,
  ...overloadCases,
  ...networkCases,
  ...configCases,
  ...clientCases,
};
const first = (evidence: Evidence): string => diagnose(evidence)[0]?.cause ?? "";

describe.each(nginxCases.map((one) => [one.name, one] as const))("%s", (_name, { cause, standing, ...one }) => {
  it("is named, and not mistaken for its look-alike", () => {
    expect(diagnose(one.shows)[0]).toMatchObject({ cause, standing });
    expect(diagnose(one.lookAlike)[0]?.cause).toBe(one.instead);
  });
});

describe("every cause", () => {
  it("has what shows it and a look-alike", () => {
    expect(Object.keys(cases).sort()).toEqual(CAUSES.map((cause) => cause.id).sort());
  });
  it.each(Object.entries(cases))("%s comes first where it shows", (id, { shows }) => {
    const [verdict] = diagnose(shows);
    expect(verdict?.cause).toBe(id);
    expect(["confirmed", "likely"]).toContain(verdict?.standing);
    expect(verdict?.signals[0]?.text).toMatch(/\d|[“:]/);
  });
  it.each(Object.entries(cases))("%s does not come first at its look-alike", (_id, { lookAlike, instead }) => {
    expect(first(lookAlike)).toBe(instead);
  });
});

describe("standings", () => {
  it("confirms where two sources agree", () => {
    expect(diagnose(upstreamCases["upstream-down"]?.shows ?? buildEvidence())[0]).toMatchObject({
      standing: "confirmed",
    });
  });
  it("never confirms from an access log alone", () => {
    const [verdict] = diagnose(
      buildEvidence({
        connect: connects(100, 0),
        durations: instant,
        upstreamField: field({ address: 100 }),
        upstreams: [share("10.0.0.1:80", 100, 110), share("10.0.0.2:80", 0, 290)],
      }),
    );
    expect(verdict).toMatchObject({ cause: "upstream-down", standing: "likely" });
  });
  it("names the log or directive that a cause without data lacks", () => {
    const verdict = diagnose(buildEvidence()).find((one) => one.cause === "abusive-client");
    expect(verdict).toMatchObject({ standing: "no-data", missing: ["$remote_addr in log_format"] });
  });
  it("rules out what a strong signal speaks against", () => {
    const verdicts = diagnose(
      buildEvidence({ signatures: [timedOut(100)], connect: connects(0, 100) }, { byStatus: { "504": 100 } }),
    );
    expect(verdicts.find((one) => one.cause === "upstream-down")).toMatchObject({ standing: "ruled-out" });
  });
  it("does not confirm two causes that exclude each other", () => {
    for (const { shows } of Object.values(cases)) {
      expect(diagnose(shows).filter((verdict) => verdict.standing === "confirmed").length).toBeLessThanOrEqual(1);
    }
  });
});

describe("umbrellas", () => {
  it("keeps premature-close first when nothing refines it, and behind when something does", () => {
    expect(first(buildEvidence({ signatures: [closed(100)] }))).toBe("premature-close");
    expect(first(buildEvidence({ signatures: [closed(100)], durations: always(30_000) }))).toBe("upstream-timeout");
  });
  it("puts the refusals before the “no live upstreams” that follow from them, however few", () => {
    expect(
      first(
        buildEvidence({
          signatures: [messages("no-live-upstreams", 95), refused(10)],
          upstreamField: field({ group: 95, address: 5 }),
          connect: connects(105, 0),
          durations: instant,
        }),
      ),
    ).toBe("upstream-down");
  });
  it("sees through the “no live upstreams” of the most part what made the peers fail", () => {
    const after = (fact: ReturnType<typeof timedOut>, tried: Partial<Evidence>): Evidence =>
      buildEvidence(
        {
          signatures: [messages("no-live-upstreams", 90), fact],
          upstreamField: field({ group: 90, address: 10, groups: ["app"] }),
          durations: { ...instant, modalShare: 0.9, instantShare: 0.9, p90: 60_000 },
          ...tried,
        },
        { byStatus: { "502": 90, "504": 10 } },
      );
    expect(first(after(timedOut(10), { connect: connects(0, 10) }))).toBe("upstream-timeout");
    expect(first(after(connectTimedOut(10), { connect: connects(10, 0) }))).toBe("connection-timeout");
    const died = after(closed(10), { connect: connects(0, 10) });
    expect(first({ ...died, spike: { ...died.spike, byStatus: { "502": 100 } } })).toBe("premature-close");
  });
  it("puts exhausted workers before the timeouts that follow", () => {
    const evidence = buildEvidence(
      {
        signatures: [timedOut(100)],
        connect: connects(0, 100),
        durations: always(60_000),
        appMessages: [messages("upstream-overload", 4, { label: "max_children reached" })],
      },
      { byStatus: { "504": 100 } },
    );
    expect(first(evidence)).toBe("upstream-overload");
  });
  it("takes a reload beside unchanged, once working addresses for no proof of a wrong port", () => {
    const evidence = buildEvidence({
      signatures: [refused(100)],
      durations: instant,
      upstreams: [share("10.20.3.12:8080", 100, 100)],
      addressChange: { appeared: [], vanished: [], portChanges: [], samples: [] },
      markers: [marker("config-reload", 30)],
    });
    expect(first(evidence)).toBe("upstream-down");
  });
});

describe("undetermined", () => {
  const combinedOnly = buildEvidence(
    { bodySizes: { n: 100, builtin: 100, modalBytes: 150, modalShare: 0.7, samples: [] }, durations: null },
    { requests: 500 },
  );

  it("is the answer where only statuses are logged, with candidates and the directives that would tell", () => {
    const [verdict, ...rest] = diagnose(combinedOnly);
    expect(verdict).toMatchObject({ cause: "undetermined", category: "upstream", standing: "possible" });
    expect(verdict?.missing).toContain("$upstream_connect_time in log_format");
    expect(verdict?.missing.join(" ")).toContain("error log");
    expect(rest.slice(0, 3).map((one) => one.standing)).toEqual(["possible", "possible", "possible"]);
    expect(rest.map((one) => one.cause)).toContain("upstream-down");
  });
});

describe("isolation", () => {
  it("keeps a cause that throws to itself", () => {
    const broken = defineCause({
      ...(CAUSES[0] ?? never()),
      id: "broken",
      needs: [],
      weigh: () => {
        throw new Error("boom");
      },
    });
    const verdicts = diagnose(buildEvidence({ signatures: [refused(100)], durations: instant }), [...CAUSES, broken]);
    expect(verdicts[0]?.cause).toBe("upstream-down");
    expect(verdicts.find((one) => one.cause === "broken")).toMatchObject({
      standing: "no-data",
      missing: ["this cause could not be weighed (boom)"],
    });
  });
});

describe("any evidence", () => {
  const facts: fc.Arbitrary<Evidence> = fc
    .tuple(
      fc.subarray(
        Object.values(cases).flatMap(({ shows, lookAlike }) => [shows, lookAlike]),
        { minLength: 2, maxLength: 4 },
      ),
      fc.nat(1000),
      fc.nat(5000),
      fc.constantFrom("502", "503", "504", "500", "499", "521"),
    )
    .map(([parts, failed, more, status]) => {
      const merged: Evidence = Object.assign({}, ...parts);
      return {
        ...merged,
        spike: {
          ...merged.spike,
          failed,
          requests: failed + more,
          ratio: failed / Math.max(1, failed + more),
          byStatus: { [status]: failed },
        },
      };
    });

  it("gives scores in 0…1, ranked, one verdict per cause, the same every time", () => {
    fc.assert(
      fc.property(facts, (evidence) => {
        const verdicts = diagnose(evidence);
        expect(verdicts).toEqual(diagnose(evidence));
        for (const { score, signals } of verdicts) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          for (const { weight, text } of signals) {
            expect(weight).toBeGreaterThan(0);
            expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
          }
        }
        const causes = verdicts.map((verdict) => verdict.cause).filter((cause) => cause !== "undetermined");
        expect(new Set(causes).size).toBe(CAUSES.length);
      }),
      { numRuns: 150 },
    );
  });
});

function never(): never {
  throw new Error("there is no cause");
}
