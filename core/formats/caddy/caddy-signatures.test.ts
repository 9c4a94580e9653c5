import { describe, expect, it } from "vitest";
import { openFormat, plainChoice } from "@/core/formats/format-registry";
import { judgeLine } from "@/core/formats/judge-line.fixture";
import { asciiBytes } from "@/core/formats/read-bytes";
import { CADDY_SIGNATURES } from "./caddy-signatures";

const reader = openFormat(plainChoice("caddy-error"), { timezone: null });
if ("problem" in reader || reader.role === "access") throw new Error("no message reader");

const errorLine = (message: string, more: object = {}) =>
  JSON.stringify({
    ...{ level: "error", ts: 1795400000.12, logger: "http.log.error", msg: message },
    ...{ request: { remote_ip: "203.0.113.9", method: "GET", host: "shop.example.com", uri: "/a" }, status: 502 },
    ...more,
  });

// Messages of a Caddy 2.6 in front of failing servers, and of its source.
it.each([
  ["dial tcp 127.0.0.1:18001: connect: connection refused", "connect", "upstream-down", "127.0.0.1:18001"],
  ["dial unix /run/app.sock: connect: connection refused", "connect", "upstream-down", "unix:/run/app.sock"],
  [
    "dial unix /run/no-such.sock: connect: no such file or directory",
    "connect",
    "socket-missing",
    "unix:/run/no-such.sock",
  ],
  ["dial unix /run/app.sock: connect: permission denied", "connect", "socket-permission", "unix:/run/app.sock"],
  [
    "dial unix /run/app.sock: connect: resource temporarily unavailable",
    "connect",
    "backlog-full",
    "unix:/run/app.sock",
  ],
  ["dial tcp 10.0.9.9:8080: connect: no route to host", "connect", "no-route", "10.0.9.9:8080"],
  ["dial tcp [fd00::7]:8080: connect: network is unreachable", "connect", "no-route", "[fd00::7]:8080"],
  ["dial tcp 10.0.0.5:8080: connect: cannot assign requested address", "connect", "port-exhaustion", "10.0.0.5:8080"],
  ["dial tcp 10.0.0.5:8080: socket: too many open files", "connect", "fd-exhaustion", "10.0.0.5:8080"],
  ["dial tcp 10.255.255.1:80: i/o timeout", "connect", "connection-timeout", "10.255.255.1:80"],
  ["dial tcp: lookup nx.invalid on 10.0.0.53:53: no such host", "resolve", "dns-failure", "nx.invalid"],
  ["dial tcp: lookup app.internal on 10.0.0.53:53: server misbehaving", "resolve", "dns-failure", "app.internal"],
  [
    "dial tcp: lookup app.internal on 10.0.0.53:53: read udp 10.0.0.2:4000->10.0.0.53:53: i/o timeout",
    "resolve",
    "dns-failure",
    "app.internal",
  ],
  ["tls: first record does not look like a TLS handshake", "tls", "wrong-protocol", null],
  ["x509: certificate signed by unknown authority", "tls", "tls-verify", null],
  ["tls: failed to verify certificate: x509: certificate has expired or is not yet valid", "tls", "tls-verify", null],
  ["remote error: tls: handshake failure", "tls", "tls-handshake", null],
  [
    "net/http: HTTP/1.x transport connection broken: net/http: server response headers exceeded 8192 bytes; aborted",
    "read_header",
    "header-too-big",
    null,
  ],
  [
    'net/http: HTTP/1.x transport connection broken: malformed HTTP response "SSH-2.0-OpenSSH_9.2"',
    "read_header",
    "wrong-protocol",
    null,
  ],
  [
    'net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x15\\x03\\x01"',
    "read_header",
    "wrong-protocol",
    null,
  ],
  [
    'net/http: HTTP/1.x transport connection broken: malformed MIME header: missing colon: "Bad Header"',
    "read_header",
    "invalid-response",
    null,
  ],
  [
    'net/http: HTTP/1.x transport connection broken: malformed HTTP response "<html>"',
    "read_header",
    "invalid-response",
    null,
  ],
  ["net/http: timeout awaiting response headers", "read_header", "upstream-timeout", null],
  ["no upstreams available", "proxy_internal", "no-live-upstreams", null],
  ["http: server closed idle connection", "read_header", "keepalive-race", null],
  [
    "read tcp 127.0.0.1:40984->127.0.0.1:18003: read: connection reset by peer",
    "read_header",
    "upstream-crash",
    "127.0.0.1:18003",
  ],
  ["write tcp 127.0.0.1:48112->127.0.0.1:18002: write: broken pipe", "send", "early-response", "127.0.0.1:18002"],
  ["EOF", "read_header", "premature-close", null],
  ["unexpected EOF", "read_header", "premature-close", null],
  ["context canceled", "read_header", "client-abort", null],
])("%s", (message, phase, cause, upstreamAddr) => {
  const event = reader.event(errorLine(message));
  expect(event).toMatchObject({ phase, upstreamAddr, clientIp: "203.0.113.9", method: "GET", path: "/a", message });
  expect("role" in event && CADDY_SIGNATURES.find(({ id }) => id === event.signature)?.cause).toBe(cause);
});

it.each([
  [
    '{"level":"warn","ts":1,"logger":"http.handlers.reverse_proxy","msg":"aborting with incomplete response","upstream":"127.0.0.1:18004","error":"unexpected EOF"}',
    "caddy-aborted",
    "127.0.0.1:18004",
  ],
  [
    '{"level":"error","ts":1795600171.22,"logger":"http.handlers.reverse_proxy","msg":"reading from backend","error":"unexpected EOF"}',
    "caddy-read-failed",
    null,
  ],
  [
    '{"level":"info","ts":1795600171.22,"logger":"http.handlers.reverse_proxy.health_checker.active","msg":"unexpected status code","status_code":404,"host":"127.0.0.1:18005"}',
    "caddy-health-check-failed",
    "127.0.0.1:18005",
  ],
  [
    '{"level":"info","ts":1795600171.22,"logger":"http.handlers.reverse_proxy.health_checker.active","msg":"HTTP request failed","host":"127.0.0.1:18001","error":"Get \\"http://127.0.0.1:18001/\\": dial tcp 127.0.0.1:18001: connect: connection refused"}',
    "caddy-health-check-failed",
    "127.0.0.1:18001",
  ],
  [
    '{"level":"debug","ts":1795600171.22,"logger":"http.handlers.reverse_proxy","msg":"upstream roundtrip","upstream":"unix//run/a.sock","duration":0.1,"request":{"uri":"/"},"error":"EOF"}',
    null,
    "unix:/run/a.sock",
  ],
])("%s", (line, signature, upstreamAddr) => {
  const event = reader.event(line.replace('"ts":1,', '"ts":1795600171,'));
  expect(event).toMatchObject({ signature, upstreamAddr });
});

describe("lines", () => {
  it("of access logs, of level debug, without time or of others give no message", () => {
    expect(
      reader.event('{"level":"info","ts":1795600171.2,"msg":"handled request","status":200,"size":1}'),
    ).toHaveProperty("rejected");
    expect(
      reader.event(
        '{"level":"debug","ts":1795600171.2,"logger":"http.handlers.reverse_proxy","msg":"selected upstream"}',
      ),
    ).toHaveProperty("skipped");
    expect(
      reader.event(
        '{"level":"debug","ts":1795600171.2,"logger":"http.handlers.reverse_proxy","msg":"upstream roundtrip","status":200}',
      ),
    ).toHaveProperty("skipped");
    expect(reader.event('{"level":"error","logger":"http.log.error","msg":"EOF"}')).toEqual({
      rejected: expect.stringContaining("no time"),
    });
    expect(reader.event('{"level":"error","ts":"soon","msg":"EOF"}')).toEqual({ rejected: "“soon” is no time" });
    expect(reader.event("2026/11/25 09:49:47 [error] 1#1: x")).toHaveProperty("rejected");
    expect(reader.event('{"ts":1}')).toHaveProperty("rejected");
    expect(reader.event("")).toEqual({ skipped: "empty line" });
  });
  it("without a time take the collector's", () => {
    expect(reader.event('{"level":"error","logger":"http.log.error","msg":"EOF"}', 5)).toMatchObject({
      atMs: 5,
      signature: "caddy-eof",
    });
  });
  it("of the console may have had their tabs replaced and their colours taken", () => {
    expect(
      reader.event(
        '2026/11/23 02:05:56.123 ERROR http.log.error dial tcp 10.0.0.7:80: connect: connection refused {"request": {"method": "GET", "uri": "/x", "remote_addr": "203.0.113.9:1"}}',
      ),
    ).toMatchObject({ signature: "caddy-connection-refused", path: "/x", clientIp: "203.0.113.9", level: "error" });
    expect(reader.event("2026/11/25 09:49:45.293\tINFO\tserving initial configuration")).toMatchObject({
      message: "serving initial configuration",
      level: "info",
    });
  });
});

it("tells by status and body who made an error", () => {
  const access = openFormat(plainChoice("caddy-access"), { timezone: null });
  if ("problem" in access || access.role !== "access") throw new Error("no access reader");
  const judged = (size: number, method: string, more = "") => {
    const bytes = asciiBytes(
      `{"ts":1795600166.06,"msg":"handled request","request":{"method":"${method}","uri":"/"},"size":${size},"status":502${more}}`,
    );
    return judgeLine(access, bytes);
  };
  expect(judged(0, "GET")).toBe("proxy");
  expect(judged(3, "GET")).toBe("upstream");
  expect(judged(0, "HEAD")).toBe("unknown");
  expect(judged(0, "GET", ',"upstream":"10.0.0.7:80","up_status":"502"')).toBe("upstream");
  expect(judged(3, "GET", ',"upstream":"10.0.0.7:80","up_status":500')).toBe("proxy");
});
