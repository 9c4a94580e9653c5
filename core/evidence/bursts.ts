import type { FailedRequest } from "@/core/rollups/rollup";
import { isUpstreamAddress } from "@/core/spikes/name-upstreams";
import { mostFrequent } from "./most-frequent";
import type { Evidence } from "./evidence";
import type { EvidenceContext } from "./evidence-context";
import { quantile } from "./durations";

/** A pause this long ends a burst; shorter ones are the ordinary space between requests. */
const MIN_PAUSE_MS = 30_000;
/** A pause must also be this many times the ordinary space between failures. */
const PAUSE_TIMES = 5;
/** Fewer failures are strays between the bursts. */
const MIN_FAILED = 3;
const MAX_BURSTS = 50;

/** Groups of failures with pauses between them; null with too few failures to see any. */
export function bursts(context: EvidenceContext): Evidence["bursts"] {
  const { failures } = context;
  if (failures.length < 2 * MIN_FAILED) return null;
  const gaps = failures.slice(1).map((line, at) => line.atMs - (failures[at]?.atMs ?? 0));
  const ordinary = quantile(
    [...gaps].sort((a, b) => a - b),
    0.5,
  );
  const pause = Math.max(MIN_PAUSE_MS, PAUSE_TIMES * ordinary);
  const groups: FailedRequest[][] = [];
  failures.forEach((line, at) => {
    const last = groups.at(-1);
    if (last && (gaps[at - 1] ?? 0) < pause) last.push(line);
    else groups.push([line]);
  });
  const found = groups.filter((group) => group.length >= MIN_FAILED).slice(0, MAX_BURSTS);
  if (found.length === 0) return null;
  const starts = found.map((group) => group[0]?.atMs ?? 0);
  const lengths = found
    .map((group) => ((group.at(-1)?.atMs ?? 0) - (group[0]?.atMs ?? 0)) / 1000)
    .sort((a, b) => a - b);
  const spacings = starts
    .slice(1)
    .map((start, at) => (start - (starts[at] ?? 0)) / 1000)
    .sort((a, b) => a - b);
  return {
    count: found.length,
    medianSeconds: quantile(lengths, 0.5),
    medianSpacingSeconds: spacings.length > 0 ? quantile(spacings, 0.5) : null,
    upstreamPerBurst: found.map((group) => mostFrequent(group.flatMap(failingAddress)) ?? ""),
    coveredShare: found.reduce((sum, group) => sum + group.length, 0) / failures.length,
  };
}

function failingAddress({ attempts }: FailedRequest): string[] {
  return attempts.flatMap(({ addr }) => (addr !== null && isUpstreamAddress(addr) ? [addr] : [])).slice(0, 1);
}
