import type { AccessEvent, MadeBy } from "@/core/events/access-event";
import type { FieldName } from "@/core/events/field";
import { withQuery } from "@/core/formats/build-access-event";
import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";
import type { ScannedLine } from "@/core/formats/scanned-line";

/**
 * What IIS with Application Request Routing writes into `sc-substatus` and `sc-win32-status`, joined as `502.3/12029`. The Win32 status
 * is WinHTTP's, bare or as the unsigned HRESULT 0x8007….
 * Sources: https://learn.microsoft.com/troubleshoot/developer/webapps/iis/application-request-routing/troubleshoot-502-errors,
 * https://learn.microsoft.com/windows/win32/winhttp/error-messages
 */
// prettier-ignore
export const IIS_REASONS: readonly ReasonRule[] = [
  ...reasonsOfPhase("read_header", [
    ["iis-arr-timeout", code("502.3/(?:12002|2147954402)"), "12002/ERROR_WINHTTP_TIMEOUT", "upstream-timeout", "high", "ARR gave up waiting for the server"],
    ["iis-arr-connection-error", code("502.3/(?:12030|2147954430)"), "12030/ERROR_WINHTTP_CONNECTION_ERROR", "premature-close", "medium", "server closed the connection to ARR"],
    ["iis-arr-invalid-response", code("502.3/(?:12152|2147954552)"), "12152/ERROR_WINHTTP_INVALID_SERVER_RESPONSE", "invalid-response", "high", "ARR could not parse the server's response"],
    ["iis-arr-cancelled", code("502.3/(?:12017|2147954417)"), "12017/OPERATION_CANCELLED", "client-abort", "low", "request through ARR was cancelled"],
    ["iis-cgi-timeout", code("502.1/\\d+"), null, "upstream-timeout", "high", "CGI or FastCGI process took too long"],
    ["iis-cgi-exit", code("502.2/\\d+"), null, "premature-close", "medium", "CGI process ended without a response"],
    ["iis-process-failure", code("502.5/\\d+"), null, "upstream-crash", "medium", "application process could not be started"],
    ["iis-passed-through", code("502.0/\\d+"), null, "passed-through", "medium", "502 sent by the server behind"],
  ]),
  ...reasonsOfPhase("resolve", [
    ["iis-arr-dns", code("502.3/(?:12007|2147954407)"), "12007/ERROR_WINHTTP_NAME_NOT_RESOLVED", "dns-failure", "high", "name of the farm's server does not resolve"],
  ]),
  ...reasonsOfPhase("connect", [
    ["iis-arr-connect", code("502.3/(?:12029|2147954429)"), "12029/ERROR_WINHTTP_CANNOT_CONNECT", "upstream-down", "medium", "ARR could not connect to the server"],
  ]),
  ...reasonsOfPhase("tls", [
    ["iis-arr-tls", code("502.3/(?:12175|12037|12038|12045|12169|2147954575)"), "12175/ERROR_WINHTTP_SECURE_FAILURE", "tls-verify", "high", "ARR refused the server's certificate"],
  ]),
  ...reasonsOfPhase("proxy_internal", [
    ["iis-arr-no-server", code("502.4/\\d+"), null, "no-live-upstreams", "high", "no server in the farm could take the request"],
    ["iis-arr-forward-failed", code("502.[67]/\\d+"), null, "proxy-internal", "low", "ARR failed to forward or execute the request"],
    ["iis-app-pool-off", code("503.0/\\d+"), null, "upstream-crash", "medium", "application pool is stopped or disabled"],
  ]),
  ...reasonsOfPhase("send", [
    ["iis-netname-deleted", code("\\d{3}.\\d+/64"), "64/ERROR_NETNAME_DELETED", "client-abort", "low", "connection was gone while IIS answered"],
  ]),
];

function code(pattern: string): ReasonRule["when"] {
  return { errorReason: new RegExp(`^${pattern.replace(".", "\\.")}$`) };
}

/** ARR appends what it knows to the logged query: `X-ARR-LOG-ID=…&SERVER-STATUS=502`. */
const ARR_ID = /[?&]X-ARR-LOG-ID=([0-9A-Fa-f-]{8,64})(?:&|$)/;
const ARR_STATUS = /[?&]SERVER-STATUS=(\d{3})(?:&|$)/;
const QUERY_LENGTH = 16_384;

/** Joins the sub-status and the Win32 status to a reason where they say something. */
export function refineIis(event: AccessEvent, text: (field: FieldName) => string | null): AccessEvent {
  const id = event.requestId ?? ARR_ID.exec((event.path ?? "").slice(0, QUERY_LENGTH))?.[1] ?? null;
  return {
    ...event,
    requestId: id,
    errorReason: joinStatuses(event.status, text) ?? event.errorReason,
  };
}

/** `502.3/12029`; null where the line has no sub-status, or one that says nothing. */
function joinStatuses(status: number | null, text: (field: FieldName) => string | null): string | null {
  const sub = Number(text("connection") ?? 0);
  const win32 = Number(text("pid") ?? 0);
  const telling = text("connection") !== null && (sub > 0 || win32 > 0 || (status ?? 0) >= 400);
  return telling && Number.isInteger(sub) && Number.isInteger(win32) ? `${status ?? 0}.${sub}/${win32}` : null;
}

/** Sub-status 0 of a 5xx came from the application or the server behind ARR; http.sys refuses with a 503 of the same form. */
export function judgeIis(line: ScannedLine): MadeBy {
  const status = line.integer("status");
  const path = withQuery(line.text("path"), line.text("query")) ?? "";
  const sent = ARR_STATUS.exec(path.slice(0, QUERY_LENGTH))?.[1];
  if (sent !== undefined && Number(sent) === status) return "upstream";
  const reason = joinStatuses(status, (field) => line.raw(field)) ?? line.text("errorReason");
  const sub = /^\d+\.(\d+)\//.exec(reason ?? "")?.[1];
  if (sub === undefined) return "unknown";
  if (sub !== "0") return "proxy";
  return status === 503 ? "unknown" : "upstream";
}
