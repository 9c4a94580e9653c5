import type { Scope } from "@/core/spikes/spike";

/**
 * An incident's id: the same whenever the same logs are analysed, so that its checklist stays with it. Made of tier, scope and the
 * minute of the onset; FNV-1a, which is enough to tell a site's incidents apart and needs no library.
 */
export function incidentId(tier: string, scope: Scope, startMs: number): string {
  const startMinute = Math.floor(startMs / 60_000);
  const text = JSON.stringify([tier, scope.upstreams, scope.hosts, scope.paths, scope.clients]);
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `${tier}-${startMinute.toString(36)}-${(hash >>> 0).toString(36)}`;
}
