import type { FailedRequest, FailureMessage } from "@/core/rollups/rollup";

/** Addresses an upstream group stands for, by the group's name. */
export type UpstreamGroups = ReadonlyMap<string, readonly string[]>;

/** Shares below which an address is a stray of the background rather than a part of the spike. */
const MIN_SHARE_OF_WORST = 0.03;
const MIN_RATIO_OF_WORST = 0.2;
/** Half of the failures naming only the group: the group was written off, and few of its addresses got to fail themselves. */
const WRITTEN_OFF_SHARE = 0.5;

/**
 * `ip:port`, `host:port`, `[v6]:port`, an address without a port, a unix socket, or a member of a group by its name, `backend/server`;
 * as opposed to the name of a group.
 */
export function isUpstreamAddress(text: string): boolean {
  if (text.startsWith("unix:") || /:\d{1,5}$/.test(text)) return true;
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) || /^[^\s/]+\/[^\s/]+$/.test(text);
}

/** The backend of HAProxy's `be_app/<NOSRV>`: it chose, or had, none of its servers. Null of other values. */
export function backendOfNobody(upstreamField: string | null): string | null {
  return /^(.+)\/<[A-Z]+>$/.exec(upstreamField ?? "")?.[1] ?? null;
}

/**
 * The addresses that failed, as the logs name them. `served` gives the requests that each address had in the same part of the
 * traffic, so that an address that failed once and served a thousand is left out.
 */
export function nameUpstreams(
  failures: FailedRequest[],
  messages: FailureMessage[],
  served: ReadonlyMap<string, number>,
  groups: UpstreamGroups,
): string[] {
  const failed = new Map<string, number>();
  let unnamed = 0;
  const forsaken = new Map<string, number>();
  const named = new Set<string>();
  for (const failure of failures) {
    const addresses = new Set(
      failure.attempts.flatMap(({ addr, status }) => (addr !== null && (status ?? 500) >= 499 ? [addr] : [])),
    );
    let hasAddress = false;
    for (const address of addresses) {
      if (isUpstreamAddress(address)) {
        hasAddress = true;
        failed.set(address, (failed.get(address) ?? 0) + 1);
      } else {
        named.add(address);
      }
    }
    if (!hasAddress) unnamed++;
    const backend = backendOfNobody(failure.upstreamField);
    if (backend !== null) forsaken.set(backend, (forsaken.get(backend) ?? 0) + 1);
  }
  for (const [backend, count] of forsaken) if (count > WRITTEN_OFF_SHARE * failures.length) named.add(backend);
  const fromMessages = countMessages(messages);
  for (const group of fromMessages.groups) named.add(group);
  if (failed.size === 0) return worstOf(fromMessages.addresses, new Map(), 1, named, groups);
  const writtenOff = unnamed > WRITTEN_OFF_SHARE * failures.length && named.size > 0;
  if (!writtenOff) return worstOf(failed, served, 2, named, groups);
  for (const [address, count] of fromMessages.addresses) failed.set(address, Math.max(failed.get(address) ?? 0, count));
  return worstOf(failed, new Map(), 1, named, groups);
}

function countMessages(messages: FailureMessage[]): { addresses: Map<string, number>; groups: string[] } {
  const addresses = new Map<string, number>();
  const groups = new Set<string>();
  for (const { upstreamAddr } of messages) {
    if (upstreamAddr === null) continue;
    if (isUpstreamAddress(upstreamAddr)) addresses.set(upstreamAddr, (addresses.get(upstreamAddr) ?? 0) + 1);
    else groups.add(upstreamAddr);
  }
  return { addresses, groups: [...groups] };
}

function worstOf(
  failed: Map<string, number>,
  served: ReadonlyMap<string, number>,
  minFailed: number,
  named: Set<string>,
  groups: UpstreamGroups,
): string[] {
  const worst = [...failed.values()].reduce((most, count) => Math.max(most, count), 0);
  const ratioOf = (address: string, count: number) => count / Math.max(count, served.get(address) ?? 0);
  const worstRatio = [...failed]
    .filter(([, count]) => count >= MIN_RATIO_OF_WORST * worst)
    .reduce((most, [address, count]) => Math.max(most, ratioOf(address, count)), 0);
  const kept = [...failed]
    .filter(
      ([address, count]) =>
        count >= Math.max(Math.min(minFailed, worst), MIN_SHARE_OF_WORST * worst) &&
        ratioOf(address, count) >= MIN_RATIO_OF_WORST * worstRatio,
    )
    .map(([address]) => address);
  const expanded = [...named].flatMap((name) => groups.get(name) ?? []);
  // A config says which address a member has.
  return [...new Set([...kept.flatMap((name) => groups.get(name) ?? [name]), ...expanded])].sort();
}
