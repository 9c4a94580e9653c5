import { mayAnswer, rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";

/**
 * Messages of nginx's error log that bear on gateway errors, and of what is built on nginx: OpenResty, Kong, APISIX, ingress-nginx.
 * First match wins, so the specific stand before the general.
 * Sources: https://github.com/nginx/nginx/blob/master/src/http/ngx_http_upstream.c, src/event/ngx_event_connect.c,
 * src/event/ngx_event_openssl.c, src/http/modules/*; https://github.com/Kong/kong, https://github.com/apache/apisix,
 * https://github.com/kubernetes/ingress-nginx. Errno 61, 54, 60, 65, 51 and 49 are the BSD and macOS numbers.
 */

// prettier-ignore
const GATEWAY_LUA: SignatureRule[] = [
  ...rulesOfPhase("connect", [
    ["placeholder-peer", /connect\(\) to 0\.0\.0\.1:\d+ failed/, "22/EINVAL", "no-endpoints", "high", "no endpoint behind the placeholder 0.0.0.1"],
    ["kong-bad-peer", "failed to set the current peer (address:", null, "proxy-config-error", "high", "peer address the balancer cannot use"],
    ["apisix-bad-peer", "failed to set server peer [", null, "proxy-config-error", "high", "peer address the balancer cannot use"],
    ["apisix-retry-timeout", "proxy retry timeout, retry count:", null, "upstream-timeout", "high", "retries ran out of time"],
    ["lua-connect-timeout", "lua tcp socket connect timed out", "110/ETIMEDOUT", "connection-timeout", "medium", "a Lua socket could not connect in time"],
  ]),
  ...rulesOfPhase("resolve", [
    ["lua-no-peer", "no peer was returned, balancer:", null, "no-endpoints", "high", "no endpoint to choose from"],
    ["kong-dns-failed", "DNS resolution failed:", null, "dns-failure", "high", "the upstream's name did not resolve"],
    ["kong-initial-resolve-failed", "failed the initial dns/balancer resolve for '", null, "dns-failure", "high", "the upstream's name did not resolve"],
    ["kong-no-retry-peer", "failed to retry the dns/balancer resolver for ", null, "no-live-upstreams", "medium", "no other peer for the retry"],
    ["apisix-parse-domain-failed", "failed to parse domain: ", null, "dns-failure", "high", "the upstream's name did not resolve"],
  ]),
  ...rulesOfPhase("policy", [
    ["proxy-to-self", "attempted to proxy to self, balancer:", null, "proxy-loop", "high", "the endpoint is the proxy itself"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["apisix-no-node", "failed to find valid upstream server", null, "no-live-upstreams", "high", "no node left to choose"],
    ["apisix-no-valid-node", "failed to set upstream: no valid upstream node", null, "no-live-upstreams", "high", "the upstream has no node"],
    ["apisix-no-upstream", "missing upstream configuration in Route or Service", null, "proxy-config-error", "high", "a route without an upstream"],
    ["apisix-all-unhealthy", "all upstream nodes is unhealthy", null, "health-check-failing", "high", "health checks fail for every node"],
    ["lua-no-peer-set", "lua balancer: no peer set", null, "proxy-config-error", "high", "the balancer's code chose no peer"],
    ["lua-balancer-failed", "failed to run balancer_by_lua*:", null, "proxy-config-error", "high", "the balancer's code failed"],
    ["lua-aborted", "lua entry thread aborted:", null, "proxy-internal", "high", "the gateway's own Lua code failed"],
  ]),
  ...rulesOfPhase("read_header", [
    ["lua-socket-timeout", /lua tcp socket (?:read|send) timed out/, "110/ETIMEDOUT", "upstream-timeout", "medium", "a Lua socket waited in vain"],
  ]),
];

// prettier-ignore
const RESOLVE = rulesOfPhase("resolve", [
  ["no-resolver", "no resolver defined to resolve", null, "proxy-config-error", "high", "no resolver configured"],
    ["name-not-found", "could not be resolved (3: Host not found)", "3/NXDOMAIN", "dns-failure", "high", "name does not exist"],
    ["dns-server-failure", "could not be resolved (2: Server failure)", "2/SERVFAIL", "dns-failure", "high", "DNS server failure"],
    ["dns-timeout", /could not be resolved \((?:110|60): /, "110/ETIMEDOUT", "dns-failure", "high", "DNS server did not answer"],
    ["dns-refused", "could not be resolved (5: Operation refused)", "5/REFUSED", "dns-failure", "high", "DNS server refused the question"],
    ["dns-format-error", /could not be resolved \((?:1: Format error|4: Unimplemented)\)/, "1/FORMERR", "dns-failure", "high", "DNS server did not understand"],
  ["name-not-resolved", "could not be resolved (", null, "dns-failure", "high", "name did not resolve"],
    ["host-not-found-at-start", 'host not found in upstream "', null, "dns-failure", "high", "upstream name unknown at start or reload"],
]);

// prettier-ignore
const CONNECT = rulesOfPhase("connect", [
    ["socket-missing", /connect\(\) to unix:\S+ failed \(2: No such file or directory\)/, "2/ENOENT", "socket-missing", "high", "socket file is missing"],
    ["socket-permission", /connect\(\) to unix:\S+ failed \(13: Permission denied\)/, "13/EACCES", "socket-permission", "medium", "socket may not be opened"],
    ["socket-backlog-full", /connect\(\) to unix:\S+ failed \((?:11|35): Resource temporarily unavailable\)/, "11/EAGAIN", "backlog-full", "high", "socket's accept queue is full"],
    ["socket-refused", /connect\(\) to unix:\S+ failed \((?:111|61): Connection refused\)/, "111/ECONNREFUSED", "upstream-down", "high", "nobody listens on the socket"],
    ["connection-refused", /connect\(\) (?:to \S+ )?failed \((?:111|61): Connection refused\)/, "111/ECONNREFUSED", "upstream-down", "medium", "connection refused"],
    ["connect-forbidden", /connect\(\) (?:to \S+ )?failed \((?:13: Permission denied|1: Operation not permitted)\)/, "13/EACCES", "selinux-denied", "high", "the system forbids the connection"],
    ["no-route", /connect\(\) (?:to \S+ )?failed \((?:113|65): No route to host\)/, "113/EHOSTUNREACH", "no-route", "medium", "no route to host"],
    ["network-unreachable", /connect\(\) (?:to \S+ )?failed \((?:101|51): Network is unreachable\)/, "101/ENETUNREACH", "no-route", "high", "network is unreachable"],
    ["no-local-port", /connect\(\) (?:to \S+ )?failed \((?:99: Cannot|49: Can't) assign requested address\)/, "99/EADDRNOTAVAIL", "port-exhaustion", "high", "no free local port"],
    ["connect-timeout", /upstream timed out \((?:110|60): [^)]*\) while connecting to upstream/, "110/ETIMEDOUT", "connection-timeout", "medium", "no answer to the connection attempt"],
    ["connect-timeout-kernel", /connect\(\) (?:to \S+ )?failed \((?:110|60): /, "110/ETIMEDOUT", "connection-timeout", "medium", "connection attempt given up by the system"],
    ["connect-reset", /connect\(\) (?:to \S+ )?failed \((?:104|54): /, "104/ECONNRESET", "firewall-reject", "low", "connection reset while it was made"],
    ["no-live-upstreams", "no live upstreams while connecting to upstream", "NOLIVE", "no-live-upstreams", "high", "no live upstreams"],
    ["peer-disabled", "upstream server temporarily disabled while", null, "no-live-upstreams", "medium", "peer taken out after failures"],
    ["bind-failed", /bind\(\S+\) failed \(\d+: [^)]*\) while connecting to upstream/, "98/EADDRINUSE", "port-exhaustion", "medium", "local address or port could not be taken"],
]);

// prettier-ignore
const TLS = rulesOfPhase("tls", [
    ["tls-timeout", /upstream timed out \((?:110|60): [^)]*\) while SSL handshaking to upstream/, "110/ETIMEDOUT", "tls-handshake", "medium", "no answer to the TLS handshake"],
    ["tls-not-spoken", /SSL_do_handshake\(\) failed .*(?:wrong version number|unknown protocol|packet length too long|http request).* while SSL handshaking to upstream/, null, "wrong-protocol", "high", "the upstream does not speak TLS on this port"],
    ["tls-alert-handshake", "SSL alert number 40) while SSL handshaking to upstream", "alert 40", "tls-handshake", "medium", "TLS handshake refused"],
    ["tls-alert-name", "SSL alert number 112) while SSL handshaking to upstream", "alert 112", "tls-handshake", "high", "TLS server name not recognised"],
    ["tls-alert-version", /(?:SSL alert number 70|unsupported protocol|no protocols available)[^)]*\) while SSL handshaking to upstream/, "alert 70", "tls-handshake", "high", "no TLS version in common"],
    ["tls-alert-internal", "SSL alert number 80) while SSL handshaking to upstream", "alert 80", "tls-handshake", "medium", "TLS peer reports an internal error"],
    ["tls-certificate-required", "SSL alert number 116) while", "alert 116", "tls-handshake", "high", "the upstream wants a client certificate"],
    ["tls-weak-peer", /(?:unsafe legacy renegotiation disabled|dh key too small|ee key too small|bad ecpoint|EC lib)\) while SSL handshaking to upstream/, null, "tls-handshake", "high", "the upstream's TLS is too old for this proxy"],
    ["tls-closed", /peer closed connection in SSL handshake .*while SSL handshaking to upstream/, "104/ECONNRESET", "tls-handshake", "medium", "connection closed in the TLS handshake"],
    ["certificate-expired", "upstream SSL certificate verify error: (10:", "10/CERT_HAS_EXPIRED", "tls-verify", "high", "the upstream's certificate has expired"],
    ["certificate-self-signed", /upstream SSL certificate verify error: \((?:18|19):/, "18/SELF_SIGNED", "tls-verify", "high", "the upstream's certificate is self-signed"],
    ["certificate-unknown-issuer", /upstream SSL certificate verify error: \((?:2|20|21):/, "20/UNABLE_TO_GET_ISSUER", "tls-verify", "high", "the certificate's issuer is not known"],
    ["certificate-invalid", "upstream SSL certificate verify error: (", "X509", "tls-verify", "high", "the upstream's certificate did not verify"],
    ["certificate-wrong-name", 'upstream SSL certificate does not match "', null, "tls-verify", "high", "the certificate is for another name"],
    ["tls-failed", /SSL_do_handshake\(\) failed .*while SSL handshaking to upstream/, null, "tls-handshake", "medium", "TLS handshake failed"],
]);

// prettier-ignore
const EXCHANGE: SignatureRule[] = [
  ...rulesOfPhase("proxy_internal", [
    ["client-body-file-failed", /(?:open|mkdir|pwrite|pwritev)\(\) "[^"]*client_body[^"]*" failed \(\d+: /, "13/EACCES", "proxy-internal", "high", "the request body could not be stored"],
  ]),
  ...rulesOfPhase("send", [
    ["send-timeout", /upstream timed out \((?:110|60): [^)]*\) while sending request to upstream/, "110/ETIMEDOUT", "upstream-overload", "medium", "the upstream stopped reading the request"],
    ["send-broken", /(?:writev|send|sendfile)\(\) failed \((?:32: Broken pipe|104: Connection reset by peer|54: Connection reset by peer)\) while sending request to upstream/, "32/EPIPE", "early-response", "medium", "connection closed while the request was sent"],
  ]),
  ...rulesOfPhase(
    "read_header",
    [[ "grpc-closed", "upstream prematurely closed connection while reading response header from upstream", "EOF", "wrong-protocol", "medium", "gRPC connection closed without an answer"],
    ],
    "grpc",
  ),
  ...rulesOfPhase(
    "read_header",
    [[ "fastcgi-reset", /recv\(\) failed \((?:104|54): Connection reset by peer\) while reading response header from upstream/, "104/ECONNRESET", "upstream-crash", "medium", "FastCGI worker reset the connection"],
    ],
    "fastcgi",
  ),
  ...rulesOfPhase("read_header", [
    ["read-timeout", /upstream timed out \((?:110|60): [^)]*\) while reading response header from upstream/, "110/ETIMEDOUT", "upstream-timeout", "high", "no answer in time"],
    ["closed-before-header", "upstream prematurely closed connection while reading response header from upstream", "0/EOF", "premature-close", "medium", "connection closed before an answer"],
    ["reset-before-header", /recv\(\) failed \((?:104|54): Connection reset by peer\) while reading response header from upstream/, "104/ECONNRESET", "premature-close", "medium", "connection reset before an answer"],
    ["path-died", /recv\(\) failed \((?:110|60): (?:Connection|Operation) timed out\) while reading response header from upstream/, "110/ETIMEDOUT", "packet-loss", "medium", "established connection went silent"],
    ["header-too-big", "upstream sent too big header while reading response header from upstream", null, "header-too-big", "high", "answer's header exceeds the buffer"],
    ["http2-invalid", /upstream sent invalid (?:http2 table index|:status|encoded header)/, null, "invalid-response", "high", "HTTP/2 header could not be decoded"],
    ["header-invalid", "upstream sent invalid header", null, "invalid-response", "high", "answer's header is malformed"],
    ["not-http", "upstream sent no valid HTTP/1.0 header", null, "wrong-protocol", "high", "the upstream does not speak HTTP"],
    ["header-duplicate", /upstream sent duplicate header line: "(?:Content-Length|Transfer-Encoding): [^"]*", previous value: "[^"]*" while/, null, "invalid-response", "high", "framing header sent twice"],
    ["header-contradictory", 'upstream sent "Content-Length" and "Transfer-Encoding" headers at the same time', null, "invalid-response", "high", "two framings at once"],
    ["framing-invalid", /upstream sent (?:unknown "Transfer-Encoding"|invalid "Content-Length" header)/, null, "invalid-response", "high", "framing header has a bad value"],
    ["status-invalid", 'upstream sent invalid status "', null, "invalid-response", "high", "application's status is no number"],
    ["fastcgi-ended", /upstream prematurely closed FastCGI (?:stdout|request)/, "EOF", "upstream-crash", "medium", "FastCGI application ended without an answer"],
    ["not-fastcgi", "upstream sent unsupported FastCGI protocol version:", null, "wrong-protocol", "high", "the upstream does not speak FastCGI"],
    ["not-http2", "upstream sent too large http2 frame: 4740180", null, "wrong-protocol", "high", "HTTP/1.1 server behind a gRPC route"],
    ["http2-rejected", "upstream rejected request with error ", "RST_STREAM", "premature-close", "low", "HTTP/2 stream reset by the upstream"],
    ["http2-goaway", "upstream sent goaway with error ", "GOAWAY", "rolling-deploy", "medium", "the upstream is closing its HTTP/2 connections"],
    ["memcached-invalid", /memcached sent invalid (?:response|key in response|flags in response|length in response|trailer)/, null, "invalid-response", "high", "memcached answer is malformed"],
    ["php-fatal-error", 'FastCGI sent in stderr: "PHP message: PHP Fatal error:', null, "upstream-crash", "low", "PHP fatal error"],
    ["client-left", "client prematurely closed connection", null, "client-abort", "high", "client left before the answer"],
  ]),
  ...rulesOfPhase("read_body", [
    ["temp-disk-full", /failed \(28: No space left on device\) while (?:reading upstream|reading response header from upstream|sending to client)/, "28/ENOSPC", "proxy-internal", "high", "the proxy's disk is full"],
    ["temp-file-denied", /open\(\) "[^"]*(?:proxy|fastcgi|uwsgi|scgi)[^"]*" failed \(13: Permission denied\) while reading upstream/, "13/EACCES", "proxy-internal", "high", "the proxy may not write its temporary files"],
    ["body-timeout", /upstream timed out \((?:110|60): [^)]*\) while reading upstream/, "110/ETIMEDOUT", "truncated-response", "medium", "answer stopped midway"],
    ["body-reset", /(?:recv|readv)\(\) failed \((?:104|54): Connection reset by peer\) while reading upstream/, "104/ECONNRESET", "truncated-response", "medium", "connection reset midway through the answer"],
    ["body-cut", "upstream prematurely closed connection while reading upstream", "0/EOF", "truncated-response", "high", "answer cut off midway"],
    ["chunks-invalid", "upstream sent invalid chunked response while reading", null, "invalid-response", "medium", "chunked framing is broken"],
    ["body-surplus", 'upstream sent more data than specified in "Content-Length" header', null, "invalid-response", "low", "answer longer than announced"],
    ["http2-body-surplus", "upstream sent response body larger than indicated content length", null, "invalid-response", "high", "answer longer than announced"],
  ]),
];

// prettier-ignore
const PROXY: SignatureRule[] = [
  ...rulesOfPhase("proxy_internal", [
    ["target-invalid", /(?:no port in upstream "|invalid URL prefix in ")/, null, "proxy-config-error", "high", "proxy_pass target is no URL"],
    ["script-unknown", 'FastCGI sent in stderr: "Primary script unknown"', null, "proxy-config-error", "high", "PHP script path is wrong"],
    ["worker-connections", "worker_connections are not enough while connecting to upstream", null, "worker-connections", "high", "worker_connections used up"],
    ["worker-connections-accept", "worker_connections are not enough", null, "worker-connections", "high", "worker_connections used up"],
    ["too-many-files", "socket() failed (24: Too many open files) while connecting to upstream", "24/EMFILE", "fd-exhaustion", "high", "too many open files"],
    ["too-many-files-accept", /accept4?\(\) failed \(2[34]: Too many open files/, "24/EMFILE", "fd-exhaustion", "high", "too many open files"],
    ["too-many-files-other", "(24: Too many open files)", "24/EMFILE", "fd-exhaustion", "high", "too many open files"],
    ["worker-exited-on-signal", /worker process \d+ exited on signal (?:4|6|7|8|9|11)\b/, null, "proxy-internal", "high", "nginx worker died"],
    ["redirection-cycle", "rewrite or internal redirection cycle", null, "proxy-config-error", "high", "internal redirection runs in circles"],
    ["auth-service-failed", /auth request unexpected status: 5\d\d\b/, null, "passed-through", "low", "the authentication service failed"],
    ["auth-request-failed", "auth request unexpected status:", null, "proxy-config-error", "low", "auth_request got an unexpected answer"],
    ["temp-file-failed", /(?:open|mkdir|pwrite|pwritev)\(\) "[^"]{0,1000}\/\d{10}" failed \(\d+: /, "13/EACCES", "proxy-internal", "high", "a temporary file could not be written"],
  ]),
  ...rulesOfPhase("policy", [
    ["rate-limited", /limiting (?:connections by zone|requests, excess:)/, null, "rate-limited", "high", "nginx's own limit refused the request"],
    ["waf-denied", "ModSecurity: Access denied", null, "waf-block", "high", "WAF rule refused the request"],
    ["access-rule", "access forbidden by rule", null, "waf-block", "low", "access rule refused the request"],
  ]),
];

/** Messages about the proxy's own life. They point at no cause, but they are what happened around the onset. */
// prettier-ignore
const LIFE = rulesOfPhase("proxy_internal", [
    ["reload", /^(?:reconfiguring|signal 1 \(SIGHUP\) received)/, null, "", "high", "nginx read its configuration anew", { kind: "config-reload", target: "nginx", text: "nginx reloaded its configuration" }],
    ["reload-failed", /^(?:unknown directive|invalid number of arguments|unexpected "|directive "|invalid parameter|configuration file .* test failed|cannot load certificate)/, null, "proxy-config-error", "medium", "configuration refused at reload"],
    ["port-taken", /^bind\(\) to \S+ failed \(\d+: /, "98/EADDRINUSE", "proxy-config-error", "medium", "nginx could not take its port"],
  ["version-banner", /^(?:nginx|openresty|tengine|angie|freenginx)\/\d+\.\d+/, null, "", "high", "nginx started", { kind: "restart", target: "nginx", text: "nginx started" }],
  ["start", /^(?:start worker processes$|using the ")/, null, "", "high", "nginx started"],
  ["worker-start", /^(?:start worker process|start cache )/, null, "", "high", "nginx worker started"],
  ["worker-shutdown", /^gracefully shutting down/, null, "", "high", "nginx worker leaves after a reload"],
  ["shutdown", /^signal (?:3|15) \(SIG(?:QUIT|TERM)\) received/, null, "", "high", "nginx was told to stop", { kind: "restart", target: "nginx", text: "nginx was told to stop" }],
    ["worker-exited", /(?:worker process \d+ exited with code|^exiting$|^exit$)/, null, "", "high", "nginx process ended"],
  ["process-signal", /^signal \d+ \(SIG(?:CHLD|IO|ALRM)\) received/, null, "", "high", "nginx process took note of another"],
  ["answer-buffered", "is buffered to a temporary file", null, "", "high", "body buffered on disk"],
]);

/** Failures on the way to an upstream that nginx answers with 500, where a log without upstream fields does not tell who did. */
const ANSWERED_500 = [
  "target-invalid",
  "worker-connections",
  "too-many-files",
  "auth-service-failed",
  "temp-file-failed",
];

/** All of them, in the order in which they are tried. */
export const NGINX_ERROR_SIGNATURES: readonly SignatureRule[] = mayAnswer(500, ANSWERED_500, [
  ...GATEWAY_LUA,
  ...RESOLVE,
  ...CONNECT,
  ...TLS,
  ...EXCHANGE,
  ...PROXY,
  ...LIFE,
]);
