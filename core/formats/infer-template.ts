import { isAmbiguousTime, timeVariable, variableOfKey } from "./field-aliases";
import { inferDurations } from "./infer-durations";
import { shapeOf, splitColumns, type Column } from "./split-columns";
import {
  isCacheStatus,
  isClientAddress,
  isDuration,
  isHostName,
  isInteger,
  isMethod,
  isProtocol,
  isReferer,
  isRequestId,
  isRequestLine,
  isScheme,
  isServiceName,
  isStatus,
  isStatusList,
  isTarget,
  isUpstreamAddress,
  isUserAgent,
} from "./value-shapes";

/** Share of the sampled lines that must have one shape for it to be the file's format; the rest are errors, or another format. */
const ENOUGH_SHARE = 0.3;
/** Share of a column's values that must look alike: a column of addresses also holds names and garbage. */
const ALIKE = 0.8;

/** A column over all sampled lines of the commonest shape. */
interface Field {
  gap: string;
  key: string;
  open: Column["open"];
  /** In the order of lines. */
  values: string[];
  /** Those that are neither empty nor `-`. */
  filled: string[];
  variable: string | null;
}

/**
 * Infers the `log_format` string that wrote these lines, for nginx access logs whose format nobody told us. Columns are cut by quotes,
 * brackets and gaps; keys are looked up by their usual names; the rest is told by what the values of a column look like and by where
 * it stands. Unknown columns become `$unknown…`, which are skipped. Null when the lines are no access log.
 */
export function inferTemplate(lines: readonly string[]): string | null {
  const fields = commonColumns(lines);
  if (!fields) return null;
  nameKeyed(fields);
  nameRequest(fields);
  nameByShape(fields);
  nameDurations(fields);
  nameRequestSize(fields);
  const has = (...names: string[]) => fields.some((field) => field.variable !== null && names.includes(field.variable));
  if (!has("time_local", "time_iso8601", "msec") || !has("status") || !has("request", "request_uri", "request_method"))
    return null;
  mergeRequest(fields);
  return fields.map((field, i) => write(field, i, fields[i + 1])).join("");
}

/** Columns of the shape that most lines share; null when no shape has enough of them. */
function commonColumns(lines: readonly string[]): Field[] | null {
  const isKey = (key: string) => variableOfKey(key, "-") !== null || key.endsWith("_id");
  const byShape = new Map<string, Column[][]>();
  for (const line of lines) {
    const columns = splitColumns(line, isKey);
    if (!columns) continue;
    const shape = shapeOf(columns);
    const same = byShape.get(shape);
    if (same) same.push(columns);
    else byShape.set(shape, [columns]);
  }
  let common: Column[][] = [];
  for (const rows of byShape.values()) if (rows.length > common.length) common = rows;
  const first = common[0];
  if (!first || common.length < lines.length * ENOUGH_SHARE) return null;
  return first.map(({ gap, key, open }, i) => {
    const values = common.map((row) => row[i]?.value ?? "");
    return { gap, key, open, values, filled: values.filter((value) => value !== "" && value !== "-"), variable: null };
  });
}

/** Do enough of a column's values look so? False for a column without any. */
function alike(field: Field, test: (value: string) => boolean, share = ALIKE): boolean {
  const { filled } = field;
  return filled.length > 0 && filled.filter(test).length >= filled.length * share;
}

function free(field: Field): boolean {
  return field.variable === null && field.key === "";
}

function nameKeyed(fields: Field[]): void {
  const taken = (variable: string) => fields.some((other) => other.variable === variable);
  const keyed = fields
    .filter((field) => field.key !== "")
    .map((field) => ({ field, name: field.key.replace(/[=:\s]+$/, "") }));
  const [ambiguous, plain] = [
    keyed.filter(({ name }) => isAmbiguousTime(name)),
    keyed.filter(({ name }) => !isAmbiguousTime(name)),
  ];
  // In LTSV `host` is the client, and `vhost` what it asked for.
  const isHostClient = keyed.some(({ name }) => name === "vhost");
  for (const { field, name } of plain) {
    const variable = isHostClient && name === "host" ? "remote_addr" : variableOfKey(name, field.filled[0] ?? "");
    if (variable !== null && !taken(variable)) field.variable = variable;
  }
  for (const { field } of ambiguous) {
    const single = field.filled.length === field.values.length && !field.values.some((value) => value.includes(","));
    const variable = single && !taken("request_time") ? "request_time" : "upstream_response_time";
    if (!taken(variable)) field.variable = variable;
  }
}

/** The columns every access log has: time, request, status, size, client. */
function nameRequest(fields: Field[]): void {
  const taken = (variable: string) => fields.some((field) => field.variable === variable);
  const name = (variable: string, test: (field: Field, index: number) => boolean): number => {
    if (taken(variable)) return fields.findIndex((field) => field.variable === variable);
    const index = fields.findIndex((field, i) => free(field) && test(field, i));
    const found = fields[index];
    if (found) found.variable = variable;
    return index;
  };
  for (const field of fields) {
    const variable = free(field) ? timeVariable(field.filled[0] ?? "") : null;
    if (
      variable !== null &&
      alike(field, (value) => timeVariable(value) === variable) &&
      !(variable === "msec" && alike(field, isInteger))
    ) {
      if (!taken(variable)) field.variable = variable;
    }
  }
  let request = name("request", (field) => field.open === '"' && alike(field, isRequestLine, 0.5));
  if (request < 0) {
    name("request_method", (field) => alike(field, isMethod));
    request = name("request_uri", (field) => alike(field, isTarget));
    name("server_protocol", (field) => alike(field, isProtocol));
  }
  const status = name(
    "status",
    (field, i) => i > request && alike(field, isStatus, 0.98) && !field.values.includes(""),
  );
  if (status < 0) name("status", (field) => alike(field, isStatus, 0.98));
  else nameSize(fields, status);
  // Where a list of forwarders stands beside it, the client is the column of single addresses.
  name(
    "remote_addr",
    (field) =>
      alike(field, isClientAddress) &&
      field.filled.length === field.values.length &&
      !field.values.some((value) => value.includes(",")),
  );
  name("remote_addr", (field) => alike(field, isClientAddress));
}

/** The size stands right after the status, where no second status stands between them. */
function nameSize(fields: Field[], status: number): void {
  if (fields.some((field) => field.variable === "body_bytes_sent")) return;
  const statuses = fields[status]?.values ?? [];
  for (const field of fields.slice(status + 1)) {
    if (!free(field)) continue;
    if (!alike(field, isInteger, 0.98)) return;
    const repeated = field.values.filter((value, row) => value === statuses[row]).length > field.values.length * 0.8;
    if (repeated) {
      field.variable = "upstream_status";
      continue;
    }
    field.variable = "body_bytes_sent";
    return;
  }
}

type Shape = [variable: string, test: (value: string) => boolean];
const SHAPES: Shape[] = [
  ["upstream_addr", isUpstreamAddress],
  ["upstream_status", isStatusList],
  ["http_referer", isReferer],
  ["http_user_agent", isUserAgent],
  ["upstream_cache_status", isCacheStatus],
  ["request_id", isRequestId],
  ["http_x_forwarded_for", isClientAddress],
  ["scheme", isScheme],
  ["host", isHostName],
  ["server_protocol", isProtocol],
];

/** What is told by looks, then by the place that combined gives it. */
function nameByShape(fields: Field[]): void {
  const taken = (variable: string) => fields.some((field) => field.variable === variable);
  const index = (variable: string) => fields.findIndex((field) => field.variable === variable);
  for (const [variable, test] of SHAPES) {
    if (taken(variable)) continue;
    // Of $server_name and $host the one that varies says more.
    const found = fields
      .filter((field) => free(field) && alike(field, test))
      .reduce<Field | null>(
        (best, field) => (best && (variable !== "host" || variety(best) >= variety(field)) ? best : field),
        null,
      );
    if (found) found.variable = variable;
  }
  const pool = fields.find((field) => free(field) && field.open === "[" && alike(field, isServiceName));
  if (pool && !taken("proxy_upstream_name")) pool.variable = "proxy_upstream_name";

  // "referer" "agent" after the size: either may hold anything, or only “-”.
  const size = index("body_bytes_sent");
  const [second, third] = [fields[size + 1], fields[size + 2]];
  if (size >= 0 && second?.open === '"' && second.key === "" && third?.open === '"' && third.key === "") {
    if (free(second) && !taken("http_referer") && (third.variable === "http_user_agent" || free(third)))
      second.variable = "http_referer";
    if (free(third) && !taken("http_user_agent") && second.variable === "http_referer")
      third.variable = "http_user_agent";
  }
  const time = fields.findIndex((field) => field.open === "[" && field.variable?.startsWith("time"));
  const user = fields[time - 1];
  if (user && free(user) && user.open === "" && user.filled.length < user.values.length) user.variable = "remote_user";
}

function variety(field: Field): number {
  return new Set(field.filled).size;
}

/** Columns of decimals, told apart by their order and by what must not exceed what. */
function nameDurations(fields: Field[]): void {
  const unnamed = fields.filter((field) => free(field) && alike(field, isDuration, 0.98));
  if (unnamed.length === 0) return;
  const given = new Map(
    fields.flatMap((field) => (field.variable?.endsWith("_time") ? [[field.variable, field.values] as const] : [])),
  );
  const upstream = fields.findIndex(
    (field) => field.variable === "upstream_addr" || field.variable === "upstream_status",
  );
  const firstUnnamed = unnamed[0];
  const upstreamFirst = upstream >= 0 && firstUnnamed !== undefined && fields.indexOf(firstUnnamed) > upstream;
  const names = inferDurations(
    unnamed.map((field) => field.values),
    given,
    upstreamFirst,
  );
  unnamed.forEach((field, i) => (field.variable = names?.[i] ?? null));
}

/** Typical order: the request's length, then its time. A request line alone has 16 bytes. */
function nameRequestSize(fields: Field[]): void {
  const time = fields.findIndex((field) => field.variable === "request_time");
  const before = fields[time - 1];
  if (!before || !free(before) || fields.some((field) => field.variable === "request_length")) return;
  if (alike(before, isInteger, 1) && before.filled.every((value) => Number(value) >= 16))
    before.variable = "request_length";
}

/**
 * A bare `GET /a HTTP/1.1` was cut into three; as one it also takes lines whose request is empty. It needs an end that no target can
 * hold: a bar, a tab or the status. A quoted one whose targets are whole URLs was made of its parts, the host among them.
 */
function mergeRequest(fields: Field[]): void {
  const at = fields.findIndex((field) => field.variable === "request_method");
  const [method, target, protocol, after] = fields.slice(at, at + 4);
  if (
    at >= 0 &&
    method?.open === "" &&
    method.key === "" &&
    target?.variable === "request_uri" &&
    target.gap === " " &&
    protocol?.variable === "server_protocol" &&
    protocol.gap === " "
  ) {
    if (after && (after.gap !== " " || after.variable === "status")) {
      method.variable = "request";
      fields.splice(at + 1, 2);
    }
  }
  const request = fields.find((field) => field.variable === "request" && field.key === "");
  const absolute = (value: string) => /^[A-Z]+ https?:\/\/[^\s/]+\/.* HTTP\/[\d.]+$/.test(value);
  if (
    request &&
    request.filled.length === request.values.length &&
    alike(request, absolute, 0.9) &&
    !fields.some((field) => field.variable === "host")
  ) {
    request.variable = "request_method $scheme://$host$request_uri $server_protocol";
  }
}

function write(field: Field, index: number, next: Field | undefined): string {
  // The second column of combined, which nginx writes as a literal.
  if (free(field) && field.open === "" && field.filled.length === 0 && next?.variable === "remote_user")
    return `${field.gap}-`;
  const close = field.open === "[" ? "]" : field.open;
  const spaced =
    field.open === '"' || field.values.some((value) => value.includes(" ") && !/^\S+(?:(?:, | : )\S+)*$/.test(value));
  const port =
    field.variable === "host" && field.filled.length > 0 && field.values.every((value) => /^[^:]+:\d+$/.test(value));
  const variable = field.variable ?? `unknown${spaced ? "_text" : ""}_${index + 1}`;
  return `${field.gap}${field.key}${field.open}$${variable}${port ? ":$server_port" : ""}${close}`;
}
