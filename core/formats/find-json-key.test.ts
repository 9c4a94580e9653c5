import { expect, it } from "vitest";
import { createKeyFinder } from "./find-json-key";
import { planLevels } from "./plan-json";
import { asciiBytes } from "./read-bytes";

const LONG = "a-name-that-is-longer-than-the-fortyeight-bytes-kept-of-it";

function finding() {
  const { levels } = planLevels([
    { path: ["status"], field: "status", rank: 1 },
    { path: ["time"], field: "time", rank: 1 },
    { path: [LONG], field: "host", rank: 1 },
    { path: ["up", "status"], field: "upstreamStatus", rank: 1 },
  ]);
  const finder = createKeyFinder(levels);
  return (names: string[], level = 0) => {
    finder.begin();
    return names.map((name) => {
      const buf = asciiBytes(`${name}":`);
      const end = finder.end(buf, 0, buf.length, level);
      return end < 0 ? "no end" : end === name.length ? (finder.found?.field ?? null) : "elsewhere";
    });
  };
}

it("finds a key wherever it stands, whatever the lines before were like", () => {
  const find = finding();
  const [status, time, host, none] = [6, 0, 10, null];
  expect(find(["status", "x", "time", LONG])).toEqual([status, none, time, host]);
  expect(find(["status", "x", "time", LONG])).toEqual([status, none, time, host]);
  expect(find(["status", "time", LONG])).toEqual([status, time, host]);
  expect(find(["y", "z", "status", "x", "time"])).toEqual([none, none, status, none, time]);
  expect(find(["time", "status"])).toEqual([time, status]);
  expect(find(["status", "time"], 1)).toEqual([12, none]);
  expect(find(["", "statu", "statuses", 'sta\\"tus'])).toEqual([none, none, none, none]);
  const many = Array.from({ length: 600 }, (_, i) => (i % 3 === 0 ? "status" : `key${i}`));
  for (let line = 0; line < 3; line++)
    expect(find(many)).toEqual(many.map((name) => (name === "status" ? status : none)));
});

it("says where a line ends inside a name", () => {
  const { levels } = planLevels([{ path: ["status"], field: "status", rank: 1 }]);
  const finder = createKeyFinder(levels);
  finder.begin();
  const whole = asciiBytes('status":1');
  expect(finder.end(whole, 0, whole.length, 0)).toBe(6);
  finder.begin();
  expect(finder.end(whole, 0, 6, 0)).toBe(-1);
  expect(finder.end(asciiBytes("stat\\"), 0, 5, 0)).toBe(-1);
});
