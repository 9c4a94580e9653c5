import { expect, it } from "vitest";
import { openFormat } from "@/core/formats/format-registry";
import { judgeLine } from "@/core/formats/judge-line.fixture";
import { asciiBytes } from "@/core/formats/read-bytes";

function reasonOf(id: string, line: string) {
  const reader = openFormat({ id, template: null, escape: "default" }, { timezone: null });
  if ("problem" in reader || reader.role !== "access") throw new Error("no reader");
  const bytes = asciiBytes(line);
  const event = reader.event(bytes, 0, bytes.length);
  if (!("role" in event)) throw new Error(JSON.stringify(event));
  return { madeBy: judgeLine(reader, bytes), reason: reader.reasonOf(event) };
}

it.each([
  ["backend read error", "read_header", "premature-close"],
  ["backend write error", "send", "early-response"],
  ["first byte timeout", "read_header", "upstream-timeout"],
  ["Connection timed out", "connect", "connection-timeout"],
  ["Connection Refused", "connect", "cdn-origin-unreachable"],
  ["Backend.max_conn reached", "policy", "circuit-breaker"],
  ["Backend is unhealthy", "connect", "no-live-upstreams"],
  ["All backends failed or unhealthy", "connect", "no-live-upstreams"],
  ["Quorum weight not reached", "connect", "no-live-upstreams"],
  ["SSL handshake error", "tls", "tls-handshake"],
  ["hostname doesn't match against certificate", "tls", "tls-verify"],
  ["Certificate has expired", "tls", "tls-verify"],
  ["self signed certificate in certificate chain", "tls", "tls-verify"],
  ["Broken pipe", "send", "premature-close"],
  ["Connection reset by peer", "send", "premature-close"],
  ["Network unreachable", "connect", "no-route"],
  ["No route to host", "connect", "no-route"],
])("knows what Fastly means by %s", (phrase, phase, cause) => {
  const line = `{"timestamp":"2026-03-01T10:00:00Z","response_status":503,"response_state":"ERROR","response_reason":"${phrase}","fastly_server":"c"}`;
  expect(reasonOf("fastly-json", line)).toMatchObject({ madeBy: "proxy", reason: { phase, cause } });
});

it("leaves the backend's own words alone", () => {
  const line =
    '{"timestamp":"2026-03-01T10:00:00Z","response_status":503,"response_state":"MISS","response_reason":"Service Unavailable"}';
  expect(reasonOf("fastly-json", line)).toEqual({ madeBy: "unknown", reason: null });
});

it.each([
  ["ERR_CONNECT_FAIL", "connect", "cdn-origin-unreachable"],
  ["ERR_CONNECT_TIMEOUT|wait-headers", "connect", "cdn-origin-unreachable"],
  ["ERR_DNS_FAIL", "resolve", "dns-failure"],
  ["ERR_ZERO_SIZE_OBJECT", "read_header", "premature-close"],
  ["ERR_READ_TIMEOUT", "read_header", "upstream-timeout"],
  ["ERR_FWD_SSL_HANDSHAKE", "tls", "tls-handshake"],
  ["ERR_WRITE_ERROR", "read_header", "premature-close"],
  ["ERR_ACCESS_DENIED%7Cfwd_acl", "policy", "waf-block"],
])("knows what Akamai means by %s", (code, phase, cause) => {
  const line = `{"reqTimeSec":"1772359200.123","statusCode":"503","errorCode":"${code}"}`;
  expect(reasonOf("akamai-datastream", line)).toMatchObject({ madeBy: "proxy", reason: { phase, cause } });
});
