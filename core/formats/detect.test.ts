import { describe, expect, it } from "vitest";
import { detectFile } from "./detect";
import { COMBINED } from "@/core/formats/nginx/nginx-combined";
import { openFormat } from "./format-registry";
import { asciiBytes } from "./read-bytes";
import { createLineReading } from "./read-line";

const ACCESS = '192.0.2.7 - - [11/Jun/2025:13:05:00 +0200] "GET / HTTP/1.1" 502 150 "-" "curl/8.5.0"';
const ERROR =
  '2025/06/11 13:21:00 [error] 91#91: *210 connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.64, server: x.test, request: "GET / HTTP/1.1", upstream: "http://10.1.15.103:8080/", host: "x.test"';
const detect = (text: string, name = "some.log", known: Parameters<typeof detectFile>[2] = []) =>
  detectFile(asciiBytes(text), name, known);

describe("what a file is", () => {
  it("finds formats, roles, zones and tiers", () => {
    expect(detect(`${ACCESS}\n`.repeat(5), "edge-access.log")).toMatchObject({
      role: "access",
      choice: { id: "nginx-combined" },
      share: 1,
      zone: "+02:00",
      tierHint: "edge",
      problem: null,
      note: null,
    });
    expect(detect(`${ERROR}\n`.repeat(5), "origin-error.log")).toMatchObject({
      role: "error",
      choice: { id: "nginx-error" },
      zone: null,
      tierHint: "origin",
    });
    expect(detect("[14-Oct-2025 21:31:00] NOTICE: exiting, bye-bye!\n")).toMatchObject({
      role: "app-error",
      choice: { id: "php-fpm" },
    });
    expect(detect("upstream a {\n server 10.0.0.1:80;\n}\n", "x.conf").role).toBe("config");
    expect(detect("frontend web\n    bind *:80\n    mode http\n", "x.cfg")).toMatchObject({
      role: "config",
      title: "HAProxy configuration",
    });
    expect(detect('[{"time":"2025-08-19T00:26:00Z","type":"deploy"}]').role).toBe("markers");
  });
  it("takes one line, with or without its end", () => {
    expect(detect(ACCESS).choice?.id).toBe("nginx-combined");
    expect(detect(`${ACCESS}\r\n`).choice?.id).toBe("nginx-combined");
    expect(detect(`\ufeff${ACCESS}\n`).choice?.id).toBe("nginx-combined");
  });
  it("prefers a format of a config to one it worked out", () => {
    const line =
      '2025-03-16T17:00:03+00:00 198.51.100.205 www.x.test "GET / HTTP/1.1" 200 506 - 200 0.026 0.026 "curl/8.5.0"\n';
    const template =
      '$time_iso8601 $remote_addr $host "$request" $status $body_bytes_sent $upstream_cache_status $upstream_status $upstream_response_time $request_time "$http_user_agent"';
    expect(detect(line.repeat(20)).title).toBe("access log, format worked out from its lines");
    expect(detect(line.repeat(20), "a.log", [{ name: "edge", template, escape: "default" }])).toMatchObject({
      title: "nginx, format edge",
      choice: { template },
    });
    expect(detect(`${ACCESS}\n`, "a.log", [{ name: "edge", template, escape: "default" }]).choice?.id).toBe(
      "nginx-combined",
    );
    expect(detect(`${ACCESS}\n`, "a.log", [{ name: "own", template: COMBINED, escape: "default" }]).title).toBe(
      "nginx, format own",
    );
  });
  it("reads error lines among access lines", () => {
    expect(detect(`${ERROR}\n${ACCESS}\n`.repeat(20))).toMatchObject({
      role: "access",
      choice: { id: "nginx-combined" },
      share: 1,
    });
    expect(detect(`${ERROR}\n`.repeat(30) + `${ACCESS}\n`)).toMatchObject({ role: "access", share: 1 });
  });
  it("says how much of a mixed file it reads", () => {
    const found = detect(`${ACCESS}\nnoise\nmore noise of another kind\n`.repeat(20));
    expect(found).toMatchObject({ role: "access", problem: null });
    expect(found.note).toContain("33 %");
  });
  it("takes an empty error log for an error log", () => {
    expect(detect("\n", "origin-error.log")).toMatchObject({
      role: "error",
      problem: null,
      choice: { id: "nginx-error" },
    });
  });
});

it("looks into what carried the lines", () => {
  const docker = JSON.stringify({ log: `${ACCESS}\n`, stream: "stdout", time: "2026-01-01T00:00:00Z" });
  expect(detect(`${docker}\n`)).toMatchObject({ role: "access", choice: { id: "nginx-combined", wrappers: ["json"] } });
  expect(detect(`web-1  | ${ACCESS}\n`)).toMatchObject({ choice: { id: "nginx-combined", wrappers: ["prefix"] } });
});

it("reads HAProxy behind its syslog head", () => {
  const line =
    'Jun 11 13:05:00 lb haproxy[7]: 192.0.2.7:5000 [11/Jun/2025:13:05:00.123] web app/s1 0/0/-1/-1/0 503 217 - - SC-- 1/1/0/0/3 0/0 "GET / HTTP/1.1"\n';
  expect(detect(line)).toMatchObject({ share: 1, choice: { id: "haproxy-http", wrappers: ["syslog"] } });
});

describe("files that name their own columns", () => {
  const CLOUDFRONT = "#Version: 1.0\n#Fields: date time x-edge-location sc-status\n2025-06-11\t13:05:00\tFRA2\t502\n";
  const IIS =
    "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: 2025-06-11 13:00:00\r\n" +
    "#Fields: time c-ip cs-method cs-uri-stem sc-status sc-substatus sc-win32-status\r\n";

  it("are opened with their first headers", () => {
    expect(detect(CLOUDFRONT)).toMatchObject({
      choice: { id: "cloudfront", template: "#Fields: date time x-edge-location sc-status" },
      share: 1,
      zone: "+00:00",
    });
    const found = detect(`${IIS}13:05:00 192.0.2.7 GET / 502 3 12002\r\n`);
    expect(found).toMatchObject({ choice: { id: "iis" }, share: 1, zone: "+00:00", note: null });
    expect(found.choice?.template).toContain("#Date: 2025-06-11");
    expect(found.fields).not.toContain("connection");
  });
  it("are known by their headers alone", () => {
    expect(detect(IIS)).toMatchObject({ role: "access", choice: { id: "iis" }, problem: null });
  });
  it("are found where the headers are among hundreds of lines", () => {
    const lines = Array.from(
      { length: 350 },
      (_, i) => `13:05:${String(i % 60).padStart(2, "0")} 192.0.2.7 GET /${i} 200 0 0\n`,
    );
    const other =
      "#Date: 2025-06-12 00:00:00\n#Fields: time cs-method sc-status sc-substatus sc-win32-status\n13:05:00 GET 200 0 0\n";
    expect(detect(IIS + lines.join("") + other)).toMatchObject({ choice: { id: "iis" }, share: 1 });
  });
  it("are read by a header that somebody gives", () => {
    const known = [
      { name: "--log-format", template: "#Fields: date time sc-status cs-uri-stem", escape: "default" },
    ] as const;
    expect(detect("2025-06-11 13:05:00 502 /a\n", "x.log", [...known])).toMatchObject({
      choice: { id: "w3c", template: "#Fields: date time sc-status cs-uri-stem" },
      share: 1,
    });
  });
  it.each([
    [
      "2025-06-11 13:05:00 10.0.0.5 GET /a b=1 80 - 192.0.2.7 curl/8.5.0 - 502 3 12029 2013",
      { status: 502, requestMs: 2013 },
    ],
    [
      "2025-06-11 13:05:00 W3SVC1 GET /a - 80 - 192.0.2.7 agent - - www.example.com 200 0 0 123 456 789",
      { host: "www.example.com", bodyBytes: 123, requestMs: 789, frontend: "W3SVC1" },
    ],
    [
      "2025-06-11 13:05:00 W3SVC1 WEB 10.0.0.5 GET /a - 80 - 192.0.2.7 HTTP/1.1 agent - - - 403 4 5 1372 18 0",
      { protocol: "HTTP/1.1", server: "WEB", requestMs: 0, errorReason: "403.4/5" },
    ],
    [
      "2025-06-11 13:05:00 WEB 10.0.0.5 POST /a - 443 - 192.0.2.7 agent - 200 0 0 52 203.0.113.7 59050",
      { server: "WEB", requestMs: 52 },
    ],
    ["2025-06-11 13:05:00 10.0.0.5 GET /a - 80 - 192.0.2.7 - 200 0 0 15", { userAgent: null, requestMs: 15 }],
    [
      "2025-06-11 13:05:00 10.0.0.5 POST /a - 443 - 192.0.2.7 - - www.example.com 200 0 0 232",
      { host: "www.example.com", referer: null },
    ],
  ])("may be IIS without a header: %s", (line, event) => {
    const { choice, share } = detect(`${line}\n`);
    expect(choice?.id).toBe("iis");
    expect(share).toBe(1);
    const reader = choice && openFormat(choice, { timezone: null });
    if (!reader || "problem" in reader) throw new Error("no reader");
    const bytes = asciiBytes(line);
    expect(createLineReading(reader)(bytes, 0, bytes.length).event).toMatchObject({
      clientIp: "192.0.2.7",
      path: expect.stringMatching(/^\/a/),
      ...event,
    });
  });
});

it("knows products by what only they write", () => {
  const caddy =
    '{"level":"info","ts":1744126801.9,"logger":"http.log.access","msg":"handled request","request":{"method":"GET","uri":"/"},"status":200,"size":5}';
  const failed =
    '{"level":"error","ts":1744126801.9,"logger":"http.log.error","msg":"EOF","request":{"uri":"/"},"status":502}';
  expect(detect(`${caddy}\n`).choice?.id).toBe("caddy-access");
  expect(detect(`${failed}\n`)).toMatchObject({ role: "error", choice: { id: "caddy-error" } });
  expect(detect(`${failed}\n${caddy}\n`.repeat(9))).toMatchObject({ share: 1, choice: { id: "caddy-access" } });
  expect(
    detect(
      '[2016-04-15T20:17:00.310Z] "POST /api HTTP/2" 204 - 154 0 226 100 "10.0.35.28" "agent" "id" "locations" "tcp://10.0.2.1:80"\n',
    ).choice?.id,
  ).toBe("envoy-default");
});

describe("what cannot be read", () => {
  it.each([
    ["", "The file is empty"],
    ["<!DOCTYPE html><html><body>Sign in</body></html>", "HTML page"],
    ["<?xml version='1.0'?><a/>", "XML"],
    ["It was the best of times.\nIt was the worst of times.\n", "No log format fits"],
    ['{"case":"x"}\n', "It is JSON"],
    ["\x1f\x8b\x08\x00\x00", "Decompress"],
    ["PK\x03\x04stuff", "ZIP"],
    ["\x00\x01\x02\x03".repeat(100), "binary"],
  ])("%j", (text, words) => {
    const found = detectFile(
      Uint8Array.from(text, (char) => char.charCodeAt(0)),
      "file",
      [],
    );
    expect(found).toMatchObject({ role: "unknown", choice: null });
    expect(found.problem).toContain(words);
  });
});

it("says what to do about HAProxy's messages without times", () => {
  const lines = [
    "[NOTICE]   (123) : haproxy version is 2.6.12",
    "[WARNING]  (123) : Server be/app1 is DOWN, reason: Layer4 connection problem.",
    "[ALERT]    (123) : backend 'be' has no server available!",
  ];
  expect(detect(`${lines.join("\n")}\n`)).toMatchObject({
    choice: null,
    problem: expect.stringMatching(/HAProxy .* no time.*log through syslog/),
  });
});
