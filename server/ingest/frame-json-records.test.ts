import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_LINE_BYTES } from "@/core/formats/line-reader";
import { frameJsonRecords } from "./frame-json-records";
import { tellFraming } from "./tell-framing";

const bytesOf = (text: string) => new TextEncoder().encode(text);

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The lines that come out when the text comes in pieces of `size` bytes. */
async function lines(text: string, size = 1 << 16): Promise<string[]> {
  const out: Uint8Array[] = [];
  for await (const block of frameJsonRecords(pieces(bytesOf(text), size))) out.push(block);
  const joined = Buffer.concat(out).toString();
  return joined === "" ? [] : joined.replace(/\n$/, "").split("\n");
}

const one = { a: 1, nested: { list: [1, [2, { b: "}" }]] }, text: 'quote " brace { \\ bracket ]\n\u2028é' };
const two = { b: [{ c: null }], d: false };

describe("frameJsonRecords", () => {
  it.each([
    ["an array on one line", JSON.stringify([one, two])],
    ["an array, printed over lines", JSON.stringify([one, two], null, 2)],
    ["an array of one object a line", `[\n${JSON.stringify(one)},\r\n${JSON.stringify(two)}\n]\n`],
    ["objects behind one another", JSON.stringify(one) + JSON.stringify(two)],
    ["objects printed over lines", `${JSON.stringify(one, null, "\t")}\n${JSON.stringify(two, null, 4)}\n`],
    ["objects in a JSON text sequence", `\u001e${JSON.stringify(one)}\n\u001e${JSON.stringify(two)}\n`],
    ["several arrays", `${JSON.stringify([one])}\n${JSON.stringify([two])}`],
    ["CloudTrail's envelope", JSON.stringify({ Records: [one, two] })],
    ["Azure's envelope, one a line", `${JSON.stringify({ records: [one] })}\n${JSON.stringify({ records: [two] })}\n`],
    [
      "CloudWatch's envelope, printed over lines, with other keys around",
      JSON.stringify(
        { messageType: "DATA", logGroup: "{[", tags: [{ x: 1 }], logEvents: [one, two], next: [{}] },
        null,
        2,
      ),
    ],
    ["a byte order mark before it", `\ufeff${JSON.stringify([one, two])}`],
  ])("gives one line a record: %s", async (_, text) => {
    const expected = [JSON.stringify(one), JSON.stringify(two)];
    for (const size of [1, 2, 3, 7, 64, 1 << 16]) expect(await lines(text, size)).toEqual(expected);
  });

  it("leaves alone an array under such a key that holds no objects, or lies deeper, or in a record of an array", async () => {
    const records = [{ records: [1, 2] }, { value: [] }, { in: { Records: [{ x: 1 }] } }, { events: "[{" }];
    expect(await lines(records.map((each) => JSON.stringify(each)).join(""))).toEqual(
      records.map((each) => JSON.stringify(each)),
    );
    const spans = [{ status: 200, events: [{ name: "retry" }] }];
    expect(await lines(JSON.stringify(spans))).toEqual([JSON.stringify(spans[0])]);
  });

  it("gives any JSON objects back, however they are written and cut", async () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 });
    const layout = fc.constantFrom("array", "pretty array", "concatenated", "pretty", "envelope");
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { maxLength: 5 }),
        layout,
        fc.integer({ min: 1, max: 40 }),
        async (all, how, size) => {
          // A record that is itself an envelope is another case.
          fc.pre(
            all.every((each) => !["Records", "records", "value", "logEvents", "events"].some((key) => key in each)),
          );
          const text = {
            array: () => JSON.stringify(all),
            "pretty array": () => JSON.stringify(all, null, 1),
            concatenated: () => all.map((each) => JSON.stringify(each)).join(""),
            pretty: () => all.map((each) => JSON.stringify(each, null, 2)).join("\n"),
            envelope: () => (all.length === 0 ? "" : JSON.stringify({ owner: "1", Records: all }, null, 3)),
          }[how]();
          const out = await lines(text, size);
          expect(out.map((line): unknown => JSON.parse(line))).toEqual(
            all.map((each) => JSON.parse(JSON.stringify(each))),
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  it("comes to the same whatever the bytes are and however they are cut, and loses none but white space and brackets", async () => {
    const soup = fc.array(fc.constantFrom(...'{}[],:"\\\n\r\t a1é\u001e'.split(""), '"Records":[{', '"x"'), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(soup, fc.integer({ min: 1, max: 9 }), async (parts, size) => {
        const text = parts.join("");
        const whole = await lines(text);
        expect(await lines(text, size)).toEqual(whole);
        const letters = (from: string) => from.replaceAll(/[^a1é]/g, "");
        if (!text.includes("Records")) expect(letters(whole.join(""))).toBe(letters(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("passes on what is no record as lines, and goes on behind it", async () => {
    expect(await lines('[{"a":1}, null, 17, {"b":2}]\nsome words\n{"c":3}trailing')).toEqual([
      ...['{"a":1}', "null", "17", '{"b":2}', "some words", '{"c":3}', "trailing"],
    ]);
  });

  it("lets a string that is never closed spoil no more than its record", async () => {
    expect(await lines('[\n{"a":"broken},\n{"b":2},\n{"c":3}\n]')).toEqual(['{"a":"broken},', '{"b":2}', '{"c":3}']);
    const inEnvelope = '{"Records":[\n{"a":"broken},\n{"b":2}\n],"x":1}{"c":3}';
    expect(await lines(inEnvelope)).toEqual(['{"a":"broken},', '{"b":2}', '{"c":3}']);
  });

  it("passes on a record that the end cuts off, without a line feed", async () => {
    const out: Uint8Array[] = [];
    for await (const block of frameJsonRecords(pieces(bytesOf('[{"a":1},{"b": "unfin'), 5))) out.push(block);
    expect(Buffer.concat(out).toString()).toBe('{"a":1}\n{"b":"unfin');
  });

  it("cuts a record of more than a line's length so that it is rejected, and reads the next", async () => {
    const long = JSON.stringify({ text: "x".repeat(3 << 20) });
    const [first, second, ...rest] = await lines(`[${long},{"a":1}]`);
    expect(first).toHaveLength(MAX_LINE_BYTES + 1);
    expect(long.startsWith(first!)).toBe(true);
    expect([second, rest]).toEqual(['{"a":1}', []]);
  });

  it("takes any depth, in time and memory that do not grow with it", async () => {
    const startedMs = performance.now();
    const depth = 5 << 20;
    const out = await lines(`{"a":${"[".repeat(depth)}${"]".repeat(depth)}}{"b":1}`);
    expect(out).toHaveLength(2);
    expect(out[1]).toBe('{"b":1}');
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });
});

describe("tellFraming", () => {
  it.each([
    ['[{"a":1},{"b":2}]', "json-records"],
    ['[\n  {\n    "a', "json-records"],
    ['{\n  "a": 1\n}\n{', "json-records"],
    ['{"a":{\n"b":1}}', "json-records"],
    ['{"a":1}{"b":2}', "json-records"],
    ['{"a":1}, {"b":2}', "json-records"],
    ['{"a":1},\n{"b":2},\n', "json-records"],
    ['{"Records":[{"a":1}]}\n', "json-records"],
    [`{"messageType":"DATA_MESSAGE","n":[1],"logEvents": [ {"message":"${"x".repeat(40_000)}`, "json-records"],
    ['\u001e{"a":1}\n', "json-records"],
    ['\ufeff[{"a":1}]', "json-records"],
    ['{"a":1}\n{"b":2}\n', null],
    ['{"a":1} \r\n{"b":2}\r\n', null],
    ['{"a":"\\"}{"}\n{"b":2}\n', null],
    ['{"a":1}', null],
    ['{"a":{"Records":[{"b":1}]}}\n{"a":1}\n', null],
    ['{"Records":[1]}\n{"a":1}\n', null],
    ['{"a":"not closed\n"}', null],
    ["[11-Jun-2025 11:00:00] NOTICE: ready\n", null],
    ["[Wed Jun 11 11:00:00 2025] [error] {\n", null],
    ["{not json\n}\n", null],
    ["198.51.100.1 - - [11/Jun/2025] {}\n", null],
    ["", null],
  ])("%j is %s", (text, framing) => {
    expect(tellFraming(bytesOf(text))).toBe(framing);
  });
});
