import { describe, expect, it } from "vitest";
import { createPeel, detectWrappers, type LineSpan, type WrapperId } from "./peel-line";
import { asciiBytes, decodeUtf8 } from "./read-bytes";

const REFERENCE = Date.UTC(2026, 10, 23);
const LINE = '192.0.2.7 - - [23/Nov/2026:02:05:56 +0000] "GET /a HTTP/1.1" 502 150 "-" "curl/8.5.0"';

function peel(line: string, ...wrappers: WrapperId[]) {
  const bytes = asciiBytes(`<<${line}>>`);
  const span: LineSpan = { from: 2, to: bytes.length - 2, timeFrom: -1, timeTo: -1 };
  const found = createPeel(wrappers, () => 60, REFERENCE);
  if (!found) throw new Error("no peel");
  found.off(bytes, span);
  return { text: decodeUtf8(bytes, span.from, span.to), atMs: found.carriedMs(bytes, span) };
}

describe("syslog", () => {
  const local = Date.UTC(2026, 10, 23, 1, 5, 56);
  const cases: [head: string, atMs: number | null][] = [
    ["<190>Nov 23 02:05:56 gw-1 nginx: ", local],
    ["Nov 23 02:05:56 gw-1 nginx[12]: ", local],
    ["Nov 23 02:05:56 haproxy[12]: ", local],
    ["Nov 23 02:05:56 10.0.0.1 ", local],
    ["2026-11-23T02:05:56.123456+00:00 gw-1 nginx[1]: ", Date.UTC(2026, 10, 23, 2, 5, 56, 123)],
    ["2026-11-23T02:05:56+0200 gw-1 nginx[1]: ", Date.UTC(2026, 10, 23, 0, 5, 56)],
    ["<165>1 2026-11-23T02:05:56.1Z gw-1 nginx 77 - - ", Date.UTC(2026, 10, 23, 2, 5, 56, 100)],
    ['<165>1 2026-11-23T02:05:56Z gw-1 nginx 77 ID [a@1 k="x\\"]y"][b@1] \ufeff', Date.UTC(2026, 10, 23, 2, 5, 56)],
  ];
  it.each(cases)("%s", (head, atMs) => {
    expect(peel(head + LINE, "syslog")).toEqual({ text: LINE, atMs });
  });
  it("takes the year nearest to the log's own", () => {
    expect(peel("Jan  1 00:30:00 gw nginx: x", "syslog").atMs).toBe(Date.UTC(2026, 11, 31, 23, 30));
    expect(peel("Jul  1 00:30:00 gw nginx: x", "syslog").atMs).toBe(Date.UTC(2026, 5, 30, 23, 30));
  });
  it.each([LINE, "2026/11/23 02:05:56 [error] 1#1: x", "<9999>Nov", "<165>1 ", "Nov 23 02:05:56", ""])(
    "leaves %j alone",
    (line) => {
      expect(peel(line, "syslog")).toEqual({ text: line, atMs: null });
    },
  );
});

describe("CRI, Compose and kubectl", () => {
  it.each<[string, WrapperId]>([
    ["2026-11-23T02:05:56.123456789Z stdout F ", "cri"],
    ["2026-11-23T02:05:56.123456789+01:00 stderr P ", "cri"],
    ["web-1  | ", "prefix"],
    ["proxy_1 | ", "prefix"],
    ["[pod/web-5d9f/nginx] ", "prefix"],
  ])("%s", (head, wrapper) => {
    expect(peel(head + LINE, wrapper).text).toBe(LINE);
    expect(peel(LINE, wrapper).text).toBe(LINE);
  });
});

describe("JSON of a collector", () => {
  const time = "2026-11-23T02:05:56.5Z";
  it.each([
    { log: `${LINE}\n`, stream: "stdout", time },
    { __REALTIME_TIMESTAMP: String(Date.parse(time) * 1000), MESSAGE: LINE, _PID: "1" },
    { insertId: "1", labels: { message: "no" }, textPayload: LINE, timestamp: time },
    { timestamp: Date.parse(time), message: LINE, ingestionTime: 1 },
  ])("%j", (record) => {
    expect(peel(JSON.stringify(record), "json")).toEqual({ text: LINE, atMs: Date.parse(time) });
  });
  it("undoes escapes, and none that would break the line or hide some of it", () => {
    const record = String.raw`{"log":"a\\b \"c\" \u00e9\ud83d\ude00 \t\r\nd\u0000\u001b[2J\u0041"}`;
    expect(peel(record, "json").text).toBe('a\\b "c" é😀 \t  d\\u0000\\u001b[2JA');
  });
  it.each(['{"log":"cut', '{"log":5}', "{}", "[1]", '{"a" "b"}', '{"x":{"log":"no"}}'])("leaves %j alone", (line) => {
    expect(peel(line, "json").text).toBe(line);
  });
});

it("finds what a file's lines were carried by, outermost first", () => {
  const wrap = (text: string) => {
    const bytes = asciiBytes(text);
    return { bytes, span: { from: 0, to: bytes.length, timeFrom: -1, timeTo: -1 } };
  };
  const cri = (text: string) => `2026-11-23T02:05:56.123456789Z stdout F ${text}`;
  expect(detectWrappers([LINE, LINE].map(wrap))).toEqual([]);
  expect(detectWrappers([`Nov 23 02:05:56 gw nginx: ${LINE}`].map(wrap))).toEqual(["syslog"]);
  expect(detectWrappers([cri(JSON.stringify({ log: LINE })), cri("{}")].map(wrap))).toEqual(["cri"]);
  expect(detectWrappers([cri(`Nov 23 02:05:56 gw nginx: ${LINE}`)].map(wrap))).toEqual(["cri", "syslog"]);
});
