import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";

/**
 * Reason phrases that Fastly gives its own errors, `resp.response` in VCL.
 * Sources: https://www.fastly.com/documentation/guides/vcl/errors/, https://docs.fastly.com/en/guides/common-503-errors
 */
// prettier-ignore
export const FASTLY_REASONS: readonly ReasonRule[] = [
  ...reasonsOfPhase("read_header", [
    ["fastly-read-error", phrase("backend read error"), null, "premature-close", "medium", "Fastly lost the backend while reading"],
    ["fastly-first-byte", phrase("first byte timeout"), "15 s", "upstream-timeout", "high", "backend's first byte did not come in time"],
  ]),
  ...reasonsOfPhase("read_body", [
    ["fastly-between-bytes", phrase("between bytes timeout"), "10 s", "upstream-timeout", "high", "backend stopped sending in the middle"],
  ]),
  ...reasonsOfPhase("send", [
    ["fastly-write-error", phrase("backend write error"), null, "early-response", "medium", "Fastly could not send the request to the backend"],
    ["fastly-reset", phrase("(?:broken pipe|connection reset by peer)"), "EPIPE", "premature-close", "medium", "connection to the backend died"],
  ]),
  ...reasonsOfPhase("connect", [
    ["fastly-connect-timeout", phrase("connection timed out"), "1 s", "connection-timeout", "high", "no connection to the backend in time"],
    ["fastly-refused", phrase("connection refused"), "ECONNREFUSED", "cdn-origin-unreachable", "high", "backend refused the connection"],
    ["fastly-unhealthy", phrase("(?:backend is unhealthy|all backends failed or unhealthy(?: \\(\\w+\\))?|quorum weight not reached)"), null, "no-live-upstreams", "high", "no healthy backend"],
    ["fastly-no-route", phrase("(?:network (?:is )?unreachable|no route to host)"), null, "no-route", "high", "no route to the backend"],
  ]),
  ...reasonsOfPhase("policy", [
    ["fastly-max-conn", phrase("backend\\.max_conn reached"), "max_conn", "circuit-breaker", "high", "Fastly's limit of connections to the backend"],
  ]),
  ...reasonsOfPhase("tls", [
    ["fastly-tls-handshake", phrase("ssl handshake error"), null, "tls-handshake", "medium", "TLS handshake with the backend failed"],
    ["fastly-tls-verify", phrase("(?:unable to get local issuer certificate|self[- ]signed certificate.{0,80}|certificate has expired|hostname doesn't match against certificate)"), null, "tls-verify", "high", "backend's certificate was refused"],
  ]),
];

/** Fastly's own spelling of capitals differs from page to page. */
function phrase(pattern: string): ReasonRule["when"] {
  return { errorReason: new RegExp(`^${pattern}$`, "i") };
}
