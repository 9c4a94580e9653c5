import { InternTable } from "./intern-table";

/**
 * Numbers for the last attempt of `$upstream_addr`, and how many attempts it lists. Whole lists are numbered first: a list seen before
 * costs one lookup and is not taken apart again.
 */
export class AttemptTable {
  /** How many attempts the list given last has; 0 where no upstream was asked. */
  attempts = 0;
  readonly last: InternTable;
  readonly #lists: InternTable;
  readonly #lastOf: Int32Array;
  readonly #attemptsOf: Int32Array;
  #known = 1;

  constructor(limit: number) {
    this.last = new InternTable(limit);
    this.#lists = new InternTable(limit * 4);
    this.#lastOf = new Int32Array(limit * 4 + 1);
    this.#attemptsOf = new Int32Array(limit * 4 + 1);
  }

  /** Number of the last attempt in the list `[from, to)`; 0 where there is none. */
  add(view: DataView, buf: Uint8Array, from: number, to: number): number {
    const list = this.#lists.add(view, from, to);
    if (list >= this.#known || (list !== 0 && list === this.#lists.other)) this.#learn(list, view, buf, from, to);
    this.attempts = this.#attemptsOf[list]!;
    return this.#lastOf[list]!;
  }

  #learn(list: number, view: DataView, buf: Uint8Array, from: number, to: number): void {
    let start = from;
    let attempts = 1;
    for (let at = from; at < to; at++) {
      const length = separatorLength(buf, at, to);
      if (length === 0) continue;
      attempts++;
      start = at + length;
      at = start - 1;
    }
    this.#lastOf[list] = this.last.add(view, start, to);
    this.#attemptsOf[list] = attempts;
    this.#known = Math.max(this.#known, list + 1);
  }
}

/**
 * Between attempts stands `, `, between groups after an internal redirect ` : `; a bare `:` belongs to an address, and what follows a quote
 * to JSON: `shop", "server": "app01` is one server.
 */
function separatorLength(buf: Uint8Array, at: number, to: number): number {
  if (buf[at - 1] === 0x22) return 0;
  if (buf[at] === 0x2c && at + 1 < to && buf[at + 1] === 0x20) return 2;
  return buf[at] === 0x20 && at + 2 < to && buf[at + 1] === 0x3a && buf[at + 2] === 0x20 ? 3 : 0;
}

/** Does the list end in an address (`ip:port`, `unix:/path`, an IPv4), as against a group's name or nothing? */
export function isAddress(buf: Uint8Array, from: number, to: number): boolean {
  if (from < 0) return false;
  let colons = 0;
  let dots = 0;
  let names = 0;
  for (let at = to - 1; at >= from; at--) {
    const byte = buf[at]!;
    if (byte === 0x20) break;
    if (byte === 0x3a) colons++;
    else if (byte === 0x2e) dots++;
    else if (byte < 0x30 || byte > 0x39) names++;
  }
  return colons > 0 || (dots === 3 && names === 0);
}

/**
 * The last value of a list of durations in seconds (`0.001, 0.020`) as whole milliseconds; -1 where it is `-`, empty or no number.
 * The reader of the whole event is exact; here a millisecond decides nothing.
 */
export function lastDurationMs(buf: Uint8Array, from: number, to: number): number {
  // `0.018`, as nginx writes all but the slow ones.
  if (to - from === 5 && buf[from + 1] === 0x2e) {
    const ones = buf[from]! - 0x30;
    const tenths = buf[from + 2]! - 0x30;
    const hundredths = buf[from + 3]! - 0x30;
    const thousandths = buf[from + 4]! - 0x30;
    const isNumber = ones >>> 0 < 10 && tenths >>> 0 < 10 && hundredths >>> 0 < 10 && thousandths >>> 0 < 10;
    if (isNumber) {
      return ones * 1000 + tenths * 100 + hundredths * 10 + thousandths;
    }
  }
  let whole = 0;
  let fraction = 0;
  let decimals = -1;
  let digits = 0;
  for (let at = from; at < to; at++) {
    const digit = buf[at]! - 0x30;
    if (digit >= 0 && digit <= 9) {
      digits++;
      if (decimals < 0) whole = whole * 10 + digit;
      else if (decimals < 3) {
        fraction = fraction * 10 + digit;
        decimals++;
      }
    } else if (digit === -2 && decimals < 0) decimals = 0;
    // `9.6e-05`, which is below a millisecond whatever stands before it; large exponents are no duration.
    else if ((digit === 0x35 || digit === 0x15) && digits > 0) return buf[at + 1] === 0x2d ? 0 : -1;
    else {
      whole = fraction = digits = 0;
      decimals = -1;
    }
  }
  if (digits === 0) return -1;
  for (; decimals >= 0 && decimals < 3; decimals++) fraction *= 10;
  const ms = whole * 1000 + fraction;
  return ms < MAX_DURATION_MS ? ms : MAX_DURATION_MS;
}

const MAX_DURATION_MS = 0x3fffffff;

/** A status; 0 for `-`, empty or anything that is no number of up to three digits. */
export function threeDigits(buf: Uint8Array, from: number, to: number): number {
  if (to - from > 3 || to <= from) return 0;
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = buf[at]! - 0x30;
    if (digit < 0 || digit > 9) return 0;
    value = value * 10 + digit;
  }
  return value;
}
