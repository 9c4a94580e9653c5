import { describe, expect, it } from "vitest";
import type { AccessReader, MessageReader } from "@/core/formats/line-reader";
import { openFormat, plainChoice } from "@/core/formats/format-registry";
import { judgeLine } from "@/core/formats/judge-line.fixture";
import { asciiBytes } from "@/core/formats/read-bytes";

function access(id: string): AccessReader {
  const reader = openFormat(plainChoice(id), { timezone: null });
  if ("problem" in reader || reader.role !== "access") throw new Error(`${id} is no access format`);
  return reader;
}
function messages(id: string): MessageReader {
  const reader = openFormat(plainChoice(id), { timezone: null });
  if ("problem" in reader || reader.role === "access") throw new Error(`${id} has no messages`);
  return reader;
}
/** Who made the status, the phase and the cause; or why there is no event. */
function verdict(reader: AccessReader, object: object) {
  const bytes = asciiBytes(JSON.stringify(object));
  const event = reader.event(bytes, 0, bytes.length);
  if (!("role" in event)) return event;
  const reason = reader.reasonOf(event);
  return [judgeLine(reader, bytes) ?? null, reason?.phase ?? null, reason?.cause ?? null];
}

describe("Google Cloud", () => {
  const reader = access("gcp-load-balancer");
  const entry = (more: object) => ({
    httpRequest: { requestMethod: "GET", requestUrl: "http://a.test/", status: 502, serverIp: "10.0.0.7" },
    timestamp: "2026-06-08T23:41:30Z",
    ...more,
  });
  it.each([
    ["failed_to_connect_to_backend", "connect", "upstream-down"],
    ["failed_to_pick_backend", "connect", "no-live-upstreams"],
    ["backend_connection_closed_before_data_sent_to_client", "read_header", "keepalive-race"],
    ["backend_connection_closed_after_partial_response_sent", "read_body", "truncated-response"],
    ["backend_timeout", "read_header", "upstream-timeout"],
    ["backend_early_response_with_non_error_status", "send", "early-response"],
    ["aborted_request_due_to_backend_early_response", "send", "early-response"],
    ["backend_response_corrupted", "read_body", "invalid-response"],
    ["error_uncompressing_gzipped_body", "read_body", "invalid-response"],
    ["backend_response_headers_too_long", "read_header", "header-too-big"],
    ["failed_to_negotiate_alpn", "tls", "wrong-protocol"],
    ["ssl_certificate_san_verification_failed", "tls", "tls-verify"],
    ["server_cert_expired", "tls", "tls-verify"],
    ["retriable_error", "proxy_internal", "cdn-fault"],
    ["serverless_neg_routing_failed", "resolve", "proxy-config-error"],
    ["request_loop_detected", "policy", "proxy-loop"],
    ["denied_by_security_policy", "policy", "waf-block"],
    ["client_disconnected_before_any_response", "read_header", "client-abort"],
  ])("%s", (statusDetails, phase, cause) => {
    expect(verdict(reader, entry({ jsonPayload: { statusDetails } }))).toEqual(["proxy", phase, cause]);
  });
  it("knows the backend's own errors, and Cloud Run's words", () => {
    expect(verdict(reader, entry({ jsonPayload: { statusDetails: "response_sent_by_backend" } }))).toEqual([
      "upstream",
      "read_header",
      "passed-through",
    ]);
    expect(verdict(reader, entry({}))).toEqual(["unknown", null, null]);
    const said = (textPayload: string) => verdict(reader, entry({ textPayload }));
    expect(
      said(
        "The request failed because either the HTTP response was malformed or connection to the instance had an error.",
      ),
    ).toEqual(["proxy", "read_header", "premature-close"]);
    expect(said("The request was aborted because there was no available instance.")).toEqual([
      "proxy",
      "proxy_internal",
      "upstream-overload",
    ]);
    expect(verdict(reader, { timestamp: "2026-06-08T23:41:30Z", textPayload: "x" })).toHaveProperty("rejected");
  });
  it.each([
    [
      "Memory limit of 512 MiB exceeded with 514 MiB used. Consider increasing the memory limit",
      "gcp-log-out-of-memory",
    ],
    [
      "The request failed because either the HTTP response was malformed or connection to the instance had an error.",
      "gcp-log-malformed",
    ],
    ["The request was aborted because there was no available instance.", "gcp-log-no-instance"],
    [
      "The user-provided container failed to start and listen on the port defined provided by the PORT=8080 environment variable.",
      "gcp-log-no-listener",
    ],
    ["GET / 200", null],
  ])("Cloud Run says %s", (textPayload, signature) => {
    const line = { resource: { type: "cloud_run_revision" }, textPayload, timestamp: "2026-06-08T23:41:30Z" };
    expect(messages("gcp-event").event(JSON.stringify(line))).toMatchObject({ signature });
  });
  it("has no message for what is not about Cloud Run or a balancer", () => {
    const event = (object: object) => messages("gcp-event").event(JSON.stringify(object));
    expect(
      event({ resource: { type: "k8s_container" }, textPayload: "x", timestamp: "2026-06-08T23:41:30Z" }),
    ).toHaveProperty("rejected");
    expect(event(entry({ resource: { type: "http_load_balancer" } }))).toHaveProperty("rejected");
    expect(event({ resource: { type: "cloud_run_job" }, timestamp: "2026-06-08T23:41:30Z" })).toHaveProperty("skipped");
    expect(event({ resource: { type: "cloud_run_job" }, textPayload: "x" })).toHaveProperty("rejected");
    expect(event({ resource: { type: "cloud_run_job" }, textPayload: "x", timestamp: "soon" })).toEqual({
      rejected: "“soon” is no time",
    });
  });
});

describe("Azure Application Gateway", () => {
  const reader = access("azure-app-gateway");
  const line = (properties: object) => ({
    time: "2026-10-14T22:17:11Z",
    category: "ApplicationGatewayAccessLog",
    properties: {
      httpMethod: "GET",
      requestUri: "/",
      httpStatus: 502,
      timeTaken: 0.1,
      serverRouted: "10.0.0.4:80",
      serverStatus: "",
      ...properties,
    },
  });
  it.each([
    ["ERRORINFO_UPSTREAM_NO_LIVE", "connect", "no-live-upstreams"],
    ["ERRORINFO_UPSTREAM_CLOSED_CONNECTION", "read_header", "premature-close"],
    ["ERRORINFO_UPSTREAM_TIMED_OUT", "read_header", "upstream-timeout"],
    ["ERRORINFO_CLIENT_CLOSED_REQUEST", "read_header", "client-abort"],
    ["ERRORINFO_NO_ERROR", "connect", "no-live-upstreams"],
  ])("%s", (error_info, phase, cause) => {
    expect(verdict(reader, line({ error_info }))).toEqual(["proxy", phase, cause]);
  });
  it("knows the backend's own errors", () => {
    expect(verdict(reader, line({ serverStatus: "502" }))).toEqual(["upstream", "read_header", "passed-through"]);
    expect(verdict(reader, line({ serverStatus: "200" }))).toEqual(["proxy", null, null]);
  });
  it.each([["time"], ["timeStamp"], ["timestamp"], ["TimeGenerated"]])("takes its time from %s, flat or not", (key) => {
    const { properties } = line({});
    const reads = (object: object) => {
      const bytes = asciiBytes(JSON.stringify(object));
      return reader.event(bytes, 0, bytes.length);
    };
    const expected = { atMs: Date.UTC(2026, 9, 14, 22, 17, 11), status: 502, requestMs: 100 };
    expect(reads({ [key]: "2026-10-14T22:17:11Z", properties })).toMatchObject(expected);
    expect(reads({ [key]: "2026-10-14T22:17:11Z", ...properties })).toMatchObject(expected);
  });
});

describe("Azure Front Door", () => {
  const reader = access("azure-front-door");
  const line = (errorInfo: string, more: object = {}) => ({
    time: "2026-10-14T22:17:11Z",
    category: "FrontDoorAccessLog",
    properties: {
      trackingReference: "0",
      requestUri: "https://a.test/",
      httpStatusCode: "502",
      originIp: "N/A",
      originName: "o.test:443",
      errorInfo,
      ...more,
    },
  });
  it.each([
    ["OriginConnectionRefused", "connect", "cdn-origin-unreachable"],
    ["OriginConnectionAborted", "read_header", "premature-close"],
    ["OriginConnectionError", "connect", "cdn-origin-unreachable"],
    ["OriginTimeout", "read_header", "upstream-timeout"],
    ["OriginInvalidResponse", "read_header", "invalid-response"],
    ["DNSNameNotResolved", "resolve", "dns-failure"],
    ["DNSTimeout", "resolve", "dns-failure"],
    ["SSLHandshakeError", "tls", "tls-handshake"],
    ["SSLInvalidCipher", "tls", "tls-handshake"],
    ["CertificateNameCheckFailed", "tls", "tls-verify"],
    ["SSLInvalidRootCA", "tls", "tls-verify"],
    ["ResponseHeaderTooBig", "read_header", "header-too-big"],
    ["RestrictedIP", "policy", "waf-block"],
    ["ClientDisconnected", "read_header", "client-abort"],
  ])("%s", (errorInfo, phase, cause) => {
    expect(verdict(reader, line(errorInfo))).toEqual(["proxy", phase, cause]);
  });
  it("knows the origin's own errors", () => {
    expect(verdict(reader, line("OriginError"))).toEqual(["upstream", "read_header", "passed-through"]);
    expect(verdict(reader, line("NoError", { originStatusCode: "502" }))).toEqual(["upstream", null, null]);
    expect(verdict(reader, line("NoError", { originStatusCode: "200" }))).toEqual(["proxy", null, null]);
    expect(verdict(reader, line("NoError", { originName: "N/A" }))).toEqual(["unknown", null, null]);
  });
});

describe("events of Azure's gateways", () => {
  const event = (object: object) => messages("azure-event").event(JSON.stringify(object));
  const time = "2026-10-14T22:17:11Z";
  it("are blocked requests, matched rules and probes", () => {
    expect(
      event({
        time,
        category: "FrontDoorWebApplicationFirewallLog",
        properties: {
          clientIP: "203.0.113.9",
          requestUri: "https://a.test/",
          ruleName: "bots",
          action: "Block",
          host: "a.test",
        },
      }),
    ).toMatchObject({ signature: "azure-waf-blocked", clientIp: "203.0.113.9", message: "WAF Block bots" });
    expect(
      event({
        TimeGenerated: time,
        Type: "AGWFirewallLogs",
        Action: "Detected",
        Message: "m",
        ClientIp: "203.0.113.9",
      }),
    ).toMatchObject({ signature: "azure-waf-matched", level: "warn" });
    expect(
      event({
        time,
        category: "FrontDoorHealthProbeLog",
        properties: { result: "Success", httpStatusCode: "200", originName: "o" },
      }),
    ).toMatchObject({ signature: null, upstreamAddr: "o", level: "info" });
    expect(
      event({
        time,
        category: "FrontDoorHealthProbeLog",
        properties: { result: "Timeout", httpStatusCode: "0", originName: "o" },
      }),
    ).toMatchObject({ signature: "azure-probe-failed" });
  });
  it("are not performance counters, access lines or text", () => {
    expect(event({ time, category: "ApplicationGatewayPerformanceLog", properties: {} })).toEqual({
      skipped: "a line of the performance log",
    });
    expect(event({ time, category: "ApplicationGatewayAccessLog", properties: {} })).toHaveProperty("rejected");
    expect(messages("azure-event").event("text")).toHaveProperty("rejected");
    expect(messages("azure-event").event("")).toEqual({ skipped: "empty line" });
  });
});

describe("Cloudflare", () => {
  const reader = access("cloudflare-http");
  const line = (status: number, origin: number, more: object = {}) => ({
    ...{ EdgeStartTimestamp: "2026-05-25T13:25:13Z", EdgeResponseStatus: status, OriginResponseStatus: origin },
    ...{ OriginIP: "198.51.100.4", ClientRequestURI: "/", ClientRequestMethod: "GET", ...more },
  });
  it.each([
    [502, 502, "upstream", "read_header", "passed-through"],
    [502, 0, "proxy", "proxy_internal", "cdn-fault"],
    [504, 0, "proxy", "proxy_internal", "cdn-fault"],
    [520, 0, "proxy", "read_header", "premature-close"],
    [521, 0, "proxy", "connect", "cdn-origin-unreachable"],
    [522, 0, "proxy", "connect", "firewall-drop"],
    [523, 0, "proxy", "connect", "no-route"],
    [524, 0, "proxy", "read_header", "upstream-timeout"],
    [525, 0, "proxy", "tls", "tls-handshake"],
    [526, 0, "proxy", "tls", "tls-verify"],
    [530, 0, "proxy", "resolve", "dns-failure"],
    [500, 200, "proxy", null, null],
  ])("%i at the edge, %i at the origin", (status, origin, madeBy, phase, cause) => {
    expect(verdict(reader, line(status, origin))).toEqual([madeBy, phase, cause]);
  });
  it("knows refusals by what they are called", () => {
    expect(verdict(reader, line(403, 0, { SecurityAction: "block" }))).toEqual(["proxy", "policy", "waf-block"]);
    expect(verdict(reader, line(503, 0, { FirewallMatchesActions: ["managedChallenge"] }))).toEqual([
      "proxy",
      "policy",
      "waf-block",
    ]);
    expect(verdict(reader, line(409, 0, { EdgePathingStatus: "dnsErr" }))).toEqual(["proxy", "resolve", "dns-failure"]);
    expect(verdict(reader, line(403, 0, { EdgePathingStatus: "cyclic" }))).toEqual(["proxy", "policy", "proxy-loop"]);
    expect(verdict(reader, line(200, 200, { EdgePathingStatus: "cyclic", SecurityAction: "unknown" }))).toEqual([
      "upstream",
      null,
      null,
    ]);
  });
});

describe("Kong", () => {
  const reader = access("kong-json");
  const line = (proxy: number, upstream_status: string | undefined, status = 502) => ({
    ...{
      latencies: { request: 5, proxy },
      request: { method: "GET", uri: "/" },
      response: { status },
      upstream_status,
    },
    ...{ tries: [{ ip: "10.0.0.7", port: 80 }], started_at: 1614232668342 },
  });
  it("relays what has a time to the header", () => {
    expect(verdict(reader, line(-1, "502"))).toEqual(["proxy", "read_header", "passed-through"]);
    expect(verdict(reader, line(4, "502"))).toEqual(["upstream", "read_header", "passed-through"]);
    expect(verdict(reader, line(4, "200", 500))).toEqual(["proxy", null, null]);
    expect(verdict(reader, line(4, undefined))).toEqual(["unknown", null, null]);
  });
});
