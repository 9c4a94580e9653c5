import { describe, expect, it } from "vitest";
import type { AccessReader } from "@/core/formats/line-reader";
import { openFormat, plainChoice, templateChoice } from "@/core/formats/format-registry";
import { judgeLine } from "@/core/formats/judge-line.fixture";
import { asciiBytes } from "@/core/formats/read-bytes";
import { ENVOY_REASONS } from "./envoy-reasons";

function open(id: string): AccessReader {
  const reader = openFormat(plainChoice(id), { timezone: null });
  if ("problem" in reader || reader.role !== "access") throw new Error(`${id} is no access format`);
  return reader;
}
const reader = open("envoy-json");

function lineOf(flags: string | null, details: string | null, more: object = {}) {
  return asciiBytes(
    JSON.stringify({
      ...{ start_time: "2026-11-23T02:05:56.123Z", method: "GET", path: "/", response_code: 503, duration: 3 },
      ...{ response_flags: flags, response_code_details: details, upstream_host: "10.0.0.7:80", ...more },
    }),
  );
}

function read(flags: string | null, details: string | null, more: object = {}) {
  const bytes = lineOf(flags, details, more);
  const event = reader.event(bytes, 0, bytes.length);
  if (!("role" in event)) throw new Error("no event");
  return event;
}

function reasonOf(flags: string | null, details: string | null, more?: object) {
  const found = reader.reasonOf(read(flags, details, more));
  return found && [found.phase, found.cause];
}

it.each([
  ["UH", "connect", "no-live-upstreams"],
  ["UF", "connect", "upstream-down"],
  ["URX,UF", "connect", "upstream-down"],
  ["UF,URX", "connect", "upstream-down"],
  ["UC", "read_header", "premature-close"],
  ["UC,URX", "read_header", "premature-close"],
  ["UR", "read_header", "premature-close"],
  ["UO", "policy", "circuit-breaker"],
  ["UT", "read_header", "upstream-timeout"],
  ["UPE", "read_header", "invalid-response"],
  ["NR", "policy", "proxy-config-error"],
  ["NC", "policy", "proxy-config-error"],
  ["LR", "send", "proxy-internal"],
  ["LH", "policy", "health-check-failing"],
  ["URX", "connect", "upstream-down"],
  ["DF", "resolve", "dns-failure"],
  ["OM", "policy", "proxy-internal"],
  ["DC", "read_header", "client-abort"],
  ["DPE", "read_header", "client-abort"],
  ["RL", "policy", "rate-limited"],
  ["RLSE", "policy", "rate-limited"],
  ["UAEX", "policy", "waf-block"],
  ["SI", "read_body", "upstream-timeout"],
  ["UMSDR", "read_body", "upstream-timeout"],
  ["FI", "policy", "maintenance-mode"],
  ["UpstreamConnectionFailure,UpstreamRetryLimitExceeded", "connect", "upstream-down"],
])("flag %s", (flags, phase, cause) => {
  expect(reasonOf(flags, null)).toEqual([phase, cause]);
});

it.each([
  [
    "upstream_reset_before_response_started{remote_connection_failure,delayed_connect_error:_111}",
    "connect",
    "upstream-down",
  ],
  [
    "upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused}",
    "connect",
    "upstream-down",
  ],
  [
    "upstream_reset_before_response_started{remote_connection_failure|immediate_connect_error:_Network_is_unreachable|remote_address:[fdc4:f303:9324::254]:42349}",
    "connect",
    "no-route",
  ],
  ["upstream_reset_before_response_started{connection_failure,immediate_connect_error:_113}", "connect", "no-route"],
  [
    "upstream_reset_before_response_started{remote_connection_failure,immediate_connect_error:_No_such_file_or_directory}",
    "connect",
    "socket-missing",
  ],
  ["upstream_reset_before_response_started{connection_timeout}", "connect", "connection-timeout"],
  ["upstream_reset_before_response_started{connection_failure}", "connect", "upstream-down"],
  [
    "upstream_reset_before_response_started{remote_connection_failure|TLS_error:|268435703:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end}",
    "tls",
    "wrong-protocol",
  ],
  [
    "upstream_reset_before_response_started{connection_failure,TLS_error:_268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED}",
    "tls",
    "tls-verify",
  ],
  [
    "upstream_reset_before_response_started{remote_connection_failure|TLS_error:|268436496:SSL_routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE:TLS_error_end}",
    "tls",
    "tls-handshake",
  ],
  ["upstream_reset_before_response_started{connection_termination}", "read_header", "premature-close"],
  ["upstream_reset_before_response_started{remote_reset}", "read_header", "premature-close"],
  ["upstream_reset_before_response_started{protocol_error}", "read_header", "invalid-response"],
  ["upstream_reset_before_response_started{overflow}", "policy", "circuit-breaker"],
  ["upstream_reset_after_response_started{connection_termination}", "read_body", "truncated-response"],
  ["response_timeout", "read_header", "upstream-timeout"],
  ["upstream_response_timeout", "read_header", "upstream-timeout"],
  ["upstream_per_try_timeout", "read_header", "upstream-timeout"],
  ["no_healthy_upstream", "connect", "no-live-upstreams"],
  ["cluster_not_found", "policy", "proxy-config-error"],
  ["maintenance_mode", "policy", "maintenance-mode"],
  ["overload", "policy", "proxy-internal"],
  ["http1.headers_too_large", "read_header", "header-too-big"],
  ["http1.codec_error", "read_header", "invalid-response"],
  ["downstream_remote_disconnect", "read_header", "client-abort"],
  ["via_upstream", "read_header", "passed-through"],
])("details %s", (details, phase, cause) => {
  expect(reasonOf("UF", details)).toEqual([phase, cause]);
});

it("takes the transport's words where the details are missing", () => {
  const words = {
    upstream_transport_failure_reason: "TLS error: 268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED",
  };
  expect(reasonOf("UF", null, words)).toEqual(["tls", "tls-verify"]);
  expect(reasonOf("UF", "-", { upstream_transport_failure_reason: "delayed connect error: 111" })).toEqual([
    "connect",
    "upstream-down",
  ]);
  expect(reasonOf(null, null)).toBeNull();
});

it("tells who made a status", () => {
  expect(judgeLine(reader, lineOf("-", "via_upstream"))).toBe("upstream");
  expect(judgeLine(reader, lineOf("URX", "via_upstream"))).toBe("upstream");
  expect(judgeLine(reader, lineOf("-", "direct_response"))).toBe("proxy");
  expect(judgeLine(reader, lineOf("UF", null))).toBe("proxy");
  expect(judgeLine(reader, lineOf("-", null))).toBe("upstream");
  expect(judgeLine(reader, lineOf("-", null, { upstream_host: null }))).toBe("proxy");
  const plain = openFormat(
    { id: "envoy-template", template: "%START_TIME% %RESPONSE_CODE% %UPSTREAM_HOST%", escape: "default" },
    { timezone: null },
  );
  expect(plain).toMatchObject({ judge: null });
});

describe("format strings", () => {
  const readBy = (template: string, line: string) => {
    const choice = templateChoice(template, "default");
    if ("problem" in choice) return choice;
    expect(choice.id).toBe("envoy-template");
    const opened = openFormat(choice, { timezone: null });
    if ("problem" in opened || opened.role !== "access") throw new Error("no access format");
    const bytes = asciiBytes(line);
    return opened.event(bytes, 0, bytes.length);
  };
  const atMs = Date.UTC(2026, 10, 23, 2, 5, 56);

  it.each([
    ["%START_TIME(%s)%", "1795399556"],
    ["%START_TIME(%s.%3f)%", "1795399556.000"],
    ["%START_TIME(%Y-%m-%d %H:%M:%S)%", "2026-11-23 02:05:56"],
    ["%START_TIME(%d/%b/%Y:%H:%M:%S %z)%", "23/Nov/2026:02:05:56 +0000"],
    ["[%START_TIME(%Y/%m/%dT%H:%M:%S%z)%]", "[2026/11/23T02:05:56+0000]"],
    ["%START_TIME%", "2026-11-23T02:05:56.000Z"],
  ])("read the time %s", (time, text) => {
    expect(readBy(`${time} %RESPONSE_CODE% %DURATION%\\n`, `${text} 502 17`)).toMatchObject({
      atMs,
      status: 502,
      requestMs: 17,
    });
  });
  it("keep blanks in paths, pass over unknown operators, undo nothing", () => {
    expect(
      readBy(
        '%START_TIME% "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH):10% %PROTOCOL%" 100%% %RESPONSE_CODE% "%REQ(X-SECRET)%" %GRPC_STATUS(CAMEL_STRING)% %UPSTREAM_HOST% %RESPONSE_DURATION% "%REQ(USER-AGENT)%"',
        '2026-11-23T02:05:56.000Z "GET /a b c HTTP/1.1" 100% 502 "x y" - 10.0.0.7:80 4 "a\\x22 "b" c"',
      ),
    ).toMatchObject({
      ...{ path: "/a b c", method: "GET", status: 502, userAgent: 'a\\x22 "b" c' },
      upstreams: [{ addr: "10.0.0.7:80", headerMs: 4 }],
    });
  });
  it("say what they lack", () => {
    expect(
      openFormat({ id: "envoy-template", template: "%RESPONSE_CODE%", escape: "default" }, { timezone: null }),
    ).toHaveProperty("problem");
    expect(
      openFormat({ id: "envoy-template", template: '{"a":"%RESPONSE_CODE%"}', escape: "default" }, { timezone: null }),
    ).toHaveProperty("problem");
    expect(
      openFormat({ id: "envoy-template", template: "plain", escape: "default" }, { timezone: null }),
    ).toHaveProperty("problem");
  });
  it("may have columns behind the default's", () => {
    const bytes = asciiBytes(
      '[2026-11-23T02:05:56.000Z] "GET / HTTP/1.1" 503 UH 0 1 2 - "-" "a" "b" "c" "-" outbound|80|| extra',
    );
    expect(open("envoy-default").event(bytes, 0, bytes.length)).toMatchObject({
      status: 503,
      flags: "UH",
      upstreams: [],
    });
  });
});

it("has a cause and words for every reason", () => {
  for (const { cause, label, confidence } of ENVOY_REASONS) expect([cause, label, confidence]).not.toContain("");
});
