/**
 * The fields a scanner may find in one access-log line. A scanner writes, for field `f`, the byte range of the raw value at
 * `out[2 * f]` (start) and `out[2 * f + 1]` (end, exclusive); start -1 means the line does not carry the field. Quotes and
 * brackets around a value are not part of the range; escapes inside it are still escaped.
 */
export const Field = {
  /** When the request ended, in the notation the format declares. */
  time: 0,
  client: 1,
  /** The whole request line, `GET /a HTTP/1.1`; a scanner that finds it also sets method, path and protocol. */
  request: 2,
  method: 3,
  /** Request target with the query, as logged. */
  path: 4,
  protocol: 5,
  status: 6,
  bodyBytes: 7,
  referer: 8,
  userAgent: 9,
  host: 10,
  /** List of `$upstream_addr`, one entry per attempt. */
  upstreamAddr: 11,
  upstreamStatus: 12,
  upstreamConnectTime: 13,
  upstreamHeaderTime: 14,
  upstreamResponseTime: 15,
  upstreamBytesReceived: 16,
  upstreamBytesSent: 17,
  requestTime: 18,
  requestBytes: 19,
  requestId: 20,
  upstreamName: 21,
  server: 22,
  frontend: 23,
  flags: 24,
  forwardedFor: 25,
  errorReason: 26,
  cacheStatus: 27,
  connection: 28,
  pid: 29,
  clientPort: 30,
  scheme: 31,
  /** `$msec` of a format that also has a time with a zone: the same moment in milliseconds. */
  preciseTime: 32,
  /** What stands behind the `?`, where the format has it apart from the path. */
  query: 33,
  /** What stands beside the error reason and says more about it: a transport's own words. */
  failureDetail: 34,
  /** Port of the upstream, where the format has it apart from the address. */
  upstreamPort: 35,
} as const;

export type FieldName = keyof typeof Field;
export type FieldId = (typeof Field)[FieldName];

/** How many fields there are: a scanner's `out` has twice as many entries. */
export const FIELD_COUNT = 36;

/**
 * Finds the fields of one line, `buf[from, to)` without its line end. Returns 0 when the line fits, else an index into the
 * format's `rejections`. Must not allocate for lines that fit and must read nothing outside the range.
 */
export type ScanLine = (buf: Uint8Array, from: number, to: number, out: Int32Array) => number;
