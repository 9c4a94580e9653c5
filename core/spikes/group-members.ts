import { countValues } from "./narrow-scope";
import type { CellIndex } from "./cell-index";
import type { IndexRange } from "./maximal-segments";
import { isUpstreamAddress } from "./name-upstreams";
import { failuresIn } from "./select-lines";
import type { Scope } from "./spike";

const MINUTE_MS = 60_000;
/** Minutes before a group is written off in which its members fail under their own addresses. */
const GROUP_LEAD_MINUTES = 3;
/** A member that answers half of its requests while the group is written off is none of the group's dead. */
const MEMBER_RATIO = 0.5;

/**
 * nginx ends a request's list of upstreams with the group's name when every member was tried for it or none was left to try. The name
 * therefore never stands in a line that succeeded, and by itself no part of the traffic. Where most of its lines list the members tried
 * before it, the group is alive and single requests fail on all of it: the members' requests are what these failures have to be held
 * against. Returns the selection with those members.
 */
export function includeTried(index: CellIndex, selection: Scope, range: IndexRange): Scope {
  const groups = groupNames(selection);
  if (groups.length === 0) return selection;
  const startMs = (index.minutes[range.from] ?? 0) * MINUTE_MS;
  const endMs = ((index.minutes[range.to] ?? 0) + 1) * MINUTE_MS;
  const lines = failuresIn(index.rollup, { ...selection, upstreams: groups }, startMs, endMs);
  const chains = lines.filter(({ attempts }) => attempts.length > 1);
  if (2 * chains.length <= lines.length) return selection;
  const tried = chains.flatMap(({ attempts }) =>
    attempts.flatMap(({ addr }) => (addr !== null && isUpstreamAddress(addr) ? [addr] : [])),
  );
  return { ...selection, upstreams: [...new Set([...selection.upstreams, ...tried])] };
}

/**
 * Once all its members have failed, nginx names the group instead of an address. The few failures that still name a member belong to
 * the same spike: they are its beginning. Returns the selection with the members that did not go on answering.
 */
export function addGroupMembers(index: CellIndex, selection: Scope, range: IndexRange): Scope {
  if (groupNames(selection).length === 0) return selection;
  const hosts = countValues(index, selection, range, "host", true).flatMap(({ value, failed }) =>
    failed > 0 ? [value] : [],
  );
  const around = { from: range.from - GROUP_LEAD_MINUTES, to: range.to + GROUP_LEAD_MINUTES };
  const inside = { from: range.from + 1, to: range.to - 1 };
  const ofHosts = { ...selection, upstreams: [], hosts };
  const alive = new Set(
    countValues(index, ofHosts, inside, "upstream", true).flatMap(({ value, failed, requests }) =>
      failed < MEMBER_RATIO * requests ? [value] : [],
    ),
  );
  const members = countValues(index, ofHosts, around, "upstream", true).filter(
    ({ value, failed }) => failed > 0 && isUpstreamAddress(value) && !alive.has(value),
  );
  return { ...selection, upstreams: [...new Set([...selection.upstreams, ...members.map(({ value }) => value)])] };
}

function groupNames({ upstreams }: Scope): string[] {
  return upstreams.filter((name) => name !== "" && !isUpstreamAddress(name));
}
