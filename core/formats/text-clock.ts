import type { OpenOptions, Problem } from "./line-reader";
import { createTimeReader } from "./read-time";
import { zoneOffset } from "./zone-offset";

/** Reads a time that stands in a string, in any notation of `read-time.ts`: UTC epoch milliseconds, NaN when it is no time. */
export type TextClock = (text: string) => number;

export function createTextClock({ timezone, referenceMs = null }: OpenOptions): TextClock | Problem {
  const zone = zoneOffset(timezone);
  if (typeof zone !== "function") return zone;
  const { timeAt } = createTimeReader(zone, referenceMs);
  const bytes = new Uint8Array(40);
  return (text) => {
    if (text.length > bytes.length) return NaN;
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i) < 128 ? text.charCodeAt(i) : 0;
    return timeAt(bytes, 0, text.length);
  };
}
