import { describe, expect, it } from "vitest";
import { openFormat, plainChoice } from "@/core/formats/format-registry";
import { asciiBytes } from "@/core/formats/read-bytes";
import { createLineReading } from "@/core/formats/read-line";

const reader = openFormat(plainChoice("haproxy-http"), { timezone: "+02:00", referenceMs: Date.UTC(2026, 10, 25) });
if ("problem" in reader) throw new Error(reader.problem);
const readLine = createLineReading(reader);

function read(line: string) {
  const bytes = asciiBytes(line);
  return readLine(bytes, 0, bytes.length).event;
}

const HEAD = "192.0.2.7:5000 [25/Nov/2026:09:44:42.019] web app/s1";
const REST = '0/0/1/7/9 200 74 - - ---- 4/4/0/0/0 0/0 "GET /a?b=c HTTP/1.1"';
const GOOD = { role: "access", status: 200, path: "/a?b=c", clientIp: "192.0.2.7", upstreamName: "app", server: "s1" };

describe("lines of option httplog", () => {
  it("take the zone that they are given", () => {
    expect(read(`${HEAD} ${REST}`)).toMatchObject({ ...GOOD, atMs: Date.UTC(2026, 10, 25, 7, 44, 42, 19) });
  });

  it.each([
    ["a syslog head", `Nov 25 09:44:42 lb1 haproxy[7]: ${HEAD} ${REST}`],
    ["a syslog head with priority, without host", `<134>Nov 25 09:44:42 haproxy[7]: ${HEAD} ${REST}`],
    ["an ISO syslog head", `2026-11-25T09:44:42.019+02:00 lb1 haproxy[7]: ${HEAD} ${REST}`],
    ["the program's name alone", `haproxy[7]: ${HEAD} ${REST}`],
    ["a column behind the server", `${HEAD} site.example.com ${REST}`],
    ["an address behind the server", `${HEAD} 10.1.2.3:8080 ${REST}`],
    ["a status that is aligned", `${HEAD} ${REST.replace("/9 200", "/9    200")}`],
    ["one captured group", `${HEAD} ${REST.replace('"GET', '{www.example.com|"agent"} "GET')}`],
    ["two captured groups", `${HEAD} ${REST.replace('"GET', '{www.example.com||} {text/html} "GET')}`],
    ["empty captured groups", `${HEAD} ${REST.replace('"GET', '{} {|} "GET')}`],
    ["values of its own behind the request", `${HEAD} ${REST} 7F000001:DC60 bc_err=0:Success`],
    ["a frontend over TLS", `${HEAD.replace(" web ", " web~ ")} ${REST}`],
    [
      "a request that was logged early",
      `${HEAD} ${REST.replace("/9 200 74", "/+9 200 +74").replace("/0 0/0", "/+1 0/0")}`,
    ],
  ])("may have %s", (_, line) => {
    expect(read(line)).toMatchObject({ ...GOOD, frontend: "web", requestMs: 9, bodyBytes: 74, flags: "----" });
  });

  it("keep what is there where syslog cut them", () => {
    const cut = read(`${HEAD} ${REST.slice(0, -12)}`);
    expect(cut).toMatchObject({ status: 200, method: "GET", path: "/a?b" });
    expect(read(`${HEAD} ${REST.replace(/"GET.*/, "{www.example.com|Mozilla/5.0 (X11")}`)).toMatchObject({
      ...{ status: 200, flags: "----", method: null, path: null },
    });
    expect(read(`${HEAD} 0/0/1/7/9 200 74 - - -`)).toHaveProperty("rejected");
  });

  it.each([
    ["192.0.2.7:5000", "192.0.2.7"],
    ["2001:db8::7:5000", "2001:db8::7"],
    ["::ffff:192.0.2.7:5000", "::ffff:192.0.2.7"],
    ["unix:1", "unix"],
    ["-:22222", null],
  ])("name the client %s", (client, clientIp) => {
    expect(read(`${HEAD.replace("192.0.2.7:5000", client)} ${REST}`)).toMatchObject({ clientIp });
  });

  it.each(["<BADREQ>", "", "GARBAGE"])("have no method in the request %j", (request) => {
    const line = `192.0.2.7:5000 [25/Nov/2026:09:44:42.019] web web/<NOSRV> -1/-1/-1/-1/0 400 0 - - CR-- 8/1/0/0/0 0/0 "${request}"`;
    expect(read(line)).toMatchObject({
      ...{ status: 400, method: null, path: null, server: "<NOSRV>", upstreams: [], requestMs: 0 },
    });
  });

  it("never reached the server where timers are negative", () => {
    expect(read(`${HEAD} ${REST.replace("0/0/1/7/9 200", "5/1001/-1/-1/3004 -1")}`)).toMatchObject({
      status: null,
      requestMs: 3004,
      upstreams: [{ addr: "app/s1", status: null, connectMs: null, headerMs: null }],
    });
    expect(read(`${HEAD} ${REST}`)).toMatchObject({
      upstreams: [{ addr: "app/s1", status: 200, connectMs: 1, headerMs: 7 }],
    });
  });

  it("stand among TCP lines and messages", () => {
    expect(read("192.0.2.7:5000 [25/Nov/2026:09:44:42.162] tref tref/s1 1/-1/1001 0 SC 27/1/0/0/1 0/0")).toMatchObject({
      ...{ format: "haproxy-tcp", flags: "SC", status: null },
    });
    expect(read("192.0.2.7:5000 [25/Nov/2026:09:44:42.161] fs/1: SSL handshake failure")).toMatchObject({
      ...{ format: "haproxy-events", message: "SSL handshake failure", clientIp: "192.0.2.7" },
    });
    expect(read("Nov 25 09:44:39 lb1 haproxy[7]: backend app has no server available!")).toMatchObject({
      ...{ format: "haproxy-events", upstreamAddr: "app", atMs: Date.UTC(2026, 10, 25, 7, 44, 39) },
    });
  });

  it("take the TLS server name for the host, and nothing else", () => {
    expect(read(`${HEAD} ${REST} 0/0000000000000000/0/0/0 shop.example.com/TLSv1.3/TLS_AES_256`)).toMatchObject({
      host: "shop.example.com",
    });
    expect(read(`${HEAD} ${REST} 0/0/0/0/0 -/TLSv1.2/AES`)).toMatchObject({ host: null });
    expect(read(`${HEAD} ${REST} 1/2 x/y`)).toMatchObject({ host: null });
  });

  it("do not shift where a cookie has a blank", () => {
    expect(read(`${HEAD} ${REST.replace("- - ----", "sid=a b - ----")}`)).toHaveProperty("rejected");
  });
});
