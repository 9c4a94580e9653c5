import type { MarkerEvent } from "./marker-event";

/** Where in the life of a proxied request a failure happened; the words of the signature table. */
export type Phase = "resolve" | "connect" | "tls" | "send" | "read_header" | "read_body" | "proxy_internal" | "policy";

/** One line of an error or application log. Null means that the line does not say. */
export interface ErrorEvent {
  role: "error";
  format: string;
  /** UTC epoch milliseconds, after the zone given to the reader was applied. */
  atMs: number;
  level: string | null;
  /** The message without time, level and the trailing `client: …, server: …` fields. */
  message: string;
  phase: Phase | null;
  /** Errno or code as text, such as `111/ECONNREFUSED`. */
  errno: string | null;
  /** Id of the signature that recognised the message; null for a message nobody knows. */
  signature: string | null;
  clientIp: string | null;
  server: string | null;
  /** The request line as logged, `GET /a HTTP/1.1`. */
  request: string | null;
  method: string | null;
  path: string | null;
  /** Status that the client got, for the products that put it into the error's line; left out by the others. */
  status?: number;
  host: string | null;
  /** `ip:port`, `unix:/path` or group name out of `upstream: "…"`. */
  upstreamAddr: string | null;
  referer: string | null;
  /** Connection number (`*123`) and process, where logged: the join key of nginx's `$connection` and `$pid`. */
  connection: number | null;
  pid: number | null;
}

/** What a known message means, whatever request it was about. */
export interface Signature {
  id: string;
  phase: Phase;
  errno: string | null;
  /** Slug of the cause the message points at, as in `core/causes`; "" for one that points at none: a reload, a notice. */
  cause: string;
  /** How far the message alone implies the cause. */
  confidence: "high" | "medium" | "low";
  /** In an operator's words, a noun phrase: "connection refused", "no live upstreams". */
  label: string;
  /**
   * Status that the request it is about may have got from the product itself, where an access line does not tell such an answer from an
   * application's own; left out where none is.
   */
  mayAnswer?: number;
  /** Set where the message says that somebody did something to the system: it then stands in the chronicle as well. */
  marker?: Pick<MarkerEvent, "kind" | "target" | "text">;
}
