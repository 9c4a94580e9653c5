import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";

/**
 * What Squid's error pages say, as %err_code/%err_detail log them, the specific before the general.
 * Sources: https://www.squid-cache.org/Doc/config/logformat/, https://github.com/squid-cache/squid/blob/master/src/error/forward.h
 */
const NONE = /^$/;
const SOME = /./;
const GATEWAY = /^50[234]$/;

// prettier-ignore
export const SQUID_REASONS: readonly ReasonRule[] = [
  ...reasonsOfPhase("resolve", [
    ["squid-dns", { errorReason: /^ERR_DNS_FAIL\b/ }, null, "dns-failure", "high", "the server's name did not resolve"],
  ]),
  ...reasonsOfPhase("connect", [
    ["squid-refused", { errorReason: /^ERR_CONNECT_FAIL\b.{0,200}(?:errno=111|ECONNREFUSED)/ }, "111/ECONNREFUSED", "upstream-down", "high", "connection refused"],
    ["squid-no-route", { errorReason: /^ERR_CONNECT_FAIL\b.{0,200}errno=1(?:13|01)/ }, "113/EHOSTUNREACH", "no-route", "medium", "no route to the server"],
    ["squid-connect-failed", { errorReason: /^ERR_CONNECT_FAIL\b/ }, null, "connection-timeout", "low", "no connection to the server"],
  ]),
  ...reasonsOfPhase("tls", [
    ["squid-tls-verify", { errorReason: /^ERR_SECURE_CONNECT_FAIL\b.{0,400}(?:X509|CERT|DOMAIN_MISMATCH|SELF_SIGNED)/ }, "x509", "tls-verify", "high", "the server's certificate was not accepted"],
    ["squid-tls-failed", { errorReason: /^ERR_SECURE_CONNECT_FAIL\b/ }, null, "tls-handshake", "medium", "TLS handshake with the server failed"],
  ]),
  ...reasonsOfPhase("send", [
    ["squid-write-error", { errorReason: /^ERR_WRITE_ERROR\b/ }, "EPIPE", "early-response", "medium", "the server closed while the request was sent"],
  ]),
  ...reasonsOfPhase("read_header", [
    ["squid-empty-answer", { errorReason: /^ERR_ZERO_SIZE_OBJECT\b/ }, "EOF", "premature-close", "high", "the server closed without an answer"],
    // Squid 5 gives this page as well when it could not reach any peer.
    ["squid-read-error", { errorReason: /^ERR_READ_ERROR\b/, upstreamAddr: SOME }, "104/ECONNRESET", "upstream-crash", "low", "the connection broke while the answer was awaited"],
    ["squid-read-timeout", { errorReason: /^ERR_READ_TIMEOUT\b/ }, "read_timeout", "upstream-timeout", "high", "read_timeout ran out"],
    ["squid-invalid-answer", { errorReason: /^ERR_INVALID_RESP\b/ }, null, "invalid-response", "high", "the answer's header is not well-formed"],
    ["squid-too-big", { errorReason: /^ERR_TOO_BIG\b/ }, "reply_header_max_size", "header-too-big", "medium", "the answer or its header is over a limit"],
  ]),
  ...reasonsOfPhase("read_body", [
    ["squid-lifetime", { errorReason: /^ERR_LIFETIME_EXP\b/ }, "client_lifetime", "client-abort", "low", "client_lifetime ran out"],
    ["squid-client-gone", { errorReason: /^ERR_CLIENT_GONE\b/ }, null, "client-abort", "high", "the client left"],
    ["squid-aborted", { flags: /_(?:ABORTED|TIMEDOUT)(?:\/|$)/ }, null, "client-abort", "medium", "the client left, or a timeout ended the request"],
  ]),
  ...reasonsOfPhase("policy", [
    ["squid-denied", { errorReason: /^ERR_(?:ACCESS_DENIED|CACHE_ACCESS_DENIED)\b/ }, null, "waf-block", "high", "http_access refused the request"],
    ["squid-denied-code", { flags: /^TCP_DENIED/ }, null, "waf-block", "medium", "Squid refused the request"],
  ]),
  ...reasonsOfPhase("proxy_internal", [
    ["squid-cannot-forward", { errorReason: /^ERR_CANNOT_FORWARD\b/ }, null, "no-live-upstreams", "high", "no peer could be used"],
    ["squid-shutting-down", { errorReason: /^ERR_SHUTTING_DOWN\b/ }, null, "proxy-internal", "high", "Squid was stopping"],
    ["squid-nobody-asked", { upstreamAddr: NONE, status: GATEWAY }, null, "no-live-upstreams", "low", "no server was asked"],
  ]),
];

/** For formats without %err_code: a server was asked, and nothing says whether it answered so itself. */
// prettier-ignore
export const SQUID_GUESSES: readonly ReasonRule[] = [
  ...SQUID_REASONS,
  ...reasonsOfPhase("read_header", [
    ["squid-server-failed", { upstreamAddr: SOME, status: GATEWAY }, null, "premature-close", "low", "a server was asked and the request failed"],
  ]),
];

/** For formats with it: Squid has no error of its own to report. */
// prettier-ignore
export const SQUID_KNOWN: readonly ReasonRule[] = [
  ...SQUID_REASONS,
  ...reasonsOfPhase("read_header", [
    ["squid-passed-through", { errorReason: NONE, upstreamAddr: SOME, status: GATEWAY }, null, "passed-through", "high", "the server sent this status itself"],
  ]),
];
