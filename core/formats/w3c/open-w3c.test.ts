import { describe, expect, it } from "vitest";
import { FIELD_COUNT } from "@/core/events/field";
import { templateChoice } from "@/core/formats/format-registry";
import type { AccessReader } from "@/core/formats/line-reader";
import { asciiBytes } from "@/core/formats/read-bytes";
import { createLineReading } from "@/core/formats/read-line";
import { SCAN_COMMENT } from "@/core/formats/scan-reasons";
import { IIS_FIELDS } from "./iis";
import { openW3c } from "./open-w3c";

function open(template: string | null, timezone: string | null = null): AccessReader {
  const reader = openW3c({ id: "w3c", template, escape: "default" }, IIS_FIELDS, { timezone });
  if ("problem" in reader) throw new Error(reader.problem);
  return reader;
}

/** The events of the lines in their order, headers among them. */
function read(lines: string, template: string | null = null, timezone: string | null = null) {
  const readLine = createLineReading(open(template, timezone));
  return lines.split("\n").map((line) => {
    const bytes = asciiBytes(line);
    return readLine(bytes, 0, bytes.length).event;
  });
}

const out = () => new Int32Array(2 * FIELD_COUNT).fill(-1);
const scan = (reader: AccessReader, line: string, into = out()) => {
  const bytes = asciiBytes(line);
  return reader.scan(bytes, 0, bytes.length, into);
};

describe("headers inside a file", () => {
  it("change what the columns after them are", () => {
    const events = read(
      "#Software: Microsoft Internet Information Services 10.0\n#Date: 2025-06-11 13:00:00\n#Fields: date time c-ip sc-status time-taken\n" +
        "2025-06-11 13:05:00 192.0.2.7 502 2013\n#Fields:   time   sc-status\tc-ip \n13:05:01 503 192.0.2.8\n" +
        "#Date: 2025-06-12 00:00:00\n13:05:01 503 192.0.2.8",
    );
    expect(events.map((event) => ("skipped" in event ? "skipped" : event))).toMatchObject([
      "skipped",
      "skipped",
      "skipped",
      { atMs: Date.UTC(2025, 5, 11, 13, 5), clientIp: "192.0.2.7", status: 502, requestMs: 2013 },
      "skipped",
      { atMs: Date.UTC(2025, 5, 11, 13, 5, 1), clientIp: "192.0.2.8", status: 503, requestMs: null },
      "skipped",
      { atMs: Date.UTC(2025, 5, 12, 13, 5, 1) },
    ]);
  });

  it("leave no field of the columns before them", () => {
    const reader = open("#Fields: date time c-ip cs-method sc-status");
    const ranges = out();
    expect(scan(reader, "2025-06-11 13:05:00 192.0.2.7 GET 502", ranges)).toBe(0);
    expect(scan(reader, "#Fields: date time sc-status", ranges)).toBe(SCAN_COMMENT);
    const line = "2025-06-11 13:05:00 502";
    expect(scan(reader, line, ranges)).toBe(0);
    const fresh = out();
    scan(reader, line, fresh);
    expect([...ranges]).toEqual([...fresh]);
  });

  it("can be gone back to", () => {
    const reader = open("#Fields: date time sc-status");
    expect(reader.headers?.current()).toBeNull();
    expect(scan(reader, "2025-06-11 13:05:00 502")).toBe(0);
    scan(reader, "#Date: 2025-06-11 00:00:00");
    scan(reader, "#Fields: time sc-status cs-method");
    const state = reader.headers?.current() ?? null;
    expect(scan(reader, "13:05:00 502 GET")).toBe(0);
    reader.headers?.restore(null);
    expect(reader.headers?.current()).toBeNull();
    expect(scan(reader, "13:05:00 502 GET")).not.toBe(0);
    expect(scan(reader, "2025-06-11 13:05:00 502")).toBe(0);
    reader.headers?.restore(state);
    expect(reader.headers?.current()).toBe(state);
    const bytes = asciiBytes("13:05:00 502 GET");
    expect(reader.event(bytes, 0, bytes.length)).toMatchObject({ atMs: Date.UTC(2025, 5, 11, 13, 5), method: "GET" });
  });

  it("name a time, or every line says what is missing", () => {
    const [, bad, , good] = read(
      "#Fields: sc-status c-ip\n502 192.0.2.7\n#Fields: date time sc-status\n2025-06-11 13:05:00 502",
    );
    expect(bad).toMatchObject({ rejected: expect.stringContaining("names no time") });
    expect(good).toMatchObject({ status: 502 });
    expect(read("13:05:00 502", "#Fields: time sc-status")[0]).toMatchObject({
      rejected: expect.stringContaining("no #Date line"),
    });
    expect(templateChoice("#Fields: sc-status", "default")).toMatchObject({
      problem: expect.stringContaining("no time"),
    });
    expect(templateChoice("#Fields: date time sc-status", "default")).toMatchObject({ id: "w3c" });
  });

  it("longer than any product's are passed over, like other comments", () => {
    const [long, comment, line] = read(
      `#Fields: date ${"x ".repeat(40_000)}\n#Remark: 1\n2025-06-11 13:05:00 502`,
      "#Fields: date time sc-status",
    );
    expect([long, comment]).toMatchObject([{ skipped: expect.any(String) }, { skipped: expect.any(String) }]);
    expect(line).toMatchObject({ status: 502 });
  });
});

describe("values", () => {
  const at = (line: string, template: string, timezone: string | null = null) => read(line, template, timezone)[0];

  it("stand between spaces or tabs, whatever stands between the names", () => {
    const tabs = "#Fields: date\ttime\tcs-uri-stem\tsc-status";
    const spaces = "#Fields: date  time cs-uri-stem sc-status";
    for (const template of [tabs, spaces]) {
      expect(at("2025-06-11\t13:05:00\t/a\t502", template)).toMatchObject({ path: "/a", status: 502 });
      expect(at("2025-06-11 13:05:00 /a 502", template)).toMatchObject({ path: "/a", status: 502 });
    }
    expect(at('"2025-06-11T13:05:00.250Z","a ""b"", c",502', "#Fields: DateTime,UserAgent,HttpStatus")).toMatchObject({
      atMs: Date.UTC(2025, 5, 11, 13, 5, 0, 250),
      userAgent: 'a "b", c',
      status: 502,
    });
  });

  it("may be quoted, with spaces inside", () => {
    const template = "#Fields: date time cs(Cookie) cs-method sc-status sc-substatus sc-win32-status";
    expect(at('2025-06-11 13:05:00 "a=1; b=2" GET 502 3 12029', template)).toMatchObject({
      method: "GET",
      errorReason: "502.3/12029",
    });
    // A client chooses its agent: a lone quote must not swallow the columns behind it.
    const agent = "#Fields: date time cs(User-Agent) cs(Referer) cs-method sc-status";
    expect(at('2025-06-11 13:05:00 "curl - GET 502', agent)).toMatchObject({ userAgent: '"curl', method: "GET" });
  });

  it("may be quoted one and all, date and time too, and may be empty", () => {
    const events = read(
      "#Software: Incapsula LOGS API\n#Fields: date time c-ip cs-method cs-uri sc-action sc-status cs(User-Agent)\n" +
        '"2026-06-28" "07:26:35" "192.0.2.7" "GET" "shop.test/a" "REQ_PASSED" "200" "probe 1.0"\n' +
        '"2026-06-28" "07:26:36" "192.0.2.7" "GET" "shop.test/a" "REQ_BAD_SERVER_CLOSED_CONNECTION" "" "probe 1.0"',
    );
    const atMs = Date.UTC(2026, 5, 28, 7, 26, 35);
    expect(events.slice(2)).toMatchObject([
      { atMs, clientIp: "192.0.2.7", status: 200, path: "shop.test/a", userAgent: "probe 1.0" },
      { atMs: atMs + 1000, status: null, flags: "REQ_BAD_SERVER_CLOSED_CONNECTION" },
    ]);
  });

  it("never shift: too many, too few or no status is refused", () => {
    const template = "#Fields: date time cs-method sc-status cs(User-Agent)";
    for (const line of [
      "2025-06-11 13:05:00 GET 502",
      "2025-06-11 13:05:00 GET 502 a b",
      "2025-06-11 13:05:00 GET x502 a",
      "11/06/2025 13:05:00 GET 502 a",
    ])
      expect(at(line, template)).toMatchObject({ rejected: expect.any(String) });
  });

  it("are UTF-8 where the client sent it", () => {
    expect(at("2025-06-11 13:05:00 /straße/東 200", "#Fields: date time cs-uri-stem sc-status")).toMatchObject({
      path: "/straße/東",
    });
  });

  it("have dates and times apart, or in the server's own zone", () => {
    const when = Date.UTC(2025, 5, 11, 13, 5, 0, 500);
    expect(at("13:05:00.500 GET 2025-06-11 502", "#Fields: time cs-method date sc-status")).toMatchObject({
      atMs: when,
    });
    expect(at("2025-06-11 GET 13:05:00.500 502", "#Fields: date cs-method time sc-status")).toMatchObject({
      atMs: when,
    });
    // W3C times are UTC, whatever zone is asked for.
    expect(at("2025-06-11 13:05:00.500 502", "#Fields: date time sc-status", "+02:00")).toMatchObject({ atMs: when });
    expect(at("2025-06-11 15:05:00.500 502", "#Fields: date-local time-local sc-status", "+02:00")).toMatchObject({
      atMs: when,
    });
  });

  it("have durations in milliseconds, but in seconds where CloudFront or Tomcat wrote them", () => {
    const fields = "#Fields: date time time-taken sc-status";
    expect(at("2025-06-11 13:05:00 12 200", fields)).toMatchObject({ requestMs: 12 });
    expect(at("2025-06-11 13:05:00 0.012 200", `#Software: Apache Tomcat/10.1\n${fields}`)).toMatchObject({
      requestMs: 12,
    });
  });
});
