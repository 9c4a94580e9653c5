import { describe, expect, it } from "vitest";
import { openFormat, plainChoice, templateChoice } from "@/core/formats/format-registry";
import { judgeLine } from "@/core/formats/judge-line.fixture";
import { asciiBytes } from "@/core/formats/read-bytes";
import { squidCache } from "./squid-cache";

const DIAG =
  "logformat diag %ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt %err_code/%err_detail %<tt %<pt %dt %<p";

function read(text: string, template: string | null = null) {
  const choice = template === null ? plainChoice("squid-native") : templateChoice(template, "default");
  if ("problem" in choice) throw new Error(choice.problem);
  const reader = openFormat(choice, { timezone: null });
  if ("problem" in reader || reader.role !== "access") throw new Error("no access reader");
  const bytes = asciiBytes(text);
  const event = reader.event(bytes, 0, bytes.length);
  if (!("role" in event)) throw new Error(JSON.stringify(event));
  return { event, reason: reader.reasonOf(event), madeBy: judgeLine(reader, bytes) };
}

const head = (code: string, peer: string) =>
  `1795599937.850      9 127.0.0.1 ${code} 3413 GET http://app.lab.test/x? - ${peer} text/html`;

describe("%err_code/%err_detail", () => {
  // The first ten as Squid 5.7 wrote them in front of misbehaving servers.
  // prettier-ignore
  const CASES: [error: string, peer: string, id: string, phase: string, cause: string][] = [
    ["ERR_ZERO_SIZE_OBJECT/WITH_SERVER", "FIRSTUP_PARENT/10.0.0.5", "squid-empty-answer", "read_header", "premature-close"],
    ["ERR_READ_ERROR/WITH_SERVER", "FIRSTUP_PARENT/10.0.0.5", "squid-read-error", "read_header", "upstream-crash"],
    ["ERR_READ_ERROR/WITH_SERVER", "HIER_NONE/-", "squid-nobody-asked", "proxy_internal", "no-live-upstreams"],
    ["ERR_INVALID_RESP/WITH_SERVER", "FIRSTUP_PARENT/10.0.0.5", "squid-invalid-answer", "read_header", "invalid-response"],
    ["ERR_TOO_BIG/WITH_SERVER", "FIRSTUP_PARENT/10.0.0.5", "squid-too-big", "read_header", "header-too-big"],
    ["ERR_READ_TIMEOUT/WITH_SERVER", "FIRSTUP_PARENT/10.0.0.5", "squid-read-timeout", "read_header", "upstream-timeout"],
    ["ERR_CONNECT_FAIL/errno=111", "HIER_DIRECT/10.0.0.5", "squid-refused", "connect", "upstream-down"],
    ["ERR_CONNECT_FAIL/WITH_SERVER", "HIER_DIRECT/10.0.0.5", "squid-connect-failed", "connect", "connection-timeout"],
    ["ERR_ACCESS_DENIED/-", "HIER_NONE/-", "squid-denied", "policy", "waf-block"],
    ["-/-", "FIRSTUP_PARENT/10.0.0.5", "squid-passed-through", "read_header", "passed-through"],
    ["ERR_CONNECT_FAIL/errno=113", "HIER_DIRECT/10.0.0.5", "squid-no-route", "connect", "no-route"],
    ["ERR_DNS_FAIL/-", "HIER_NONE/-", "squid-dns", "resolve", "dns-failure"],
    ["ERR_CANNOT_FORWARD/-", "HIER_NONE/-", "squid-cannot-forward", "proxy_internal", "no-live-upstreams"],
    ["ERR_SECURE_CONNECT_FAIL/SQUID_TLS_ERR_CONNECT+X509_V_ERR_CERT_HAS_EXPIRED", "HIER_DIRECT/10.0.0.5", "squid-tls-verify", "tls", "tls-verify"],
    ["ERR_SECURE_CONNECT_FAIL/SQUID_TLS_ERR_CONNECT+TLS_LIB_ERR=1408F10B", "HIER_DIRECT/10.0.0.5", "squid-tls-failed", "tls", "tls-handshake"],
    ["ERR_WRITE_ERROR/errno=32", "HIER_DIRECT/10.0.0.5", "squid-write-error", "send", "early-response"],
    ["ERR_LIFETIME_EXP/-", "HIER_DIRECT/10.0.0.5", "squid-lifetime", "read_body", "client-abort"],
    ["ERR_SHUTTING_DOWN/-", "HIER_NONE/-", "squid-shutting-down", "proxy_internal", "proxy-internal"],
  ];
  it.each(CASES)("%s at %s", (error, peer, id, phase, cause) => {
    const { reason, madeBy } = read(`${head("TCP_MISS/502", peer)} ${error} 2 0 - 18102`, DIAG);
    expect(reason).toMatchObject({ id, phase, cause });
    expect(madeBy).toBe(id === "squid-passed-through" ? "upstream" : "proxy");
  });
});

describe("the native format", () => {
  // prettier-ignore
  const CASES: [code: string, peer: string, id: string | null, cause: string | null, madeBy: string][] = [
    ["TCP_MISS/503", "HIER_NONE/-", "squid-nobody-asked", "no-live-upstreams", "proxy"],
    ["TCP_MISS/502", "FIRSTUP_PARENT/10.0.0.5", "squid-server-failed", "premature-close", "unknown"],
    ["TCP_MISS_ABORTED/000", "FIRSTUP_PARENT/10.0.0.5", "squid-aborted", "client-abort", "unknown"],
    ["TCP_MISS_TIMEDOUT/200", "FIRSTUP_PARENT/10.0.0.5", "squid-aborted", "client-abort", "unknown"],
    ["TCP_DENIED/403", "HIER_NONE/-", "squid-denied-code", "waf-block", "proxy"],
    ["TCP_MISS/200", "HIER_DIRECT/10.0.0.5", null, null, "unknown"],
  ];
  it.each(CASES)("%s at %s", (code, peer, id, cause, madeBy) => {
    const found = read(head(code, peer));
    expect(found.reason?.id ?? null).toBe(id);
    expect(found.reason?.cause ?? null).toBe(cause);
    expect(found.madeBy).toBe(madeBy);
  });

  // prettier-ignore
  const SHAPES: [line: string, expected: object][] = [
    ["1790159870.1 0 10.213.1.10 TCP_DENIED/403 3348 CONNECT example.com:22 - HIER_NONE/- text/html", { atMs: 1790159870100, path: "example.com:22", host: "example.com", upstreams: [] }],
    ["1791427717.900      0 127.0.0.1 TCP_DENIED/403 10 GET http://x/a - - t", { path: "http://x/a", host: "x", upstreams: [] }],
    ["1157689320.327   2864 10.105.21.199 TCP_MISS/200 10182 GET http://a.test/ user DIRECT/2001:db8::7 text/html", { upstreams: [{ addr: "2001:db8::7" }] }],
    ["1157689320.327   2864 ::1 TCP_MISS/200 10182 GET http://a.test:8080/b c/d e user HIER_DIRECT/10.0.0.1 text/html [Host: x\\r\\n] []", { path: "http://a.test:8080/b c/d e", host: "a.test", upstreams: [{ addr: "10.0.0.1" }], clientIp: "::1" }],
    ["1525334330.556      3 120.65.1.1 TCP_REFRESH_MISS/200 2014 GET http://a.test/h.txt public-user DIRECT/www.a.test text/plain 902351708.872", { upstreams: [{ addr: "www.a.test" }] }],
    ["1615837548.613      0 192.168.200.1 NONE/000 0 NONE error:transaction-end-before-headers - HIER_NONE/- -", { status: null, path: null, host: null }],
    ["1615837548.613      0 192.168.200.1 NONE_NONE/400 3376 - error:invalid-request - HIER_NONE/- text/html", { status: 400, method: null }],
    ["1615837548.613      0 192.168.200.1 TCP_MISS/200 5 GET http://[2001:db8::7]:80/ - HIER_DIRECT/10.0.0.1", { host: "[2001:db8::7]" }],
  ];
  it.each(SHAPES)("%s", (line, expected) => {
    expect(read(line).event).toMatchObject(expected);
  });
});

describe("cache.log", () => {
  const reader = openFormat(plainChoice("squid-cache"), { timezone: "+01:00" });
  if ("problem" in reader || reader.role === "access") throw new Error("no message reader");
  // prettier-ignore
  const CASES: [message: string, id: string | null, cause: string][] = [
    ["WARNING: HTTP: Invalid Response: No object data received for http://app.test/close AKA app.test/close", "squid-log-empty-answer", "premature-close"],
    ["WARNING: HTTP: Invalid Response: Bad header encountered from http://app.test/bad AKA app.test/bad", "squid-log-bad-header", "invalid-response"],
    ["Detected DEAD Parent: origin1", "squid-log-dead-peer", "health-check-failing"],
    ["Detected REVIVED Parent: origin1", "squid-log-revived", ""],
    ["TCP connection to 127.0.0.1/18199 failed", "squid-log-connect-failed", "upstream-down"],
    ["WARNING! Your cache is running out of filedescriptors", "squid-log-fds", "fd-exhaustion"],
    ["Reconfiguring Squid Cache (version 5.7)...", "squid-log-reload", ""],
    ["Preparing for shutdown after 7 requests", "squid-log-stop", ""],
    ["storeLateRelease: released 0 objects", null, ""],
  ];
  it.each(CASES)("%s", (message, id, cause) => {
    const event = reader.event(`2026/11/23 02:20:13 kid1| ${message}`);
    expect(event).toMatchObject({ signature: id, atMs: Date.UTC(2026, 10, 23, 1, 20, 13) });
    expect(squidCache.signatures?.find((each) => each.id === id)?.cause ?? "").toBe(cause);
  });

  it("skips what goes on with the line before, and takes no other line", () => {
    expect(reader.event("    current master transaction: master60")).toHaveProperty("skipped");
    expect(reader.event("2026/11/23 02:20:13 [error] 7#7: *1 x")).toHaveProperty("rejected");
  });
});
