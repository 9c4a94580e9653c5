import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";

const reason = (...names: string[]): ReasonRule["when"] => ({ errorReason: new RegExp(`^(?:${names.join("|")})$`) });

/** Source: https://learn.microsoft.com/azure/application-gateway/monitor-application-gateway-reference#resource-logs */
// prettier-ignore
export const APP_GATEWAY_REASONS: readonly ReasonRule[] = [
  ...reasonsOfPhase("connect", [
    ["appgw-no-live", reason("ERRORINFO_UPSTREAM_NO_LIVE"), "ERRORINFO_UPSTREAM_NO_LIVE", "no-live-upstreams", "high", "no healthy backend"],
  ]),
  ...reasonsOfPhase("read_header", [
    ["appgw-closed", reason("ERRORINFO_UPSTREAM_CLOSED_CONNECTION"), "ERRORINFO_UPSTREAM_CLOSED_CONNECTION", "premature-close", "high", "backend closed without an answer"],
    ["appgw-timed-out", reason("ERRORINFO_UPSTREAM_TIMED_OUT"), "ERRORINFO_UPSTREAM_TIMED_OUT", "upstream-timeout", "high", "backend did not answer in time"],
    ["appgw-client-left", reason("ERRORINFO_CLIENT_CLOSED_REQUEST", "ERRORINFO_CLIENT_TIMED_OUT"), "ERRORINFO_CLIENT_CLOSED_REQUEST", "client-abort", "high", "client closed the connection"],
    ["appgw-relayed", { status: /^50[234]$/, upstreamStatus: /^50[234]$/ }, null, "passed-through", "high", "the backend answered so itself"],
  ]),
  ...reasonsOfPhase("connect", [
    ["appgw-no-server", { status: /^502$/, upstreamStatus: /^$/ }, null, "no-live-upstreams", "low", "no backend answered"],
  ]),
];

/** Source: https://learn.microsoft.com/azure/frontdoor/monitor-front-door-reference#access-log */
// prettier-ignore
export const FRONT_DOOR_REASONS: readonly ReasonRule[] = [
  ...reasonsOfPhase("connect", [
    ["afd-refused", reason("OriginConnectionRefused"), "OriginConnectionRefused", "cdn-origin-unreachable", "high", "origin refused the connection"],
    ["afd-connection-error", reason("OriginConnectionError"), "OriginConnectionError", "cdn-origin-unreachable", "medium", "connecting to the origin failed"],
  ]),
  ...reasonsOfPhase("read_header", [
    ["afd-aborted", reason("OriginConnectionAborted"), "OriginConnectionAborted", "premature-close", "medium", "origin closed without an answer"],
    ["afd-timeout", reason("OriginTimeout"), "OriginTimeout", "upstream-timeout", "high", "origin did not answer in time"],
    ["afd-invalid-response", reason("OriginInvalidResponse"), "OriginInvalidResponse", "invalid-response", "medium", "origin's answer is not valid"],
    ["afd-header-too-big", reason("ResponseHeaderTooBig"), "ResponseHeaderTooBig", "header-too-big", "high", "origin's header is too big"],
    ["afd-origin-error", reason("OriginError"), "OriginError", "passed-through", "low", "the origin answered so itself"],
    ["afd-client-left", reason("ClientDisconnected", "UnspecifiedClientError"), "client", "client-abort", "high", "client closed the connection"],
  ]),
  ...reasonsOfPhase("resolve", [
    ["afd-dns", reason("DNSFailure", "DNSTimeout", "DNSNameNotResolved"), "DNSNameNotResolved", "dns-failure", "high", "origin's name did not resolve"],
  ]),
  ...reasonsOfPhase("tls", [
    ["afd-handshake", reason("SSLHandshakeError", "SSLInvalidCipher"), "SSLHandshakeError", "tls-handshake", "high", "TLS handshake failed"],
    ["afd-certificate", reason("CertificateError", "CertificateNameCheckFailed", "SSLInvalidRootCA", "CertificateExpired"), "CertificateNameCheckFailed", "tls-verify", "high", "origin's certificate was not accepted"],
  ]),
  ...reasonsOfPhase("policy", [
    ["afd-blocked", reason("ClientGeoBlocked", "RestrictedIP"), "blocked", "waf-block", "high", "client is not allowed"],
  ]),
];
