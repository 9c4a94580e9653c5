import { expect } from "vitest";
import { reportSchema, type Report } from "@/core/contract/report";

/** The parts of a scenario's `label.json` that a diagnosis is held against; `e2e/scenarios/README.md` says what they mean. */
export interface ScenarioLabel {
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

/** Spikes are found by the minute: the first failing line may lie at either end of one, and a stray failure in the minute before. */
const ONSET_TOLERANCE_MS = 120_000;

/** Fails the test unless the report tells the incidents of the label, and no other: each with its onset, upstreams and cause. */
export function expectDiagnosed(label: ScenarioLabel, report: Report) {
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
    expect([...(truth.exactCauses ?? [truth.cause]), ...truth.acceptableCauses]).toContain(incident.verdicts[0]?.cause);
  });
}
