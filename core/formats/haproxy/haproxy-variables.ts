import type { FieldName } from "@/core/events/field";
import type { PlanValue, ValueKind } from "@/core/formats/line-plan";

/** What a variable of a log-format string stands for, without its name. */
export type VariableMeaning = Omit<PlanValue, "name">;

const value = (field: FieldName | null, kind: ValueKind, rank = 1, unitMs?: number): VariableMeaning => ({
  ...{ field, kind, rank: field === null ? 0 : rank },
  ...(unitMs === undefined ? {} : { unitMs }),
});
const milliseconds = (field: FieldName, rank = 1) => value(field, "timer", rank, 1);
const counter = value(null, "timer");
const word = value(null, "list");

/** Source: https://docs.haproxy.org/3.2/configuration.html#8.2.6 */
const VARIABLES: Record<string, VariableMeaning> = {
  tr: value("time", "time", 5),
  trl: value("time", "time-local", 5),
  trg: value("time", "time-local", 5),
  t: value("time", "time", 4),
  Tl: value("time", "time-local", 4),
  T: value("time", "time-local", 4),
  Ts: value("time", "time-epoch", 2),
  ci: value("client", "list"),
  cp: value("clientPort", "list"),
  ft: value("frontend", "list", 1),
  f: value("frontend", "list", 2),
  b: value("upstreamName", "list"),
  s: value("server", "list"),
  TR: counter,
  Tw: counter,
  Tc: milliseconds("upstreamConnectTime"),
  Tr: milliseconds("upstreamHeaderTime"),
  Ta: milliseconds("requestTime", 3),
  Tt: milliseconds("requestTime", 2),
  Tu: milliseconds("requestTime", 1),
  ST: value("status", "status"),
  B: value("bodyBytes", "timer"),
  U: value("requestBytes", "timer"),
  tsc: value("flags", "list", 2),
  ts: value("flags", "list", 1),
  r: value("request", "request"),
  HM: value("method", "list", 2),
  HU: value("path", "text", 4),
  HP: value("path", "text", 2),
  HPO: value("path", "text", 1),
  HQ: value("query", "text"),
  HV: value("protocol", "list"),
  ID: value("requestId", "text", 3),
  hr: value(null, "braces"),
  hs: value(null, "braces"),
  CC: value(null, "text"),
  CS: value(null, "text"),
  hrl: value(null, "text"),
  hsl: value(null, "text"),
  pid: value("pid", "list"),
  H: word,
  rt: word,
  ms: word,
  sslc: word,
  sslv: word,
};
for (const name of "ac bc fc sc rc bq sq lc Td Th Ti Tq".split(" ")) VARIABLES[name] = counter;
for (const name of "bi bp fi fp si sp".split(" ")) VARIABLES[name] = word;

/** A variable by its name without `%`; one nobody knows is a word. */
export function haproxyVariable(name: string): VariableMeaning {
  return (Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined) ?? word;
}

/** Names of variables that another one begins with: `%trl` is not `%tr` and an l, `%sslv` is not `%s`. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(VARIABLES).sort((a, b) => b.length - a.length);

const text = (field: FieldName | null, rank = 1) => value(field, "text", rank);

/** Sample fetches by their name; arguments and converters do not count. Source: https://docs.haproxy.org/3.2/configuration.html#7.3 */
const FETCHES: Record<string, VariableMeaning> = {
  bc_err_str: text("errorReason", 3),
  fs_debug_str: text("errorReason", 1),
  bs_debug_str: text("errorReason", 1),
  bc_err: value("errorReason", "list", 2),
  method: value("method", "list"),
  path: text("path", 1),
  pathq: text("path", 3),
  url: text("path", 3),
  query: text("query"),
  status: value("status", "status"),
  src: value("client", "list"),
  src_port: value("clientPort", "list"),
  fe_name: value("frontend", "list", 2),
  be_name: value("upstreamName", "list"),
  srv_name: value("server", "list"),
  "unique-id": text("requestId", 3),
  uuid: word,
  ssl_fc_sni: text("host", 1),
  "fc.timer.total": counter,
  "bc.timer.connect": milliseconds("upstreamConnectTime"),
  "res.timer.hdr": milliseconds("upstreamHeaderTime"),
  "txn.timer.total": milliseconds("requestTime", 3),
  "txn.timer.user": milliseconds("requestTime", 1),
  "txn.sess_term_state": value("flags", "list", 2),
  sess_term_state: value("flags", "list", 2),
};

/** Headers, as in `req.hdr(host)`, and variables named after one, as in `var(txn.host)`. */
const HEADERS: [name: RegExp, meaning: VariableMeaning][] = [
  [/^(?:host|req_?host|http_?host|hostname|vhost|authority|x-forwarded-host)$/, text("host", 2)],
  [/^(?:user[-_]?agent|ua)$/, text("userAgent")],
  [/^referr?er$/, text("referer")],
  [/^(?:x-)?(?:request|req|correlation|trace|unique)[-_]?id$|^traceparent$/, text("requestId", 2)],
  [/^(?:x-forwarded-for|xff)$/, text("forwardedFor")],
];

/** The time in notations of its own: `date,ltime(…)` is text, `accept_date(ms)` a number. */
const DATES = /^(?:date|accept_date|request_date|date_us)\b/;

/** A sample expression without its brackets, `req.hdr(host),lower`. What cannot be told is text of no field. */
export function haproxySample(expression: string): VariableMeaning {
  const found = /^([\w.-]{1,64})(?:\(([^)]{0,200})\))?(.{0,400})/.exec(expression.trim());
  if (!found) return text(null);
  const [, fetch = "", argument = "", converters = ""] = found;
  if (DATES.test(fetch)) return value("time", /time\(/.test(converters) ? "time" : "time-epoch", 3);
  const known = Object.hasOwn(FETCHES, fetch) ? FETCHES[fetch] : undefined;
  // A converter may turn a number or an address into anything.
  if (known) return converters === "" || known.kind === "text" ? known : { ...known, kind: "text" };
  const isHeader = /^(?:capture\.)?(?:req\.|request\.)?(?:hdr|fhdr|cook)$|^(?:req\.)?hdr_ip$/.test(fetch);
  if (!isHeader && fetch !== "var") return text(null);
  const name = (argument.split(",")[0] ?? "").trim().replace(/^(?:txn|sess|req|proc|res)\./, "");
  return HEADERS.find(([pattern]) => pattern.test(name.toLowerCase()))?.[1] ?? text(null);
}
