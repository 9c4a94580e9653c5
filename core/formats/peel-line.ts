import { peelJson } from "./peel-json";
import { peelSyslog } from "./peel-syslog";
import { createTimeReader } from "./read-time";
import type { ZoneOffset } from "./zone-offset";

/**
 * What carries a line from its product to us: a syslog head, the CRI's `time stream flag`, a JSON object of a collector (docker,
 * journald, CloudWatch, Cloud Logging, Fluent Bit), the name that Compose or kubectl puts before it.
 */
export const WRAPPERS = ["cri", "syslog", "json", "prefix"] as const;
export type WrapperId = (typeof WRAPPERS)[number];

/** The part of a buffer that is a line. */
export interface LineSpan {
  from: number;
  to: number;
  /** The time that a wrapper wrote beside the line; -1 where none did. */
  timeFrom: number;
  timeTo: number;
}

/** Takes off what carried a line. */
export interface Peel {
  /** Narrows the span to the line itself; may rewrite the bytes of the line. A line that came without wrapper stays as it is. */
  off: (buf: Uint8Array, span: LineSpan) => void;
  /** UTC epoch milliseconds of the wrapper's time; null where there is none. */
  carriedMs: (buf: Uint8Array, span: LineSpan) => number | null;
  /** Offset written in the wrapper's time, `+02:00`; null where none is. */
  zone: (buf: Uint8Array, span: LineSpan) => string | null;
}

const PEELS: Record<WrapperId, (buf: Uint8Array, span: LineSpan) => boolean> = {
  syslog: peelSyslog,
  cri: peelCri,
  json: peelJson,
  prefix: peelPrefix,
};

/** A peel for these wrappers, the outermost first; null for none. */
export function createPeel(wrappers: readonly WrapperId[], zone: ZoneOffset, referenceMs: number | null): Peel | null {
  if (wrappers.length === 0) return null;
  const { timeAt, zoneAt } = createTimeReader(zone, referenceMs);
  return {
    off: (buf, span) => {
      for (const wrapper of wrappers) PEELS[wrapper](buf, span);
    },
    carriedMs: (buf, { timeFrom, timeTo }) => {
      const atMs = timeFrom < 0 ? NaN : timeAt(buf, timeFrom, timeTo);
      return Number.isFinite(atMs) ? atMs : null;
    },
    zone: (buf, { timeFrom, timeTo }) => (timeFrom < 0 ? null : zoneAt(buf, timeFrom, timeTo)),
  };
}

/** At most a collector around the CRI around a program that speaks syslog. */
const MAX_WRAPPERS = 3;
/** Share of the lines that must have a wrapper for it to be the file's. */
const ENOUGH_SHARE = 0.6;

/** Which wrappers these lines have in common, outermost first. The lines are narrowed to what is inside. */
export function detectWrappers(lines: { bytes: Uint8Array; span: LineSpan }[]): WrapperId[] {
  const found: WrapperId[] = [];
  while (found.length < MAX_WRAPPERS) {
    const wrapper = WRAPPERS.find((each) => {
      const peeled = lines.filter(({ bytes, span }) => PEELS[each](bytes.slice(), { ...span }));
      return peeled.length > 0 && peeled.length >= lines.length * ENOUGH_SHARE;
    });
    if (wrapper === undefined) break;
    for (const { bytes, span } of lines) PEELS[wrapper](bytes, span);
    found.push(wrapper);
  }
  return found;
}

/** `2026-01-01T00:00:00.000Z stdout F `. Source: https://github.com/kubernetes/cri-api */
function peelCri(buf: Uint8Array, span: LineSpan): boolean {
  const { from, to } = span;
  if (to - from < 32 || buf[from + 4] !== 45 || buf[from + 10] !== 84) return false;
  let p = from + 19;
  while (p < to && p - from < 40 && buf[p] !== 32) p++;
  const timeTo = p;
  // stdout or stderr, then F for a full line or P for a part of one.
  if (buf[p + 1] !== 115 || buf[p + 2] !== 116 || buf[p + 3] !== 100 || buf[p + 7] !== 32) return false;
  if ((buf[p + 8] !== 70 && buf[p + 8] !== 80) || buf[p + 9] !== 32) return false;
  span.timeFrom = from;
  span.timeTo = timeTo;
  span.from = p + 10;
  return true;
}

/**
 * `web-1  | ` (Compose) or `[pod/web-5d9/nginx] ` (kubectl logs --prefix).
 * Sources: https://docs.docker.com/reference/cli/docker/compose/logs/, https://kubernetes.io/docs/reference/kubectl/generated/kubectl_logs/
 */
function peelPrefix(buf: Uint8Array, span: LineSpan): boolean {
  const { from, to } = span;
  if (buf[from] === 91 && buf[from + 1] === 112 && buf[from + 2] === 111 && buf[from + 3] === 100) {
    let p = from + 4;
    while (p < to && p - from < 300 && buf[p] !== 93) p++;
    if (buf[p] !== 93 || buf[p + 1] !== 32 || p + 2 > to) return false;
    span.from = p + 2;
    return true;
  }
  let p = from;
  while (p < to && p - from < 128 && isNameByte(buf[p]!)) p++;
  if (p === from) return false;
  while (p < to && buf[p] === 32) p++;
  if (buf[p] !== 124 || buf[p - 1] !== 32 || p >= to) return false;
  span.from = buf[p + 1] === 32 ? p + 2 : p + 1;
  return true;
}

function isNameByte(c: number): boolean {
  return (c - 48) >>> 0 < 10 || ((c | 32) - 97) >>> 0 < 26 || c === 45 || c === 95 || c === 46;
}
