import { describe, expect, it } from "vitest";
import type { ErrorEvent } from "@/core/events/error-event";
import { nginxError } from "./nginx-error";
import { NGINX_ERROR_SIGNATURES } from "./nginx-error-signatures";

function open(timezone: string | null = null) {
  const reader = nginxError.open({ id: "nginx-error", template: null, escape: "default" }, { timezone });
  if ("problem" in reader || reader.role === "access") throw new Error("no reader");
  return reader;
}

function event(line: string, timezone: string | null = null): ErrorEvent {
  const result = open(timezone).event(line);
  if (!("role" in result)) throw new Error(JSON.stringify(result));
  return result;
}

const HEAD = "2026/11/23 02:05:56 [error] 3425#3425: *1 ";
const TAIL =
  ', client: 192.0.2.4, server: lab.test, request: "GET /refused?a=b HTTP/1.1", upstream: "http://10.0.0.7:8080/refused?a=b", host: "lab.test:8080", referrer: "https://lab.test/"';

// prettier-ignore
const MESSAGES: [signature: string, message: string, scheme: string][] = [
  ["connection-refused","connect() failed (111: Connection refused) while connecting to upstream","http"],
  ["socket-refused","connect() to unix:/run/app/app.sock failed (111: Connection refused) while connecting to upstream","http"],
  ["socket-missing","connect() to unix:/run/php/php8.2-fpm.sock failed (2: No such file or directory) while connecting to upstream","fastcgi"],
  ["socket-permission","connect() to unix:/run/app/perm.sock failed (13: Permission denied) while connecting to upstream","http"],
  ["socket-backlog-full","connect() to unix:/run/php/php-fpm.sock failed (11: Resource temporarily unavailable) while connecting to upstream","fastcgi"],
  ["connect-forbidden","connect() to 127.0.0.1:8080 failed (13: Permission denied) while connecting to upstream","http"],
  ["no-route","connect() failed (113: No route to host) while connecting to upstream","http"],
  ["network-unreachable","connect() to [2606:4700::6810:1]:443 failed (101: Network is unreachable) while connecting to upstream","http"],
  ["no-local-port","connect() to 10.0.0.7:8080 failed (99: Cannot assign requested address) while connecting to upstream","http"],
  ["connect-timeout","upstream timed out (110: Connection timed out) while connecting to upstream","http"],
  ["connect-timeout-kernel","connect() failed (110: Connection timed out) while connecting to upstream","http"],
  ["connect-reset","connect() failed (104: Connection reset by peer) while connecting to upstream","http"],
  ["read-timeout","upstream timed out (110: Connection timed out) while reading response header from upstream","http"],
  ["tls-timeout","upstream timed out (110: Connection timed out) while SSL handshaking to upstream","http"],
  ["send-timeout","upstream timed out (110: Connection timed out) while sending request to upstream","http"],
  ["body-timeout","upstream timed out (110: Connection timed out) while reading upstream","http"],
  ["grpc-closed","upstream prematurely closed connection while reading response header from upstream","grpc"],
  ["closed-before-header","upstream prematurely closed connection while reading response header from upstream","http"],
  ["fastcgi-reset","recv() failed (104: Connection reset by peer) while reading response header from upstream","fastcgi"],
  ["reset-before-header","recv() failed (104: Connection reset by peer) while reading response header from upstream","http"],
  ["path-died","recv() failed (110: Connection timed out) while reading response header from upstream","http"],
  ["body-reset","readv() failed (104: Connection reset by peer) while reading upstream","http"],
  ["body-cut","upstream prematurely closed connection while reading upstream","http"],
  ["send-broken","writev() failed (104: Connection reset by peer) while sending request to upstream","http"],
  ["header-too-big","upstream sent too big header while reading response header from upstream","http"],
  ["header-invalid","upstream sent invalid header: \"Bad\\x20...\" while reading response header from upstream","http"],
  ["header-invalid","upstream sent invalid header while reading response header from upstream","http"],
  ["not-http","upstream sent no valid HTTP/1.0 header while reading response header from upstream","http"],
  ["header-duplicate","upstream sent duplicate header line: \"Transfer-Encoding: chunked\", previous value: \"Transfer-Encoding: chunked\" while reading response header from upstream","http"],
  ["header-contradictory","upstream sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time while reading response header from upstream","http"],
  ["framing-invalid","upstream sent unknown \"Transfer-Encoding\": \"gzip, chunked\" while reading response header from upstream","http"],
  ["chunks-invalid","upstream sent invalid chunked response while reading upstream","http"],
  ["body-surplus","upstream sent more data than specified in \"Content-Length\" header while reading response header from upstream","http"],
  ["status-invalid","upstream sent invalid status \"OK\" while reading response header from upstream","fastcgi"],
  ["no-live-upstreams","no live upstreams while connecting to upstream","http"],
  ["peer-disabled","upstream server temporarily disabled while connecting to upstream","http"],
  ["no-resolver","no resolver defined to resolve api.internal","http"],
  ["name-not-found","nx.test could not be resolved (3: Host not found)","http"],
  ["dns-server-failure","sf.test could not be resolved (2: Server failure)","http"],
  ["dns-timeout","to.test could not be resolved (110: Operation timed out)","http"],
  ["dns-refused","rf.test could not be resolved (5: Operation refused)","http"],
  ["dns-format-error","api.internal could not be resolved (1: Format error)","http"],
  ["host-not-found-at-start","host not found in upstream \"web\" in /etc/nginx/conf.d/default.conf:5","http"],
  ["target-invalid","invalid URL prefix in \"127.0.0.1\"","http"],
  ["tls-not-spoken","SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream","http"],
  ["tls-alert-handshake","SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::sslv3 alert handshake failure:SSL alert number 40) while SSL handshaking to upstream","http"],
  ["tls-alert-name","SSL_do_handshake() failed (SSL: error:0A000458:SSL routines::tlsv1 unrecognized name:SSL alert number 112) while SSL handshaking to upstream","http"],
  ["tls-alert-version","SSL_do_handshake() failed (SSL: error:0A00042E:SSL routines::tlsv1 alert protocol version:SSL alert number 70) while SSL handshaking to upstream","http"],
  ["tls-alert-internal","SSL_do_handshake() failed (SSL: error:14094438:SSL routines:ssl3_read_bytes:tlsv1 alert internal error:SSL alert number 80) while SSL handshaking to upstream","http"],
  ["tls-certificate-required","SSL_read() failed (SSL: error:0A00045C:SSL routines::tlsv13 alert certificate required:SSL alert number 116) while reading response header from upstream","http"],
  ["tls-weak-peer","SSL_do_handshake() failed (SSL: error:0A000152:SSL routines::unsafe legacy renegotiation disabled) while SSL handshaking to upstream","http"],
  ["tls-closed","peer closed connection in SSL handshake (104: Connection reset by peer) while SSL handshaking to upstream","http"],
  ["certificate-expired","upstream SSL certificate verify error: (10:certificate has expired) while SSL handshaking to upstream","http"],
  ["certificate-self-signed","upstream SSL certificate verify error: (18:self-signed certificate) while SSL handshaking to upstream","http"],
  ["certificate-unknown-issuer","upstream SSL certificate verify error: (21:unable to verify the first certificate) while SSL handshaking to upstream","http"],
  ["certificate-invalid","upstream SSL certificate verify error: (9:certificate is not yet valid) while SSL handshaking to upstream","http"],
  ["certificate-wrong-name","upstream SSL certificate does not match \"oidc-proxy.dex.svc.cluster.local\" while SSL handshaking to upstream","http"],
  ["fastcgi-ended","upstream prematurely closed FastCGI stdout while reading response header from upstream","fastcgi"],
  ["not-fastcgi","upstream sent unsupported FastCGI protocol version: 83 while reading response header from upstream","fastcgi"],
  ["script-unknown","FastCGI sent in stderr: \"Primary script unknown\" while reading response header from upstream","fastcgi"],
  ["php-fatal-error","FastCGI sent in stderr: \"PHP message: PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /srv/app/x.php on line 3\" while reading response header from upstream","fastcgi"],
  ["not-http2","upstream sent too large http2 frame: 4740180 while reading response header from upstream","grpc"],
  ["http2-rejected","upstream rejected request with error 2 while reading response header from upstream","grpc"],
  ["http2-goaway","upstream sent goaway with error 0 while reading response header from upstream","grpc"],
  ["http2-invalid","upstream sent invalid http2 table index: 70 while reading response header from upstream","grpc"],
  ["http2-body-surplus","upstream sent response body larger than indicated content length while reading upstream","grpc"],
  ["memcached-invalid","memcached sent invalid response: \"ERROR\" while reading response header from upstream","http"],
  ["worker-connections","1024 worker_connections are not enough while connecting to upstream","http"],
  ["worker-connections-accept","6 worker_connections are not enough","http"],
  ["too-many-files","socket() failed (24: Too many open files) while connecting to upstream","http"],
  ["too-many-files-accept","accept4() failed (24: Too many open files)","http"],
  ["bind-failed","bind(10.0.0.9) failed (99: Cannot assign requested address) while connecting to upstream","http"],
  ["rate-limited","limiting requests, excess: 20.480 by zone \"perip\"","http"],
  ["worker-exited-on-signal","worker process 2212 exited on signal 11 (core dumped)","http"],
  ["client-left","epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too while sending request to upstream","http"],
  ["lua-no-peer","[lua] balancer.lua:345: balance(): no peer was returned, balancer: round_robin while connecting to upstream","http"],
  ["temp-disk-full","pwritev() \"/var/cache/nginx/proxy_temp/1/00/0000000001\" failed (28: No space left on device) while reading upstream","http"],
  ["temp-file-denied","open() \"/var/lib/nginx/tmp/proxy/3/28/0000000283\" failed (13: Permission denied) while reading upstream","http"],
  ["client-body-file-failed","open() \"/var/lib/nginx/client_body_temp/0000000012\" failed (13: Permission denied)","http"],
  ["temp-file-failed","open() \"/var/lib/nginx/body/0000000038\" failed (13: Permission denied)","http"],
  ["auth-service-failed","auth request unexpected status: 502 while sending to client","http"],
  ["auth-request-failed","auth request unexpected status: 404 while sending to client","http"],
  ["placeholder-peer","connect() to 0.0.0.1:80 failed (22: Invalid argument) while connecting to upstream","http"],
  ["proxy-to-self","[lua] balancer.lua:350: balance(): attempted to proxy to self, balancer: round_robin, peer: 127.0.0.1:80 while connecting to upstream","http"],
  ["kong-dns-failed","[lua] balancer.lua:345: get_peer(): DNS resolution failed: dns server error: 3 name error. Tried: [\"(short)api.internal:(na) - cache-miss\"]","http"],
  ["kong-initial-resolve-failed","[lua] handler.lua:1260: failed the initial dns/balancer resolve for 'api.internal' with: failed to receive reply from UDP server 10.0.0.53:53: timeout","http"],
  ["kong-no-retry-peer","[lua] init.lua:1180: balancer(): failed to retry the dns/balancer resolver for api.internal' with: failure to get a peer from the ring-balancer while connecting to upstream","http"],
  ["kong-bad-peer","[lua] init.lua:1230: balancer(): failed to set the current peer (address: nil port: 80): no host allowed while connecting to upstream","http"],
  ["lua-no-peer-set","lua balancer: no peer set while connecting to upstream","http"],
  ["lua-balancer-failed","failed to run balancer_by_lua*: balancer_by_lua:3: attempt to index a nil value while connecting to upstream","http"],
  ["lua-connect-timeout","lua tcp socket connect timed out, when connecting to 10.0.0.7:6379","http"],
  ["lua-socket-timeout","lua tcp socket read timed out","http"],
  ["lua-aborted","lua entry thread aborted: runtime error: access.lua:12: attempt to call a nil value","http"],
  ["apisix-no-node","[lua] balancer.lua:380: run(): failed to pick server: failed to find valid upstream server, no valid upstream node while connecting to upstream","http"],
  ["apisix-bad-peer","[lua] balancer.lua:401: run(): failed to set server peer [api.internal:80] err: no host allowed while connecting to upstream","http"],
  ["apisix-retry-timeout","[lua] balancer.lua:350: run(): proxy retry timeout, retry count: 1, deadline: 1795400000.1 now: 1795400002.3 while connecting to upstream","http"],
  ["apisix-no-valid-node","[lua] init.lua:590: handle_upstream(): failed to set upstream: no valid upstream node","http"],
  ["apisix-no-upstream","[lua] init.lua:590: handle_upstream(): failed to set upstream: missing upstream configuration in Route or Service","http"],
  ["apisix-parse-domain-failed","[lua] resolver.lua:80: parse_domain(): failed to parse domain: api.internal, error: failed to query the DNS server: dns server error: 3 name error","http"],
  ["apisix-all-unhealthy","[lua] balancer.lua:200: fetch_health_nodes(): all upstream nodes is unhealthy, use default","http"],
  ["reload", "signal 1 (SIGHUP) received from 77, reconfiguring", "http"],
  ["reload", "reconfiguring", "http"],
  ["worker-shutdown", "gracefully shutting down", "http"],
  ["worker-exited", "worker process 2212 exited with code 0", "http"],
  ["worker-start", "start worker process 31", "http"],
  ["version-banner", "nginx/1.27.4", "http"],
  ["start", "start worker processes", "http"],
  ["shutdown", "signal 15 (SIGTERM) received from 1, exiting", "http"],
  ["port-taken", "bind() to 0.0.0.0:80 failed (98: Address already in use)", "http"],
  ["reload-failed", 'unknown directive "proxy_pas" in /etc/nginx/nginx.conf:12', "http"],
  ["process-signal", "signal 17 (SIGCHLD) received from 14949", "http"],
  ["answer-buffered", "an upstream response is buffered to a temporary file /var/cache/nginx/proxy_temp/1 while reading upstream", "http"],
];

describe("signatures", () => {
  it.each(MESSAGES)("%s: %s", (signature, message, scheme) => {
    expect(event(`${HEAD}${message}${TAIL.replace("http://10", `${scheme}://10`)}`)).toMatchObject({
      signature,
      message,
    });
  });
  it("has a message for each but the catch-alls", () => {
    const seen = new Set(MESSAGES.map(([signature]) => signature));
    expect(NGINX_ERROR_SIGNATURES.filter(({ id }) => !seen.has(id)).map(({ id }) => id)).toEqual([
      "name-not-resolved",
      "tls-failed",
      "too-many-files-other",
      "redirection-cycle",
      "waf-denied",
      "access-rule",
    ]);
    expect(new Set(NGINX_ERROR_SIGNATURES.map(({ id }) => id)).size).toBe(NGINX_ERROR_SIGNATURES.length);
  });
  it("knows the numbers of other systems", () => {
    expect(event(`${HEAD}connect() failed (61: Connection refused) while connecting to upstream${TAIL}`)).toMatchObject(
      { signature: "connection-refused", errno: "111/ECONNREFUSED" },
    );
  });
  it("gives the errno the message has, not the signature's usual one", () => {
    expect(
      event(`${HEAD}writev() failed (104: Connection reset by peer) while sending request to upstream${TAIL}`).errno,
    ).toBe("104/ECONNRESET");
    expect(
      event(`${HEAD}sf.test could not be resolved (2: Server failure), client: 192.0.2.4, server: lab.test`).errno,
    ).toBe("2/SERVFAIL");
  });
  it("tells the phase of a message nobody knows", () => {
    expect(event(`${HEAD}something new while reading response header from upstream${TAIL}`)).toMatchObject({
      signature: null,
      phase: "read_header",
    });
  });
});

describe("fields", () => {
  it("reads all of them", () => {
    expect(event(`${HEAD}connect() failed (111: Connection refused) while connecting to upstream${TAIL}`)).toEqual({
      role: "error",
      format: "nginx-error",
      atMs: Date.UTC(2026, 10, 23, 2, 5, 56),
      level: "error",
      message: "connect() failed (111: Connection refused) while connecting to upstream",
      phase: "connect",
      errno: "111/ECONNREFUSED",
      signature: "connection-refused",
      clientIp: "192.0.2.4",
      server: "lab.test",
      request: "GET /refused?a=b HTTP/1.1",
      method: "GET",
      path: "/refused?a=b",
      host: "lab.test:8080",
      upstreamAddr: "10.0.0.7:8080",
      referer: "https://lab.test/",
      connection: 1,
      pid: 3425,
    });
  });
  it.each([
    ["http://unix:/run/app/app.sock:/a", "unix:/run/app/app.sock"],
    ["fastcgi://unix:/run/php/php8.2-fpm.sock:", "unix:/run/php/php8.2-fpm.sock"],
    ["https://[2606:4700::6810:1]:443/", "[2606:4700::6810:1]:443"],
    ["http://search/v1/items", "search"],
    ["grpc://192.0.2.3:50051", "192.0.2.3:50051"],
  ])("upstream %s", (url, upstreamAddr) => {
    expect(
      event(`${HEAD}x, client: 192.0.2.4, server: , request: "GET / HTTP/1.1", upstream: "${url}", host: ""`),
    ).toMatchObject({ upstreamAddr, server: null, host: null });
  });
  it("does without connection, client or request", () => {
    expect(event("2026/11/23 02:07:08 [alert] 14947#14947: 6 worker_connections are not enough")).toMatchObject({
      connection: null,
      clientIp: null,
      message: "6 worker_connections are not enough",
    });
    expect(
      event(`${HEAD}nx.test could not be resolved (3: Host not found), client: unix:, server: lab.test`),
    ).toMatchObject({ clientIp: "unix:", request: null });
  });
  it("keeps commas of the message, and is not led astray by a client's text", () => {
    expect(
      event(
        `${HEAD}epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too while sending request to upstream${TAIL}`,
      ).message,
    ).toContain(", so upstream");
    const injected = `${HEAD}open() "/srv/a, client: 6.6.6.6, server: evil.test, request: "x" failed (2: No such file or directory)${TAIL}`;
    expect(event(injected)).toMatchObject({ clientIp: "192.0.2.4", server: "lab.test" });
    expect(
      event(
        `${HEAD}x, client: 192.0.2.4, server: lab.test, request: "GET /, client: 6.6.6.6, server: evil HTTP/1.1", host: "lab.test"`,
      ),
    ).toMatchObject({
      clientIp: "192.0.2.4",
      path: "/, client: 6.6.6.6, server: evil",
      host: "lab.test",
    });
  });
  it("takes a line cut in the middle", () => {
    expect(
      event(
        `${HEAD}connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.4, server: lab.test, request: "GET /ve`,
      ),
    ).toMatchObject({ clientIp: "192.0.2.4", request: "GET /ve" });
  });
});

describe("wrappings and zones", () => {
  const plain = `${HEAD}connect() failed (111: Connection refused) while connecting to upstream${TAIL}`;
  it.each([
    ["syslog", `<187>Nov 23 02:05:56 gw-1 nginx: ${plain}`],
    ["CRI", `2026-11-23T02:05:56.123456789Z stderr F ${plain}`],
    ["compose", `proxy-1  | ${plain}`],
    ["CRLF", `${plain}\r`],
  ])("%s", (_, line) => {
    expect(event(line)).toMatchObject({
      signature: "connection-refused",
      clientIp: "192.0.2.4",
      host: "lab.test:8080",
      referer: "https://lab.test/",
    });
  });
  it("reads local times in the zone given", () => {
    const at = (time: string, zone: string) => new Date(event(`${time} [error] 1#1: x`, zone).atMs).toISOString();
    expect(at("2026/07/01 12:00:00", "+05:30")).toBe("2026-07-01T06:30:00.000Z");
    expect(at("2026/07/01 12:00:00", "Europe/Berlin")).toBe("2026-07-01T10:00:00.000Z");
    expect(at("2026/01/01 12:00:00", "Europe/Berlin")).toBe("2026-01-01T11:00:00.000Z");
    // Clocks went from 03:00 back to 02:00 on 25 October: the hour exists twice, the first is meant.
    expect(at("2026/10/25 02:30:00", "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
    expect(at("2026/10/25 03:00:00", "Europe/Berlin")).toBe("2026-10-25T02:00:00.000Z");
    expect(at("2026/10/25 01:59:59", "Europe/Berlin")).toBe("2026-10-24T23:59:59.000Z");
  });
  it("skips empty lines and rejects others", () => {
    expect(open().event("")).toHaveProperty("skipped");
    expect(open().event("PHP message: stack trace")).toHaveProperty("rejected");
    expect(open().event("2026/13/41 02:05:56 [error] 1#1: x")).toHaveProperty("rejected");
  });
});

it("makes markers of reloads, stops and the banner of a start, but not of new workers", () => {
  const kinds = new Map(NGINX_ERROR_SIGNATURES.flatMap(({ id, marker }) => (marker ? [[id, marker.kind]] : [])));
  expect([...kinds]).toEqual([
    ["reload", "config-reload"],
    ["version-banner", "restart"],
    ["shutdown", "restart"],
  ]);
});
