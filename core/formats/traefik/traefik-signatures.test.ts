import { describe, expect, it } from "vitest";
import type { AccessReader, MessageReader } from "@/core/formats/line-reader";
import { openFormat, plainChoice } from "@/core/formats/format-registry";
import { judgeLine } from "@/core/formats/judge-line.fixture";
import { asciiBytes } from "@/core/formats/read-bytes";
import { TRAEFIK_SIGNATURES } from "./traefik-signatures";

function messages(): MessageReader {
  const reader = openFormat(plainChoice("traefik-error"), { timezone: null });
  if ("problem" in reader || reader.role === "access") throw new Error("no message reader");
  return reader;
}
function access(id: string): AccessReader {
  const reader = openFormat(plainChoice(id), { timezone: null });
  if ("problem" in reader || reader.role !== "access") throw new Error("no access reader");
  return reader;
}
const reader = messages();

it.each([
  [
    '502 Bad Gateway error="dial tcp 172.18.0.5:8080: connect: connection refused"',
    "connect",
    "upstream-down",
    "172.18.0.5:8080",
  ],
  ['502 Bad Gateway error="dial tcp 172.19.0.4:80: connect: no route to host"', "connect", "no-route", "172.19.0.4:80"],
  ['504 Gateway Timeout error="dial tcp 10.0.5.5:80: i/o timeout"', "connect", "connection-timeout", "10.0.5.5:80"],
  ['502 Bad Gateway error="dial tcp: lookup api on 127.0.0.11:53: no such host"', "resolve", "dns-failure", "api"],
  [
    '502 Bad Gateway error="dial tcp: lookup api on 127.0.0.11:53: server misbehaving"',
    "resolve",
    "dns-failure",
    "api",
  ],
  [
    '500 Internal Server Error error="tls: failed to verify certificate: x509: certificate signed by unknown authority"',
    "tls",
    "tls-verify",
    null,
  ],
  [
    '500 Internal Server Error error="tls: first record does not look like a TLS handshake"',
    "tls",
    "wrong-protocol",
    null,
  ],
  [
    '500 Internal Server Error error="net/http: HTTP/1.x transport connection broken: malformed HTTP response \\"\\\\x15\\\\x03\\\\x01\\\\x00\\""',
    "read_header",
    "wrong-protocol",
    null,
  ],
  [
    '502 Bad Gateway error="read tcp 172.18.0.2:41002->172.18.0.5:8080: read: connection reset by peer"',
    "read_header",
    "upstream-crash",
    "172.18.0.5:8080",
  ],
  ["502 Bad Gateway error=EOF", "read_header", "premature-close", null],
  ['502 Bad Gateway error="EOF"', "read_header", "premature-close", null],
  ['504 Gateway Timeout error="context deadline exceeded"', "read_header", "upstream-timeout", null],
  ['499 Client Closed Request error="context canceled"', "read_header", "client-abort", null],
])("%s", (text, phase, cause, upstreamAddr) => {
  for (const caller of ["", "github.com/traefik/traefik/v3/pkg/proxy/httputil/proxy.go:121 > "]) {
    const event = reader.event(`2026-11-23T02:10:11Z DBG ${caller}${text}`);
    expect(event).toMatchObject({ phase, upstreamAddr, level: "debug" });
    expect("role" in event && TRAEFIK_SIGNATURES.find(({ id }) => id === event.signature)?.cause).toBe(cause);
  }
});

it.each([
  ['time="2024-03-01T10:00:00Z" level=debug msg="\'502 Bad Gateway\' caused by: EOF"', "traefik-eof", null],
  [
    'time="2024-03-01T10:00:00Z" level=debug msg="\'502 Bad Gateway\' caused by: dial tcp 10.0.0.7:80: connect: connection refused"',
    "traefik-connection-refused",
    "10.0.0.7:80",
  ],
  [
    'time="2018-03-01T10:00:00Z" level=warning msg="Error forwarding to http://10.0.0.7:80, err: EOF"',
    "traefik-eof",
    "10.0.0.7:80",
  ],
  [
    '2026-11-23T02:10:19Z ERR error="the service \\"api@docker\\" does not exist" entryPointName=web routerName=api@docker',
    "traefik-unknown-reference",
    null,
  ],
  [
    "2026-11-23T02:10:20Z ERR Skipping service: no endpoints found ingress=web namespace=default providerName=kubernetes serviceName=web servicePort=&ServiceBackendPort{Name:,Number:80,}",
    "traefik-no-endpoints",
    null,
  ],
  [
    '2026-11-23T02:10:21Z WRN Health check failed. error="HTTP request failed: Get \\"http://172.18.0.5:8080/health\\": dial tcp 172.18.0.5:8080: connect: connection refused" targetURL=http://172.18.0.5:8080',
    "traefik-health-check-failed",
    "172.18.0.5:8080",
  ],
  [
    "\u001b[90m2026-11-23T02:10:22Z\u001b[0m \u001b[32mINF\u001b[0m Traefik version 3.3.4 built on 2026-02-25T09:15:14Z version=3.3.4",
    "traefik-started",
    null,
  ],
  ['{"level":"debug","msg":"\'502 Bad Gateway\' caused by: EOF","time":"2024-03-01T10:00:00Z"}', "traefik-eof", null],
  [
    '{"level":"error","entryPointName":"web","routerName":"a","error":"service \\"x\\" does not exist","time":"2024-03-01T10:00:00Z"}',
    "traefik-unknown-reference",
    null,
  ],
  // A provider's trouble is no request's.
  [
    '2026-11-23T02:10:23Z ERR Provider error, retrying in 2s error="dial tcp 10.0.0.1:443: connect: connection refused" providerName=docker',
    null,
    null,
  ],
])("%s", (line, signature, upstreamAddr) => {
  expect(reader.event(line)).toMatchObject({ signature, upstreamAddr });
});

describe("other lines", () => {
  it("are skipped or refused with a reason", () => {
    expect(reader.event("2026-11-23T02:10:11Z DBG New attempt 2 for request: /a")).toHaveProperty("skipped");
    expect(reader.event('time="2024-03-01T10:00:00Z" level=debug msg="Filtering disabled container"')).toHaveProperty(
      "skipped",
    );
    expect(
      reader.event('{"DownstreamStatus":502,"level":"info","msg":"","time":"2024-03-01T10:00:00Z"}'),
    ).toHaveProperty("rejected");
    expect(reader.event('time="2024-99-01T10:00:00Z" level=info msg="x"')).toHaveProperty("rejected");
    expect(reader.event('{"level":"error","message":"502 Bad Gateway"}')).toEqual({
      rejected: expect.stringContaining("no time"),
    });
    expect(reader.event('{"level":"error","message":"502 Bad Gateway"}', 9)).toMatchObject({
      atMs: 9,
      signature: "traefik-bad-gateway",
    });
    expect(reader.event(" ")).toEqual({ skipped: "empty line" });
  });
});

describe("access lines", () => {
  const clf = access("traefik-clf");
  const json = access("traefik-json");
  const verdict = (each: AccessReader, line: string) => {
    const bytes = asciiBytes(line);
    const event = each.event(bytes, 0, bytes.length);
    if (!("role" in event)) return event;
    return [judgeLine(each, bytes), each.reasonOf(event)?.cause ?? null];
  };
  it.each([
    ['502 11 "-" "-" 7 "web@docker" "http://172.18.0.5:8080" 1ms', "proxy", "upstream-down"],
    ['504 15 "-" "-" 8 "web@docker" "http://172.18.0.5:8080" 30001ms', "proxy", "upstream-timeout"],
    ['502 312 "-" "-" 8 "web@docker" "http://172.18.0.5:8080" 3ms', "unknown", null],
    ['503 20 "-" "-" 8 "web@docker" - 0ms', "proxy", null],
  ])("CLF %s", (end, madeBy, cause) => {
    expect(verdict(clf, `172.18.0.1 - - [23/Nov/2026:02:10:11 +0000] "GET / HTTP/1.1" ${end}`)).toEqual([
      madeBy,
      cause,
    ]);
  });
  it.each([
    ['"DownstreamStatus":502,"OriginStatus":0,"DownstreamContentSize":40', "proxy", "premature-close"],
    ['"DownstreamStatus":502,"DownstreamContentSize":40', "proxy", "premature-close"],
    ['"DownstreamStatus":502,"OriginStatus":502,"DownstreamContentSize":11', "proxy", "upstream-down"],
    ['"DownstreamStatus":502,"OriginStatus":502,"DownstreamContentSize":400', "upstream", "passed-through"],
    ['"DownstreamStatus":500,"OriginStatus":500,"DownstreamContentSize":21', "proxy", null],
    ['"DownstreamStatus":502,"OriginStatus":0,"RetryAttempts":2,"DownstreamContentSize":40', "proxy", "upstream-down"],
  ])("JSON %s", (values, madeBy, cause) => {
    expect(
      verdict(
        json,
        `{"StartUTC":"2026-11-23T02:10:11Z","ServiceAddr":"10.0.0.7:80","RequestMethod":"GET","RequestPath":"/",${values}}`,
      ),
    ).toEqual([madeBy, cause]);
  });
});
