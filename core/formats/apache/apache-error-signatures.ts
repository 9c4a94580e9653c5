import { mayAnswer, rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";

/**
 * Messages of Apache's error log that bear on gateway errors. A message is matched with its errno in front, `(111)Connection refused: `,
 * wherever the line has it. Before 2.4 there were no AH numbers, so the words are what is looked for where they are clear enough.
 * First match wins. 70007 is APR's time-out, 20014 an end of file while a header was expected, 70014 an end of file.
 * Sources: https://github.com/apache/httpd/tree/trunk/modules/proxy, https://github.com/apache/httpd/tree/trunk/modules/ssl,
 * https://github.com/apache/httpd/tree/trunk/server/mpm
 */

// prettier-ignore
const CONNECT = rulesOfPhase("connect", [
  ["apache-socket-missing", /^\(2\).{0,200}AH02454: /, "2/ENOENT", "socket-missing", "high", "socket file is missing"],
  ["apache-socket-permission", /^\(13\).{0,200}AH02454: /, "13/EACCES", "socket-permission", "high", "socket may not be opened"],
  ["apache-socket-backlog", /^\((?:11|111)\).{0,200}AH02454: /, "11/EAGAIN", "backlog-full", "medium", "nobody takes connections from the socket"],
  ["apache-refused", /^\((?:111|61|OS 10061)\).{0,200}(?:AH00957: |attempt to connect to )/, "111/ECONNREFUSED", "upstream-down", "high", "connection refused"],
  ["apache-connect-timeout", /^\((?:70007|110|60|OS 10060)\).{0,200}(?:AH00957: |attempt to connect to )/, "110/ETIMEDOUT", "connection-timeout", "high", "connection timed out"],
  ["apache-no-route", /^\((?:113|101|65|51|OS 10065|OS 10051)\).{0,200}(?:AH00957: |attempt to connect to )/, "113/EHOSTUNREACH", "no-route", "medium", "no route to the upstream"],
  ["apache-connect-denied", /^\(13\).{0,200}(?:AH00957: |attempt to connect to )/, "13/EACCES", "selinux-denied", "high", "the system forbids the connection"],
  ["apache-ports-exhausted", /^\((?:99|49|OS 10049)\).{0,200}(?:AH00957: |attempt to connect to )/, "99/EADDRNOTAVAIL", "port-exhaustion", "high", "no local port left"],
  ["apache-out-of-files", /^\(2[34]\).{0,200}(?:AH0095[279]: |attempt to connect to |error creating fam)/, "24/EMFILE", "fd-exhaustion", "high", "no file descriptor left"],
  ["apache-connect-failed", /AH00957: |: attempt to connect to /, null, "upstream-down", "low", "connection failed"],
  ["apache-http-no-connection", /failed to make connection to backend: /, null, "upstream-down", "low", "no connection to the upstream"],
  ["apache-worker-disabled", /AH00940: |: disabled connection for \(/, null, "no-live-upstreams", "high", "worker is in error state"],
  ["apache-worker-disabling", /ap_proxy_connect_backend disabling worker for \(/, null, "no-live-upstreams", "medium", "worker put into error state"],
  ["apache-all-workers-in-error", /All workers are in error state/, null, "no-live-upstreams", "high", "every worker of the balancer is in error state"],
  ["apache-balancer-empty", /AH01171: |No workers in balancer/, null, "no-endpoints", "high", "balancer without workers"],
  ["apache-workers-busy", /AH00934: |all workers are busy\. /, null, "circuit-breaker", "high", "every worker is busy"],
  ["apache-pool-exhausted", /AH00941: |failed to acquire connection for \(/, null, "circuit-breaker", "high", "no free connection in the pool"],
  ["apache-cping-failed", /AH00897: |cping\/cpong failed to /, null, "keepalive-race", "medium", "the AJP upstream did not answer a ping"],
]);

// prettier-ignore
const RESOLVE = rulesOfPhase("resolve", [
  ["apache-dns", /DNS lookup failure for: /, "EAI", "dns-failure", "high", "the upstream's name did not resolve"],
  ["apache-balancer-dns", /AH02476: DNS|AH00903: |Could not resolve host name/, null, "dns-failure", "medium", "a host name did not resolve at start"],
]);

// prettier-ignore
const TLS = rulesOfPhase("tls", [
  ["apache-tls-expired", /AH02004: |SSL Proxy: Peer certificate is expired/, null, "tls-verify", "high", "the upstream's certificate has expired"],
  ["apache-tls-name", /(?:AH02411|AH02005): |SSL Proxy: Peer certificate (?:does not match|CN mismatch)/, null, "tls-verify", "high", "the upstream's certificate has another name"],
  ["apache-tls-verify", /(?:AH02039|AH02276): |Certificate Verification: Error \(\d+\)|SSL Library Error: .{0,200}certificate verify failed/, null, "tls-verify", "high", "the upstream's certificate is not trusted"],
  ["apache-tls-no-tls", /SSL Library Error: .{0,200}(?:wrong version number|http request|unknown protocol)/, null, "wrong-protocol", "high", "the upstream's port does not speak TLS"],
  ["apache-tls-library", /AH02003: |SSL Proxy connect failed/, null, "tls-handshake", "medium", "TLS handshake with the upstream failed"],
  ["apache-tls-502", /AH01997: |SSL handshake failed: sending 502/, null, "tls-handshake", "high", "TLS handshake with the upstream failed"],
  ["apache-tls-not-enabled", /AH00961: |: failed to enable ssl support for /, null, "proxy-config-error", "high", "TLS to the upstream is not switched on"],
  ["apache-tls-not-enabled-hint", /AH01961: |SSL Proxy requested for .{0,200} but not enabled/, null, "proxy-config-error", "high", "TLS to the upstream is not switched on"],
  ["apache-tls-handshake", /Error during SSL Handshake with remote server/, null, "tls-handshake", "high", "TLS handshake with the upstream failed"],
]);

// prettier-ignore
const SEND = rulesOfPhase("send", [
  ["apache-prefetch-failed", /AH01095: |prefetch request body failed to /, null, "client-abort", "medium", "the client's request body did not arrive"],
  ["apache-send-failed-from", /AH01097: |pass request body failed to \S+ \([^)]{0,200}\) from /, null, "early-response", "low", "the request's body could not be passed on"],
  ["apache-send-failed", /AH01084: |pass request body failed to /, null, "early-response", "medium", "the request could not be passed on"],
]);

// prettier-ignore
const READ_HEADER: SignatureRule[] = [
  ...rulesOfPhase("read_header", [
    ["apache-read-timeout", /^\(70007\).{0,200}(?:AH01102: |error reading status line from remote server)/, "70007/APR_TIMEUP", "upstream-timeout", "high", "the upstream did not answer in time"],
    ["apache-read-reset", /^\(104\).{0,200}(?:AH01102: |error reading status line from remote server)/, "104/ECONNRESET", "premature-close", "medium", "the upstream reset the connection"],
    ["apache-read-closed", /AH01102: |error reading status line from remote server/, null, "premature-close", "medium", "the upstream closed without an answer"],
    ["apache-status-line", /Corrupt status line returned by remote server/, null, "wrong-protocol", "high", "the upstream's first line is no HTTP"],
    ["apache-interim", /Too many \(\d+\) interim responses from origin server/, null, "invalid-response", "high", "endless interim answers"],
    ["apache-continue-timeout", /Timeout on 100-Continue/, null, "upstream-timeout", "high", "the upstream did not say to continue"],
    ["apache-read-error", /Error reading from remote server returned by/, null, "premature-close", "low", "no answer from the upstream"],
    ["apache-header-too-big", /AH10124: |header size is over the limit allowed by ResponseFieldSize/, "ResponseFieldSize", "header-too-big", "high", "a response header is too big"],
    ["apache-read-headers-timeout", /^\(70007\).{0,200}AH10404: /, "70007/APR_TIMEUP", "upstream-timeout", "high", "the upstream did not finish its header in time"],
    ["apache-read-headers", /AH10404: /, null, "premature-close", "medium", "the upstream closed inside its header"],
    ["apache-bad-header", /AH01106: |bad HTTP\/\d\.\d header returned by/, null, "invalid-response", "medium", "a response header that cannot be read"],
    ["apache-bad-header-name", /(?:AH02429|AH02430): Response header /, null, "invalid-response", "high", "a response header with forbidden characters"],
    ["apache-fcgi-timeout", /^\(70007\).{0,200}AH01075: /, "70007/APR_TIMEUP", "upstream-timeout", "high", "the FastCGI application did not answer in time"],
    ["apache-fcgi-reset", /^\(104\).{0,200}AH01075: /, "104/ECONNRESET", "upstream-crash", "medium", "the FastCGI application broke off"],
    ["apache-fcgi-dispatch", /AH01075: /, null, "invalid-response", "low", "the FastCGI exchange failed"],
    ["apache-fcgi-header", /AH01067: |Failed to read FastCGI header/, null, "upstream-crash", "medium", "the FastCGI application ended without an answer"],
    ["apache-fcgi-bogus", /AH01068: |Got bogus version \d+/, null, "wrong-protocol", "high", "the upstream does not speak FastCGI"],
    ["apache-fcgi-script-headers", /AH01070: |Error parsing script headers/, null, "invalid-response", "high", "script headers that cannot be read"],
    ["apache-fcgi-stderr", /AH01071: |Got error '/, null, "upstream-crash", "low", "the FastCGI application reported an error"],
    ["apache-scgi-headers", /AH00860: |error reading response headers from /, null, "invalid-response", "medium", "a header from the SCGI application that cannot be read"],
    ["apache-ajp-signature", /ajp_msg_check_header\(\) got bad signature|AH01031: /, null, "wrong-protocol", "high", "the upstream does not speak AJP"],
    ["apache-ajp-timeout", /^\(70007\).{0,200}(?:AH01030|AH00878): /, "70007/APR_TIMEUP", "upstream-timeout", "high", "the AJP upstream did not answer in time"],
    ["apache-ajp-read", /(?:AH00878|AH01030|AH00992): |: read response failed from /, null, "premature-close", "medium", "the AJP upstream sent no answer"],
    ["apache-ajp-dialog", /AH00893: |dialog to \S+ \([^)]{0,200}\) failed/, null, "premature-close", "medium", "the AJP exchange broke off"],
  ]),
];

// prettier-ignore
const READ_BODY = rulesOfPhase("read_body", [
  ["apache-truncated", /AH01110: |(?:Network )?error reading response/, null, "truncated-response", "high", "the response broke off"],
  ["apache-chunk-too-big", /AH02475: |Response chunk\/line was too large to parse/, null, "invalid-response", "high", "a chunk that cannot be read"],
  ["apache-transfer-encoding", /AH02476: |Response Transfer-Encoding was not recognised/, null, "invalid-response", "high", "a transfer encoding that is none"],
]);

// prettier-ignore
const INTERNAL = rulesOfPhase("proxy_internal", [
  ["apache-no-handler", /AH01144: |No protocol handler was valid for the URL/, null, "proxy-config-error", "high", "no proxy module for the URL"],
  ["apache-no-lb-method", /(?:AH02432|AH02433): |Cannot find LB Method/, null, "proxy-config-error", "high", "no module for the balancing method"],
  ["apache-max-workers", /server reached MaxRequestWorkers|server reached MaxClients|server ran out of threads to serve requests/, "MaxRequestWorkers", "upstream-overload", "high", "every worker of Apache is busy"],
  ["apache-scoreboard-full", /(?:AH03490|AH00288|AH00485): |scoreboard is full/, null, "upstream-overload", "medium", "no slot left for workers"],
  ["apache-child-crashed", /AH00052: child pid \d+ exit signal|child pid \d+ exit signal (?:Segmentation fault|Bus error|Abort|Killed)/, "signal", "upstream-crash", "high", "a child of Apache crashed"],
  ["apache-max-workers-near", /(?:AH00159|AH00162|AH10159): |server seems busy|server is within MinSpareThreads of/, null, "upstream-overload", "low", "workers of Apache are running out"],
  ["apache-started", /configured -- resuming normal operations/, null, "", "high", "Apache runs with this configuration"],
  ["apache-reload", /SIGUSR1 received\. {1,2}Doing graceful restart|Graceful restart requested, doing restart/, null, "", "high", "Apache reloads its configuration"],
  ["apache-restart", /SIGHUP received\. {1,2}Attempting to restart/, null, "", "high", "Apache restarts"],
  ["apache-stop", /caught SIGTERM, shutting down|caught SIGWINCH, shutting down gracefully|Parent: Received shutdown signal|received shutdown signal/i, null, "", "high", "Apache stops"],
]);

/**
 * Apache answers 500 itself where TLS with the backend fails or is not switched on (mod_proxy_http.c, proxy_util.c), where no module takes
 * the URL's scheme (mod_proxy.c), and where the backend's header cannot be read by SCGI, FastCGI or http_filters.c. A name that does not
 * resolve is 502 up to 2.4.58 and 500 since. All other failures of its proxying are 502, 503 and 504.
 */
// prettier-ignore
const ANSWERED_500 = [
  "apache-dns", "apache-tls-handshake", "apache-tls-not-enabled", "apache-no-handler", "apache-scgi-headers",
  "apache-fcgi-script-headers", "apache-bad-header-name",
];

export const APACHE_ERROR_SIGNATURES: readonly SignatureRule[] = mayAnswer(500, ANSWERED_500, [
  ...RESOLVE,
  ...TLS,
  ...CONNECT,
  ...SEND,
  ...READ_HEADER,
  ...READ_BODY,
  ...INTERNAL,
]);
