/** One try of a proxy to get an answer from an upstream. */
export interface UpstreamAttempt {
  /** `ip:port`, `unix:/path` or, where the proxy chose no peer, the group's name; null where the log shows `-`. */
  addr: string | null;
  /** What the log says the upstream answered; nginx writes its own 502 and 504 here too. Null for `-`. */
  status: number | null;
  /** Milliseconds to connect, TLS included; null when no connection was made or the log cannot tell. */
  connectMs: number | null;
  /** Milliseconds to the end of the response header; null when no header was accepted or the log cannot tell. */
  headerMs: number | null;
  /** Milliseconds to the end of the response or of the try; null when the log cannot tell. */
  responseMs: number | null;
  /** Bytes got from the upstream; null when the log cannot tell. */
  receivedBytes: number | null;
  /** Bytes sent to the upstream; null when the log cannot tell. */
  sentBytes: number | null;
}

/** One proxied request as its proxy logged it. Strings are decoded; null means that the log does not carry the value. */
export interface AccessEvent {
  role: "access";
  /** Id of the format that read the line. */
  format: string;
  /** UTC epoch milliseconds of the logged time. */
  atMs: number;
  /** Status sent to the client, 0–999; null where none was sent. */
  status: number | null;
  method: string | null;
  /** Request target with the query, as logged. */
  path: string | null;
  protocol: string | null;
  host: string | null;
  clientIp: string | null;
  bodyBytes: number | null;
  /** Whole duration at the proxy in milliseconds. */
  requestMs: number | null;
  userAgent: string | null;
  referer: string | null;
  /** One entry per try, in order; empty where no upstream was asked or the format has no upstream fields. */
  upstreams: UpstreamAttempt[];
  upstreamName: string | null;
  server: string | null;
  frontend: string | null;
  flags: string | null;
  errorReason: string | null;
  requestId: string | null;
  requestBytes: number | null;
}

/** Who made a status, as far as a line can tell: the proxy that logged it, or the upstream behind it. */
export type MadeBy = "proxy" | "upstream" | "unknown";
