import { describe, expect, it } from "vitest";
import { Field, FIELD_COUNT, type FieldName } from "@/core/events/field";
import { compileJson } from "./compile-json";
import { openJson } from "./open-json";
import type { JsonKey } from "./plan-json";
import { asciiBytes, decodeUtf8 } from "./read-bytes";

const KEYS: JsonKey[] = [
  { path: ["t"], field: "time", rank: 1 },
  { path: ["status"], field: "status", rank: 1 },
  { path: ["took"], field: "requestTime", rank: 1, unitMs: 1000, wholeUnitMs: 1 },
  { path: ["ns"], field: "upstreamResponseTime", rank: 1, unitMs: 0.000001 },
  { path: ["tries", "ip"], field: "upstreamAddr", rank: 1 },
  { path: ["server", "url"], field: "upstreamName", rank: 1, trim: "authority" },
  { path: ["url"], field: "path", rank: 1, urlHost: true },
  { path: ["client"], field: "client", rank: 1, trim: "address" },
];

function eventOf(object: string) {
  const reader = openJson({ id: "x", template: null, escape: "json" }, { keys: KEYS }, { timezone: null });
  if ("problem" in reader) throw new Error(reader.problem);
  const bytes = asciiBytes(`{"t":"2026-01-01T00:00:00Z","status":502,${object}}`);
  return reader.event(bytes, 0, bytes.length);
}

describe("durations", () => {
  it.each([
    ['"took":0.205', 205],
    ['"took":205', 205],
    ['"took":"0.12s"', 120],
    ['"took":"3s"', 3000],
    ['"took":"1.5ms"', 1.5],
    ['"took":"250µs"', 0.25],
    ['"took":"250us"', 0.25],
    ['"took":"900000ns"', 0.9],
    ['"took":9.6173e-05', 0.096],
    ['"took":1e-3', 1],
    ['"took":"1m2.5s"', null],
    ['"took":-1', null],
    ['"took":"s"', null],
    ['"took":"-"', null],
    ['"took":""', null],
    ['"took":1e99', null],
  ])("%s", (object, requestMs) => {
    expect(eventOf(object)).toMatchObject({ requestMs });
  });

  it("have the unit of their own line", () => {
    const compiled = compileJson(KEYS);
    if ("problem" in compiled) throw new Error(compiled.problem);
    const out = new Int32Array(2 * FIELD_COUNT).fill(-1);
    const scan = (object: string) => {
      const bytes = asciiBytes(`{"t":1,"status":200,${object}}`);
      compiled.scan(bytes, 0, bytes.length, out);
    };
    scan('"took":0.5,"ns":7000000');
    expect([compiled.unitMs?.[Field.requestTime], compiled.unitMs?.[Field.upstreamResponseTime]]).toEqual([1000, 1e-6]);
    scan('"took":500');
    expect(compiled.unitMs?.[Field.requestTime]).toBe(1);
  });
});

describe("objects in arrays", () => {
  const found = (object: string, field: FieldName) => {
    const compiled = compileJson(KEYS);
    if ("problem" in compiled) throw new Error(compiled.problem);
    const bytes = asciiBytes(`{"t":1,"status":200,${object}}`);
    const out = new Int32Array(2 * FIELD_COUNT).fill(-1);
    const code = compiled.scan(bytes, 0, bytes.length, out);
    const from = out[2 * Field[field]]!;
    return code !== 0
      ? compiled.rejections[code]
      : from < 0
        ? null
        : decodeUtf8(bytes, from, out[2 * Field[field] + 1]!);
  };
  it("give the last one's value", () => {
    expect(found('"tries":[{"ip":"10.0.0.1","x":[{"ip":1}]},{"ip":"10.0.0.2"}],"url":"/a"', "upstreamAddr")).toBe(
      "10.0.0.2",
    );
    expect(found('"tries":[{"ip":"10.0.0.1"}],"url":"/a"', "path")).toBe("/a");
    expect(found('"tries":[],"url":"/a"', "upstreamAddr")).toBeNull();
    expect(found('"tries":[[{"ip":1}]],"url":"/a"', "path")).toBe("/a");
  });
  it("must be well-formed", () => {
    expect(found('"tries":[{"ip":"10.0.0.1"},5]', "upstreamAddr")).toContain("not complete");
    expect(found('"tries":[{"ip":"10.0.0.1"', "upstreamAddr")).toContain("not complete");
  });
});

it("keeps parts of addresses, and takes the host from an absolute URL", () => {
  expect(
    eventOf('"server":{"url":"http://10.0.0.7:80/x"},"url":"https://shop.test/a?b","client":"203.0.113.9:5000"'),
  ).toMatchObject({
    upstreamName: "10.0.0.7:80",
    path: "https://shop.test/a?b",
    host: "shop.test",
    clientIp: "203.0.113.9",
  });
  expect(eventOf('"url":"/a"')).toMatchObject({ path: "/a", host: null });
});
