import type { ProxyConfig } from "@/core/configs/proxy-config";
import type { Incident } from "@/core/contract/report";
import { buildSteps } from "@/core/checklists/build-steps";
import { alignClocks, shiftTraffic } from "@/core/evidence/align-clocks";
import type { Evidence } from "@/core/evidence/evidence";
import { claimErrors } from "@/core/evidence/claim-errors";
import { gatherEvidence } from "@/core/evidence/gather-evidence";
import { pairTiers } from "@/core/evidence/pair-tiers";
import { FORMATS } from "@/core/formats/format-registry";
import type { Rollup } from "@/core/rollups/rollup";
import { findSpikes } from "@/core/spikes/find-spikes";
import type { UpstreamGroups } from "@/core/spikes/name-upstreams";
import { buildIncident } from "./build-incident";
import { diagnose } from "./diagnose";
import { dropApplication } from "./drop-application";
import { dropRelayed } from "./drop-relayed";

export interface AnalysisInput {
  /** One rollup per tier that has logs. */
  rollups: { tier: "edge" | "origin"; rollup: Rollup }[];
  configs: ProxyConfig[];
}

const SIGNATURES = FORMATS.flatMap((format) => format.signatures ?? []);

/**
 * What no single log of a tier knows, settled from all of them: the error log's clock, and which 500s the gateway made. Settling a
 * settled rollup changes nothing.
 */
export function settleRollup(rollup: Rollup): Rollup {
  return claimErrors(alignClocks(rollup), SIGNATURES);
}

/** Finds the incidents in the rollups of one system and diagnoses each; oldest first. Pure: the same input gives the same incidents. */
export function analyzeSystem(input: AnalysisInput): Incident[] {
  const tiers = input.rollups.map(({ tier, rollup }) => ({ tier, rollup: settleRollup(rollup) }));
  const groups = upstreamGroups(input.configs);
  const spiking = tiers.map((each) => ({ ...each, spikes: findSpikes(each.rollup, groups) }));
  const [edge, origin] = (["edge", "origin"] as const).map((tier) => tiers.find((each) => each.tier === tier)?.rollup);
  const pairing = edge && origin && spiking.some(({ spikes }) => spikes.length > 0) ? pairTiers(edge, origin) : null;
  const originAheadMs = pairing?.clock.originAheadMs ?? 0;
  const found = spiking.flatMap(({ tier, rollup, spikes }) => {
    const other = tiers.find((each) => each.tier !== tier)?.rollup ?? null;
    const aligned = other && shiftTraffic(other, tier === "edge" ? -originAheadMs : originAheadMs);
    return spikes.map((spike) => {
      const evidence: Evidence = gatherEvidence(spike, tier, rollup, aligned, input.configs, SIGNATURES, pairing);
      return { spike, tier, rollup, evidence };
    });
  });
  return dropRelayed(dropApplication(found), originAheadMs)
    .sort((a, b) => a.spike.startMs - b.spike.startMs)
    .map(({ spike, tier, rollup, evidence }) => {
      const verdicts = diagnose(evidence);
      return buildIncident(spike, tier, rollup, evidence, verdicts, buildSteps(evidence, verdicts));
    });
}

/** Addresses behind the names of upstream groups, and behind those of single servers where the product logs them by name. */
function upstreamGroups(configs: readonly ProxyConfig[]): UpstreamGroups {
  const groups = new Map<string, string[]>();
  for (const { name, servers } of configs.flatMap(({ upstreams }) => upstreams)) {
    groups.set(
      name,
      servers.map(({ address }) => address),
    );
    for (const server of servers) if (server.name !== null) groups.set(server.name, [server.address]);
  }
  return groups;
}
