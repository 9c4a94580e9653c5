import { describe, expect, it } from "vitest";
import { count, counted, duration, listed, named, percent, span, times } from "./number-words";

describe("numbers in sentences", () => {
  it("groups thousands", () => {
    expect([count(7), count(1650), count(2_000_000)]).toEqual(["7", "1,650", "2,000,000"]);
    expect([counted(1, "burst", "bursts"), counted(3, "burst", "bursts")]).toEqual(["1 burst", "3 bursts"]);
  });
  it("shows small shares as more than nothing and almost all as less than all", () => {
    expect([percent(0), percent(0.0004), percent(0.004), percent(0.234), percent(0.998), percent(1)]).toEqual([
      "0 %",
      "< 0.1 %",
      "0.4 %",
      "23 %",
      "99.8 %",
      "100 %",
    ]);
  });
  it("uses the unit that people use", () => {
    expect([duration(0), duration(45), duration(3070), duration(180_000)]).toEqual(["0 ms", "45 ms", "3.1 s", "3 min"]);
    expect([span(40), span(300)]).toEqual(["40 s", "5 min"]);
    expect([times(1.54), times(22.4)]).toEqual(["×1.5", "×22"]);
  });
});

describe("values of a log in sentences", () => {
  it("lists two and counts the rest", () => {
    expect(listed([])).toBe("nothing");
    expect(listed(["a"])).toBe("a");
    expect(listed(["a", "b"])).toBe("a and b");
    expect(listed(["a", "b", "c", "d"])).toBe("a, b and 2 more");
  });
  it("takes control and bidi characters out and clips what is too long", () => {
    expect(named("a\u001b[31mb\u202ec\n")).toBe("a·[31mb·c·");
    expect(named("x".repeat(500))).toHaveLength(80);
  });
});
