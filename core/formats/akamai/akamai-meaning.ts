import type { AccessEvent, MadeBy } from "@/core/events/access-event";
import type { AccessMeaning } from "@/core/formats/create-access-reader";
import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";
import type { ScannedLine } from "@/core/formats/scanned-line";
import { decodePercent } from "@/core/formats/w3c/w3c-text";

/** Source: https://techdocs.akamai.com/edge-diagnostics/docs/error-codes */
// prettier-ignore
export const AKAMAI_REASONS: readonly ReasonRule[] = [
  ...reasonsOfPhase("connect", [
    ["akamai-connect", code("ERR_CONNECT_(?:FAIL|TIMEOUT)"), "ERR_CONNECT_FAIL", "cdn-origin-unreachable", "high", "edge could not connect to the origin"],
  ]),
  ...reasonsOfPhase("resolve", [
    ["akamai-dns", code("ERR_DNS_\\w{1,40}"), "ERR_DNS_FAIL", "dns-failure", "high", "origin's name does not resolve"],
  ]),
  ...reasonsOfPhase("tls", [
    ["akamai-tls", code("ERR_FWD_SSL_\\w{1,40}"), "ERR_FWD_SSL_HANDSHAKE", "tls-handshake", "high", "TLS between edge and origin failed"],
  ]),
  ...reasonsOfPhase("read_header", [
    ["akamai-empty", code("ERR_ZERO_SIZE_OBJECT"), "ERR_ZERO_SIZE_OBJECT", "premature-close", "high", "origin closed without an answer"],
    ["akamai-read-timeout", code("ERR_READ_TIMEOUT"), "ERR_READ_TIMEOUT", "upstream-timeout", "high", "origin did not answer in time"],
    ["akamai-broken", code("ERR_(?:READ|WRITE)_ERROR"), "ERR_READ_ERROR", "premature-close", "medium", "connection to the origin broke"],
  ]),
  ...reasonsOfPhase("policy", [
    ["akamai-denied", code("ERR_ACCESS_DENIED"), "ERR_ACCESS_DENIED", "waf-block", "high", "rule at the edge refused the request"],
  ]),
];

function code(pattern: string): ReasonRule["when"] {
  return { errorReason: new RegExp(`(?:^|\\W)${pattern}(?:\\W|$)`) };
}

/** An error code is the edge's own; without one the status may be either's. */
function judgeAkamai(line: ScannedLine): MadeBy {
  return line.text("errorReason") === null ? "unknown" : "proxy";
}

/** Undoes the encoding of values; Akamai leaves a path's first slash out. */
export function refineAkamai(event: AccessEvent): AccessEvent {
  const { path, errorReason, referer } = event;
  return {
    ...event,
    path: path === null || /^(?:\/|\w+:\/\/)/.test(path) ? path : `/${path}`,
    errorReason: errorReason === null ? null : decodePercent(errorReason),
    referer: referer === null ? null : decodePercent(referer),
  };
}

export const AKAMAI_MEANING: AccessMeaning = { refine: refineAkamai, judge: judgeAkamai, reasons: AKAMAI_REASONS };
