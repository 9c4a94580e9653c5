import { describe, expect, it } from "vitest";
import { visibleText } from "./visible-text";

describe("visibleText", () => {
  it("spells out what could hide text or turn its direction", () => {
    expect(visibleText("GET /\u202egnp.exe\u001b[31m")).toBe("GET /\\u202egnp.exe\\u001b[31m");
  });
  it("leaves every script and a tab alone", () => {
    expect(visibleText("/søk?q=日本\tok")).toBe("/søk?q=日本\tok");
  });
});
