import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { safeText, shortened, sparkline, table, wrapped } from "./terminal-text";

// Processes and millions of bytes: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

describe("safeText", () => {
  it("leaves no character that acts on a terminal", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(safeText(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/);
      }),
    );
    expect(safeText("\u001b[31mred\u202e")).toBe("·[31mred·");
  });
});

describe("wrapped", () => {
  it("breaks at spaces and keeps every word", () => {
    expect(wrapped("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrapped("incomprehensibilities", 7)).toEqual(["incomprehensibilities"]);
    expect(wrapped("", 7)).toEqual([]);
  });
});

describe("shortened", () => {
  it("marks what was cut", () => {
    expect(shortened("abcdef", 6)).toBe("abcdef");
    expect(shortened("abcdefg", 6)).toBe("abcde…");
  });
});

describe("table", () => {
  it("aligns columns and cuts the last", () => {
    expect(
      table(
        ["A", "B"],
        [
          ["long", "x".repeat(50)],
          ["s", "y"],
        ],
        30,
      ),
    ).toBe(`A     B\nlong  ${"x".repeat(23)}…\ns     y\n`);
  });
});

describe("sparkline", () => {
  it("scales to the highest value", () => {
    expect(sparkline([0, 1, 4, 8])).toBe(" ▂▅█");
    expect(sparkline([0, 0])).toBe("  ");
  });
});
