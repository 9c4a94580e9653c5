const UNITS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  milliseconds: 1,
  s: 1000,
  second: 1000,
  seconds: 1000,
  m: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
  w: 604_800_000,
  week: 604_800_000,
  weeks: 604_800_000,
};

/** No configuration writes a longer one. */
const MAX_LENGTH = 60;

/**
 * `60s`, `1m 30s`, `500ms`, `1.5h`, `2 minutes` in milliseconds; null where it is no duration. A bare number counts `bareUnitMs`:
 * seconds for nginx and Apache, milliseconds for HAProxy.
 * Source: https://nginx.org/en/docs/syntax.html
 */
export function readDurationMs(text: string, bareUnitMs = 1000): number | null {
  const value = text.trim();
  if (value === "" || value.length > MAX_LENGTH) return null;
  const part = /(\d+(?:\.\d+)?)[ \t]*([a-zµ]*)[ \t]*/y;
  let sum = 0;
  while (part.lastIndex < value.length) {
    const found = part.exec(value);
    if (found === null) return null;
    const unit = found[2] ?? "";
    const unitMs = unit === "" ? bareUnitMs : UNITS[unit];
    if (unitMs === undefined) return null;
    sum += Number(found[1]) * unitMs;
  }
  return Math.round(sum * 1000) / 1000;
}

/** `4k`, `1m`, bytes; of `8 16k` (number and size of buffers) the size; in bytes. Null when it is not a size. */
export function readSizeBytes(text: string): number | null {
  const match = /(?:^|\s)(\d{1,15})\s*([kKmMgG]?)(?:i?[bB])?$/.exec(text.trim().slice(-MAX_LENGTH));
  if (match === null) return null;
  const unit = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[(match[2] ?? "").toLowerCase()] ?? 1;
  return Number(match[1]) * unit;
}
