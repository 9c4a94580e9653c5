import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { reportSchema } from "@/core/contract/report";
import { compareIncidents, SIMILAR, type Comparable } from "@/core/diagnosis/compare-incidents";
import { areRelated } from "@/core/diagnosis/give-way";
import { traitsOf } from "@/core/diagnosis/incident-traits";
import { ScanPool } from "@/server/ingest/scan-pool";
import { analyzeFiles } from "@/server/ingest/analyze-files";

// Every folder here holds the logs of one story, recorded from real proxies with a real fault, and `label.json` with the truth.

interface Label {
  timezone: string;
  timezoneGiven?: boolean;
  tiersNamed?: boolean;
  files: { name: string; tier: string }[];
  incidents: LabelledIncident[];
}

interface LabelledIncident {
  observed: { first: string; last: string };
  cause: string;
  exactCauses?: string[];
  acceptableCauses: string[];
  upstreams: string[];
  upstreamNames?: string[];
  visible?: { upstreams: boolean };
}

const ROOT = path.dirname(fileURLToPath(import.meta.url));
const ONSET_TOLERANCE_MS = 120_000;

const stories = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

// The stories share their threads, which compile once.
const pool = new ScanPool();
afterAll(() => pool.close());

async function analyze(story: string) {
  const folder = path.join(ROOT, story);
  const label: Label = JSON.parse(readFileSync(path.join(folder, "label.json"), "utf8"));
  const inputs = label.files.map(({ name, tier }) => ({
    path: path.join(folder, name),
    name,
    tier: tier === "edge" && label.tiersNamed !== false ? ("edge" as const) : null,
  }));
  const options = {
    ...{ logFormat: null, fromMs: null, toMs: null, pool },
    timezone: label.timezoneGiven === true ? label.timezone : null,
  };
  const { report } = await analyzeFiles(inputs, options, () => {});
  return { label, report };
}

/** Every incident found below, as if all stories were of one source. */
const seen: (Comparable & { story: string })[] = [];

/** Stories that are not yet told right, and what is wrong; one that comes right must leave this list. */
const OPEN = new Map([
  ["apache-dns-failure", "a 500 that Apache made looks like the application's own; its error log is not asked"],
  ["apache-tls-verify", "a 500 that Apache made looks like the application's own; its error log is not asked"],
  ["apache-garbage-header", "a quarter of an hour between two failing stretches parts one incident in two"],
  [
    "haproxy-edge-relays-origin-502",
    "two tiers that log the same durations are not told apart without the operator's word",
  ],
  ["haproxy-health-check-flapping", "slow health checks are taken for an overloaded server"],
  [
    "haproxy-wrong-port-after-reload",
    "servers are named by the address that the config has now, not by that which was dialled",
  ],
]);

describe.each(stories)("%s", (story) => {
  const test = OPEN.has(story) ? it.fails : it;
  test("is diagnosed as it happened", async () => {
    const { label, report } = await analyze(story);
    seen.push(...report.incidents.map((incident) => ({ story, sourceId: "one", traits: traitsOf(incident) })));
    expect(() => reportSchema.parse(report)).not.toThrow();
    expect(report.files.map(({ problem }) => problem).filter((problem) => problem !== null)).toEqual([]);
    const incidents = report.incidents.filter(({ kind }) => kind === "gateway");
    expect(incidents.map(({ summary }) => summary)).toHaveLength(label.incidents.length);
    const expected = [...label.incidents].sort((a, b) => Date.parse(a.observed.first) - Date.parse(b.observed.first));
    expected.forEach((truth, at) => {
      const incident = incidents[at]!;
      const onsetError = Date.parse(incident.startAt) - Date.parse(truth.observed.first);
      expect(Math.abs(onsetError), `onset ${incident.startAt} for ${truth.observed.first}`).toBeLessThanOrEqual(
        ONSET_TOLERANCE_MS,
      );
      if (truth.visible?.upstreams !== false) {
        // By address where the config tells it, else by the names that the lines show.
        expect([truth.upstreams, truth.upstreamNames ?? []].map((names) => [...names].sort())).toContainEqual(
          [...incident.scope.upstreams].sort(),
        );
      }
      expect([...(truth.exactCauses ?? [truth.cause]), ...truth.acceptableCauses]).toContain(
        incident.verdicts[0]?.cause,
      );
    });
  });
});

/** Stories of the same cause in the same place, the logs of one of them too poor to tell the two apart. */
const ALIKE = [
  "abusive-client and crawler-combined-only",
  "dns-nxdomain and dns-servfail-access-only",
  "dns-servfail-access-only and dns-silent",
  "slow-upstream and varnish-first-byte-timeout-access-only",
  "varnish-first-byte-timeout-access-only and worker-timeout",
  "varnish-first-byte-timeout-access-only and worker-timeout-access-only",
];

describe("an incident that comes again", () => {
  it("is known again, with and without the messages, and none of another story is taken for it", () => {
    const taken: string[] = [];
    for (const [at, one] of seen.entries()) {
      expect(compareIncidents(one, one), one.story).toMatchObject({ sameFault: true });
      const poorer = { ...one, traits: { ...one.traits, signatures: null } };
      expect(compareIncidents(one, poorer).score, one.story).toBeGreaterThanOrEqual(SIMILAR);
      for (const other of seen.slice(at + 1)) {
        if (other.story === one.story) continue;
        const { sameFault, score } = compareIncidents(one, other);
        if (sameFault) taken.push(`${one.story} and ${other.story}`);
        const [a, b] = [one.traits.cause, other.traits.cause];
        if (score >= SIMILAR) expect(a === b || areRelated(a, b), `${one.story} and ${other.story}`).toBe(true);
      }
    }
    expect(taken.filter((pair) => !ALIKE.includes(pair))).toEqual([]);
  });
});
