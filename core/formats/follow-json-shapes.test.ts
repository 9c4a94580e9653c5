import { describe, expect, it } from "vitest";
import { Field, FIELD_COUNT } from "@/core/events/field";
import { seededRandom } from "@/core/spikes/traffic-builder";
import { compileJson } from "./compile-json";
import { FORMATS, openFormat, plainChoice } from "./format-registry";
import type { FormatDefinition } from "./format-definition";
import type { AccessReader } from "./line-reader";
import { isObject, parseJson } from "./read-json";
import { asciiBytes } from "./read-bytes";

/** More lines than it takes to learn a shape; half as many do not. */
const TAUGHT = 40;
const UNTAUGHT = 8;

type Scanner = Pick<AccessReader, "scan" | "unitMs" | "fields">;

/** The code, the ranges of the fields, and the units of the durations among them. */
function scanned({ scan, unitMs, fields }: Scanner, line: string) {
  const bytes = asciiBytes(line);
  const out = new Int32Array(2 * FIELD_COUNT).fill(-1);
  const code = scan(bytes, 0, bytes.length, out);
  if (code !== 0) return { code };
  const ranges = fields.flatMap((name) => {
    const at = Field[name] << 1;
    return out[at]! < 0 ? [] : [[name, out[at], out[at + 1], unitMs[Field[name]]]];
  });
  return { code, ranges };
}

const SHAPED = FORMATS.filter(({ role, kind }) => role === "access" && kind === "json");

function open(format: FormatDefinition): AccessReader {
  const choice = { ...plainChoice(format.id), ...format.samples[0]?.choice };
  const reader = openFormat(choice, { timezone: null, referenceMs: Date.UTC(2026, 0, 1) });
  if ("problem" in reader || reader.role !== "access") throw new Error(format.id);
  return reader;
}

const VALUES = [
  null,
  "",
  "-",
  "-1",
  -1,
  0,
  1.5,
  "0.5s",
  "1m2s",
  true,
  [],
  ["a", "b"],
  [1],
  {},
  { a: [{ b: "]}" }] },
  'a "b" \\',
  "/",
  "http://a.test/b",
  "[::1]:80",
];

/** The object with one of its values changed, removed, or said twice. */
function varied(value: unknown, random: () => number): unknown {
  if (!isObject(value)) return VALUES[Math.floor(random() * VALUES.length)];
  const entries = Object.entries(value);
  const at = Math.floor(random() * entries.length);
  return Object.fromEntries(
    entries.flatMap(([name, each], i) => {
      if (i !== at) return [[name, each]];
      if (random() < 0.15) return [];
      const object: unknown = Array.isArray(each) ? each[0] : each;
      if (!isObject(object) || random() < 0.2) return [[name, varied(null, random)]];
      const changed = varied(object, random);
      return [
        [name, Array.isArray(each) ? Array.from({ length: 1 + Math.floor(random() * 2) }, () => changed) : changed],
      ];
    }),
  );
}

function cut(line: string, random: () => number): string {
  const at = Math.floor(random() * line.length);
  const mark = ['"', "\\", "{", "}", "[", "]", ",", ":", " ", "x", "\r", ""][Math.floor(random() * 12)] ?? "";
  return `${line.slice(0, at)}${mark}${line.slice(at + Math.floor(random() * 3))}`;
}

describe("a scanner that has learnt shapes reads as one that has not", () => {
  it.each(SHAPED.map((format) => [format.id, format] as const))("%s", (_id, format) => {
    const random = seededRandom(7);
    const taught = open(format);
    let fresh = open(format);
    for (const { line } of format.samples) for (let n = 0; n < TAUGHT; n++) scanned(taught, line);
    for (let n = 0; n < 400; n++) {
      const sample = format.samples[n % format.samples.length]!.line;
      const object = parseJson(sample);
      let line = random() < 0.3 || !isObject(object) ? sample : JSON.stringify(varied(object, random));
      if (random() < 0.4) line = cut(line, random);
      if (n % UNTAUGHT === 0) fresh = open(format);
      expect(scanned(taught, line), line).toEqual(scanned(fresh, line));
    }
  });
});

it("takes values of the line, not of the lines it learnt from", () => {
  const compiled = compileJson([
    { path: ["t"], field: "time", rank: 1 },
    { path: ["s"], field: "status", rank: 1 },
    { path: ["up", "ip"], field: "upstreamAddr", rank: 1 },
  ]);
  if ("problem" in compiled) throw new Error(compiled.problem);
  const reader = { ...compiled, unitMs: compiled.unitMs ?? new Float64Array(FIELD_COUNT) };
  const texts = (line: string) =>
    scanned(reader, line).ranges?.map(([, from, to]) => line.slice(Number(from), Number(to)));
  for (let n = 0; n < TAUGHT; n++) texts(`{"t":"${n}","s":200,"x":[1],"up":[{"ip":"10.0.0.7"},{"ip":"10.0.0.8"}]}`);
  expect(texts('{"t":"a\\"}","s":502,"x":null,"up":[{"ip":"10.0.0.9"},{"ip":"::1"}]}')).toEqual([
    'a\\"}',
    "502",
    "::1",
  ]);
  expect(texts('{"t":"1","s":502,"x":null,"up":[{"ip":"10.0.0.9"}]}')).toEqual(["1", "502", "10.0.0.9"]);
  expect(texts('{"t":"1","s":502,"x":null,"up":[]}')).toEqual(["1", "502"]);
  expect(texts('{"t":"1","s":502,"x":null,"up":[{"ip":"10.0.0.9"},{"ip":"::1"}]')).toBeUndefined();
});
