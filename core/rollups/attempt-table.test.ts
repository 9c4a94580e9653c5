import { describe, expect, it } from "vitest";
import { AttemptTable, isAddress, lastDurationMs, threeDigits } from "./attempt-table";

const bytesOf = (text: string) => new TextEncoder().encode(text);

function add(table: AttemptTable, lists: readonly string[]) {
  const buf = bytesOf(lists.join("\n"));
  const view = new DataView(buf.buffer);
  let at = 0;
  return lists.map((list) => {
    const last = table.add(view, buf, at, at + list.length);
    at += list.length + 1;
    return [last, table.attempts];
  });
}

describe("AttemptTable", () => {
  it("numbers the last attempt and counts the attempts", () => {
    const lists = [
      "10.0.0.1:80",
      "10.0.0.2:80, 10.0.0.1:80",
      "-",
      "",
      "10.0.0.2:80 : 10.0.0.3:80, 10.0.0.1:80",
      "10.0.0.2:80, 10.0.0.1:80",
    ];
    expect(add(new AttemptTable(100), lists)).toEqual([
      [1, 1],
      [1, 2],
      [0, 0],
      [0, 0],
      [1, 3],
      [1, 2],
    ]);
  });

  it("does not take what parts the keys of JSON for a separator", () => {
    expect(add(new AttemptTable(100), ['shop", "server": "app01', 'shop" : "app01', "shop, app01"])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
    ]);
  });

  it("does not take the colons of an address for a separator", () => {
    expect(
      add(new AttemptTable(100), [
        "unix:/run/app.sock",
        "[2001:db8::1]:8080, unix:/run/app.sock",
        "-, unix:/run/app.sock",
      ]),
    ).toEqual([
      [1, 1],
      [1, 2],
      [1, 2],
    ]);
  });

  it("still tells the attempts when it is full", () => {
    expect(add(new AttemptTable(1), ["a:1", "b:1", "c:1, d:1", "e:1"]).map(([, attempts]) => attempts)).toEqual([
      1, 1, 2, 1,
    ]);
  });
});

describe("lastDurationMs", () => {
  it.each([
    ["0.018", 18],
    ["1.5", 1500],
    ["12", 12_000],
    ["0.001, 0.020", 20],
    ["0.001 : 3.000", 3000],
    ["-", -1],
    ["", -1],
    ["0.003, -", -1],
    ["0.0005", 0],
    ["99999999999.000", 0x3fffffff],
  ])("reads %s", (text, ms) => {
    expect(lastDurationMs(bytesOf(text), 0, text.length)).toBe(ms);
  });
});

describe("threeDigits", () => {
  it.each([
    ["502", 502],
    ["009", 9],
    ["-", 0],
    ["", 0],
    ["2000", 0],
    ["20x", 0],
  ])("reads %s", (text, status) => {
    expect(threeDigits(bytesOf(text), 0, text.length)).toBe(status);
  });
});

describe("isAddress", () => {
  it.each([
    ["10.0.0.1:80", true],
    ["unix:/run/a.sock", true],
    ["[::1]:80", true],
    ["10.0.0.1", true],
    ["webapp", false],
    ["-", false],
    ["", false],
    ["10.0.0.1:80, webapp", false],
  ])("judges %s", (text, expected) => {
    expect(isAddress(bytesOf(text), 0, text.length)).toBe(expected);
  });
});
