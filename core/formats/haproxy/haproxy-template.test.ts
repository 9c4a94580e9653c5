import { describe, expect, it } from "vitest";
import { HAPROXY_HTTPLOG } from "@/core/configs/haproxy-httplog";
import { openFormat, templateChoice } from "@/core/formats/format-registry";
import { asciiBytes } from "@/core/formats/read-bytes";
import { haproxySample } from "./haproxy-variables";
import { logFormatText } from "./parse-log-format";

function read(template: string, line: string) {
  const choice = templateChoice(template, "default");
  if ("problem" in choice) throw new Error(choice.problem);
  const reader = openFormat(choice, { timezone: null });
  if ("problem" in reader || reader.role !== "access") throw new Error("no reader");
  const bytes = asciiBytes(line);
  return reader.event(bytes, 0, bytes.length);
}

describe("the string as it stands in a config", () => {
  it.each([
    ['log-format "%ci [%t] \\"%r\\""', '%ci [%t] "%r"'],
    ["log-format %ci\\ [%t]\\ %{+Q}r", "%ci [%t] %{+Q}r"],
    ['\'{"a":"%t"}\'', '{"a":"%t"}'],
    ["error-log-format %ci", "%ci"],
    ["%ci:%cp", "%ci:%cp"],
  ])("%s", (template, text) => {
    expect(logFormatText(template)).toBe(text);
  });
});

describe("captured headers that a config has named", () => {
  const eventOf = (names: string, headers: string) =>
    read(
      HAPROXY_HTTPLOG.replace("%hr", `%(${names})hr`),
      `127.0.0.1:37208 [25/Nov/2026:09:44:42.019] f be/s1 0/0/3/-1/3 502 209 - - SH-- 3/3/0/0/0 0/0 ${headers}"GET / HTTP/1.1"`,
    );

  it.each([
    ["Host", "{app.test} ", "app.test"],
    ["Host", "{app.test} {text/html} ", "app.test"],
    ["host|User-Agent", "{app.test|curl/8} ", "app.test"],
    ["User-Agent|HOST", "{curl/8|app.test} ", "app.test"],
    ["User-Agent|Host", "{|app.test} ", "app.test"],
    // A request without it, a frontend without captures, fewer captures than the config has now, none of them the host.
    ["User-Agent|Host", "{curl/8|} ", null],
    ["Host", "{} ", null],
    ["Host", "", null],
    ["User-Agent|Host", "{curl/8} ", null],
    ["User-Agent|Referer", "{curl/8|/} ", null],
    ["?|Host|?", "{a|app.test|b} ", "app.test"],
  ])("%s in %s", (names, headers, host) => {
    expect(eventOf(names, headers)).toMatchObject({ status: 502, host });
  });
});

describe("sample expressions", () => {
  it.each([
    ["req.hdr(Host),lower", "host"],
    ["capture.req.hdr(0)", null],
    ["var(txn.host)", "host"],
    ["req.fhdr(user-agent)", "userAgent"],
    ["bc_err_str", "errorReason"],
    ["ssl_fc_sni", "host"],
    ["unique-id", "requestId"],
    ["accept_date(ms)", "time"],
    ["txn.timer.total", "requestTime"],
    ["res.hdr(host)", null],
    ["constructor", null],
  ])("%s feeds %s", (expression, field) => {
    expect(haproxySample(expression).field).toBe(field);
  });
});

describe("lines of own strings", () => {
  it("name the upstream where the server stands apart, and nobody for <NOSRV>", () => {
    const template = "[%t] %b %s %Tc %Tr %ST %ts %HM %HP%HQ";
    expect(read(template, "[25/Nov/2026:09:44:42.019] be s1 1 -1 502 SH GET /a?b")).toMatchObject({
      ...{ upstreamName: "be", server: "s1", path: "/a?b", flags: "SH" },
      upstreams: [{ addr: "be/s1", status: null, connectMs: 1, headerMs: null }],
    });
    expect(read(template, "[25/Nov/2026:09:44:42.019] be <NOSRV> -1 -1 503 SC GET /a")).toMatchObject({
      upstreams: [],
    });
    const spaced = '{"t": "%t", "backend": "%b", "server": "%s", "status": %ST}';
    expect(
      read(spaced, '{"t": "25/Nov/2026:09:44:42.019", "backend": "be", "server": "s1", "status": 502}'),
    ).toMatchObject({ upstreamName: "be", server: "s1", upstreams: [{ addr: "be/s1" }] });
    // The server first, or something between the two: its own name is all there is.
    expect(read("[%t] %s %b %ST", "[25/Nov/2026:09:44:42.019] s1 be 502")).toMatchObject({
      upstreams: [{ addr: "s1" }],
    });
    expect(read("[%t] %b/%s %ST %si:%sp", "[25/Nov/2026:09:44:42.019] be/s1 502 10.0.0.1:81")).toMatchObject({
      ...{ upstreamName: "be", server: "s1", upstreams: [{ addr: "10.0.0.1:81" }] },
    });
    expect(read("[%t] %s %si:%sp %ST", "[25/Nov/2026:09:44:42.019] s1 10.0.0.1:80 502")).toMatchObject({
      upstreams: [{ addr: "10.0.0.1:80" }],
    });
    expect(read("[%t] %s %si:%sp %ST", "[25/Nov/2026:09:44:42.019] <NOSRV> -:- 503")).toMatchObject({ upstreams: [] });
  });

  it("take values quoted by +Q, one or all", () => {
    expect(read("%{+Q}o %t %s %{-Q}ci %ST %B", '25/Nov/2026:09:44:42.019 "s 1" 192.0.2.7 200 12')).toMatchObject({
      ...{ server: "s 1", clientIp: "192.0.2.7", status: 200, bodyBytes: 12 },
    });
    expect(read("%t %ST %{+Q}[req.hdr(user-agent)]", '25/Nov/2026:09:44:42.019 200 ""')).toMatchObject({
      userAgent: null,
    });
  });

  it("take a query that has its question mark", () => {
    expect(read("%t %ST %HM %HP q=%HQ %ft", "25/Nov/2026:09:44:42.019 200 GET /a q=?b=c web~")).toMatchObject({
      ...{ path: "/a?b=c", frontend: "web" },
    });
  });

  it("take JSON, written out and encoded", () => {
    const written =
      '{"ts":"%[accept_date(ms)]","up":{"server":"%b/%s","tc":%Tc},"st":%ST,"q":%{+Q}r,"t":"%TR/%Tw","ua":"%[req.hdr(user-agent),json(utf8s)]"}';
    expect(
      read(
        written,
        '{"ts":"1795599882019","up":{"server":"be/s1","tc":3},"st":502,"q":"GET /a HTTP/1.1","t":"0/0","ua":"a\\"b"}',
      ),
    ).toMatchObject({
      ...{ atMs: 1795599882019, status: 502, path: "/a", upstreamName: "be", server: "s1", userAgent: 'a"b' },
      upstreams: [{ addr: "be/s1", connectMs: 3 }],
    });
    expect(
      read(
        "%{+json}o %(when)t %(code)ST %(srv)s %ci",
        '{"when": "25/Nov/2026:09:44:42.019", "code": 502, "srv": "s1"}',
      ),
    ).toMatchObject({ status: 502, server: "s1", upstreams: [{ addr: "s1" }] });
  });

  it("say what is wrong with a string", () => {
    expect(templateChoice("%ci %[req.hdr(host", "default", "haproxy")).toEqual({
      problem: expect.stringContaining("never closed"),
    });
    expect(templateChoice("%ci %ST", "default", "haproxy")).toEqual({ problem: expect.stringContaining("no time") });
  });
});
