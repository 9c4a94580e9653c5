import { SCOPE_KEY, SPIKE_DIMENSIONS, type CellIndex } from "./cell-index";
import type { IndexRange } from "./maximal-segments";
import { seriesOf, sumRange } from "./minute-series";
import { backendOfNobody } from "./name-upstreams";
import { failuresIn } from "./select-lines";
import type { Scope } from "./spike";

/** A spike before it is described: positions of its minutes, and the traffic it concerns. */
export interface FoundSpike extends IndexRange {
  selection: Scope;
  baselineRatio: number;
  noBaseline: boolean;
}

interface Counted extends FoundSpike {
  failed: number;
  requests: number;
  kind: string;
  hosts: Set<string>;
}

/** Ends this close are the same event seen in two parts of the traffic. */
const SAME_END_MINUTES = 3;
/** Instances restarted one after another: short outages of the same site with at most these minutes between them. */
const RELAY_GAP_MINUTES = 6;
const RELAY_LENGTH_MINUTES = 10;
/** A remainder this small beside a spike of the same minutes is its spray, not an incident of its own. */
const SPRAY_SHARE = 0.15;
const SPRAY_FAILED = 10;
const FAILURES_LOOKED_AT = 2000;

/**
 * Joins what belongs together: parts of one outage that were found one by one, the spray around a large outage, and instances
 * restarted one after another. Outages that overlap but start or end at other times, or fail in another way, stay apart.
 */
export function mergeSpikes(index: CellIndex, found: FoundSpike[]): FoundSpike[] {
  let spikes = found.map((spike) => count(index, spike));
  for (;;) {
    const joined = joinOnce(index, spikes);
    if (!joined) break;
    spikes = joined;
  }
  return spikes;
}

function joinOnce(index: CellIndex, spikes: Counted[]): Counted[] | null {
  const ordered = [...spikes].sort((a, b) => b.failed - a.failed);
  for (let major = 0; major < ordered.length; major++) {
    for (let minor = major + 1; minor < ordered.length; minor++) {
      const a = ordered[major];
      const b = ordered[minor];
      if (!a || !b) continue;
      const rest = ordered.filter((spike) => spike !== a && spike !== b);
      if (isSpray(index, a, b)) return [a, ...rest];
      if (isSameEvent(index, a, b) || isRelay(index, a, b)) return [join(index, a, b), ...rest];
    }
  }
  return null;
}

function isInside(index: CellIndex, large: Counted, small: Counted): boolean {
  return (
    minuteOf(index, small.from) >= minuteOf(index, large.from) - SAME_END_MINUTES &&
    minuteOf(index, small.to) <= minuteOf(index, large.to) + SAME_END_MINUTES
  );
}

function isSpray(index: CellIndex, large: Counted, small: Counted): boolean {
  const isSmall = small.failed < SPRAY_FAILED || small.failed < SPRAY_SHARE * large.failed;
  return isInside(index, large, small) && isSmall && small.failed < large.failed / 2 && sharesHost(large, small);
}

/** The same failures of the same site, ending together or one within the other; or parts that begin together and share requests. */
function isSameEvent(index: CellIndex, a: Counted, b: Counted): boolean {
  if (a.kind === b.kind && sharesHost(a, b) && isInside(index, a, b)) return true;
  const startsApart = Math.abs(minuteOf(index, a.from) - minuteOf(index, b.from));
  if (a.kind === b.kind && startsApart <= SAME_END_MINUTES && sharesRequests(a, b)) return true;
  const endsApart = Math.abs(minuteOf(index, a.to) - minuteOf(index, b.to));
  return startsApart <= SAME_END_MINUTES && endsApart <= SAME_END_MINUTES && a.kind === b.kind;
}

function isRelay(index: CellIndex, a: Counted, b: Counted): boolean {
  const [first, second] = a.from <= b.from ? [a, b] : [b, a];
  const gap = minuteOf(index, second.from) - minuteOf(index, first.to);
  const isShort = (spike: Counted) => minuteOf(index, spike.to) - minuteOf(index, spike.from) < RELAY_LENGTH_MINUTES;
  return gap >= -1 && gap <= RELAY_GAP_MINUTES && isShort(second) && sharesHost(a, b) && a.kind === b.kind;
}

/** Two sets of routes of one upstream with a route in both: its failures would be counted twice. */
function sharesRequests(a: Counted, b: Counted): boolean {
  const isSame = (key: "upstreams" | "hosts") =>
    a.selection[key].length === b.selection[key].length &&
    a.selection[key].every((value) => b.selection[key].includes(value));
  return isSame("upstreams") && isSame("hosts") && a.selection.paths.some((path) => b.selection.paths.includes(path));
}

function sharesHost(a: Counted, b: Counted): boolean {
  return a.hosts.size === 0 || b.hosts.size === 0 || [...b.hosts].some((host) => a.hosts.has(host));
}

function join(index: CellIndex, a: FoundSpike, b: FoundSpike): Counted {
  const selection: Scope = { upstreams: [], hosts: [], paths: [], clients: [] };
  for (const dimension of SPIKE_DIMENSIONS) {
    const key = SCOPE_KEY[dimension];
    // A dimension that only one of them restricts does not restrict both.
    if (a.selection[key].length > 0 && b.selection[key].length > 0)
      selection[key] = [...new Set([...a.selection[key], ...b.selection[key]])];
  }
  return count(index, {
    from: Math.min(a.from, b.from),
    to: Math.max(a.to, b.to),
    selection,
    baselineRatio: Math.min(a.baselineRatio, b.baselineRatio),
    noBaseline: a.noBaseline && b.noBaseline,
  });
}

function count(index: CellIndex, spike: FoundSpike): Counted {
  const { failed, requests } = sumRange(seriesOf(index, spike.selection, false), spike.from, spike.to);
  const lines = failuresIn(
    index.rollup,
    spike.selection,
    minuteOf(index, spike.from) * 60_000,
    (minuteOf(index, spike.to) + 1) * 60_000,
  ).slice(0, FAILURES_LOOKED_AT);
  const hosts = new Set(lines.flatMap(({ host }) => (host === null ? [] : [host])));
  return { ...spike, failed, requests, kind: failureKind(lines), hosts };
}

/** How the failures look on the outside: the commonest status, and whether an upstream was asked at all. */
function failureKind(lines: { status: number | null; upstreamField: string | null }[]): string {
  const kinds = new Map<string, number>();
  for (const { status, upstreamField } of lines) {
    const asked =
      upstreamField === null
        ? "?"
        : upstreamField === "" || upstreamField === "-" || backendOfNobody(upstreamField) !== null
          ? "none"
          : "asked";
    const kind = `${status} ${asked}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return [...kinds].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

function minuteOf(index: CellIndex, position: number): number {
  return index.minutes[position] ?? 0;
}
