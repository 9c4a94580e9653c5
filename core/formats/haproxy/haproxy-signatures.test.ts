import { describe, expect, it } from "vitest";
import { openFormat, plainChoice } from "@/core/formats/format-registry";
import { judgeLine } from "@/core/formats/judge-line.fixture";
import { asciiBytes } from "@/core/formats/read-bytes";
import { HAPROXY_REASONS } from "./haproxy-reasons";
import { HAPROXY_SIGNATURES } from "./haproxy-signatures";

const OPTIONS = { timezone: null, referenceMs: Date.UTC(2026, 10, 25) };
const RECOMMENDED =
  "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r bc_err=%[bc_err]:%[bc_err_str]";

function readAccess(text: string, template: string | null = null) {
  const id = template === null ? "haproxy-http" : "haproxy-template";
  const reader = openFormat({ ...plainChoice(id), template }, OPTIONS);
  if ("problem" in reader || reader.role !== "access") throw new Error("no access reader");
  const bytes = asciiBytes(text);
  const event = reader.event(bytes, 0, bytes.length);
  if (!("role" in event)) throw new Error(JSON.stringify(event));
  return { event, reason: reader.reasonOf(event), madeBy: judgeLine(reader, bytes) };
}

const line = (pair: string, timers: string, status: string, flags: string) =>
  `127.0.0.1:47088 [25/Nov/2026:09:44:42.020] f ${pair} ${timers} ${status} 217 - - ${flags} 1/1/0/0/1 0/0 "GET /a HTTP/1.1"`;

describe("what the termination state of a line says", () => {
  // Lines as HAProxy 2.6 wrote them in front of misbehaving servers; those of L, D, I, P and R after its documentation.
  // prettier-ignore
  const CASES: [pair: string, timers: string, status: string, flags: string, id: string, phase: string, cause: string, madeBy: string][] = [
    ["downb/<NOSRV>", "0/-1/-1/-1/0", "503", "SC--", "haproxy-no-server", "connect", "no-live-upstreams", "proxy"],
    ["refused/s1", "0/0/-1/-1/1000", "503", "SC--", "haproxy-refused", "connect", "upstream-down", "proxy"],
    ["full/s1", "0/0/-1/-1/2001", "503", "sC--", "haproxy-connect-timeout", "connect", "connection-timeout", "proxy"],
    ["full/s1", "0/0/-1/-1/2001", "504", "sC--", "haproxy-connect-timeout", "connect", "connection-timeout", "proxy"],
    ["fin/s1", "0/0/0/-1/2", "502", "SH--", "haproxy-closed", "read_header", "premature-close", "proxy"],
    ["slow/s1", "0/0/0/-1/1501", "504", "sH--", "haproxy-timeout", "read_header", "upstream-timeout", "proxy"],
    ["garbage/s1", "0/0/0/-1/0", "502", "PH--", "haproxy-header-refused", "read_header", "invalid-response", "proxy"],
    ["app/s1", "0/0/0/-1/4", "500", "PH--", "haproxy-rewrite-failed", "proxy_internal", "proxy-config-error", "proxy"],
    ["pass502/s1", "0/0/0/1/1", "502", "----", "haproxy-passed-through", "read_header", "passed-through", "upstream"],
    ["trunc/s1", "0/0/0/1/287", "200", "SD--", "haproxy-body-cut", "read_body", "truncated-response", "unknown"],
    ["upl/s1", "0/0/0/-1/51", "-1", "SD--", "haproxy-upload-cut", "send", "early-response", "unknown"],
    ["stall/s1", "0/0/0/0/1502", "200", "sD--", "haproxy-body-stalled", "read_body", "truncated-response", "unknown"],
    ["c/s1", "0/0/0/14/30", "200", "PD--", "haproxy-body-invalid", "read_body", "invalid-response", "unknown"],
    ["q/<NOSRV>", "0/701/-1/-1/701", "503", "sQ--", "haproxy-queue-timeout", "connect", "circuit-breaker", "proxy"],
    ["q/<NOSRV>", "0/312/-1/-1/312", "503", "SQ--", "haproxy-queue-server-lost", "connect", "no-live-upstreams", "proxy"],
    ["a/s1", "0/0/-1/-1/0", "503", "PC--", "haproxy-no-sockets", "connect", "fd-exhaustion", "proxy"],
    ["a/s1", "0/0/-1/-1/0", "503", "RC--", "haproxy-no-ports", "connect", "port-exhaustion", "proxy"],
    ["a/s1", "0/0/0/-1/3", "500", "IH--", "haproxy-internal", "proxy_internal", "proxy-internal", "proxy"],
    ["a/s1", "0/0/0/-1/903", "502", "DH--", "haproxy-server-went-down", "read_header", "health-check-failing", "proxy"],
    ["slow/s1", "0/0/0/-1/362", "502", "KH--", "haproxy-killed", "read_header", "maintenance-mode", "proxy"],
    ["a/s1", "0/0/0/-1/8490", "-1", "CH--", "haproxy-client-left", "read_body", "client-abort", "unknown"],
    ["a/s1", "0/0/0/5/8490", "200", "cD--", "haproxy-client-left", "read_body", "client-abort", "unknown"],
    ["deny/<NOSRV>", "0/-1/-1/-1/0", "403", "PR--", "haproxy-rule-refused", "policy", "waf-block", "unknown"],
    ["f/<NOSRV>", "-1/-1/-1/-1/2000", "408", "cR--", "haproxy-rule-refused", "policy", "waf-block", "unknown"],
    ["ret/<NOSRV>", "0/-1/-1/-1/0", "503", "LR--", "haproxy-answered-itself", "policy", "maintenance-mode", "proxy"],
  ];
  it.each(CASES)("%s %s %s %s → %s", (pair, timers, status, flags, id, phase, cause, madeBy) => {
    const read = readAccess(line(pair, timers, status, flags));
    expect(read.reason).toMatchObject({ id, phase, cause });
    expect(read.madeBy).toBe(madeBy);
  });

  it("says nothing about a request that went well", () => {
    expect(readAccess(line("ok/s1", "0/0/0/3/3", "200", "----")).reason).toBeNull();
    expect(readAccess(line("app/s1", "0/0/0/3/3", "500", "----"))).toMatchObject({ reason: null, madeBy: "upstream" });
  });
});

describe("what the connection error says", () => {
  // prettier-ignore
  const CASES: [error: string, id: string, cause: string][] = [
    ["34:SSL handshake failure", "haproxy-tls-handshake", "tls-handshake"],
    ["32:Server presented an SSL certificate different from the expected one", "haproxy-tls-verify", "tls-verify"],
    ["46:ECONNREFUSED returned by OS", "haproxy-err-refused", "upstream-down"],
    ["9:Out of local source ports on the system", "haproxy-err-ports", "port-exhaustion"],
    ["2:Too many sockets on the process", "haproxy-err-sockets", "fd-exhaustion"],
    ["0:Success", "haproxy-refused", "upstream-down"],
    ["-:-", "haproxy-refused", "upstream-down"],
  ];
  it.each(CASES)("%s", (error, id, cause) => {
    const text = `${line("tlsca/s1", "0/0/-1/-1/1004", "503", "SC--")} bc_err=${error}`;
    expect(readAccess(text, RECOMMENDED).reason).toMatchObject({ id, cause });
  });
});

describe("messages", () => {
  const down = (reason: string) =>
    `Server app/s1 is DOWN, reason: ${reason}, check duration: 3ms. 0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.`;
  // prettier-ignore
  const CASES: [message: string, id: string, cause: string, upstream: string | null][] = [
    [down('Layer4 connection problem, info: "Connection refused"'), "haproxy-check-refused", "upstream-down", "app/s1"],
    [down("Layer4 timeout"), "haproxy-check-timeout", "connection-timeout", "app/s1"],
    [down('Layer6 invalid response, info: "SSL handshake failure"'), "haproxy-check-tls", "tls-handshake", "app/s1"],
    [down("Layer6 timeout"), "haproxy-check-tls", "tls-handshake", "app/s1"],
    [down("Layer7 timeout"), "haproxy-check-slow", "upstream-overload", "app/s1"],
    [down('Layer7 wrong status, code: 502, info: "Bad Gateway"'), "haproxy-check-status", "health-check-failing", "app/s1"],
    ["Health check for server app/s1 failed, reason: Layer4 timeout, check duration: 2001ms, status: 0/2 DOWN.", "haproxy-check-timeout", "connection-timeout", "app/s1"],
    ["Health check for server app/s1 succeeded, reason: Layer7 check passed, code: 200, check duration: 1ms, status: 3/3 UP.", "haproxy-check-passed", "", "app/s1"],
    ["Server app/s1 is UP, reason: Layer7 check passed, code: 200, check duration: 0ms. 1 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.", "haproxy-server-up", "", "app/s1"],
    ["Server app/s1 is going DOWN for maintenance (No IP for server ). 0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.", "haproxy-no-ip", "dns-failure", "app/s1"],
    ["Server app/s1 is going DOWN for maintenance. 0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.", "haproxy-maintenance", "maintenance-mode", "app/s1"],
    ["Server ok/s1 enters drain state. 0 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.", "haproxy-maintenance", "maintenance-mode", "ok/s1"],
    ["Server ok/s1 is UP/READY (leaving forced maintenance).", "haproxy-server-up", "", "ok/s1"],
    ["backend downb has no server available!", "haproxy-backend-down", "no-live-upstreams", "downb"],
    ["backend 'downb' has no server available!", "haproxy-backend-down", "no-live-upstreams", "downb"],
    ["Connect() failed for backend socket: no free ports.", "haproxy-no-free-port", "port-exhaustion", "socket"],
    ["Connect() failed for backend app: can't connect to destination unix socket, check backlog size on the server.", "haproxy-backlog-full", "backlog-full", "app"],
    ["Proxy web reached process FD limit (maxsock=4031). Please check 'ulimit-n' and restart.", "haproxy-fd-limit", "fd-exhaustion", null],
    ["Proxy web reached the configured maximum connection limit. Please check the global 'maxconn' value.", "haproxy-maxconn", "worker-connections", null],
    ["Proxy web reached system memory limit (maxsock=4031). Please check system tunables.", "haproxy-memory-limit", "proxy-internal", null],
    ["Proxy web started.", "haproxy-started", "", null],
    ["Proxy f stopped (cumulated conns: FE: 32, BE: 1).", "haproxy-stopped", "", null],
    ["Stopping frontend http-in in 0 ms.", "haproxy-stopped", "", null],
    ["Reloading HAProxy", "haproxy-reloading", "", null],
    ["Current worker (16537) exited with code 139 (Segmentation fault)", "haproxy-worker-crashed", "proxy-internal", null],
    ["Connect from 127.0.0.1:43628 to 127.0.0.1:18008 (fplain/HTTP)", "haproxy-connection", "", null],
    ["127.0.0.1:46964 [25/Nov/2026:09:44:42.161] fs/1: Connection closed during SSL handshake", "haproxy-client-tls", "", null],
    ["127.0.0.1:46964 [25/Nov/2026:09:44:42.161] fs~ 3/1 30/0A000412/0/0/0 shop.lab.test/TLSv1.3/-", "haproxy-client-error", "", null],
  ];
  const reader = openFormat(plainChoice("haproxy-events"), OPTIONS);
  if ("problem" in reader || reader.role === "access") throw new Error("no message reader");

  it.each(CASES)("%s", (message, id, cause, upstreamAddr) => {
    const event = reader.event(message, Date.UTC(2026, 10, 25));
    expect(event).toMatchObject({ signature: id, upstreamAddr });
    expect(HAPROXY_SIGNATURES.find((rule) => rule.id === id)?.cause).toBe(cause);
  });

  it("makes markers of reloads, starts, stops and maintenance", () => {
    expect(HAPROXY_SIGNATURES.flatMap(({ id, marker }) => (marker ? [[id, marker.kind]] : []))).toEqual([
      ["haproxy-reloading", "config-reload"],
      ["haproxy-started", "restart"],
      ["haproxy-stopped", "config-reload"],
      ["haproxy-maintenance", "maintenance"],
    ]);
  });

  it("takes no line of others, and none without a time", () => {
    const other = "Accepted publickey for root from 192.0.2.7 port 22 ssh2";
    expect(reader.event(other, 0)).toHaveProperty("rejected");
    expect(reader.event('{"a":1}', 0)).toHaveProperty("rejected");
    expect(reader.event("Proxy web started.")).toEqual({ rejected: expect.stringContaining("no time") });
    expect(reader.event("[WARNING] 328/094530 (77) : Proxy f stopped (FE: 1).")).toMatchObject({
      ...{ atMs: Date.UTC(2026, 10, 25, 9, 45, 30), level: "warning", pid: 77 },
    });
    expect(reader.event("Nov 25 09:45:30 lb1 haproxy[9]: Something new happened", null)).toMatchObject({
      ...{ atMs: Date.UTC(2026, 10, 25, 9, 45, 30), message: "Something new happened", signature: null, pid: 9 },
    });
  });
});

it("gives every reason an id of its own", () => {
  const ids = HAPROXY_REASONS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
