import { rulesOfPhase, type SignatureRule } from "./match-signature";

/**
 * What Go's network code says when a request to an upstream fails, as every proxy written in Go logs it. First match wins.
 * Sources: https://github.com/golang/go/blob/master/src/net/net.go, src/net/http/transport.go, src/net/http/transfer.go, src/crypto/tls.
 */
// prettier-ignore
export function goErrorSignatures(product: string): SignatureRule[] {
  return [
    ...rulesOfPhase("connect", [
      [`${product}-unix-refused`, /dial unix \S+: connect: connection refused/, "ECONNREFUSED", "upstream-down", "high", "nobody listens on the socket"],
      [`${product}-connection-refused`, /dial tcp \S+: connect: connection refused/, "ECONNREFUSED", "upstream-down", "medium", "connection refused"],
      [`${product}-socket-missing`, /dial unix \S+: connect: no such file or directory/, "ENOENT", "socket-missing", "high", "socket file is missing"],
      [`${product}-socket-permission`, /dial unix \S+: connect: permission denied/, "EACCES", "socket-permission", "medium", "socket may not be opened"],
      [`${product}-backlog-full`, /dial (?:unix|tcp) \S+: connect: resource temporarily unavailable/, "EAGAIN", "backlog-full", "high", "accept queue is full"],
      [`${product}-no-route`, /dial tcp \S+: connect: (?:no route to host|network is unreachable|host is down)/, "EHOSTUNREACH", "no-route", "medium", "no route to the upstream"],
      [`${product}-no-local-port`, /dial tcp \S+: connect: cannot assign requested address/, "EADDRNOTAVAIL", "port-exhaustion", "high", "no local port left"],
      [`${product}-too-many-files`, /(?:socket|dial|accept)[^"]{0,200}: too many open files/, "EMFILE", "fd-exhaustion", "high", "too many open files"],
      [`${product}-connect-reset`, /dial tcp \S+: connect: connection reset by peer/, "ECONNRESET", "firewall-reject", "low", "reset while connecting"],
    ]),
    // Before the dial timeout: a resolver that does not answer is an i/o timeout of its own.
    ...rulesOfPhase("resolve", [
      [`${product}-name-not-found`, /lookup \S+(?: on \S+)?: no such host/, "NXDOMAIN", "dns-failure", "high", "name does not exist"],
      [`${product}-dns-failed`, /lookup \S+(?: on \S+)?: (?:server misbehaving|read udp [^"]{0,200}(?:i\/o timeout|connection refused)|i\/o timeout|dial udp |[^"]{0,200}connection refused)/, "SERVFAIL", "dns-failure", "high", "DNS server failed"],
    ]),
    ...rulesOfPhase("connect", [
      [`${product}-dial-timeout`, /dial tcp \S+: (?:i\/o timeout|connect: connection timed out|operation was canceled)/, "dial_timeout", "connection-timeout", "medium", "connect timed out"],
    ]),
    ...rulesOfPhase("tls", [
      [`${product}-no-tls-answer`, "tls: first record does not look like a TLS handshake", "record_header", "wrong-protocol", "high", "upstream does not speak TLS"],
      [`${product}-plain-to-tls`, "server gave HTTP response to HTTPS client", "record_header", "wrong-protocol", "high", "upstream does not speak TLS"],
      [`${product}-certificate-refused`, /x509: |tls: failed to verify certificate/, "x509", "tls-verify", "high", "upstream's certificate was not accepted"],
      [`${product}-tls-timeout`, "TLS handshake timeout", "tls_handshake_timeout", "tls-handshake", "medium", "TLS handshake timed out"],
      [`${product}-tls-alert`, /remote error: tls: |tls: (?:no supported versions|server selected unsupported|handshake failure)/, "tls_alert", "tls-handshake", "high", "upstream refused the TLS handshake"],
    ]),
    ...rulesOfPhase("read_header", [
      [`${product}-header-too-big`, /server response headers exceeded \d+ bytes/, "max_response_header", "header-too-big", "high", "upstream's header is too big"],
      [`${product}-other-protocol`, /malformed HTTP response \\?"(?:SSH-|220 |\\{1,2}x15|\\{1,2}x00)/, "parse", "wrong-protocol", "high", "upstream speaks another protocol"],
      [`${product}-malformed`, /malformed HTTP (?:response|status code|version)|malformed MIME header|invalid header field|bad Content-Length|too many transfer encodings|unsupported transfer encoding/, "parse", "invalid-response", "high", "upstream's answer is no valid HTTP"],
      [`${product}-header-timeout`, /timeout awaiting response headers|context deadline exceeded/, "response_header_timeout", "upstream-timeout", "high", "upstream did not answer in time"],
      [`${product}-idle-closed`, /server closed idle connection|http2: client conn(?:ection)? (?:is closed|not usable|could not be established)/, "idle_close", "keepalive-race", "high", "idle connection was closed under a request"],
      [`${product}-reset`, /read (?:tcp|unix) [^"]{0,200}: read: connection reset by peer/, "ECONNRESET", "upstream-crash", "low", "upstream reset the connection"],
    ]),
    ...rulesOfPhase("send", [
      [`${product}-send-failed`, /write (?:tcp|unix) [^"]{0,200}: write: (?:broken pipe|connection reset by peer)/, "EPIPE", "early-response", "medium", "upstream closed while the request was sent"],
    ]),
  ];
}

/** The end of the stream where an answer was due; the whole text, as EOF is part of longer words. */
export const GO_EOF = /^(?:unexpected )?EOF$|^http2: server sent GOAWAY/;

const PEER = /\b(?:read|write) (?:tcp|unix)[46]? \S+?->(\S+?): /;

/** The upstream that a message names: `dial tcp 10.0.0.7:80: …`, `read tcp a->b: …`; `unix:/path` for a socket; null where it names none. */
export function goUpstream(text: string): string | null {
  const message = text.slice(0, 2048);
  const peer = PEER.exec(message)?.[1];
  if (peer !== undefined) return peer;
  const unix = /\bdial unix (\S+?): /.exec(message)?.[1];
  if (unix !== undefined) return `unix:${unix}`;
  const dialled = /\bdial tcp[46]? ([^\s:]\S*?): /.exec(message)?.[1];
  return dialled ?? /\blookup (\S+?)(?: on \S+)?: /.exec(message)?.[1] ?? null;
}
