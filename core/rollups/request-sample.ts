import { InternTable } from "./intern-table";

/**
 * Some requests of a log, failed or not, as numbers: so few that all of a long log fit, and chosen so that two logs of the same traffic
 * choose the same ones. Whether a path is sampled depends on its hash alone, so the edge's request and the origin's for it
 * are both in the sample or both out of it, and a request without a partner truly has none.
 */
export interface RequestSample {
  /** A path is in the sample when its hash has none of these low bits: 0 = every path, 1 = one in two, 3 = one in four. */
  mask: number;
  /** Hashes of paths that are asked for too often to be kept: left out whole, whatever the mask says. */
  busy: number[];
  /** `SAMPLE_WIDTH` numbers per request, in the order of `SAMPLE_COLUMNS`. */
  rows: Int32Array;
}

/**
 * `minute` since the epoch; `statusAndMs` the status × 60,000 + the milliseconds within the minute; `methodAndDuration`, see
 * `packDuration`; then hashes, where 0 = not logged: of the path without its query, the host, the client and the request's id.
 */
export const SAMPLE_COLUMNS = ["minute", "statusAndMs", "methodAndDuration", "path", "host", "client", "id"] as const;
export const SAMPLE_WIDTH = SAMPLE_COLUMNS.length;
export const SAMPLE_PATH = SAMPLE_COLUMNS.indexOf("path");

const MINUTE_MS = 60_000;
const DURATION_BITS = 24;
/** 4.6 hours: no proxy waits longer. */
const MAX_DURATION = (1 << DURATION_BITS) - 1;

/** Seven bits of the method's hash above a duration in ms + 1; 0 in either part = not logged. */
export function packDuration(methodHash: number, durationMs: number): number {
  const method = methodHash === 0 ? 0 : (methodHash >>> DURATION_BITS) & 0x7f || 1;
  return (method << DURATION_BITS) | (durationMs < 0 ? 0 : Math.min(MAX_DURATION, Math.floor(durationMs) + 1));
}

/** A sampled request, taken apart. */
export interface SampledRequest {
  atMs: number;
  /** 0 where none was sent or logged. */
  status: number;
  /** Null where the log has none. */
  durationMs: number | null;
  /** Small numbers and hashes that are equal for equal values; 0 = not logged. */
  method: number;
  path: number;
  host: number;
  client: number;
  id: number;
}

/** The sample's requests in the order of time. */
export function sampledRequests({ rows }: RequestSample): SampledRequest[] {
  const requests: SampledRequest[] = [];
  for (let at = 0; at < rows.length; at += SAMPLE_WIDTH) {
    const [minute = 0, statusAndMs = 0, packed = 0, path = 0, host = 0, client = 0, id = 0] = rows.subarray(
      at,
      at + SAMPLE_WIDTH,
    );
    const duration = packed & MAX_DURATION;
    requests.push({
      atMs: minute * MINUTE_MS + (statusAndMs % MINUTE_MS),
      status: Math.floor(statusAndMs / MINUTE_MS),
      durationMs: duration === 0 ? null : duration - 1,
      method: packed >>> DURATION_BITS,
      ...{ path, host, client, id },
    });
  }
  return requests.sort((one, other) => one.atMs - other.atMs);
}

/** The hash that a sampled request has for this value; the value in ASCII, as hosts are. */
export function hashText(text: string): number {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const table = new InternTable(2);
  table.add(new DataView(bytes.buffer), 0, bytes.length);
  return table.hash;
}

/** Is a path in every sample that has this mask and leaves these out? */
export function isSampled(path: number, mask: number, busy: ReadonlySet<number>): boolean {
  return (path & mask) === 0 && !busy.has(path);
}

/** The sample without the paths that a narrower one lacks; the same rows where it lacks none. */
export function narrowSample(sample: RequestSample, mask: number, busy: readonly number[]): RequestSample {
  const both = mask | sample.mask;
  const out = new Set([...sample.busy, ...busy]);
  if (both === sample.mask && out.size === sample.busy.length) return sample;
  const rows = new Int32Array(sample.rows.length);
  let size = 0;
  for (let at = 0; at < sample.rows.length; at += SAMPLE_WIDTH) {
    if (!isSampled(sample.rows[at + SAMPLE_PATH]!, both, out)) continue;
    rows.set(sample.rows.subarray(at, at + SAMPLE_WIDTH), size);
    size += SAMPLE_WIDTH;
  }
  return { mask: both, busy: [...out], rows: rows.slice(0, size) };
}

export function emptySample(): RequestSample {
  return { mask: 0, busy: [], rows: new Int32Array(0) };
}
