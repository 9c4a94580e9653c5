import type { FieldName } from "@/core/events/field";
import type { PlanPart, PlanValue, ValueKind } from "@/core/formats/line-plan";
import type { W3cHeader } from "./w3c-header";

type Column = [field: FieldName, rank: number, unitMs?: number];

/**
 * What the columns feed, by their names in lower case. `connection` and `pid` hold the sub-status and the Win32 status until they are
 * joined to a reason.
 * Sources: https://www.w3.org/TR/WD-logfile.html, https://learn.microsoft.com/windows/win32/http/w3c-logging,
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html,
 * https://techdocs.akamai.com/datastream2/docs/data-set-parameters,
 * https://docs.imperva.com/bundle/cloud-application-security/page/more/log-file-structure.htm
 */
const COLUMNS: Record<string, Column> = {
  "c-ip": ["client", 3],
  clientipaddress: ["client", 2],
  cliip: ["client", 2],
  "cs-method": ["method", 2],
  method: ["method", 1],
  "cs-uri-stem": ["path", 5],
  "cs-uri-path": ["path", 4],
  urlstem: ["path", 3],
  reqmethod: ["method", 1],
  reqpath: ["path", 3],
  querystr: ["query", 1],
  reqhost: ["host", 1],
  statuscode: ["status", 1],
  bytes: ["bodyBytes", 1],
  ua: ["userAgent", 1],
  reqid: ["requestId", 1],
  turnaroundtimemsec: ["requestTime", 1, 1],
  "cs-uri": ["path", 2],
  "cs-uri-query": ["query", 2],
  urlquery: ["query", 1],
  "cs-protocol-version": ["protocol", 2],
  "cs-version": ["protocol", 1],
  "cs-protocol": ["scheme", 2],
  "cs-uri-scheme": ["scheme", 1],
  "x-host-header": ["host", 4],
  "cs(host)": ["host", 3],
  "cs-host": ["host", 3],
  urlhost: ["host", 1],
  "sc-status": ["status", 2],
  httpstatus: ["status", 1],
  "sc-bytes": ["bodyBytes", 2],
  "cs-bytes": ["requestBytes", 2],
  "cs(user-agent)": ["userAgent", 3],
  "cs-user-agent": ["userAgent", 2],
  "c-user-agent": ["userAgent", 2],
  useragent: ["userAgent", 1],
  "cs(referer)": ["referer", 3],
  "cs(referrer)": ["referer", 3],
  "cs-referer": ["referer", 2],
  "c-referrer": ["referer", 2],
  "c-port": ["clientPort", 1],
  "x-forwarded-for": ["forwardedFor", 2],
  "cs(x-forwarded-for)": ["forwardedFor", 2],
  "time-taken": ["requestTime", 3],
  timetakenms: ["requestTime", 2, 1],
  totalrequesttime: ["requestTime", 1, 1],
  "sc-substatus": ["connection", 1],
  "sc-win32-status": ["pid", 1],
  "s-computername": ["server", 3],
  "x-edge-location": ["server", 3],
  "s-ip": ["server", 1],
  "s-sitename": ["frontend", 1],
  "x-edge-detailed-result-type": ["flags", 4],
  "x-edge-result-type": ["flags", 3],
  "x-edge-response-result-type": ["flags", 2],
  "s-action": ["flags", 1],
  "sc-action": ["flags", 1],
  "x-exception-id": ["errorReason", 2],
  errorcode: ["errorReason", 1],
  "x-edge-request-id": ["requestId", 4],
  "x-arr-log-id": ["requestId", 3],
  "cs(x-arr-log-id)": ["requestId", 3],
  "x-request-id": ["requestId", 2],
  "cs(x-request-id)": ["requestId", 2],
  requestid: ["requestId", 1],
  "r-host": ["upstreamAddr", 2],
  "s-supplier-ip": ["upstreamAddr", 2],
  "s-supplier-name": ["upstreamAddr", 1],
  targetserver: ["upstreamAddr", 1],
  backendstatus: ["upstreamStatus", 1],
  "origin-fbl": ["upstreamHeaderTime", 1, 1000],
  "origin-lbl": ["upstreamResponseTime", 1, 1000],
};

/** Columns that hold a whole moment. */
const MOMENTS = new Set([
  "timestamp",
  "x-timestamp",
  "date-time",
  "datetime",
  "cs-timestamp",
  "timestamp(ms)",
  "reqtimesec",
]);
const DATES = new Set(["date", "date-local", "cs-date"]);
const TIMES = new Set(["time", "time-local", "cs-time"]);
/** Paths whose query is a column of its own. */
const STEMS = new Set(["cs-uri-stem", "cs-uri-path", "urlstem", "reqpath"]);

/** How the time of a line is put together. */
export type W3cMoment = "joined" | "apart" | "clock-only" | "whole" | "none";

export function momentOf({ names }: W3cHeader): W3cMoment {
  const date = names.findIndex((name) => DATES.has(name));
  const time = names.findIndex((name) => TIMES.has(name));
  if (date >= 0 && time === date + 1) return "joined";
  if (date >= 0 && time >= 0) return "apart";
  if (names.some((name) => MOMENTS.has(name))) return "whole";
  return time >= 0 ? "clock-only" : "none";
}

/** How values stand in their columns: bare, or maybe in quotes; `quoted` is the latter where date and time are in quotes of their own. */
export type ColumnStyle = "word" | "cell" | "quoted";

/** The line that these columns make. */
export function planColumns(header: W3cHeader, separator: string, style: ColumnStyle): PlanPart[] {
  const { names } = header;
  const moment = momentOf(header) === "joined" && style === "quoted" ? "apart" : momentOf(header);
  const parts: PlanPart[] = [];
  for (let i = 0; i < names.length; i++) {
    const name = names[i] ?? "";
    if (moment === "joined" && DATES.has(name) && TIMES.has(names[i + 1] ?? "")) {
      parts.push({ name: `${name} ${names[++i]}`, field: "time", kind: "time-iso", rank: 9 });
    } else if (header.flavour === "edgecast" && name === "sc-status") {
      // TCP_HIT/200
      parts.push({ name, field: "flags", kind: "text", rank: 2 }, { literal: "/" });
      parts.push({ name, field: "status", kind: "status", rank: 2 });
    } else parts.push({ ...column(header, name, moment), ...kindOf(name, style), separator });
    if (i < names.length - 1) parts.push({ literal: separator });
  }
  return parts;
}

function column(
  header: W3cHeader,
  name: string,
  moment: W3cMoment,
): Pick<PlanValue, "name" | "field" | "rank" | "unitMs"> {
  if (MOMENTS.has(name)) return { name, field: moment === "joined" ? "preciseTime" : "time", rank: 3 };
  if (TIMES.has(name)) return { name, field: "time", rank: 5 };
  // Until it is joined with the time.
  if (DATES.has(name)) return { name, field: moment === "apart" ? "preciseTime" : null, rank: 9 };
  const [field, rank, unitMs] = Object.hasOwn(COLUMNS, name) ? (COLUMNS[name] ?? []) : [];
  if (field === undefined || rank === undefined) return { name, field: null, rank: 0 };
  // Behind a whole URL the query would stand twice.
  if (field === "query" && !header.names.some((each) => STEMS.has(each))) return { name, field: null, rank: 0 };
  return field === "requestTime"
    ? { name, field, rank, unitMs: unitMs ?? (header.inSeconds ? 1000 : 1) }
    : { name, field, rank, unitMs };
}

const NUMBERS: Partial<Record<FieldName, ValueKind>> = {
  status: "status",
  bodyBytes: "integer",
  requestBytes: "integer",
  requestTime: "timer",
  upstreamHeaderTime: "timer",
  upstreamResponseTime: "timer",
};

function kindOf(name: string, style: ColumnStyle): { kind: ValueKind } {
  const field = Object.hasOwn(COLUMNS, name) ? COLUMNS[name]?.[0] : undefined;
  return { kind: style !== "word" ? "cell" : ((field && NUMBERS[field]) ?? "word") };
}
