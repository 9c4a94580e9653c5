import { describe, expect, it } from "vitest";
import { openFormat, plainChoice } from "@/core/formats/format-registry";
import { judgeLine } from "@/core/formats/judge-line.fixture";
import { asciiBytes } from "@/core/formats/read-bytes";

const opened = openFormat(plainChoice("heroku-router"), { timezone: null });

function read(line: string) {
  if ("problem" in opened || opened.role !== "access") throw new Error(JSON.stringify(opened));
  const bytes = asciiBytes(line);
  const event = opened.event(bytes, 0, bytes.length);
  if (!("role" in event)) return { event, reason: null, judged: null };
  return { event, reason: opened.reasonOf(event), judged: judgeLine(opened, bytes) };
}

const line = (pairs: string) => `2026-11-23T02:30:11.123456+00:00 heroku[router]: ${pairs}`;
const request = 'method=GET path="/" host=a.test fwd="192.0.2.3"';

describe("codes", () => {
  it.each([
    ["H10", "connect", "upstream-crash"],
    ["H11", "connect", "backlog-full"],
    ["H12", "read_header", "upstream-timeout"],
    ["H13", "read_header", "premature-close"],
    ["H14", "proxy_internal", "no-live-upstreams"],
    ["H15", "read_body", "upstream-timeout"],
    ["H17", "read_header", "invalid-response"],
    ["H18", "read_body", "truncated-response"],
    ["H19", "connect", "connection-timeout"],
    ["H20", "connect", "rolling-deploy"],
    ["H21", "connect", "upstream-down"],
    ["H27", "read_header", "client-abort"],
    ["H80", "policy", "maintenance-mode"],
    ["H99", "proxy_internal", "cdn-fault"],
  ])("%s", (code, phase, cause) => {
    const found = read(
      line(`at=error code=${code} desc="x y=z" ${request} dyno=web.1 connect=1ms service= status=503 bytes=`),
    );
    expect(found).toMatchObject({
      reason: { phase, cause },
      judged: "proxy",
      event: { status: 503, errorReason: code },
    });
  });

  it("says that the dyno made what has none", () => {
    expect(read(line(`at=info ${request} dyno=web.1 connect=0ms service=4ms status=503 bytes=3`))).toMatchObject({
      reason: null,
      judged: "upstream",
      event: { requestMs: 4, upstreams: [{ addr: "web.1", connectMs: 0, responseMs: 4 }] },
    });
  });
});

describe("pairs", () => {
  it("come in any order, quoted or not, with unknown ones among them", () => {
    const { event } = read(
      line('sock=backend at=error status=503 path="/a b\\"c=d" x=y method=POST bytes=4096 code=H18'),
    );
    expect(event).toMatchObject({ status: 503, method: "POST", path: '/a b"c=d', bodyBytes: 4096, errorReason: "H18" });
  });
  it("are not enough without a time, a method and a status", () => {
    expect(read(`heroku[router]: at=info ${request} status=200`).event).toMatchObject({
      rejected: expect.stringContaining("time"),
    });
    expect(read(line("at=info status=200")).event).toMatchObject({ rejected: expect.stringContaining("method") });
    expect(read(line(`at=info ${request}`)).event).toMatchObject({ rejected: expect.stringContaining("status") });
    expect(read("").event).toMatchObject({ skipped: "empty line" });
  });
});
