import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";

/**
 * http-proxy-middleware ends its lines with the code in brackets; it answers 504 to most of them, where others answer 502.
 * Source: https://github.com/chimurai/http-proxy-middleware/blob/master/src/plugins/default/logger-plugin.ts, src/status-code.ts
 */
// prettier-ignore
const MIDDLEWARE: readonly SignatureRule[] = [
  ...rulesOfPhase("connect", [
    ["hpm-refused", /\[HPM\] Error occurred while .{0,2000}\[ECONNREFUSED\]/, "ECONNREFUSED", "upstream-down", "high", "connection refused"],
    ["hpm-connect-timeout", /\[HPM\] Error occurred while .{0,2000}\[ETIMEDOUT\]/, "ETIMEDOUT", "connection-timeout", "medium", "connection timed out"],
    ["hpm-no-route", /\[HPM\] Error occurred while .{0,2000}\[(?:EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)\]/, "EHOSTUNREACH", "no-route", "medium", "no route to the upstream"],
    ["hpm-ports-exhausted", /\[HPM\] Error occurred while .{0,2000}\[EADDRNOTAVAIL\]/, "EADDRNOTAVAIL", "port-exhaustion", "high", "no local port left"],
  ]),
  ...rulesOfPhase("resolve", [
    ["hpm-dns", /\[HPM\] Error occurred while .{0,2000}\[(?:ENOTFOUND|EAI_AGAIN)\]/, "ENOTFOUND", "dns-failure", "high", "the upstream's name did not resolve"],
  ]),
  ...rulesOfPhase("read_header", [
    ["hpm-reset", /\[HPM\] Error occurred while .{0,2000}\[ECONNRESET\]/, "ECONNRESET", "premature-close", "low", "the upstream closed without an answer"],
    ["hpm-not-http", /\[HPM\] Error occurred while .{0,2000}\[HPE_[A-Z_]{1,40}\]/, "HPE_INVALID", "invalid-response", "high", "an answer that is no HTTP"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["hpm-other", /\[HPM\] Error occurred while .{0,2000}\[[A-Z_0-9]{1,60}\]/, null, "proxy-internal", "low", "the proxy failed for another reason"],
  ]),
];

/** Source: https://nodejs.org/api/errors.html, https://github.com/http-party/node-http-proxy, https://github.com/nodejs/llhttp */
// prettier-ignore
export const NODE_PROXY_SIGNATURES: readonly SignatureRule[] = [
  ...MIDDLEWARE,
  ...rulesOfPhase("connect", [
    ["node-refused", /\bconnect ECONNREFUSED\b/, "ECONNREFUSED", "upstream-down", "high", "connection refused"],
    ["node-socket-missing", /\bconnect ENOENT \S/, "ENOENT", "socket-missing", "high", "socket file is missing"],
    ["node-socket-permission", /\bconnect EACCES \S/, "EACCES", "socket-permission", "medium", "socket may not be opened"],
    ["node-ports-exhausted", /\bconnect EADDRNOTAVAIL\b/, "EADDRNOTAVAIL", "port-exhaustion", "high", "no local port left"],
    ["node-no-route", /\bconnect (?:EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)\b/, "EHOSTUNREACH", "no-route", "medium", "no route to the upstream"],
    ["node-connect-timeout", /\bconnect ETIMEDOUT\b|UND_ERR_CONNECT_TIMEOUT/, "ETIMEDOUT", "connection-timeout", "medium", "connection timed out"],
    ["node-out-of-files", /\b(?:connect|accept|open) EMFILE\b/, "EMFILE", "fd-exhaustion", "high", "no file descriptor left"],
    ["node-port-taken", /\blisten EADDRINUSE\b/, "EADDRINUSE", "upstream-down", "high", "the application could not take its port"],
  ]),
  ...rulesOfPhase("resolve", [
    ["node-dns", /\bgetaddrinfo (?:ENOTFOUND|EAI_AGAIN|ESERVFAIL)\b/, "ENOTFOUND", "dns-failure", "high", "the upstream's name did not resolve"],
  ]),
  ...rulesOfPhase("tls", [
    ["node-tls-no-tls", /EPROTO .{0,300}wrong version number|ERR_SSL_WRONG_VERSION_NUMBER/, "EPROTO", "wrong-protocol", "high", "the upstream's port does not speak TLS"],
    ["node-tls-verify", /\b(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_TLS_CERT_ALTNAME_INVALID)\b/, "x509", "tls-verify", "high", "the upstream's certificate is not accepted"],
    ["node-tls-handshake", /\bEPROTO\b|ERR_SSL_[A-Z0-9_]{1,60}/, "EPROTO", "tls-handshake", "high", "TLS handshake with the upstream failed"],
  ]),
  ...rulesOfPhase("send", [
    ["node-send-failed", /\bwrite (?:EPIPE|ECONNRESET)\b/, "EPIPE", "early-response", "medium", "the request could not be passed on"],
  ]),
  ...rulesOfPhase("read_header", [
    ["node-header-too-big", /Parse Error: Header overflow|HPE_HEADER_OVERFLOW|UND_ERR_HEADERS_OVERFLOW/, "HPE_HEADER_OVERFLOW", "header-too-big", "high", "response headers are too big"],
    ["node-not-http", /Parse Error\b|HPE_[A-Z_]{1,40}/, "HPE_INVALID", "invalid-response", "high", "an answer that is no HTTP"],
    ["node-hang-up", /\bsocket hang up\b|UND_ERR_SOCKET/, "ECONNRESET", "premature-close", "medium", "the upstream closed without an answer"],
    ["node-reset", /\bread ECONNRESET\b/, "ECONNRESET", "upstream-crash", "low", "the upstream reset the connection"],
    ["node-answer-timeout", /UND_ERR_HEADERS_TIMEOUT|\bESOCKETTIMEDOUT\b/, "ETIMEDOUT", "upstream-timeout", "high", "the upstream did not answer in time"],
    ["node-out-of-memory", /FATAL ERROR: .{0,200}JavaScript heap out of memory/, "SIGABRT", "upstream-crash", "high", "the application ran out of memory"],
    ["node-crashed", /^Node\.js v\d{1,3}\.\d{1,3}\.\d{1,3}$|\[?UnhandledPromiseRejection|\buncaughtException\b/, null, "upstream-crash", "low", "the application ended on an error"],
  ]),
];
