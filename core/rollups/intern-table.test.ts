import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InternTable } from "./intern-table";

function bufferOf(values: readonly string[]) {
  const bytes = values.map((value) => new TextEncoder().encode(value));
  const buf = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  const ranges = bytes.map((each) => {
    buf.set(each, at);
    at += each.length;
    return [at - each.length, at] as const;
  });
  return { view: new DataView(buf.buffer), ranges };
}

function numbersOf(values: readonly string[], limit = 32_768) {
  const { view, ranges } = bufferOf(values);
  const table = new InternTable(limit);
  return { table, numbers: ranges.map(([from, to]) => table.add(view, from, to)) };
}

describe("InternTable", () => {
  it("takes a field that the line does not have, whatever an earlier line left behind its start", () => {
    const { view } = bufferOf(["GET /orders HTTP/1.1"]);
    const table = new InternTable(8);
    expect(table.add(view, 0, 11)).toBe(1);
    expect(table.add(view, -1, 11)).toBe(0);
    expect(table.hash).toBe(0);
  });
  it("gives equal bytes the same number and different bytes different ones", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 }), { maxLength: 60 }), (values) => {
        const { numbers } = numbersOf(values);
        const seen = new Map<string, number>();
        values.forEach((value, index) => {
          const key = value === "-" ? "" : value;
          if (seen.has(key)) expect(numbers[index]).toBe(seen.get(key));
          else {
            expect([...seen.values()]).not.toContain(numbers[index]);
            seen.set(key, numbers[index]!);
          }
        });
      }),
    );
  });

  it("takes nothing and a lone dash for not logged", () => {
    expect(numbersOf(["", "-", "--", "a"]).numbers).toEqual([0, 0, 1, 2]);
  });

  it("takes what begins at -1 for not logged, wherever it ends", () => {
    const table = new InternTable(10);
    const { view } = bufferOf(["10.0.0.1:80"]);
    expect([table.add(view, -1, -1), table.add(view, -1, 7)]).toEqual([0, 0]);
  });
  it("tells values apart that differ in one byte, wherever it stands", () => {
    const base = "0123456789abcdefghijklmnopqrstuvwxyz";
    const values = [base, ...Array.from(base, (_, at) => `${base.slice(0, at)}#${base.slice(at + 1)}`)];
    expect(new Set(numbersOf(values).numbers).size).toBe(values.length);
  });

  it("keeps thirty thousand values apart and finds them again", () => {
    const values = Array.from({ length: 30_000 }, (_, index) => `198.51.${index >> 8}.${index & 255}`);
    const { numbers } = numbersOf([...values, ...values]);
    expect(new Set(numbers).size).toBe(30_000);
    expect(numbers.slice(30_000)).toEqual(numbers.slice(0, 30_000));
  });

  it("counts everything beyond its limit as one", () => {
    const { table, numbers } = numbersOf(["a", "b", "c", "d", "a"], 3);
    expect(numbers).toEqual([1, 2, 3, 3, 1]);
    expect(table.other).toBe(3);
  });
});
