import { describe, expect, it } from "vitest";
import { detectFile } from "@/core/formats/detect";
import { formatById, openFormat, plainChoice } from "@/core/formats/format-registry";
import { asciiBytes } from "@/core/formats/read-bytes";

/** Lines of programs around a proxy, and what each points at; `…` stands where a collector has put the time beside the line. */
// prettier-ignore
const LINES: [format: string, phase: string, cause: string, line: string][] = [
  ["gunicorn", "read_header", "upstream-timeout", "[2026-11-23 02:30:11 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:3083)"],
  ["gunicorn", "read_header", "upstream-crash", "[2026-11-23 02:30:12 +0000] [7] [ERROR] Worker (pid:14) was sent SIGKILL! Perhaps out of memory?"],
  ["gunicorn", "read_header", "upstream-crash", "[2026-11-23 02:30:12 +0000] [7] [ERROR] Worker (pid:14) was sent SIGSEGV!"],
  ["gunicorn", "connect", "upstream-down", "[2026-11-23 02:30:12 +0000] [7] [ERROR] Shutting down: Master"],
  ["gunicorn", "connect", "upstream-down", "[2026-11-23 02:30:12 +0000] [7] [ERROR] Worker failed to boot."],
  ["uvicorn", "connect", "upstream-down", "ERROR:    [Errno 98] error while attempting to bind on address ('0.0.0.0', 8000): address already in use"],
  ["uvicorn", "read_header", "upstream-crash", "ERROR:    Exception in ASGI application"],
  ["uwsgi", "connect", "backlog-full", '*** uWSGI listen queue of socket "127.0.0.1:3031" (fd: 3) full !!! (101/100) ***'],
  ["uwsgi", "read_header", "wrong-protocol", "invalid request block size: 21573 (max 4096)...skip"],
  ["uwsgi", "read_header", "header-too-big", "invalid request block size: 4161 (max 4096)...skip"],
  ["uwsgi", "read_header", "upstream-crash", "DAMN ! worker 1 (pid: 12) died, killed by signal 9 :( trying respawn ..."],
  ["uwsgi", "read_header", "upstream-timeout", "*** HARAKIRI ON WORKER 1 (pid: 123, try: 1) ***"],
  ["puma", "connect", "rolling-deploy", "[4] ! Terminating timed out worker (Worker 0 failed to boot within 60 seconds): 6"],
  ["puma", "read_header", "upstream-timeout", "[4] ! Terminating timed out worker (Worker 0 failed to check in within 60 seconds): 6"],
  ["jvm", "read_header", "upstream-crash", "java.lang.OutOfMemoryError: Java heap space"],
  ["jvm", "read_header", "upstream-crash", 'Exception in thread "main" java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory'],
  ["jvm", "read_header", "keepalive-race", "reactor.netty.http.client.PrematureCloseException: Connection prematurely closed BEFORE response"],
  ["jvm", "proxy_internal", "upstream-overload", "reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException: Pool#acquire(Duration) has been pending for more than the configured timeout of 45000ms"],
  ["jvm", "connect", "upstream-down", "io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused: app/10.0.0.7:8080"],
  ["yarp", "read_header", "upstream-timeout", "warn: Yarp.ReverseProxy.Forwarder.HttpForwarder[48] RequestTimedOut: The request timed out before receiving a response."],
  ["yarp", "read_header", "client-abort", "info: Yarp.ReverseProxy.Forwarder.HttpForwarder[48] RequestCanceled: The request was canceled before receiving a response."],
  ["yarp", "connect", "upstream-down", "warn: Yarp.ReverseProxy.Forwarder.HttpForwarder[48] Request: An error was encountered before receiving a response. System.Net.Http.HttpRequestException: No connection could be made because the target machine actively refused it. (localhost:5000)"],
  ["yarp", "proxy_internal", "no-live-upstreams", "warn: Yarp.ReverseProxy.LoadBalancing.LoadBalancingMiddleware[17] No available destinations after load balancing for cluster 'api'."],
  ["node-proxy", "connect", "upstream-down", "Error: connect ECONNREFUSED 127.0.0.1:9000 at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)"],
  ["node-proxy", "connect", "socket-missing", "Error: connect ENOENT /run/app/app.sock"],
  ["node-proxy", "connect", "socket-permission", "Error: connect EACCES /run/app/app.sock"],
  ["node-proxy", "connect", "port-exhaustion", "Error: connect EADDRNOTAVAIL 10.0.0.5:8080 - Local (10.0.0.4:0)"],
  ["node-proxy", "connect", "no-route", "Error: connect EHOSTUNREACH 10.0.9.9:8080"],
  ["node-proxy", "connect", "connection-timeout", "Error: connect ETIMEDOUT 10.255.255.1:80"],
  ["node-proxy", "resolve", "dns-failure", "Error: getaddrinfo ENOTFOUND api.internal"],
  ["node-proxy", "read_header", "premature-close", "Error: socket hang up at Socket.socketOnEnd (node:_http_client:524:23) { code: 'ECONNRESET' }"],
  ["node-proxy", "read_header", "upstream-crash", "Error: read ECONNRESET at TCP.onStreamRead (node:internal/stream_base_commons:217:20) { errno: -104, code: 'ECONNRESET', syscall: 'read' }"],
  ["node-proxy", "send", "early-response", "Error: write EPIPE at afterWriteDispatched (node:internal/stream_base_commons:161:15)"],
  ["node-proxy", "read_header", "header-too-big", "Error: Parse Error: Header overflow { code: 'HPE_HEADER_OVERFLOW' }"],
  ["node-proxy", "read_header", "invalid-response", "Error: Parse Error: Expected HTTP/ { code: 'HPE_INVALID_CONSTANT' }"],
  ["node-proxy", "tls", "wrong-protocol", "Error: write EPROTO 140736:error:1408F10B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/openssl/ssl/record/ssl3_record.c:332:"],
  ["node-proxy", "tls", "tls-handshake", "Error: write EPROTO 140736:error:14094410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure"],
  ["node-proxy", "tls", "tls-verify", "Error: self-signed certificate { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }"],
  ["node-proxy", "connect", "upstream-down", "[HPM] Error occurred while proxying request localhost:3000/api to http://localhost:9000/ [ECONNREFUSED] (https://nodejs.org/api/errors.html#errors_common_system_errors)"],
  ["node-proxy", "resolve", "dns-failure", "[HPM] Error occurred while proxying request localhost:3000/api to http://api.internal/ [ENOTFOUND] (https://nodejs.org/api/errors.html#errors_common_system_errors)"],
  ["node-proxy", "connect", "connection-timeout", "[HPM] Error occurred while proxying request localhost:3000/api to http://10.255.255.1/ [ETIMEDOUT] (https://nodejs.org/api/errors.html#errors_common_system_errors)"],
  ["node-proxy", "read_header", "premature-close", "[HPM] Error occurred while proxying request localhost:3000/api to http://localhost:9000/ [ECONNRESET] (https://nodejs.org/api/errors.html#errors_common_system_errors)"],
  ["node-proxy", "read_header", "invalid-response", "[HPM] Error occurred while proxying request localhost:3000/api to http://localhost:22/ [HPE_INVALID_CONSTANT] (https://nodejs.org/api/errors.html#errors_common_system_errors)"],
  ["node-proxy", "proxy_internal", "proxy-internal", "[HPM] Error occurred while proxying request localhost:3000/api to https://localhost:9443/ [DEPTH_ZERO_SELF_SIGNED_CERT] (https://nodejs.org/api/errors.html#errors_common_system_errors)"],
  ["node-proxy", "read_header", "upstream-crash", "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"],
  ["node-proxy", "connect", "upstream-down", "Error: listen EADDRINUSE: address already in use :::3000"],
  ["heroku-app", "read_header", "upstream-crash", "2026-11-23T02:30:11+00:00 app[heroku]: Error R15 (Memory quota vastly exceeded)"],
  ["fly-proxy", "connect", "wrong-port", "proxy[e82e550c226228] ams [error][PC01] instance refused connection. is your app listening on 0.0.0.0:8080? make sure it is not only listening on 127.0.0.1"],
  ["fly-proxy", "proxy_internal", "no-live-upstreams", "proxy[e82e550c226228] ams [error][PR04] could not find a good candidate within 20 attempts at load balancing"],
  ["fly-proxy", "read_header", "premature-close", "proxy[5683970eae6308] sin [error][PU02] could not complete HTTP request to instance: connection closed before message completed"],
  ["fly-proxy", "connect", "cdn-fault", "proxy[5683970eae6308] sin [error][PU03] unreachable worker host"],
  ["cloud-run", "read_header", "premature-close", "The request failed because either the HTTP response was malformed or connection to the instance had an error. Additional troubleshooting documentation can be found at: https://cloud.google.com/run/docs/troubleshooting#malformed-response-or-connection-error"],
  ["cloud-run", "proxy_internal", "upstream-overload", "The request was aborted because there was no available instance."],
  ["cloud-run", "read_header", "upstream-crash", "Memory limit of 512 MiB exceeded with 514 MiB used. Consider increasing the memory limit"],
  ["cloud-run", "connect", "wrong-port", "The user-provided container failed to start and listen on the port defined provided by the PORT=8080 environment variable."],
  ["aws-api-gateway-execution", "read_header", "lambda-target-error", "(d27362eb) Execution failed due to configuration error: Malformed Lambda proxy response"],
  ["aws-api-gateway-execution", "connect", "lambda-target-error", "(d27362eb) Execution failed due to configuration error: Invalid permissions on Lambda function"],
  ["aws-api-gateway-execution", "read_header", "upstream-timeout", "(d27362eb) Execution failed due to a timeout error"],
  ["system-log", "read_header", "upstream-crash", "[123456.789012] Out of memory: Killed process 1234 (node) total-vm:2097152kB, anon-rss:1048576kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:4096kB oom_score_adj:0"],
  ["system-log", "read_header", "upstream-crash", "[123456.789012] Memory cgroup out of memory: Killed process 4321 (java) total-vm:4194304kB, anon-rss:524288kB"],
  ["system-log", "read_header", "upstream-crash", "[123456.7] php-fpm[1234]: segfault at 7ffd1c0 ip 00005581c0de1234 sp 00007ffd1bff error 6 in php-fpm8.2[5581c0a00000+400000]"],
  ["system-log", "connect", "conntrack-full", "[123456.7] nf_conntrack: nf_conntrack: table full, dropping packet"],
  ["system-log", "connect", "backlog-full", "[123456.7] TCP: request_sock_TCP: Possible SYN flooding on port 0.0.0.0:8080. Sending cookies."],
  ["system-log", "connect", "no-route", "[123456.7] neighbour: arp_cache: neighbor table overflow!"],
  ["system-log", "connect", "selinux-denied", 'type=AVC msg=audit(1795400000.123:456): avc:  denied  { name_connect } for  pid=1338 comm="nginx" dest=8080 scontext=system_u:system_r:httpd_t:s0 tcontext=system_u:object_r:http_cache_port_t:s0 tclass=tcp_socket permissive=0'],
  ["system-log", "connect", "selinux-denied", 'type=AVC msg=audit(1795400000.123:457): avc:  denied  { connectto } for  pid=1338 comm="nginx" path="/run/app/app.sock" scontext=system_u:system_r:httpd_t:s0 tcontext=system_u:system_r:unconfined_service_t:s0 tclass=unix_stream_socket permissive=0'],
  ["system-log", "connect", "selinux-denied", 'audit: type=1400 audit(1795400000.1:33): apparmor="DENIED" operation="connect" profile="/usr/sbin/nginx" name="/run/app/app.sock" pid=1338 comm="nginx" requested_mask="wr" denied_mask="wr" fsuid=33 ouid=1000'],
  ["system-log", "connect", "upstream-crash", "app.service: Main process exited, code=killed, status=9/KILL"],
  ["system-log", "connect", "upstream-crash", "app.service: Main process exited, code=exited, status=1/FAILURE"],
  ["system-log", "connect", "upstream-down", "app.service: Start request repeated too quickly."],
  ["system-log", "proxy_internal", "", "Reloaded nginx.service - A high performance web server and a reverse proxy server."],
  ["kubernetes-events", "proxy_internal", "health-check-failing", '2026-11-23T02:30:11Z Warning Unhealthy pod/web Readiness probe failed: Get "http://10.1.2.3:8080/ready": dial tcp 10.1.2.3:8080: connect: connection refused'],
  ["kubernetes-events", "proxy_internal", "health-check-failing", "2026-11-23T02:30:11Z Warning Unhealthy pod/web Readiness probe failed: HTTP probe failed with statuscode: 503"],
  ["kubernetes-events", "proxy_internal", "upstream-overload", '2026-11-23T02:30:11Z Warning Unhealthy pod/web Liveness probe failed: Get "http://10.1.2.3:8080/live": context deadline exceeded (Client.Timeout exceeded while awaiting headers)'],
  ["kubernetes-events", "proxy_internal", "upstream-crash", "2026-11-23T02:30:11Z Warning Unhealthy pod/web Liveness probe failed: HTTP probe failed with statuscode: 500"],
  ["kubernetes-events", "read_header", "upstream-crash", "Last State: Terminated  Reason: OOMKilled  Exit Code: 137"],
  ["kubernetes-events", "connect", "upstream-crash", "Warning  BackOff  1m (x9 over 3m)  kubelet  Back-off restarting failed container app in pod web-6d8f_default"],
  ["kubernetes-events", "connect", "rolling-deploy", "Normal  Killing  12s  kubelet  Stopping container app"],
  ["kubernetes-events", "connect", "upstream-down", "Warning  NodeNotReady  40s  node-controller  Node is not ready"],
  ["kubernetes-events", "proxy_internal", "no-endpoints", "Warning  FailedToUpdateEndpointSlices  1m  endpoint-slice-controller  Error updating Endpoint Slices for Service default/web"],
  ["kubernetes-events", "proxy_internal", "no-endpoints", "Endpoints:         <none>"],
];
const CARRIED = Date.UTC(2026, 10, 23, 2, 30, 11);

function reader(format: string) {
  const opened = openFormat(plainChoice(format), { timezone: null });
  if ("problem" in opened || opened.role === "access") throw new Error(JSON.stringify(opened));
  return opened;
}

describe("messages", () => {
  it.each(LINES)("%s %s %s %s", (format, phase, cause, line) => {
    const { event, signatures } = reader(format);
    const found = event(line, CARRIED);
    expect(found).toMatchObject({ role: "error", phase });
    const id = "role" in found ? found.signature : null;
    expect(signatures.find((each) => each.id === id)?.cause).toBe(cause);
    expect(formatById(format)?.signatures?.some((each) => each.id === id)).toBe(true);
  });

  it.each(LINES)("%s %s %s is found in a collector's file: %s", (format, _phase, _cause, line) => {
    const cri = `2026-11-23T02:30:11.000Z stderr F ${line}\n`;
    const found = detectFile(asciiBytes(cri.repeat(3)), "some.log", []);
    expect([format, "system-log", "fly-proxy"]).toContain(found.choice?.id);
    expect(found.share).toBe(1);
  });
});

describe("lines without a time", () => {
  it.each([
    ["node-proxy", "Error: socket hang up", "has no time"],
    ["system-log", "[123456.789012] Out of memory: Killed process 1234 (node) total-vm:1kB", "dmesg -T"],
    [
      "kubernetes-events",
      "Warning  BackOff  1m (x9 over 3m)  kubelet  Back-off restarting failed container",
      "-o json",
    ],
    ["uvicorn", "ERROR:    Exception in ASGI application", "uvicorn"],
  ])("%s: %s", (format, line, words) => {
    expect(reader(format).event(line)).toMatchObject({ rejected: expect.stringContaining(words) });
  });

  it.each([
    ["[    0.000000] Linux version 6.1.0\n[123456.789012] Out of memory: Killed process 1 (a)\n", "dmesg -T"],
    [
      "LAST SEEN   TYPE      REASON    OBJECT    MESSAGE\n2m Warning Unhealthy pod/web Readiness probe failed\n",
      "-o json",
    ],
    ["GET /a 502 12.3 ms - 5\nGET /b 200 1.3 ms - -\n", "morgan"],
    ['INFO:     127.0.0.1:5000 - "GET / HTTP/1.1" 502 Bad Gateway\n', "uvicorn"],
  ])("as a file: %j", (text, words) => {
    const found = detectFile(asciiBytes(text), "some.log", []);
    expect(found).toMatchObject({ role: "unknown", choice: null });
    expect(found.problem).toContain(words);
  });
});

describe("lines among others", () => {
  const noise = (second: number) => `2026-11-23T02:30:${String(second).padStart(2, "0")}Z request 17 handled in 3 ms\n`;
  const file = Array.from({ length: 60 }, (_, second) => noise(second)).join("");

  it("are found where nothing else reads the file, and the others are skipped", () => {
    const found = detectFile(
      asciiBytes(`${file}2026-11-23T02:31:00Z Error: connect ECONNREFUSED 10.0.0.7:80\n`),
      "app.log",
      [],
    );
    expect(found).toMatchObject({ role: "app-error", choice: { id: "node-proxy" }, problem: null });
    expect(reader("node-proxy").event(noise(1).trim(), CARRIED)).toMatchObject({ skipped: expect.any(String) });
  });
  it("do not take a file from its own format", () => {
    const access = '192.0.2.7 - - [11/Jun/2025:13:05:00 +0200] "GET / HTTP/1.1" 502 150 "-" "curl/8.5.0"\n';
    const found = detectFile(
      asciiBytes(access.repeat(20) + "2025-06-11T11:05:00Z Error: socket hang up\n"),
      "a.log",
      [],
    );
    expect(found).toMatchObject({
      role: "access",
      choice: { id: "nginx-combined", also: [{ id: "node-proxy" }] },
      share: 1,
    });
  });
  it("skips stack traces", () => {
    expect(reader("jvm").event("\tat org.apache.Foo.bar(Foo.java:12)", CARRIED)).toMatchObject({
      skipped: expect.stringContaining("line before"),
    });
  });
});
