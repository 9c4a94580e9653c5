import { CELL_COUNTERS, CELL_WIDTH, type FailedRequest, type FailureMessage, type Rollup } from "@/core/rollups/rollup";

const MINUTE_MS = 60_000;
const OTHER_ERRORS = CELL_COUNTERS.indexOf("otherErrors");
/**
 * Minutes, from a line's own, in which its message is looked for: Apache's access lines have the time at which the request began, its
 * messages that of the failure, and clocks that are cut to the second may overtake each other.
 */
const LOOK = [0, 1, -1] as const;

interface Claims {
  claimed: readonly FailedRequest[];
  /** The kept messages that claim. */
  messages: readonly FailureMessage[];
  /** Ids of the signatures that claim. */
  claiming: ReadonlySet<string>;
}

/**
 * How many doubtful 500s of each minute are claimed: minute since the epoch → count, only minutes with any. Where every line and every
 * message is kept these are the pairs; else as many as there are messages, which is counted over all lines and so the same wherever
 * the log was cut.
 */
export function countClaims(rollup: Rollup, { claimed, messages, claiming }: Claims): ReadonlyMap<number, number> {
  const doubtful = countDoubtful(rollup);
  const said = countMessages(rollup, claiming);
  const lines = perMinute(rollup.doubtful);
  const pairs = perMinute(claimed);
  const told = perMinute(messages);
  const isWhole = (minute: number) =>
    count(lines, minute) >= count(doubtful, minute) &&
    LOOK.every((step) => count(told, minute + step) >= count(said, minute + step));

  const wanted = [...doubtful].map(([minute, most]) => {
    const whole = isWhole(minute);
    return { minute, whole, most: whole ? Math.min(count(pairs, minute), most) : most, taken: 0 };
  });
  const left = new Map(said);
  // Every minute its own messages first, or a busy one would take those of the next.
  for (const step of LOOK)
    for (const claim of wanted) {
      const more = Math.min(claim.most - claim.taken, count(left, claim.minute + step));
      left.set(claim.minute + step, count(left, claim.minute + step) - more);
      claim.taken += more;
    }
  const claims = wanted.map(({ minute, whole, most, taken }): [number, number] => [minute, whole ? most : taken]);
  return new Map(claims.filter(([, claimed]) => claimed > 0));
}

/** 500s per minute that are counted as nobody's gateway error. */
function countDoubtful({ cells, statuses }: Rollup): Map<number, number> {
  const others = new Map<number, number>();
  for (let row = 0; row < cells.size; row++) {
    const more = cells.counts[row * CELL_WIDTH + OTHER_ERRORS]!;
    if (more > 0) others.set(cells.minute[row]!, count(others, cells.minute[row]!) + more);
  }
  const doubtful = new Map<number, number>();
  for (let at = 0; at < statuses.length; at += 3) {
    const most = statuses[at + 1] === 500 ? Math.min(statuses[at + 2]!, count(others, statuses[at]!)) : 0;
    if (most > 0) doubtful.set(statuses[at]!, most);
  }
  return doubtful;
}

function countMessages({ messageCounts, messageSignatures }: Rollup, claiming: ReadonlySet<string>) {
  const said = new Map<number, number>();
  for (let at = 0; at < messageCounts.length; at += 4) {
    if (!claiming.has(messageSignatures[messageCounts[at + 1]!] ?? "")) continue;
    said.set(messageCounts[at]!, count(said, messageCounts[at]!) + messageCounts[at + 3]!);
  }
  return said;
}

function perMinute(rows: readonly { atMs: number }[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { atMs } of rows) {
    const minute = Math.floor(atMs / MINUTE_MS);
    counts.set(minute, count(counts, minute) + 1);
  }
  return counts;
}

function count(counts: ReadonlyMap<number, number>, minute: number): number {
  return counts.get(minute) ?? 0;
}
