const ORDER = ["upstream_connect_time", "upstream_header_time", "upstream_response_time", "request_time"] as const;
type Duration = (typeof ORDER)[number];

const RT: Duration = "request_time";
const CT: Duration = "upstream_connect_time";
const HT: Duration = "upstream_header_time";
const UT: Duration = "upstream_response_time";

/** Usual orders of columns, the likeliest first. */
// prettier-ignore
const LAYOUTS: Duration[][] = [
  [RT], [UT],
  [RT, UT], [UT, RT], [CT, UT], [HT, UT],
  [RT, CT, UT], [RT, HT, UT], [CT, UT, RT], [HT, UT, RT], [RT, UT, CT], [UT, CT, RT], [RT, UT, HT], [CT, HT, UT],
  [RT, CT, HT, UT], [CT, HT, UT, RT], [RT, UT, HT, CT], [RT, UT, CT, HT], [UT, HT, CT, RT],
];

/** nginx reads its clock in steps, so a longer duration may be logged up to 2 ms shorter than the one it contains. */
const CLOCK_STEP_MS = 2;

/**
 * Tells which duration each column of decimals is, from the values: connect ≤ header ≤ response ≤ request, and only the upstream's may
 * be `-` or a list. `columns` holds one row of values per column; `given` are durations that other columns carry by name, with values.
 * Null where no layout fits; a count that no layout has gives null as well.
 */
export function inferDurations(
  columns: string[][],
  given: Map<string, string[]>,
  upstreamFirst: boolean,
): string[] | null {
  let best: Duration[] | null = null;
  let least = Infinity;
  LAYOUTS.forEach((layout, prior) => {
    if (layout.length !== columns.length || layout.some((name) => given.has(name))) return;
    // A lone column after the upstream's address is the upstream's time; without an upstream column it is the request's.
    const unlikely = layout.length === 1 && upstreamFirst && layout[0] === RT ? 0.02 : 0;
    const cost = violations(layout, columns, given) + prior * 0.0005 + unlikely;
    if (cost < least) {
      least = cost;
      best = layout;
    }
  });
  return least < 0.2 ? best : null;
}

/** Share of rows that contradict the layout. */
function violations(layout: Duration[], columns: string[][], given: Map<string, string[]>): number {
  const all = new Map<string, string[]>(given);
  layout.forEach((name, i) => all.set(name, columns[i] ?? []));
  const chain = ORDER.flatMap((name) => {
    const values = all.get(name);
    return values ? [{ name, values }] : [];
  });
  const rows = columns[0]?.length ?? 0;
  let wrong = 0;
  for (let row = 0; row < rows; row++) {
    let longest = 0;
    let bad = false;
    for (const { name, values } of chain) {
      const text = values[row] ?? "";
      if (name === RT && /[-,:]/.test(text)) bad = true;
      const ms = totalMs(text);
      if (ms === null) continue;
      if (ms < longest - CLOCK_STEP_MS) bad = true;
      longest = Math.max(longest, ms);
    }
    if (bad) wrong++;
  }
  return rows === 0 ? 1 : wrong / rows;
}

/** Sum over the tries; null for `-`. */
function totalMs(text: string): number | null {
  const seconds = text
    .split(/, ?| : /)
    .map(Number)
    .filter((value) => Number.isFinite(value));
  return seconds.length === 0 || text === "" ? null : seconds.reduce((sum, value) => sum + value, 0) * 1000;
}
