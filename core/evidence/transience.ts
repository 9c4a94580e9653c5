import type { Evidence } from "./evidence";
import type { EvidenceContext } from "./evidence-context";

/** Of the requests that failed in these minutes, how many the same client tried again, and with what success; all scopes. */
export function transience({ rollup, fromMinute, toMinute }: EvidenceContext): Evidence["transience"] {
  let failed = 0;
  let retried = 0;
  let succeeded = 0;
  let delayMs = 0;
  for (let at = 0; at < rollup.retries.length; at += 5) {
    const minute = rollup.retries[at] ?? 0;
    if (minute < fromMinute || minute > toMinute) continue;
    failed += rollup.retries[at + 1] ?? 0;
    retried += rollup.retries[at + 2] ?? 0;
    succeeded += rollup.retries[at + 3] ?? 0;
    delayMs += rollup.retries[at + 4] ?? 0;
  }
  if (failed === 0) return null;
  return { failed, retried, succeeded, meanDelaySeconds: retried > 0 ? delayMs / retried / 1000 : null };
}
