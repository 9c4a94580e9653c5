import { describe, expect, it } from "vitest";
import type { ErrorEvent } from "@/core/events/error-event";
import { openFormat, plainChoice } from "@/core/formats/format-registry";

function read(line: string, carriedMs: number | null = null, format = "apache-error") {
  const opened = openFormat(plainChoice(format), { timezone: null });
  if ("problem" in opened || opened.role === "access") throw new Error(JSON.stringify(opened));
  const event = opened.event(line, carriedMs);
  const meaning = "role" in event ? opened.signatures.find(({ id }) => id === event.signature) : undefined;
  return { event, cause: meaning?.cause ?? null };
}

function event(line: string): ErrorEvent {
  const { event: found } = read(line);
  if (!("role" in found)) throw new Error(JSON.stringify(found));
  return found;
}

const AT = "[Wed Nov 25 09:40:45.807088 2026]";

/** What Apache 2.4 wrote when each fault was made on purpose, and for the faults that need another system, as its source has it. */
// prettier-ignore
const FAULTS: [phase: string, cause: string, errno: string | null, upstream: string | null, line: string][] = [
  ["connect", "upstream-down", "111/ECONNREFUSED", "127.0.0.1:19999", "[proxy:error] [pid 1:tid 2] (111)Connection refused: AH00957: http: attempt to connect to 127.0.0.1:19999 (127.0.0.1:19999) failed"],
  ["connect", "upstream-down", "111/ECONNREFUSED", "127.0.0.1:8000", "[proxy:error] [pid 1:tid 2] (111)Connection refused: AH00957: FCGI: attempt to connect to 127.0.0.1:8000 (localhost:8000) failed"],
  ["connect", "upstream-down", "111/ECONNREFUSED", "[::1]:8000", "[proxy:error] [pid 1:tid 2] (111)Connection refused: AH00957: HTTP: attempt to connect to [::1]:8000 (localhost:8000) failed"],
  ["connect", "connection-timeout", "70007/APR_TIMEUP", "127.0.0.1:18016", "[proxy:error] [pid 1:tid 2] (70007)The timeout specified has expired: AH00957: http: attempt to connect to 127.0.0.1:18016 (127.0.0.1:18016) failed"],
  ["connect", "connection-timeout", "110/ETIMEDOUT", "10.0.0.7:8080", "[proxy:error] [pid 1] (110)Connection timed out: AH00957: HTTP: attempt to connect to 10.0.0.7:8080 (app:8080) failed"],
  ["connect", "no-route", "113/EHOSTUNREACH", "10.0.0.7:8080", "[proxy:error] [pid 1] (113)No route to host: AH00957: HTTP: attempt to connect to 10.0.0.7:8080 (app:8080) failed"],
  ["connect", "selinux-denied", "13/EACCES", "127.0.0.1:8080", "[proxy:error] [pid 1] (13)Permission denied: AH00957: HTTP: attempt to connect to 127.0.0.1:8080 (localhost:8080) failed"],
  ["connect", "port-exhaustion", "99/EADDRNOTAVAIL", "10.0.0.7:8080", "[proxy:error] [pid 1] (99)Cannot assign requested address: AH00957: HTTP: attempt to connect to 10.0.0.7:8080 (app:8080) failed"],
  ["connect", "fd-exhaustion", "24/EMFILE", null, "[proxy:error] [pid 1] (24)Too many open files: AH00952: HTTP: error creating fam 2 socket for target app:8080"],
  ["connect", "socket-missing", "2/ENOENT", "unix:/run/no-such.sock", "[proxy:error] [pid 1:tid 2] (2)No such file or directory: AH02454: FCGI: attempt to connect to Unix domain socket /run/no-such.sock (localhost:8001) failed"],
  ["connect", "socket-permission", "13/EACCES", "unix:/run/a.sock", "[proxy:error] [pid 1] (13)Permission denied: AH02454: FCGI: attempt to connect to Unix domain socket /run/a.sock (localhost:8000) failed"],
  ["connect", "backlog-full", "11/EAGAIN", "unix:/run/a.sock", "[proxy:error] [pid 1] (11)Resource temporarily unavailable: AH02454: FCGI: attempt to connect to Unix domain socket /run/a.sock (localhost:8000) failed"],
  ["connect", "upstream-down", null, null, "[proxy_http:error] [pid 1:tid 2] [client 127.0.0.1:36072] AH01114: HTTP: failed to make connection to backend: 127.0.0.1"],
  ["connect", "upstream-down", null, null, "[proxy_fcgi:error] [pid 1:tid 2] [client 127.0.0.1:55328] AH01079: failed to make connection to backend: localhost"],
  ["connect", "upstream-down", null, "127.0.0.1:19997", "[proxy_scgi:error] [pid 1:tid 2] [client 127.0.0.1:55404] AH00866: failed to make connection to backend: 127.0.0.1:19997"],
  ["connect", "no-live-upstreams", null, "127.0.0.1:8080", "[proxy:error] [pid 1] AH00940: HTTP: disabled connection for (127.0.0.1:8080)"],
  ["connect", "no-live-upstreams", null, "127.0.0.1:19996", "[proxy:error] [pid 1:tid 2] AH00959: ap_proxy_connect_backend disabling worker for (127.0.0.1:19996) for 60s"],
  ["connect", "no-live-upstreams", null, "balancer://mycluster", "[proxy_balancer:error] [pid 1] [client 192.0.2.9:50000] AH01170: balancer://mycluster: All workers are in error state"],
  ["connect", "no-endpoints", null, "balancer://empty", "[proxy_balancer:error] [pid 1:tid 2] [client 127.0.0.1:55462] AH01171: balancer://empty: No workers in balancer"],
  ["connect", "circuit-breaker", null, "balancer://mycluster", "[proxy:error] [pid 1] [client 192.0.2.9:50000] AH00934: all workers are busy.  Unable to serve balancer://mycluster/"],
  ["connect", "circuit-breaker", "70007/APR_TIMEUP", "127.0.0.1:8080", "[proxy:error] [pid 1] (70007)The timeout specified has expired: AH00941: HTTP: failed to acquire connection for (127.0.0.1:8080)"],
  ["connect", "keepalive-race", "70007/APR_TIMEUP", "127.0.0.1:8009", "[proxy_ajp:error] [pid 1] (70007)The timeout specified has expired: [client 192.0.2.9:50000] AH00897: cping/cpong failed to 127.0.0.1:8009 (localhost:8009)"],
  ["read_header", "premature-close", "104/ECONNRESET", "127.0.0.1:19002", "[proxy_http:error] [pid 1:tid 2] (104)Connection reset by peer: [client 127.0.0.1:36098] AH01102: error reading status line from remote server 127.0.0.1:19002"],
  ["read_header", "premature-close", "20014/APR_EGENERAL", "127.0.0.1:19003", "[proxy_http:error] [pid 1:tid 2] (20014)Internal error (specific information not available): [client 127.0.0.1:36114] AH01102: error reading status line from remote server 127.0.0.1:19003"],
  ["read_header", "premature-close", "70014/APR_EOF", "app:80", "[proxy_http:error] [pid 1:tid 2] (70014)End of file found: [client 127.0.0.1:36114] AH01102: error reading status line from remote server app:80"],
  ["read_header", "upstream-timeout", "70007/APR_TIMEUP", "127.0.0.1:19004", "[proxy_http:error] [pid 1:tid 2] (70007)The timeout specified has expired: [client 127.0.0.1:55236] AH01102: error reading status line from remote server 127.0.0.1:19004"],
  ["read_header", "premature-close", null, null, "[proxy:error] [pid 1:tid 2] [client 127.0.0.1:55236] AH00898: Error reading from remote server returned by /slow"],
  ["resolve", "dns-failure", "EAI 2", null, "[proxy:error] [pid 1:tid 2] (EAI 2)Name or service not known: [client 127.0.0.1:55322] AH00898: DNS lookup failure for: nx.invalid returned by /dns"],
  ["tls", "tls-handshake", null, null, "[proxy:error] [pid 1:tid 2] [client 127.0.0.1:55292] AH00898: Error during SSL Handshake with remote server returned by /nottls"],
  ["tls", "proxy-config-error", null, "127.0.0.1:26660", "[proxy:error] [pid 1:tid 2] AH00961: https: failed to enable ssl support for 127.0.0.1:26660 (127.0.0.1)"],
  ["tls", "proxy-config-error", null, "127.0.0.1:26660", "[core:error] [pid 1:tid 2] [remote 127.0.0.1:26660] AH01961:  failed to enable ssl support [Hint: if using mod_ssl, see SSLProxyEngine]"],
  ["tls", "proxy-config-error", null, "10.0.0.7:443", "[ssl:error] [pid 1:tid 2] [remote 10.0.0.7:443] AH01961: SSL Proxy requested for www.example.com:80 but not enabled [Hint: SSLProxyEngine]"],
  ["read_header", "invalid-response", null, "127.0.0.1:26660", "[proxy_scgi:error] [pid 1:tid 2] [client 127.0.0.1:45972] AH00860: error reading response headers from 127.0.0.1:26660"],
  ["tls", "tls-handshake", null, "127.0.0.1:19010", "[ssl:info] [pid 1:tid 2] [remote 127.0.0.1:19010] AH01997: SSL handshake failed: sending 502"],
  ["tls", "tls-handshake", null, "127.0.0.1:19010", "[ssl:info] [pid 1:tid 2] [remote 127.0.0.1:19010] AH02003: SSL Proxy connect failed"],
  ["tls", "wrong-protocol", null, null, "[ssl:info] [pid 1:tid 2] SSL Library Error: error:0A00010B:SSL routines::wrong version number"],
  ["tls", "tls-verify", null, null, "[ssl:info] [pid 1:tid 2] SSL Library Error: error:0A000086:SSL routines::certificate verify failed"],
  ["tls", "tls-verify", null, "127.0.0.1:19443", "[ssl:info] [pid 1:tid 2] [remote 127.0.0.1:19443] AH02276: Certificate Verification: Error (18): self-signed certificate [subject: CN=other.test]"],
  ["tls", "tls-verify", null, "10.0.0.7:443", "[ssl:error] [pid 1] [remote 10.0.0.7:443] AH02039: Certificate Verification: Error (20): unable to get local issuer certificate"],
  ["tls", "tls-verify", null, "10.0.0.7:443", "[ssl:info] [pid 1] [remote 10.0.0.7:443] AH02004: SSL Proxy: Peer certificate is expired"],
  ["tls", "tls-verify", null, "10.0.0.7:443", "[ssl:info] [pid 1] [remote 10.0.0.7:443] AH02411: SSL Proxy: Peer certificate does not match for hostname 10.0.0.7"],
  ["read_header", "wrong-protocol", null, null, "[proxy:error] [pid 1:tid 2] [client 127.0.0.1:55264] AH00898: Corrupt status line returned by remote server: HTTP/9.9 200 OK returned by /v9"],
  ["read_header", "invalid-response", null, null, "[proxy:error] [pid 1] [client 192.0.2.9:50000] AH00898: Too many (10) interim responses from origin server returned by /x"],
  ["read_header", "upstream-timeout", null, null, "[proxy:error] [pid 1] [client 192.0.2.9:50000] AH00898: Timeout on 100-Continue returned by /x"],
  ["read_header", "header-too-big", "28/ENOSPC", null, "[proxy_http:warn] [pid 1:tid 2] (28)No space left on device: [client 127.0.0.1:55274] AH10124: header size is over the limit allowed by ResponseFieldSize (8192 bytes). Bad response header: 'X-Big: aaaa[...]aaaa'"],
  ["read_header", "invalid-response", null, null, "[proxy_http:warn] [pid 1:tid 2] [client 127.0.0.1:55274] AH01106: bad HTTP/1.1 header returned by /big (GET)"],
  ["read_header", "premature-close", "20014/APR_EGENERAL", null, "[proxy_http:warn] [pid 1:tid 2] (20014)Internal error (specific information not available): [client 127.0.0.1:55312] AH10404: Error reading headers from backend"],
  ["read_header", "invalid-response", null, null, "[http:error] [pid 1:tid 2] [client 127.0.0.1:55290] AH02429: Response header name 'Bad Header Name' contains invalid characters, aborting request"],
  ["read_body", "truncated-response", "70008/APR_INCOMPLETE", null, "[proxy_http:error] [pid 1:tid 2] (70008)Partial results are valid but processing is incomplete: [client 127.0.0.1:55288] AH01110: error reading response"],
  ["read_body", "invalid-response", "22/EINVAL", null, "[proxy_http:error] [pid 1] (22)Invalid argument: [client 192.0.2.9:50000] AH02475: Response chunk/line was too large to parse"],
  ["read_body", "invalid-response", "22/EINVAL", null, "[proxy_http:error] [pid 1] (22)Invalid argument: [client 192.0.2.9:50000] AH02476: Response Transfer-Encoding was not recognised"],
  ["send", "early-response", "32/EPIPE", "10.0.0.7:8080", "[proxy:error] [pid 1] (32)Broken pipe: [client 192.0.2.9:50000] AH01084: pass request body failed to 10.0.0.7:8080 (app)"],
  ["send", "early-response", null, "127.0.0.1:19010", "[proxy_http:error] [pid 1:tid 2] [client 127.0.0.1:55292] AH01097: pass request body failed to 127.0.0.1:19010 (127.0.0.1) from 127.0.0.1 ()"],
  ["send", "client-abort", "70014/APR_EOF", "10.0.0.7:8080", "[proxy_http:error] [pid 1] (70014)End of file found: [client 192.0.2.9:50000] AH01095: prefetch request body failed to 10.0.0.7:8080 (app) from 192.0.2.9 ()"],
  ["read_header", "upstream-crash", "104/ECONNRESET", null, "[proxy_fcgi:error] [pid 1:tid 2] (104)Connection reset by peer: [client 127.0.0.1:55362] AH01075: Error dispatching request to :18880: "],
  ["read_header", "upstream-timeout", "70007/APR_TIMEUP", null, "[proxy_fcgi:error] [pid 1:tid 2] (70007)The timeout specified has expired: [client 127.0.0.1:55358] AH01075: Error dispatching request to :18880: (polling)"],
  ["read_header", "upstream-crash", null, null, "[proxy_fcgi:error] [pid 1:tid 2] [client 127.0.0.1:55362] AH01067: Failed to read FastCGI header"],
  ["read_header", "wrong-protocol", null, null, "[proxy_fcgi:error] [pid 1:tid 2] [client 127.0.0.1:55350] AH01068: Got bogus version 83"],
  ["read_header", "invalid-response", null, null, "[proxy_fcgi:error] [pid 1] [client 192.0.2.9:50000] AH01070: Error parsing script headers"],
  ["read_header", "upstream-crash", null, null, "[proxy_fcgi:error] [pid 1] [client 192.0.2.9:50000] AH01071: Got error 'Primary script unknown'"],
  ["read_header", "wrong-protocol", null, null, "[proxy_ajp:error] [pid 1:tid 2] AH01080: ajp_msg_check_header() got bad signature 5353"],
  ["read_header", "premature-close", "104/ECONNRESET", null, "[proxy_ajp:error] [pid 1:tid 2] (104)Connection reset by peer: AH01030: ajp_ilink_receive() can't receive header"],
  ["read_header", "premature-close", "120006", "127.0.0.1:19002", "[proxy_ajp:error] [pid 1:tid 2] (120006)APR does not understand this error code: [client 127.0.0.1:55370] AH00878: read response failed from 127.0.0.1:19002 (127.0.0.1:19002)"],
  ["read_header", "upstream-timeout", "70007/APR_TIMEUP", "127.0.0.1:19004", "[proxy_ajp:error] [pid 1:tid 2] (70007)The timeout specified has expired: [client 127.0.0.1:55386] AH00878: read response failed from 127.0.0.1:19004 (127.0.0.1:19004)"],
  ["read_header", "premature-close", "70007/APR_TIMEUP", "127.0.0.1:8009", "[proxy_ajp:error] [pid 1] (70007)The timeout specified has expired: [client 192.0.2.9:50000] AH00893: dialog to 127.0.0.1:8009 (localhost:8009) failed"],
  ["proxy_internal", "proxy-config-error", null, null, "[proxy:warn] [pid 1:tid 2] [client 127.0.0.1:55420] AH01144: No protocol handler was valid for the URL /noproto (scheme 'gopher'). If you are using a DSO version of mod_proxy, make sure the proxy submodules are included in the configuration using LoadModule."],
  ["proxy_internal", "proxy-config-error", null, null, "[proxy:crit] [pid 1] AH02432: Cannot find LB Method: byrequests"],
  ["proxy_internal", "upstream-overload", "MaxRequestWorkers", null, "[mpm_event:error] [pid 1] AH00484: server reached MaxRequestWorkers setting, consider raising the MaxRequestWorkers setting"],
  ["proxy_internal", "upstream-overload", null, null, "[mpm_event:error] [pid 1] AH03490: scoreboard is full, not at MaxRequestWorkers.Increase ServerLimit."],
  ["proxy_internal", "upstream-crash", "signal", null, "[core:notice] [pid 1] AH00052: child pid 5120 exit signal Segmentation fault (11)"],
  ["proxy_internal", "", null, null, "[mpm_event:notice] [pid 1:tid 1] AH00489: Apache/2.4.71 (Debian) OpenSSL/3.0.19 configured -- resuming normal operations"],
  ["proxy_internal", "", null, null, "[mpm_event:notice] [pid 1:tid 1] AH00493: SIGUSR1 received.  Doing graceful restart"],
  ["proxy_internal", "", null, null, "[mpm_event:notice] [pid 1:tid 1] AH00494: SIGHUP received.  Attempting to restart"],
  ["proxy_internal", "", null, null, "[mpm_event:notice] [pid 1:tid 1] AH00491: caught SIGTERM, shutting down"],
];

describe("faults", () => {
  it.each(FAULTS)("%s %s %s %s %s", (phase, cause, errno, upstreamAddr, line) => {
    const { event: found, cause: pointedAt } = read(`${AT} ${line}`);
    expect(found).toMatchObject({ role: "error", phase, errno, upstreamAddr });
    expect(pointedAt).toBe(cause);
  });
});

describe("spellings", () => {
  const REFUSED = "AH00957: HTTP: attempt to connect to 10.0.0.7:8080 (app) failed";
  it.each([
    `${AT} [proxy:error] [pid 1:tid 2] (113)No route to host: ${REFUSED}`,
    `[Wed Nov 25 09:40:45 2026] [proxy:error] [pid 1] (113)No route to host: ${REFUSED}`,
    `[Wed Nov 25 09:40:45 2026] [error] (113)No route to host: proxy: HTTP: attempt to connect to 10.0.0.7:8080 (*) failed`,
    `Wed Nov 25 09:40:45 2026] [proxy:error] [pid 1] (113)No route to host: ${REFUSED}`,
    `[25/Nov/2026:09:40:45 +0000] [proxy:error] [pid 1] (113)No route to host: ${REFUSED}`,
    `[2026-11-25 09:40:45.807088] [proxy:error] [pid 1:tid 2] (113)No route to host: ${REFUSED}`,
    `[2026-11-25 09:40:45.807088] [proxy:error] [pid 1:tid 2] proxy_util.c(3262): (113)No route to host: [client 192.0.2.7:5000] [L abc] ${REFUSED}`,
    `[Wed Nov 25 09:40:45 2026] [proxy:error] [pid 1] [client 192.0.2.7:5000] (113)No route to host: ${REFUSED}`,
  ])("%s", (line) => {
    const found = event(line);
    expect(Math.floor(found.atMs / 1000)).toBe(Date.UTC(2026, 10, 25, 9, 40, 45) / 1000);
    expect(found).toMatchObject({ signature: "apache-no-route", level: "error", upstreamAddr: "10.0.0.7:8080" });
    expect(found.message.startsWith("(113)No route to host: ")).toBe(true);
  });

  it.each([
    ["[core:error] [pid 1:tid 2] [client 192.0.2.7:5000] AH00126: Invalid URI", "192.0.2.7"],
    ["[core:error] [pid 1:tid 2] [client ::1:58952] AH00126: Invalid URI", "::1"],
    ["[core:error] [pid 1:tid 2] [client 2001:db8::7:443] AH00126: Invalid URI", "2001:db8::7"],
    ["[core:error] [pid 1:tid 2] [client [2001:db8::7]:443] AH00126: Invalid URI", "2001:db8::7"],
    ["[error] [client 2001:db8::7] Invalid URI", "2001:db8::7"],
    ["[error] [client 192.0.2.7] Invalid URI", "192.0.2.7"],
    ["[error] Invalid URI", null],
    ["[:error] [pid 1] [client 192.0.2.7:1] script not found", "192.0.2.7"],
    ["[:error] [pid 1:tid 2] [client ::1:58952] [client ::1] ModSecurity: Warning.", "::1"],
    ["[:error] [pid 1] [client 192.0.2.7:5000] [client 192.0.2.7] ModSecurity: Warning.", "192.0.2.7"],
    ["[:error] [pid 1] [client ::1] ModSecurity: Warning.", "::1"],
    ["[auth_basic:error] [pid 1:tid 2] [remote 192.0.2.7:5000] AH01618: user ann not found: /a", "192.0.2.7"],
    ["[ssl:info] [pid 1:tid 2] [client 127.0.0.1:19010] AH01997: SSL handshake failed: sending 502", null],
  ])("%s", (line, clientIp) => expect(event(`${AT} ${line}`).clientIp).toBe(clientIp));

  it("takes the upstream of a TLS connection for no client", () => {
    const line = `${AT} [ssl:info] [pid 1:tid 2] [client 127.0.0.1:19010] AH02003: SSL Proxy connect failed`;
    expect(event(line)).toMatchObject({ clientIp: null, upstreamAddr: "127.0.0.1:19010" });
  });

  it("reads the request and the referer out of the message", () => {
    const head = `${AT} [proxy:error] [pid 1:tid 2] [client 192.0.2.7:5000]`;
    expect(
      event(`${head} AH00898: Error reading from remote server returned by /a b, referer: http://a.test/x`),
    ).toMatchObject({
      path: "/a b",
      method: null,
      referer: "http://a.test/x",
      message: "AH00898: Error reading from remote server returned by /a b",
    });
    expect(event(`${head} AH01106: bad HTTP/1.1 header returned by /big (GET)`)).toMatchObject({
      path: "/big",
      method: "GET",
    });
  });

  it("takes the time of syslog where Apache wrote none", () => {
    const line =
      "[proxy:error] [pid 1:tid 2] (111)Connection refused: AH00957: http: attempt to connect to 127.0.0.1:1 (a:1) failed";
    expect(read(line, 1000).event).toMatchObject({ atMs: 1000, signature: "apache-refused" });
    expect(read(line).event).toMatchObject({ rejected: expect.stringContaining("syslog") });
  });

  it("rejects what is no such line", () => {
    expect(read("[Wed Nov 25 09:40:45 2026] hello").event).toMatchObject({
      rejected: expect.stringContaining("Apache"),
    });
    expect(read("[Wed Nox 99 09:40:45 2026] [error] x").event).toMatchObject({
      rejected: expect.stringContaining("no time"),
    });
    expect(read("").event).toEqual({ skipped: "empty line" });
  });
});

describe("mod_jk", () => {
  it.each([
    [
      "ajp_get_reply::jk_ajp_common.c (2031): (worker1) Timeout with waiting reply from tomcat. Tomcat is down, stopped or network problems (errno=110)",
      "read_header",
      "upstream-timeout",
    ],
    [
      "ajp_connection_tcp_get_message::jk_ajp_common.c (1284): wrong message format 0x4854 from 127.0.0.1:8090",
      "read_header",
      "wrong-protocol",
    ],
    [
      "ajp_service::jk_ajp_common.c (2626): (worker1) connecting to tomcat failed (rc=-3, errors=1, client_errors=0).",
      "connect",
      "upstream-down",
    ],
    [
      "ajp_send_request::jk_ajp_common.c (1630): Tomcat is down or refused connection. No response has been sent to the client (yet)",
      "connect",
      "upstream-down",
    ],
    [
      "service::jk_lb_worker.c (1596): All tomcat instances failed, no more workers left for recovery",
      "connect",
      "no-live-upstreams",
    ],
  ])("%s", (text, phase, cause) => {
    const { event: found, cause: pointedAt } = read(
      `[Mon Nov 23 02:05:56.123 2026] [1310:1] [error] ${text}`,
      null,
      "mod-jk",
    );
    expect(found).toMatchObject({ phase, level: "error", pid: 1310 });
    expect(pointedAt).toBe(cause);
  });
});
