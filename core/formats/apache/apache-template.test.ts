import { describe, expect, it } from "vitest";
import type { AccessEvent } from "@/core/events/access-event";
import { detectFile } from "@/core/formats/detect";
import { openFormat, templateChoice } from "@/core/formats/format-registry";
import { judgeLine } from "@/core/formats/judge-line.fixture";
import { asciiBytes } from "@/core/formats/read-bytes";
import { apacheDialect } from "./apache-dialect";
import { inferApache } from "./infer-apache";
import { logFormatText } from "./parse-log-format";

function reader(template: string, timezone: string | null = null) {
  const choice = templateChoice(template, "default");
  if ("problem" in choice) throw new Error(choice.problem);
  expect(choice.id).toBe("apache-template");
  const opened = openFormat(choice, { timezone });
  if ("problem" in opened || opened.role !== "access") throw new Error(JSON.stringify(opened));
  return opened;
}

function event(template: string, line: string, timezone: string | null = null): AccessEvent {
  const bytes = asciiBytes(line);
  const result = reader(template, timezone).event(bytes, 0, bytes.length);
  if (!("role" in result)) throw new Error(JSON.stringify(result));
  return result;
}

const at = (template: string, line: string, timezone: string | null = null) =>
  new Date(event(`${template} "%r" %>s`, `${line} "GET / HTTP/1.1" 200`, timezone).atMs).toISOString();

describe("a line of httpd.conf", () => {
  it.each([
    ['LogFormat "%h %l %u %t \\"%r\\" %>s %b" common', '%h %l %u %t "%r" %>s %b'],
    ["LogFormat '%h \"%r\"' x", '%h "%r"'],
    ['  CustomLog logs/access.log "%t \\"%{X}i\\" %>s" env=!dontlog', '%t "%{X}i" %>s'],
    ['CustomLog "|/usr/bin/rotatelogs /logs/a.%Y%m%d 86400" "%h %t %>s"', "%h %t %>s"],
    ['%h %t \\"%r\\" %>s', '%h %t "%r" %>s'],
    ['"%h %t \\"%r\\" %>s"', '%h %t "%r" %>s'],
    ['"%r" %>s "%t"', '"%r" %>s "%t"'],
    ["%h\\t%t\\t%>s\\n", "%h\t%t\t%>s"],
  ])("%s", (given, bare) => expect(logFormatText(given)).toBe(bare));

  it("says what is wrong with a string", () => {
    expect(apacheDialect("%h %{Referer")).toMatchObject({ problem: expect.stringContaining("close its brace") });
    expect(templateChoice("%h %>s", "default", "apache")).toMatchObject({ problem: expect.stringContaining("%t") });
  });
});

describe("times", () => {
  it.each([
    ["%t", "[25/Nov/2026:09:40:45 +0100]", "2026-11-25T08:40:45.000Z"],
    ["[%{%d/%b/%Y:%T}t.%{msec_frac}t %{%z}t]", "[25/Nov/2026:09:40:45.774 +0100]", "2026-11-25T08:40:45.774Z"],
    ["%{%Y-%m-%d}tT%{%T}t.%{usec_frac}t%{%z}t", "2026-11-25T09:40:45.774123+0000", "2026-11-25T09:40:45.774Z"],
    ["%{%Y-%m-%dT%H:%M:%S}t.%{msec_frac}tZ", "2026-11-25T09:40:45.774Z", "2026-11-25T09:40:45.774Z"],
    ["[%{%F %T %z}t]", "[2026-11-25 09:40:45 +0000]", "2026-11-25T09:40:45.000Z"],
    ["%{%F %T %Z}t", "2026-11-25 09:40:45 UTC", "2026-11-25T09:40:45.000Z"],
    ["[%{%c}t]", "[Wed Nov 25 09:40:45 2026]", "2026-11-25T09:40:45.000Z"],
    ["%{%a, %d %b %Y %T GMT}t", "Wed, 25 Nov 2026 09:40:45 GMT", "2026-11-25T09:40:45.000Z"],
    ["%{sec}t", "1795599645", "2026-11-25T09:40:45.000Z"],
    ["%{sec}t.%{usec_frac}t", "1795599645.774199", "2026-11-25T09:40:45.774Z"],
    ["%{msec}t", "1795599645774", "2026-11-25T09:40:45.774Z"],
    ["%{end:usec}t", "1795599645774199", "2026-11-25T09:40:45.774Z"],
    ["%{begin:msec}t %{end:usec}t", "1795599645774 1795599645999999", "2026-11-25T09:40:45.774Z"],
    ["%t %{msec}t", "[25/Nov/2026:09:40:45 +0000] 1795599645774", "2026-11-25T09:40:45.774Z"],
    ["%t %{end:msec}t", "[25/Nov/2026:09:40:45 +0000] 1795599645999", "2026-11-25T09:40:45.000Z"],
    ["%t %{%H:%M}t", "[25/Nov/2026:09:40:45 +0000] 09:40", "2026-11-25T09:40:45.000Z"],
    ["%{now}V", "Wed, 25 Nov 2026 09:40:45 GMT", "2026-11-25T09:40:45.000Z"],
    ['%{strftime({"%Y-%m-%dT%H:%M:%S%z"}, time.start)}V', "2026-11-25T09:40:45+0000", "2026-11-25T09:40:45.000Z"],
  ])("%s", (template, line, iso) => expect(at(template, line)).toBe(iso));

  it("takes the zone given for one that has none", () => {
    expect(at("%{%F %T}t", "2026-11-25 09:40:45", "+01:00")).toBe("2026-11-25T08:40:45.000Z");
  });
});

describe("directives", () => {
  const line = (template: string, text: string) => event(`%t ${template}`, `[25/Nov/2026:09:40:45 +0000] ${text}`);

  it.each<[string, string, Partial<AccessEvent>]>([
    ["%s %>s", "200 502", { status: 502 }],
    ["%<s %s", "200 502", { status: 502 }],
    ["%>s %!200,304{Referer}i", "502 https://a.test/", { status: 502, referer: "https://a.test/" }],
    ["%>s %b %O", "304 - 211", { bodyBytes: null }],
    ["%>s %O %I", "502 211 99", { bodyBytes: 211, requestBytes: 99 }],
    ["%>s %T %D", "502 2 2001789", { requestMs: 2001.789 }],
    ["%>s %T", "502 2", { requestMs: 2000 }],
    ["%>s %{ms}T", "502 2001", { requestMs: 2001 }],
    ["%>s %{us}T", "502 2001", { requestMs: 2.001 }],
    ["%>s %{s}T", "502 3", { requestMs: 3000 }],
    ["%>s %D", "502 -", { requestMs: null }],
    ["%v:%p %V %>s", "lab.test:443 shop.test 502", { host: "shop.test" }],
    ["%v:%p %>s", "lab.test:443 502", { host: "lab.test" }],
    ["%v %{Host}i %>s", "lab.test a.test:8080 502", { host: "a.test:8080" }],
    ["%h %{c}a %>s", "gate.test 10.0.0.1 502", { clientIp: "gate.test" }],
    ["%h %a %>s", "gate.test 192.0.2.7 502", { clientIp: "192.0.2.7" }],
    ["%a:%{remote}p %>s", "192.0.2.7:5000 502", { clientIp: "192.0.2.7" }],
    ["%{X-Forwarded-For}i %>s", "203.0.113.9, 10.0.0.1 502", { clientIp: "203.0.113.9", status: 502 }],
    ["%{X-Forwarded-For}i %h %>s", "203.0.113.9, 10.0.0.1 192.0.2.7 502", { clientIp: "192.0.2.7" }],
    ["%m %U%q %H %>s", "GET /a?b=c HTTP/2.0 502", { method: "GET", path: "/a?b=c", protocol: "HTTP/2.0" }],
    ['%m "%U" "%q" %>s', 'GET "/a b" "?c" 502', { path: "/a b?c" }],
    ['%m "%U" "%q" %>s', 'GET "/a" "" 502', { path: "/a" }],
    ['"%r" "%q" %>s', '"GET /a?b HTTP/1.1" "?b" 502', { path: "/a?b" }],
    ['"%r" %>s', '"GET /a\\"b\\\\c\\xc3\\xa9 HTTP/1.1" 502', { path: '/a"b\\cé' }],
    ['"%r" %>s', '"-" 408', { status: 408, method: null, path: null }],
    ["%>s %{X-Request-Id}i %L", "502 r1 QZc", { requestId: "r1" }],
    ["%>s %{UNIQUE_ID}e %L", "502 - QZc", { requestId: null }],
    ["%>s %L %k %X %P %^FB", "502 QZc 0 - 6157 -", { requestId: "QZc", flags: null }],
    ["%>s %X", "200 X", { flags: "X" }],
    ["%>s %{BALANCER_NAME}e", "503 balancer://pool", { upstreamName: "balancer://pool" }],
    ["%>s %{VSL:FetchError}x", "503 -", { errorReason: null }],
    ["%>s %{time.elapsed.msec}V %{req.backend.name}V", "503 12 shield", { requestMs: 12, upstreamName: "shield" }],
    ["%>s %{json.escape(req.url)}V %{req.http.Host}V", "503 /x a.test", { path: "/x", host: "a.test" }],
  ])("%s", (template, text, expected) => expect(line(template, text)).toMatchObject(expected));

  it("names the worker by its address", () => {
    const addr = (worker: string) => line("%>s worker=%{BALANCER_WORKER_NAME}e", `503 worker=${worker}`).upstreams;
    expect(addr("http://127.0.0.1:19995")).toMatchObject([{ addr: "127.0.0.1:19995" }]);
    expect(addr("ajp://app:8009/ctx")).toMatchObject([{ addr: "app:8009" }]);
    expect(addr("unix:/run/a.sock|fcgi://localhost")).toMatchObject([{ addr: "unix:/run/a.sock" }]);
    expect(addr("-")).toEqual([]);
  });

  it("reads a format that looks like JSON", () => {
    const template =
      '{ \\"time\\":\\"%{%FT%T%z}t\\", \\"ip\\":\\"%a\\", \\"req\\":\\"%U%q\\", \\"status\\":\\"%>s\\", \\"ua\\":\\"%{User-Agent}i\\" }';
    expect(
      event(
        template,
        '{ "time":"2026-11-25T09:40:45+0000", "ip":"::1", "req":"/a?b", "status":"502", "ua":"x \\"y\\"" }',
      ),
    ).toMatchObject({ status: 502, clientIp: "::1", path: "/a?b", userAgent: 'x "y"' });
  });

  it("refuses lines of another shape with a reason", () => {
    const bytes = asciiBytes("[25/Nov/2026:09:40:45 +0000] abc");
    expect(reader("%t %>s").event(bytes, 0, bytes.length)).toMatchObject({ rejected: expect.stringContaining("%>s") });
  });
});

describe("who made it", () => {
  const judged = (status: string, note: string) => {
    const opened = reader('%t %>s "%{error-notes}n"');
    const bytes = asciiBytes(`[25/Nov/2026:09:40:45 +0000] ${status} "${note}"`);
    const read = opened.event(bytes, 0, bytes.length);
    if (!("role" in read)) throw new Error(JSON.stringify(read));
    return [judgeLine(opened, bytes), opened.reasonOf(read)?.phase ?? null, opened.reasonOf(read)?.cause ?? null];
  };
  const note = (reason: string) =>
    `The proxy server could not handle the request<p>Reason: <strong>${reason}</strong></p>`;

  it.each([
    ["502", note("Error reading from remote server"), "proxy", "read_header", "premature-close"],
    ["500", note("DNS lookup failure for: nx.invalid"), "proxy", "resolve", "dns-failure"],
    ["500", note("Error during SSL Handshake with remote server"), "proxy", "tls", "tls-handshake"],
    [
      "502",
      note("Corrupt status line returned by remote server: HTTP/9.9 200 OK"),
      "proxy",
      "read_header",
      "wrong-protocol",
    ],
    ["502", note("Too many (10) interim responses from origin server"), "proxy", "read_header", "invalid-response"],
    ["503", note("Timeout on 100-Continue"), "proxy", "read_header", "upstream-timeout"],
    ["503", "-", "unknown", null, null],
    ["404", "File does not exist", "unknown", null, null],
  ])("%s %s", (status, text, madeBy, phase, cause) => expect(judged(status, text)).toEqual([madeBy, phase, cause]));
});

describe("worked out from the lines", () => {
  const head = '192.0.2.7 - - [25/Nov/2026:09:40:45 +0000] "GET / HTTP/1.1" 502 381 "-" "probe \\"1.0\\""';
  const COMBINED = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"';
  it.each<[string[], string | null]>([
    [[`${head} 7521`, `${head} 99`], `${COMBINED} %D`],
    [[`${head} 0`, `${head} 3`], `${COMBINED} %T`],
    [[`${head} 2 2001789`], `${COMBINED} %T %D`],
    [[`${head} 2001789 2`], `${COMBINED} %D %T`],
    [[`${head} 2/2001789`], `${COMBINED} %T/%D`],
    [[`${head} **2/2001789**`], `${COMBINED} **%T/%D**`],
    [[`${head} 99 563`], `${COMBINED} %I %O`],
    [[`${head} 99 563 7521`], `${COMBINED} %I %O %D`],
    [[`shop.test ${head}`], `%v ${COMBINED}`],
    [[`shop.test:443 ${head} 7521`], `%v:%p ${COMBINED} %D`],
    [[`shop.test ${head.slice(0, head.indexOf(' "-"'))}`], '%v %h %l %u %t "%r" %>s %b'],
    [[`shop.test:443 ${head.replace(" - - [", " 1j0v ann [")}`], `%v:%p ${COMBINED}`],
    [[head.replace(" +0000]", "]")], COMBINED.replace("%t", "[%{%d/%b/%Y:%H:%M:%S}t]")],
    [[head.replace(" - - [", " 1j0v ann [")], null],
    [[head], null],
    [[`${head} 1 2 3 4`], null],
    [["no such line"], null],
  ])("%s", (lines, template) => expect(inferApache(lines)).toBe(template));

  it("is how such a file is read", () => {
    const lines = asciiBytes(`shop.test ${head} 7521\n`.repeat(3));
    const found = detectFile(lines, "access.log", []);
    expect(found).toMatchObject({ role: "access", choice: { id: "apache-template" }, share: 1 });
    const opened = openFormat(found.choice!, { timezone: null });
    if ("problem" in opened || opened.role !== "access") throw new Error();
    expect(opened.event(lines, 0, lines.indexOf(10))).toMatchObject({
      host: "shop.test",
      clientIp: "192.0.2.7",
      requestMs: 7.521,
      userAgent: 'probe "1.0"',
    });
  });
});
