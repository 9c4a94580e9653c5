import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";

/**
 * What HAProxy's termination states and connection errors say, the specific before the general. The first character tells who ended
 * the session, the second in which phase.
 * Sources: https://docs.haproxy.org/3.2/configuration.html#8.5, https://github.com/haproxy/haproxy/blob/master/src/connection.c
 */
const SELECTED = /./;
const NONE = /^$/;

// prettier-ignore
export const HAPROXY_REASONS: readonly ReasonRule[] = [
  ...reasonsOfPhase("tls", [
    ["haproxy-tls-verify", { errorReason: /Server presented an SSL certificate different from|^32$/ }, "bc_err 32", "tls-verify", "high", "the server's certificate is for another name"],
    ["haproxy-tls-handshake", { errorReason: /SSL handshake failure|during SSL handshake|^3[3-6]$/, flags: /^(?:SC|sC)/ }, "bc_err 34", "tls-handshake", "high", "TLS handshake with the server failed"],
  ]),
  ...reasonsOfPhase("connect", [
    ["haproxy-err-refused", { errorReason: /ECONNREFUSED returned by OS|^46$/ }, "ECONNREFUSED", "upstream-down", "high", "connection refused"],
    ["haproxy-err-no-route", { errorReason: /(?:ENETUNREACH|EHOSTUNREACH) returned by OS/ }, "EHOSTUNREACH", "no-route", "high", "no route to the server"],
    ["haproxy-err-timeout", { errorReason: /ETIMEDOUT returned by OS/ }, "ETIMEDOUT", "connection-timeout", "high", "the kernel gave up connecting"],
    ["haproxy-err-ports", { errorReason: /Out of local source ports|Source port range exhausted|Local source address already in use|^(?:9|10)$/ }, "EADDRNOTAVAIL", "port-exhaustion", "high", "no local port is free"],
    ["haproxy-err-sockets", { errorReason: /Too many sockets on the (?:process|system)|Reached configured maxconn value|^[1-4]$/ }, "EMFILE", "fd-exhaustion", "high", "HAProxy has no socket left"],
    ["haproxy-no-server", { flags: /^SC/, status: /^503$/, upstreamAddr: NONE }, "SC", "no-live-upstreams", "high", "no server of the backend is up"],
    ["haproxy-refused", { flags: /^SC/ }, "SC", "upstream-down", "medium", "the server refused the connection"],
    ["haproxy-connect-timeout", { flags: /^sC/ }, "sC", "connection-timeout", "medium", "timeout connect ran out"],
    ["haproxy-queue-timeout", { flags: /^sQ/ }, "sQ", "circuit-breaker", "high", "timeout queue ran out: the servers are at their maxconn"],
    ["haproxy-queue-server-lost", { flags: /^SQ/ }, "SQ", "no-live-upstreams", "medium", "the server went down while the request was queued"],
    ["haproxy-no-sockets", { flags: /^PC/ }, "PC", "fd-exhaustion", "high", "HAProxy had no socket for the connection"],
    ["haproxy-no-ports", { flags: /^RC/ }, "RC", "port-exhaustion", "medium", "the system had no port or socket for the connection"],
  ]),
  ...reasonsOfPhase("send", [
    ["haproxy-upload-cut", { flags: /^SD/, status: /^0$/ }, "SD", "early-response", "medium", "the server closed while the request was sent"],
  ]),
  ...reasonsOfPhase("read_header", [
    ["haproxy-closed", { flags: /^SH/ }, "SH", "premature-close", "high", "the server closed before a complete header"],
    ["haproxy-timeout", { flags: /^sH/ }, "sH", "upstream-timeout", "high", "timeout server ran out before a header came"],
    ["haproxy-header-refused", { flags: /^PH/, status: /^502$/ }, "PH", "invalid-response", "medium", "HAProxy refused the server's header"],
    ["haproxy-server-went-down", { flags: /^D/ }, "D", "health-check-failing", "high", "the session ended because its server was marked down"],
    ["haproxy-killed", { flags: /^K/ }, "K", "maintenance-mode", "high", "an operator ended the session"],
    ["haproxy-passed-through", { flags: /^--/, status: /^50[234]$/, upstreamAddr: SELECTED, upstreamStatus: /^50[234]$/ }, null, "passed-through", "high", "the server sent this status itself"],
  ]),
  ...reasonsOfPhase("proxy_internal", [
    ["haproxy-internal", { flags: /^I/ }, "I", "proxy-internal", "high", "HAProxy's own check of itself failed"],
    ["haproxy-rewrite-failed", { flags: /^PH/, status: /^500$/ }, "PH", "proxy-config-error", "medium", "HAProxy could not rewrite the header"],
    ["haproxy-resources", { flags: /^R/ }, "R", "proxy-internal", "medium", "HAProxy ran out of memory or sockets"],
    ["haproxy-backup-ended", { flags: /^U/ }, "U", "", "high", "the session ended because a main server came back"],
  ]),
  ...reasonsOfPhase("read_body", [
    ["haproxy-body-cut", { flags: /^SD/ }, "SD", "truncated-response", "high", "the server closed in the middle of the body"],
    ["haproxy-body-stalled", { flags: /^sD/ }, "sD", "truncated-response", "medium", "timeout server ran out in the middle of the body"],
    ["haproxy-body-invalid", { flags: /^PD/ }, "PD", "invalid-response", "high", "the body's chunks are not well-formed"],
    ["haproxy-client-left", { flags: /^C[CHDLQ]|^c[CHDLQ]/ }, "C", "client-abort", "high", "the client left or stopped reading"],
  ]),
  ...reasonsOfPhase("policy", [
    ["haproxy-answered-itself", { flags: /^LR/, status: /^50\d$/ }, "LR", "maintenance-mode", "medium", "HAProxy answered by a rule, no server was asked"],
    ["haproxy-rule-refused", { flags: /^(?:P[RT]|C[RT]|c[RT])/ }, "PR", "waf-block", "medium", "refused before a server was chosen"],
    ["haproxy-blocked", { flags: /^P/ }, "P", "proxy-config-error", "low", "HAProxy itself ended the session"],
  ]),
];
