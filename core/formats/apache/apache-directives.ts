import type { FieldName } from "@/core/events/field";
import type { PlanValue, ValueKind } from "@/core/formats/line-plan";
import type { LogDirective } from "./parse-log-format";

/** What a directive stands for, without the name that the line's format gives it. */
type Meaning = Omit<PlanValue, "name">;

const value = (field: FieldName | null, kind: ValueKind, rank = 1, unitMs?: number): Meaning => ({
  field,
  kind,
  rank,
  ...(unitMs === undefined ? {} : { unitMs }),
});
const word = value(null, "list", 0);
const spaced = value(null, "text", 0);

/**
 * Directives by their letter, times (`%t`) and those with an argument excepted.
 * Sources: https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats, https://httpd.apache.org/docs/2.4/mod/mod_logio.html,
 * https://varnish-cache.org/docs/trunk/reference/varnishncsa.html
 */
const LETTERS: Record<string, Meaning> = {
  a: value("client", "list", 5),
  h: value("client", "list", 4),
  r: value("request", "request"),
  m: value("method", "list"),
  U: value("path", "text"),
  q: value("query", "text"),
  H: value("protocol", "list"),
  b: value("bodyBytes", "integer", 3),
  B: value("bodyBytes", "integer", 3),
  O: value("bodyBytes", "integer", 1),
  I: value("requestBytes", "integer"),
  D: value("requestTime", "decimal", 4, 0.001),
  T: value("requestTime", "decimal", 1),
  v: value("host", "list", 1),
  V: value("host", "list", 2),
  p: value(null, "integer", 0),
  P: value("pid", "integer"),
  X: value("flags", "list"),
  L: value("requestId", "list", 1),
  u: spaced,
  l: word,
  f: spaced,
};

/** `%{unit}T`. */
const DURATIONS: Record<string, Meaning> = {
  us: value("requestTime", "decimal", 4, 0.001),
  ms: value("requestTime", "decimal", 3, 1),
  s: value("requestTime", "decimal", 1),
};

/** Request headers, lower case; `X-Forwarded-For` depends on what else the line has. */
const REQUEST_HEADERS: Record<string, Meaning> = {
  referer: value("referer", "text"),
  "user-agent": value("userAgent", "text"),
  host: value("host", "list", 4),
  "x-forwarded-host": value("host", "list", 3),
  "x-request-id": value("requestId", "list", 4),
  "x-correlation-id": value("requestId", "list", 3),
  "x-amzn-trace-id": value("requestId", "list", 2),
  "cf-ray": value("requestId", "list", 2),
  "x-real-ip": value("client", "list", 3),
  "cf-connecting-ip": value("client", "list", 3),
  "true-client-ip": value("client", "list", 3),
  "fastly-client-ip": value("client", "list", 3),
};

const RESPONSE_HEADERS: Record<string, Meaning> = {
  "x-request-id": value("requestId", "list", 3),
  "x-varnish": value("requestId", "list", 1),
  "x-cache": value("cacheStatus", "list"),
};

/** Environment variables. Source: https://httpd.apache.org/docs/2.4/mod/mod_proxy_balancer.html#environment */
const ENVIRONMENT: Record<string, Meaning> = {
  BALANCER_WORKER_NAME: value("upstreamAddr", "url", 2),
  BALANCER_NAME: value("upstreamName", "list"),
  BALANCER_WORKER_ROUTE: value("server", "list", 2),
  BALANCER_ROUTE_CHANGED: word,
  UNIQUE_ID: value("requestId", "list", 2),
  REQUEST_ID: value("requestId", "list", 3),
  HTTP_HOST: value("host", "list", 4),
  SERVER_NAME: value("host", "list", 1),
  REMOTE_ADDR: value("client", "list", 4),
};

/** Notes that modules leave. */
const NOTES: Record<string, Meaning> = {
  "error-notes": value("errorReason", "text", 2),
  "proxy-worker": value("upstreamAddr", "url", 1),
};

/** varnishncsa's `%{…}x`. Source: https://varnish-cache.org/docs/trunk/reference/varnishncsa.html */
const VARNISH: Record<string, Meaning> = {
  "Varnish:hitmiss": value("cacheStatus", "list", 1),
  "Varnish:handling": value("cacheStatus", "list", 2),
  "Varnish:vxid": value("requestId", "list", 1),
  "VSL:FetchError": value("errorReason", "text"),
  "VSL:BackendOpen[2]": value("upstreamName", "list", 2),
};

/** Fastly's `%{…}V`. Source: https://www.fastly.com/documentation/reference/vcl/variables/ */
const FASTLY: Record<string, Meaning> = {
  "client.ip": value("client", "list", 4),
  "req.request": value("method", "list"),
  "req.method": value("method", "list"),
  "req.url": value("path", "text", 2),
  "req.proto": value("protocol", "list"),
  "resp.status": value("status", "status", 2),
  "obj.status": value("status", "status", 1),
  "resp.body_bytes_written": value("bodyBytes", "integer", 3),
  "resp.bytes_written": value("bodyBytes", "integer", 1),
  "req.bytes_read": value("requestBytes", "integer"),
  "resp.response": value("errorReason", "text", 2),
  "obj.response": value("errorReason", "text", 1),
  "fastly_info.state": value("flags", "list"),
  "req.backend.name": value("upstreamName", "list", 3),
  "beresp.backend.name": value("upstreamName", "list", 2),
  "req.backend": value("upstreamName", "list", 1),
  "beresp.backend.ip": value("upstreamAddr", "list"),
  "beresp.status": value("upstreamStatus", "list"),
  "time.elapsed": value("requestTime", "decimal", 1),
  "time.elapsed.msec": value("requestTime", "decimal", 3, 1),
  "time.elapsed.usec": value("requestTime", "decimal", 4, 0.001),
  "server.datacenter": value("server", "list"),
  "server.hostname": word,
  now: value("time", "time", 3),
  "time.start": value("time", "time", 3),
  "time.start.sec": value("time", "time-epoch", 2, 1000),
  "time.start.msec": value("time", "time-epoch", 2),
  "time.start.usec": value("time", "time-epoch", 2),
};
/** `Wed, 11 Jun 2025 13:05:00 GMT`. */
const HTTP_DATE_SIZE = 29;

/** What a directive other than `%t` stands for; `field` null where it says nothing that we keep. */
export function meaningOf({ letter, argument, which }: LogDirective): Meaning {
  if (letter === "s") return value("status", "status", which === ">" ? 3 : which === "<" ? 1 : 2);
  if (argument === "") return own(LETTERS, letter) ?? (/^[u\]]$/.test(letter) ? spaced : word);
  if (letter === "i") return requestHeader(argument);
  if (letter === "o") return own(RESPONSE_HEADERS, argument.toLowerCase()) ?? spaced;
  if (letter === "e") return own(ENVIRONMENT, argument) ?? spaced;
  if (letter === "n") return own(NOTES, argument) ?? spaced;
  if (letter === "x") return own(VARNISH, argument) ?? spaced;
  if (letter === "V") return fastlyVariable(argument);
  if (letter === "T") return own(DURATIONS, argument) ?? value(null, "decimal", 0);
  if (letter === "a") return value("client", "list", argument === "c" ? 2 : 5);
  if (letter === "h") return value("client", "list", argument === "c" ? 1 : 4);
  if (letter === "p") return argument === "remote" ? value("clientPort", "list") : word;
  if (letter === "P") return argument === "pid" ? value("pid", "integer") : word;
  return letter === "C" || letter.startsWith("^") ? spaced : word;
}

function requestHeader(name: string): Meaning {
  const lower = name.toLowerCase();
  return lower === "x-forwarded-for" ? value("forwardedFor", "list") : (own(REQUEST_HEADERS, lower) ?? spaced);
}

/** `json.escape(req.url)` and `regsub(req.url, …)` are about the variable inside. */
function fastlyVariable(call: string): Meaning {
  const name = /^(?:[\w.]*escape|urlencode|urldecode)\((.*)\)$/.exec(call)?.[1] ?? call;
  const header = /^req\.http\.([\w-]+)$/.exec(name)?.[1];
  if (header !== undefined) return requestHeader(header);
  const known = own(FASTLY, name);
  if (!known) return spaced;
  return known.kind === "time" ? { ...known, size: HTTP_DATE_SIZE } : known;
}

function own(table: Record<string, Meaning>, key: string): Meaning | null {
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}
