import { describe, expect, it } from "vitest";
import type { AccessEvent } from "@/core/events/access-event";
import type { Escape } from "./line-reader";
import { COMBINED } from "@/core/formats/nginx/nginx-combined";
import { openNginxAccess } from "@/core/formats/nginx/open-nginx-access";

const UPSTREAMS = `${COMBINED} host=$host upstream_addr=$upstream_addr upstream_status=$upstream_status request_time=$request_time upstream_connect_time=$upstream_connect_time upstream_response_time=$upstream_response_time`;

/** Latin-1, so that a test can write any byte. */
function bytes(line: string): Uint8Array {
  return Uint8Array.from(line, (char) => char.charCodeAt(0));
}

function read(template: string, line: string, escape: Escape = "default") {
  const reader = openNginxAccess("test", template, escape, { timezone: null });
  if ("problem" in reader) throw new Error(reader.problem);
  const buf = bytes(`xx${line}yy`);
  return reader.event(buf, 2, buf.length - 2);
}

function event(template: string, line: string, escape: Escape = "default"): AccessEvent {
  const result = read(template, line, escape);
  if (!("role" in result)) throw new Error(JSON.stringify(result));
  return result;
}

const reject = (template: string, line: string) => read(template, line) as { rejected?: string; skipped?: string };
const combined = (request: string, status = "200") =>
  `192.0.2.7 - - [11/Jun/2025:13:05:00 +0200] "${request}" ${status} 62 "-" "curl/8.5.0"`;
const upstream = (addr: string, status: string, connect: string, response: string, final = "502") =>
  `${combined("GET / HTTP/1.1", final)} host=a.test upstream_addr=${addr} upstream_status=${status} request_time=0.018 upstream_connect_time=${connect} upstream_response_time=${response}`;

describe("request line", () => {
  const cases: [request: string, method: string | null, path: string | null, protocol: string | null][] = [
    ["GET /a?b=c HTTP/1.1", "GET", "/a?b=c", "HTTP/1.1"],
    ["GET /a b c HTTP/1.0", "GET", "/a b c", "HTTP/1.0"],
    ["GET /a  HTTP/1.1", "GET", "/a ", "HTTP/1.1"],
    ["GET /a", "GET", "/a", null],
    ["OPTIONS * HTTP/2.0", "OPTIONS", "*", "HTTP/2.0"],
    ["CONNECT example.com:443 HTTP/1.1", "CONNECT", "example.com:443", "HTTP/1.1"],
    ["GET http://example.com/ HTTP/1.1", "GET", "http://example.com/", "HTTP/1.1"],
    ["M-SEARCH * HTTP/1.1", "M-SEARCH", "*", "HTTP/1.1"],
    ["", null, null, null],
    ["-", null, null, null],
    ["quit", null, null, null],
    ["GET", null, null, null],
    ["GET  HTTP/1.1", "GET", null, "HTTP/1.1"],
    ["\\x16\\x03\\x01\\x02\\x00\\x01 \\xFC", null, null, null],
    ["\\x03\\x00\\x00/*\\xE0\\x00\\x00 mstshash=Administr", null, null, null],
    ["GET /\\x22quoted\\x22 HTTP/1.1", "GET", '/"quoted"', "HTTP/1.1"],
    ['GET /\\"old\\" HTTP/1.1', "GET", '/"old"', "HTTP/1.1"],
    ["GET /\\xD0\\xBF HTTP/1.1", "GET", "/п", "HTTP/1.1"],
    ["GET /\\xFF\\x00 HTTP/1.1", "GET", "/\\xFF\\x00", "HTTP/1.1"],
  ];
  it.each(cases)("%s", (request, method, path, protocol) => {
    expect(event(COMBINED, combined(request))).toMatchObject({
      method,
      path,
      protocol,
      status: 200,
      bodyBytes: 62,
      userAgent: "curl/8.5.0",
    });
  });

  it("keeps bytes that are no UTF-8 as U+FFFD, and NUL bytes from cutting the line", () => {
    expect(event(COMBINED, combined("GET /\xff\x00x HTTP/1.1")).path).toBe("/\ufffd\x00x");
    expect(event(COMBINED, combined("GET /\xc3\xa9 HTTP/1.1")).path).toBe("/é");
  });
});

describe("status and size", () => {
  it.each([
    ["000", 0],
    ["444", 444],
    ["499", 499],
    ["009", 9],
    ["-", null],
  ])("status %s", (text, status) => {
    expect(event(COMBINED, combined("GET / HTTP/1.1", text)).status).toBe(status);
  });
  it("rejects a status that is none", () => {
    expect(reject(COMBINED, combined("GET / HTTP/1.1", "2000")).rejected).toContain("$status");
    expect(reject(COMBINED, combined("GET / HTTP/1.1", "ok")).rejected).toBeDefined();
  });
});

describe("client column", () => {
  it.each([
    ["2001:db8::1", "2001:db8::1"],
    ["unix:", "unix:"],
    ["gate.example.com", "gate.example.com"],
    ["203.0.113.9, 10.0.0.1", "203.0.113.9"],
    ["-", null],
  ])("%s", (written, clientIp) => {
    expect(event(COMBINED, combined("GET / HTTP/1.1").replace("192.0.2.7", written)).clientIp).toBe(clientIp);
  });
  it("takes a quoted list", () => {
    const line = combined("GET / HTTP/1.1").replace("192.0.2.7", '"203.0.113.9, 10.0.0.1"');
    expect(
      event(COMBINED.replace("$remote_addr", '"$http_x_forwarded_for"').replace("$remote_user", "$remote_user"), line)
        .clientIp,
    ).toBeNull();
    expect(event(COMBINED.replace("$remote_addr", '"$remote_addr"'), line).clientIp).toBe("203.0.113.9");
  });
  it("takes a user with spaces", () => {
    expect(event(COMBINED, combined("GET / HTTP/1.1").replace("- - [", "- john doe [")).status).toBe(200);
  });
  it("does not take a column in front of the client for the client", () => {
    expect(reject(COMBINED, `www.a.test ${combined("GET / HTTP/1.1")}`).rejected).toContain("$remote_addr");
  });
});

describe("upstream lists without quotes", () => {
  const attempts = (line: string) =>
    event(UPSTREAMS, line).upstreams.map(({ addr, status, connectMs, responseMs }) => [
      addr,
      status,
      connectMs,
      responseMs,
    ]);

  it("splits tries and groups", () => {
    expect(
      attempts(
        upstream(
          "10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80",
          "502, 502 : 200",
          "-, 0.001 : 0.000",
          "0.000, 0.018 : 0.101",
        ),
      ),
    ).toEqual([
      ["10.0.0.1:80", 502, null, 0],
      ["10.0.0.2:80", 502, 1, 18],
      ["10.0.0.3:80", 200, 0, 101],
    ]);
  });
  it("keeps a dash in its position", () => {
    expect(attempts(upstream("10.0.0.1:80, 10.0.0.2:80", "200, -", "0.000, -", "0.005, -"))).toEqual([
      ["10.0.0.1:80", 200, 0, 5],
      ["10.0.0.2:80", null, null, null],
    ]);
  });
  it("takes sockets, IPv6 and group names", () => {
    expect(attempts(upstream("unix:/run/a b.sock".replace(" b", ""), "502", "-", "0.000"))).toEqual([
      ["unix:/run/a.sock", 502, null, 0],
    ]);
    expect(attempts(upstream("[2001:db8::1]:8080, search", "502, 502", "-, -", "0.000, 0.000"))).toEqual([
      ["[2001:db8::1]:8080", 502, null, 0],
      ["search", 502, null, 0],
    ]);
  });
  it("has no attempts where no upstream was asked", () => {
    expect(attempts(upstream("-", "-", "-", "-"))).toEqual([]);
    expect(attempts(upstream("", "-", "-", "0.000", "500"))).toEqual([]);
    // nginx mirrors its status when the name did not resolve.
    expect(attempts(upstream("-", "502", "-", "0.000"))).toEqual([]);
  });
  it("is exact to the millisecond", () => {
    expect(attempts(upstream("10.0.0.1:80", "200", "0.029", "60.001"))).toEqual([["10.0.0.1:80", 200, 29, 60_001]]);
    expect(event(UPSTREAMS, upstream("10.0.0.1:80", "200", "0", "1.1")).requestMs).toBe(18);
  });
  it("rejects what would shift a column", () => {
    expect(reject(UPSTREAMS, upstream("10.0.0.1:80 10.0.0.2:80", "502", "-", "-")).rejected).toBeDefined();
    expect(reject(UPSTREAMS, upstream("10.0.0.1:80", "502", "-", "0.000 0.001")).rejected).toBeDefined();
    expect(reject(UPSTREAMS, `${upstream("10.0.0.1:80", "502", "-", "-")} extra`).rejected).toBe(
      "more text after the last value of the format",
    );
    expect(reject(COMBINED, `${combined("GET / HTTP/1.1")} "more"`).rejected).toBe(
      "more text after the last value of the format",
    );
    expect(reject(UPSTREAMS, combined("GET / HTTP/1.1")).rejected).toBeDefined();
  });
});

describe("line ends, cuts and other lines", () => {
  it("takes CRLF, a BOM and trailing spaces", () => {
    expect(event(COMBINED, `${combined("GET / HTTP/1.1")}\r`).userAgent).toBe("curl/8.5.0");
    expect(event(COMBINED, `\xef\xbb\xbf${combined("GET / HTTP/1.1")}`).clientIp).toBe("192.0.2.7");
    expect(event(COMBINED, `${combined("GET / HTTP/1.1")}  `).userAgent).toBe("curl/8.5.0");
  });
  it("skips empty lines", () => {
    expect(reject(COMBINED, "").skipped).toBeDefined();
    expect(reject(COMBINED, " \t").skipped).toBeDefined();
  });
  it("rejects every cut of a line", () => {
    const line = combined("GET / HTTP/1.1");
    for (let end = 1; end < line.length; end++) expect(reject(COMBINED, line.slice(0, end)).rejected).toBeDefined();
  });
  it("takes a line of 1 MiB and rejects a longer one", () => {
    const line = (size: number) => combined(`GET /${"a".repeat(size)} HTTP/1.1`);
    const base = line(0).length;
    expect(event(COMBINED, line((1 << 20) - base)).status).toBe(200);
    expect(reject(COMBINED, line((1 << 20) - base + 1)).rejected).toBe("longer than 1 MiB");
  });
});

describe("log_format strings", () => {
  it("reads raw quotes of escape=none where the next literal tells", () => {
    expect(event(COMBINED, combined('GET /"a" HTTP/1.1'), "none").path).toBe('/"a"');
  });
  it("reads variables in braces, joined variables and a pasted directive", () => {
    const pasted = `log_format main escape=default '\${remote_addr} [$time_iso8601] "$request_method $scheme://$host$request_uri $server_protocol" '\n  '$status';`;
    expect(event(pasted, '192.0.2.7 [2025-06-11T13:05:00+02:00] "GET https://a.test/x?y HTTP/1.1" 502')).toMatchObject({
      method: "GET",
      host: "a.test",
      path: "/x?y",
      protocol: "HTTP/1.1",
      atMs: Date.UTC(2025, 5, 11, 11, 5),
    });
  });
  it("prefers the better of two variables and takes milliseconds from $msec", () => {
    const found = event(
      '$msec $time_iso8601 $http_host $host "$request" $status',
      '1749639900.123 2025-06-11T13:05:00+02:00 wrong.test right.test "GET / HTTP/1.1" 200',
    );
    expect(found).toMatchObject({ host: "right.test", atMs: 1749639900123 });
  });
  it("skips variables it does not know up to the next literal", () => {
    const found = event(
      '[$time_local] $ssl_protocol/$ssl_cipher "$http_cookie" $geoip_city $status "$request"',
      '[11/Jun/2025:13:05:00 +0200] TLSv1.3/TLS_AES "a=b; c=d" - 200 "GET / HTTP/1.1"',
    );
    expect(found).toMatchObject({ status: 200, path: "/" });
  });
  it("reads the tab- and bar-separated", () => {
    expect(
      event("$time_iso8601\t$remote_addr\t$status\t$request", "2025-06-11T13:05:00Z\t192.0.2.7\t502\tGET /a b HTTP/1.1")
        .path,
    ).toBe("/a b");
    expect(
      event(
        "$remote_addr | $time_iso8601 | $request | $status | $upstream_addr",
        "192.0.2.7 | 2025-06-11T13:05:00Z | GET / HTTP/1.1 | 502 | 10.0.0.1:80, 10.0.0.2:80",
      ).upstreams,
    ).toHaveLength(2);
  });
  it("says what a format string lacks", () => {
    expect(openNginxAccess("t", "$status only", "default", { timezone: null })).toMatchObject({
      problem: expect.stringContaining("$time_iso8601"),
    });
    expect(openNginxAccess("t", "no variables", "default", { timezone: null })).toHaveProperty("problem");
    expect(openNginxAccess("t", COMBINED, "default", { timezone: "Mars/Olympus" })).toMatchObject({
      problem: expect.stringContaining("Mars/Olympus"),
    });
  });
});
