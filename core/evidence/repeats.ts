import { groupBy } from "@/core/collections/group-by";
import type { FailedRequest } from "@/core/rollups/rollup";
import type { Evidence } from "./evidence";
import { pickSamples } from "./pick-samples";

/**
 * How often one and the same request (client, method, path, second) stands among the failing lines: a request that comes back to the
 * proxy is logged once per round. Null without a line that names client and path.
 */
export function repeats(failures: readonly FailedRequest[]): Evidence["repeats"] {
  const requests = [...groupBy(failures, requestOf).values()];
  const [first] = requests;
  if (first === undefined) return null;
  const most = requests.reduce((best, lines) => (lines.length > best.length ? lines : best), first);
  const lines = requests.reduce((sum, { length }) => sum + length, 0);
  return { lines, requests: requests.length, most: most.length, samples: pickSamples(most) };
}

function requestOf({ atMs, clientIp, method, path }: FailedRequest): string | null {
  if (clientIp === null || path === null) return null;
  return `${Math.floor(atMs / 1000).toString()} ${clientIp} ${method ?? ""} ${path}`;
}
