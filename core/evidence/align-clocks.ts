import type { FailureMessage, Rollup } from "@/core/rollups/rollup";

const MINUTE_MS = 60_000;
/** Every zone in use is a whole number of quarters of an hour from every other. */
const STEP_MS = 15 * MINUTE_MS;
const MAX_STEPS = (26 * 60) / 15;
/** How far a message may lie from its access line: they are written at different moments of the request. */
const TOLERANCE_MS = 2.5 * MINUTE_MS;
/** Candidates per request: a health check fails every few seconds with the same client and path. */
const MAX_CANDIDATES = 24;
/** Pairs that must agree, and how many times better than the times as given. */
const MIN_PAIRS = 5;
const DECISIVE_TIMES = 3;
const MIN_SHARE = 0.3;

/**
 * Error logs carry local time without a zone; a wrong zone puts every message hours away from its request. The right offset is the one
 * at which messages meet access lines of the same client and target: every pair votes for its distance, rounded to a quarter of an
 * hour. Returns the milliseconds to add to message times; 0 when they are right or nothing can be told. Cost: linear in the lines.
 */
export function clockOffset(rollup: Rollup): number {
  const lines = new Map<string, number[]>();
  for (const { clientIp, path, atMs } of [...rollup.failures, ...rollup.doubtful]) {
    if (clientIp === null || path === null) continue;
    const key = `${clientIp} ${path}`;
    const times = lines.get(key);
    if (!times) lines.set(key, [atMs]);
    else if (times.length < MAX_CANDIDATES) times.push(atMs);
  }
  const votes = new Map<number, number>();
  let voters = 0;
  for (const { clientIp, path, atMs } of rollup.messages) {
    const times = clientIp === null || path === null ? undefined : lines.get(`${clientIp} ${path}`);
    if (!times) continue;
    voters++;
    const steps = new Set(times.flatMap((time) => stepOf(time - atMs)));
    for (const step of steps) votes.set(step, (votes.get(step) ?? 0) + 1);
  }
  const [step, pairs] = [...votes].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
  const decisive = pairs >= MIN_PAIRS && pairs >= MIN_SHARE * voters && pairs >= DECISIVE_TIMES * (votes.get(0) ?? 0);
  return decisive ? step * STEP_MS : 0;
}

function stepOf(distanceMs: number): number[] {
  const step = Math.round(distanceMs / STEP_MS);
  return Math.abs(distanceMs - step * STEP_MS) <= TOLERANCE_MS && Math.abs(step) <= MAX_STEPS ? [step] : [];
}

/** The rollup with its messages, and the markers that came from them, shifted to the clock of the access log. */
export function alignClocks(rollup: Rollup): Rollup {
  const offsetMs = clockOffset(rollup);
  if (offsetMs === 0) return rollup;
  const fromMessages = new Set(rollup.messages.map(({ atMs }) => atMs));
  const messageCounts = rollup.messageCounts.slice();
  for (let at = 0; at < messageCounts.length; at += 4)
    messageCounts[at] = (messageCounts[at] ?? 0) + offsetMs / MINUTE_MS;
  const shift = (message: FailureMessage) => ({ ...message, atMs: message.atMs + offsetMs });
  return {
    ...rollup,
    messages: rollup.messages.map(shift),
    messageCounts,
    markers: rollup.markers
      .map((marker) => (fromMessages.has(marker.atMs) ? { ...marker, atMs: marker.atMs + offsetMs } : marker))
      .sort((a, b) => a.atMs - b.atMs),
    files: rollup.files.map((file) =>
      file.role === "error" || file.role === "app-error"
        ? { ...file, firstAtMs: shifted(file.firstAtMs, offsetMs), lastAtMs: shifted(file.lastAtMs, offsetMs) }
        : file,
    ),
  };
}

/** The rollup of another tier with its requests by this tier's clock: counts by whole minutes, kept lines exactly. */
export function shiftTraffic(rollup: Rollup, byMs: number): Rollup {
  const minutes = Math.round(byMs / MINUTE_MS);
  return {
    ...rollup,
    cells: minutes === 0 ? rollup.cells : { ...rollup.cells, minute: rollup.cells.minute.map((at) => at + minutes) },
    failures: byMs === 0 ? rollup.failures : rollup.failures.map((line) => ({ ...line, atMs: line.atMs + byMs })),
  };
}

function shifted(atMs: number | null, offsetMs: number): number | null {
  return atMs === null ? null : atMs + offsetMs;
}
