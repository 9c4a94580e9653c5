/** What somebody wants of a proxy's configuration, whatever the directive is called. */
export const AIMS = [
  ...(["read-timeout", "shorter-timeout", "stream-timeout", "fail-over", "retry", "retry-idempotent"] as const),
  ...(["retry-post", "reuse", "idle", "header-buffer", "tls-settings", "tls-trust", "resolver", "target"] as const),
  ...(["scheme", "error-page", "stale", "request-id", "shed", "limit-client", "real-client"] as const),
  ...(["max-connections", "body-limit", "descriptors", "client-slots", "slow-clients", "tcp-keepalive"] as const),
  ...(["health-check", "marking", "drain", "maintenance", "temp-files", "finish-work", "loop-guard"] as const),
  ...(["short-cache", "source-ports", "deny-client", "hide-errors", "limit-status", "retry-after"] as const),
] as const;

export type Aim = (typeof AIMS)[number];

/** Facts that a log or a file supplies. Named as in the evidence. */
export type SuppliedFact =
  | "signatures"
  | "proxyMessages"
  | "connect"
  | "header"
  | "received"
  | "durations"
  | "upstreams"
  | "rescued"
  | "hosts"
  | "request"
  | "clients"
  | "agents"
  | "requestBytes"
  | "bodySizes"
  | "config";

/** Fields of an access log whose lack is worth a word, by the names they have in events. */
export type LoggedField =
  | "host"
  | "upstreamAddr"
  | "upstreamStatus"
  | "upstreamConnectTime"
  | "upstreamHeaderTime"
  | "upstreamResponseTime"
  | "upstreamBytesReceived"
  | "requestTime"
  | "requestBytes"
  | "requestId";

/** One product's words. Commands and directives may hold the placeholders of steps (`{upstream}`, `{host}`, …). */
export interface Advice {
  /** As its maker spells it; begins a sentence or stands inside one. */
  title: string;
  /** Name of its process for `pgrep`; null where it runs on somebody else's machines. */
  process: string | null;
  /** Folder of its configuration; null where it has none. */
  folder: string | null;
  /** Proves a configuration before it is used; [] where that is not possible. */
  check: readonly string[];
  /** Checks and takes over a changed configuration; [] where changes take effect by themselves. */
  reload: readonly string[];
  /** Prints the configuration that is in effect, to be searched; null where none can be printed. */
  show: string | null;
  /** What it does and holds just now: peers, queues, connections. */
  live: readonly string[];
  /** Words to search the configuration in effect for, as an extended regular expression. */
  words: Partial<Record<Aim, string>>;
  /** Directives to set; a comment where the product cannot. Absent: nothing is known, the aim stands in plain words. */
  set: Partial<Record<Aim, readonly string[]>>;
  /** Where each fact would come from; absent: no log of this product can supply it. */
  supplies: Partial<Record<SuppliedFact, string>>;
  /** How its log format calls each field; absent: it cannot log it. */
  fields: Partial<Record<LoggedField, string>>;
  /** What switches on a log that names causes, and how to see that it does. */
  logging: { directives: readonly string[]; verify: string };
  /** Do its access logs begin like combined, so that awk finds client, path and status at 1, 7 and 9? */
  combined: boolean;
  /** Its name for who made a status, where access lines give reasons. */
  reasonField: string | null;
}
