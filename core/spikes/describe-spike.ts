import type { FailedRequest } from "@/core/rollups/rollup";
import { cellMatcher, requestsOf, type CellIndex } from "./cell-index";
import { edgeRatio } from "./find-segments";
import type { FoundSpike } from "./merge-spikes";
import { seriesOf, sumRange, type MinuteSeries } from "./minute-series";
import { nameUpstreams, type UpstreamGroups } from "./name-upstreams";
import { countValues, everything, MAX_NAMED, narrowestValues } from "./narrow-scope";
import { failuresIn, rowsBetween } from "./select-lines";
import type { Scope, Spike } from "./spike";

const MINUTE_MS = 60_000;
/** Error-log lines stand a moment before their access lines, and long requests a minute before. */
const MESSAGE_SLACK_MS = MINUTE_MS;
/** Failures expected after the last failing minute, had it gone on: fewer cannot tell that it ended. */
const MIN_EXPECTED_AFTER = 3;
/** A log that goes on for so long after the last failure shows the end, however little traffic it has. */
const MAX_SILENT_END_MINUTES = 10;
/** Failures within this time before the onset belong to it, if the background would have had fewer than a tenth of one. */
const ONSET_LEAD_MS = 90_000;
const MAX_EXPECTED_BEFORE = 0.1;
/** Hosts with this share of the failures are concerned; fewer failures are the background's. */
const MIN_HOST_SHARE = 0.02;
/** Traffic elsewhere that is needed to say that the hosts concerned are not simply all there are. */
const MIN_OTHER_REQUESTS = 20;
/** Baseline minutes looked at on each side. */
const MAX_BASELINE_MINUTES = 60;
const MIN_BASELINE_REQUESTS = 20;

/** Completes a spike: exact times, counts, peak, the scope in the words of the logs, and the baseline it is compared with. */
export function describeSpike(index: CellIndex, spike: FoundSpike, groups: UpstreamGroups): Spike {
  const { minutes, rollup } = index;
  const series = seriesOf(index, spike.selection, false);
  const { failed, requests } = sumRange(series, spike.from, spike.to);
  const startMinute = minutes[spike.from] ?? 0;
  const endMs = ((minutes[spike.to] ?? 0) + 1) * MINUTE_MS;
  const lines = failuresIn(rollup, spike.selection, startMinute * MINUTE_MS, endMs);
  const clients = narrowClients(index, lines, spike);
  const selection: Scope = clients.length > 0 ? { ...spike.selection, clients } : spike.selection;
  const peak = findPeak(series, spike);
  const baseline = findBaseline(series, spike);
  return {
    scope: {
      upstreams: listUpstreams(index, spike, lines, groups, startMinute * MINUTE_MS, endMs),
      hosts: listHosts(index, spike),
      paths: spike.selection.paths.filter((path) => path !== ""),
      clients,
    },
    selection,
    startMs: findOnset(index, spike, lines[0], series),
    endMs,
    ongoing: isOngoing(index, spike),
    peakMinute: minutes[peak] ?? 0,
    peakRatio: (series.failed[peak] ?? 0) / Math.max(1, series.requests[peak] ?? 0),
    failed,
    requests,
    baselineRatio: baseline?.ratio ?? 0,
    baseline: baseline && { fromMinute: baseline.fromMinute, toMinute: baseline.toMinute, position: baseline.position },
  };
}

/**
 * Time of the first failing line. Also looks a little before the first elevated minute, at all routes of the same upstreams and hosts: a
 * single failure there is the first of the spike where the background hardly ever fails.
 */
function findOnset(
  index: CellIndex,
  spike: FoundSpike,
  first: FailedRequest | undefined,
  series: MinuteSeries,
): number {
  const startMs = (index.minutes[spike.from] ?? 0) * MINUTE_MS;
  const onsetMs = first && first.atMs < startMs + MINUTE_MS ? first.atMs : startMs;
  const expected = spike.baselineRatio * sumRange(series, spike.from - 2, spike.from - 1).requests;
  if (expected > MAX_EXPECTED_BEFORE) return onsetMs;
  const earlier = failuresIn(index.rollup, { ...spike.selection, paths: [] }, onsetMs - ONSET_LEAD_MS, onsetMs);
  return earlier.find(({ status }) => status === first?.status)?.atMs ?? onsetMs;
}

/** The minute with the highest ratio among those with a fair number of requests: one failing request at night is no peak. */
function findPeak(series: MinuteSeries, { from, to }: FoundSpike): number {
  let most = 0;
  for (let i = from; i <= to; i++) most = Math.max(most, series.failed[i] ?? 0);
  let peak = from;
  let peakRatio = -1;
  for (let i = from; i <= to; i++) {
    const failed = series.failed[i] ?? 0;
    const ratio = failed / Math.max(1, series.requests[i] ?? 0);
    if (failed < most / 2 || ratio <= peakRatio) continue;
    peak = i;
    peakRatio = ratio;
  }
  return peak;
}

/** As many minutes before the spike as it lasted (20 to 60); minutes after it where there are none before. */
function findBaseline(series: MinuteSeries, spike: FoundSpike) {
  if (spike.noBaseline) return null;
  const { minutes } = series;
  const start = minutes[spike.from] ?? 0;
  const end = minutes[spike.to] ?? 0;
  const wanted = Math.min(MAX_BASELINE_MINUTES, Math.max(20, end - start + 1));
  const edge = edgeRatio(Math.max(spike.baselineRatio, 0.0001), 1);
  const side = (fromMinute: number, toMinute: number) => {
    let requests = 0;
    let failed = 0;
    let first = Infinity;
    let last = -Infinity;
    for (let i = 0; i < minutes.length; i++) {
      const minute = minutes[i] ?? 0;
      const inMinute = series.requests[i] ?? 0;
      // Minutes of another spike are no baseline.
      if (minute < fromMinute || minute > toMinute || inMinute === 0 || (series.failed[i] ?? 0) > 2 + edge * inMinute)
        continue;
      requests += inMinute;
      failed += series.failed[i] ?? 0;
      first = Math.min(first, minute);
      last = Math.max(last, minute);
    }
    return { requests, failed, fromMinute: first, toMinute: last };
  };
  const before = side(start - wanted, start - 1);
  const after = side(end + 1, end + wanted);
  if (before.requests >= MIN_BASELINE_REQUESTS)
    return { ...before, ratio: before.failed / before.requests, position: "before" as const };
  if (after.requests >= MIN_BASELINE_REQUESTS)
    return { ...after, ratio: after.failed / after.requests, position: "after" as const };
  const requests = before.requests + after.requests;
  if (requests === 0) {
    const whole = { fromMinute: start - wanted, toMinute: start - 1 };
    return (minutes[0] ?? start) < start ? { ...whole, ratio: spike.baselineRatio, position: "before" as const } : null;
  }
  return {
    fromMinute: Math.min(before.fromMinute, after.fromMinute),
    toMinute: Math.max(before.toMinute, after.toMinute),
    ratio: (before.failed + after.failed) / requests,
    position: "around" as const,
  };
}

/** The log stops so soon after the last failing minute that the end cannot be told, neither from the scope's traffic nor from all. */
function isOngoing(index: CellIndex, spike: FoundSpike): boolean {
  const last = index.minutes.length - 1;
  const silence = (index.minutes[last] ?? 0) - (index.minutes[spike.to] ?? 0);
  return (
    silence <= MAX_SILENT_END_MINUTES &&
    [spike.selection, everything()].every((selection) => {
      const series = seriesOf(index, selection, false);
      const { failed, requests } = sumRange(series, spike.from, spike.to);
      return sumRange(series, spike.to + 1, last).requests * (failed / requests) < MIN_EXPECTED_AFTER;
    })
  );
}

function listUpstreams(
  index: CellIndex,
  spike: FoundSpike,
  lines: FailedRequest[],
  groups: UpstreamGroups,
  startMs: number,
  endMs: number,
): string[] {
  const served = new Map<string, number>();
  for (const { value, requests } of countValues(index, { ...spike.selection, upstreams: [] }, spike, "upstream", false))
    served.set(value, requests);
  const hosts = new Set(spike.selection.hosts);
  const messages = rowsBetween(index.rollup.messages, startMs - MESSAGE_SLACK_MS, endMs + MESSAGE_SLACK_MS).filter(
    (message) => message.signature !== null && (hosts.size === 0 || message.host === null || hosts.has(message.host)),
  );
  return nameUpstreams(lines, messages, served, withSeenMembers(index, groups));
}

/** Besides the groups of the configuration, those whose members the log names: `be_app/app01` is one of be_app. */
function withSeenMembers({ rollup }: CellIndex, groups: UpstreamGroups): UpstreamGroups {
  const seen = new Map<string, string[]>();
  for (const name of rollup.dictionaries.upstream) {
    const group = /^([^\s/:]+)\/[^\s/]+$/.exec(name)?.[1];
    if (group === undefined || groups.has(group)) continue;
    const members = seen.get(group);
    if (members) members.push(name);
    else seen.set(group, [name]);
  }
  return new Map([...groups, ...seen]);
}

/** The hosts that failed, unless they are all the hosts there are. */
function listHosts(index: CellIndex, spike: FoundSpike): string[] {
  const concerned = countValues(index, spike.selection, spike, "host", false);
  const failed = concerned.reduce((sum, count) => sum + count.failed, 0);
  const hosts = concerned
    .filter((count) => count.value !== "" && count.failed >= Math.max(1, MIN_HOST_SHARE * failed))
    .sort((a, b) => b.failed - a.failed)
    .map(({ value }) => value);
  const listed = new Set(hosts);
  const others = countValues(index, everything(), spike, "host", false).filter(({ value }) => !listed.has(value));
  return others.reduce((sum, count) => sum + count.requests, 0) >= MIN_OTHER_REQUESTS ? hosts : [];
}

/** Clients that alone explain the failures; their requests are known by ten minutes, which is enough to compare. */
function narrowClients(index: CellIndex, lines: FailedRequest[], spike: FoundSpike): string[] {
  const failedOf = new Map<string, number>();
  for (const { clientIp } of lines) if (clientIp !== null) failedOf.set(clientIp, (failedOf.get(clientIp) ?? 0) + 1);
  if (failedOf.size === 0) return [];
  const share = selectedShare(index, spike);
  const requestsOfClient = new Map<string, number>();
  const { tallies, dictionaries } = index.rollup;
  const dimension = CLIENT_DIMENSION;
  const fromTen = Math.floor((index.minutes[spike.from] ?? 0) / 10);
  const toTen = Math.floor((index.minutes[spike.to] ?? 0) / 10);
  for (let at = 0; at < tallies.length; at += 5) {
    const ten = tallies[at] ?? 0;
    if (ten < fromTen || ten > toTen || tallies[at + 1] !== dimension) continue;
    const client = dictionaries.client[tallies[at + 2] ?? 0] ?? "";
    requestsOfClient.set(client, (requestsOfClient.get(client) ?? 0) + (tallies[at + 3] ?? 0) * share);
  }
  const clients = new Set([...failedOf.keys(), ...requestsOfClient.keys()]);
  const counts = [...clients].map((value) => {
    const failed = failedOf.get(value) ?? 0;
    return { value, failed, requests: Math.max(failed, requestsOfClient.get(value) ?? 0) };
  });
  return (
    narrowestValues(
      counts.filter(({ requests }) => requests > 0),
      MAX_NAMED.client,
    )?.values ?? []
  );
}

/** Position of "client" in `DIMENSIONS`. */
const CLIENT_DIMENSION = 3;

/** Share of all traffic that the spike's selection is: what part of a client's requests went there, if clients are alike. */
function selectedShare(index: CellIndex, spike: FoundSpike): number {
  const matches = cellMatcher(index.rollup, spike.selection);
  let all = 0;
  let selected = 0;
  for (let row = 0; row < index.alive.length; row++) {
    const position = index.position[row] ?? -1;
    if (position < spike.from || position > spike.to) continue;
    all += requestsOf(index, row);
    if (matches(row)) selected += requestsOf(index, row);
  }
  return all > 0 ? selected / all : 1;
}
