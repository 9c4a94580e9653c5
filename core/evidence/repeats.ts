import type { FailedRequest } from "@/core/rollups/rollup";
import type { Evidence } from "./evidence";
import { pickSamples } from "./pick-samples";

/**
 * How often one and the same request (client, method, path, second) stands among the failing lines: a request that comes back to the
 * proxy is logged once per round. Null without a line that names client and path.
 */
export function repeats(failures: readonly FailedRequest[]): Evidence["repeats"] {
  const groups = new Map<string, FailedRequest[]>();
  let lines = 0;
  for (const line of failures) {
    if (line.clientIp === null || line.path === null) continue;
    lines++;
    const key = `${Math.floor(line.atMs / 1000).toString()} ${line.clientIp} ${line.method ?? ""} ${line.path}`;
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  if (lines === 0) return null;
  const most = [...groups.values()].reduce((best, group) => (group.length > best.length ? group : best));
  return { lines, requests: groups.size, most: most.length, samples: pickSamples(most) };
}
